"""The annotation screen by the mouse: clicks and drags."""

from pilot import Player, play
from sessions import OpenSession, saved
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.reader import ReaderScreen


def words(session: Session, spans: object) -> str:
    assert isinstance(spans, list)
    return " … ".join(session.here.text[start:end] for start, end in spans)


def test_a_statement_by_mouse_alone(session: Session):
    async def story(player: Player) -> None:
        await player.click("The rain")
        assert session.here.place == 3
        await player.drag("will not", "close it")
        assert session.draft is not None
        assert words(session, session.draft.values["claim"]) == "will not close it"
        assert session.here.place == 1
        await player.click("a author", line=16)
        await player.click("o oppose")
        await player.click("+ from text")  # the labels are over the words: click on the first, then the last
        y = player.cell_of("▌")[1] + 2
        text = session.here.text
        at = text.index("dockers'") - text.index("A dockers'")
        await player.pilot.click(offset=(6 + at, y))
        await player.settle()
        at = text.index("union") - text.index("A dockers'")
        await player.pilot.click(offset=(6 + at, y))
        await player.settle()
        [put] = saved(session)
        assert put.fields["target"]["name"] == "dockers' union"  # type: ignore[index,call-overload]
        assert put.fields["speaker"][0]["kind"] == "author"  # type: ignore[index,call-overload]
        await player.click("C claim")
        assert session.draft is not None
        assert session.draft.asked.name == "claim"
        await player.click("leave")
        assert session.draft is None
        await player.click("next")
        mark = session.here.mark_of(session.here.article.sentences[1])
        assert mark is not None
        assert mark.state == "done"
        await player.click("nothing here", line=20)
        assert session.here.place == 3
        await player.click("a-")  # the letter in the margin
        assert session.here.place == 1
        await player.click("all keys")
        assert isinstance(player.app.screen, ReaderScreen)
        await player.click("back", line=22)
        assert isinstance(player.app.screen, AnnotateScreen)

    play(session, story)


def test_a_drag_takes_whole_words_over_lines_and_from_any_side(session: Session, corpus: Corpus):
    async def story(player: Player) -> None:
        await player.press("c")
        x, y = player.cell_of("reporters")
        start = player.cell_of("stay open")
        await player.pilot.mouse_down(offset=(x + 2, y))
        await player.pilot.mouse_up(offset=(start[0] + 1, start[1]))
        await player.settle()
        assert session.draft is not None
        claim = words(session, session.draft.values["claim"])
        assert claim == "stay open.\n“We will not close it,” she told reporters" or claim.startswith(
            "stay open. “We"
        )
        before = dict(session.draft.values)
        await player.pilot.mouse_down(offset=(40, 12))  # below the text
        await player.pilot.mouse_up(offset=(50, 13))
        await player.settle()
        assert session.draft.values == before

    play(session, story)


def test_statements_beside_the_text_on_wide_screens_take_clicks(ann: Writer, open_session: OpenSession):
    ann.statement("harbour", "the harbour must stay open")
    ann.statement("harbour", "We will not close it", target={"name": "the closure"}, stance="oppose")
    session = open_session()

    async def story(player: Player) -> None:
        first = player.lines()[2]
        assert "│" in first
        assert "a+ the harbour must stay open" in first
        x, y = player.cell_of("b- We will")
        assert x > 100
        await player.pilot.click(offset=(x + 4, y))
        await player.settle()
        assert session.here.place == 1
        await player.pilot.resize_terminal(80, 24)
        await player.until(lambda: "b- We will" not in player.text)
        assert "│" not in player.text
        assert "▌b-   “We will not close it,”" in player.text

    play(session, story, (160, 45))

"""The screens as a whole: keys and mouse through Textual, sizes, colours, lists, help."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Writer, add_texts
from every_kind import every_corpus
from pilot import Player, play
from textual.color import Color

from annotator.corpus.assignment_file import write_assignment
from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.statements import Put
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.screens.reader import ReaderScreen

LONG = "\n\n".join(
    f"The clerk read item {number} aloud. Nobody asked about item {number}." for number in range(40)
)


def open_session(corpus: Corpus, trusted: str | None = None) -> Session:
    fresh = Corpus(corpus.root)
    return Session(fresh, fresh.open_journal("ann"), fresh.schema(trusted))


@pytest.fixture
def session(corpus: Corpus) -> Iterator[Session]:
    opened = open_session(corpus)
    yield opened
    opened.close()


def saved(session: Session) -> list[Put]:
    return list(session.journal.state.statements())


def words(session: Session, spans: object) -> str:
    assert isinstance(spans, list)
    return " … ".join(session.here.text[start:end] for start, end in spans)


# -- keys ---------------------------------------------------------------------------------------------


def test_a_statement_key_by_key(session: Session):
    async def story(player: Player) -> None:
        assert "read 0/4 · 0 statements · saved ✓" in player.lines()[0]
        await player.press("c s")
        assert "unfinished" in player.lines()[0]
        assert "▸ S speaker" in player.text
        await player.press("u enter o /", "the plan")
        assert "⏎ new name" in player.text
        await player.press("enter")
        assert "1 statement · saved ✓" in player.lines()[0]
        assert "saved ✓" in player.lines()[-2]
        assert player.lines()[2].startswith("▌a-   The mayor said")
        await player.press("space")
        assert player.lines()[2].endswith("✓")  # the sentence's mark, in the right margin
        assert player.lines()[3].startswith("▌")
        await player.press("x")
        assert player.lines()[3].endswith("∅")
        await player.press("z z z")
        assert not saved(session)
        await player.press("y ?")
        assert isinstance(player.app.screen, ReaderScreen)
        await player.press("escape ctrl+q")
        assert player.app.return_code == 0

    play(session, story)
    assert [put.fields["stance"] for put in saved(session)] == ["oppose"]


def test_a_line_that_is_typed_and_pasted_into(session: Session):
    async def story(player: Player) -> None:
        app = player.app
        await player.press("c s /", "the ")
        from textual.events import Paste  # noqa: PLC0415 (only here)

        app.screen.post_message(Paste("ha\x1b[31mrbour\nmaster\u202e"))
        await player.settle()
        assert "the ha [31mrbour master" in player.text
        await player.press("ctrl+u", "ok")
        await player.press("escape")
        app.screen.post_message(Paste("nowhere to go: c q x"))
        await player.settle()
        assert player.session.draft is not None
        assert player.session.draft.asked.name == "speaker"
        await player.press("N")
        app.screen.post_message(Paste("pasted"))
        await player.settle()
        assert player.session.draft.values["note"] == "pasted"

    play(session, story)


def test_every_kind_of_field_through_the_screen(tmp_path: Path):
    corpus, trusted = every_corpus(tmp_path / "every")
    session = open_session(corpus, trusted)

    async def story(player: Player) -> None:
        await player.press("c q")
        assert "▸ O who" in player.text
        await player.quickly("/", "Mo")
        await player.quickly("enter / a enter enter & / b enter enter")
        assert "▸ V view" in player.text
        assert "f for" in player.text
        await player.quickly("g l 3")
        assert "▸ A about" in player.text
        await player.quickly("/ i t enter")
        assert "▸ C comment" in player.text
        await player.quickly("", "so it is")
        assert "so it is" in player.text
        await player.quickly("enter")
        assert "▸ H hedged" in player.text
        assert "y yes   n no" in player.text
        await player.press("y")
        assert "saved ✓" in player.lines()[-2]
        assert "J joint    a" in player.text
        await player.quickly("j c s 1 2 f c 1 @ a", "again")
        await player.quickly("enter n")
        assert "A about    statement a" in player.text
        await player.quickly("Q s")
        await player.quickly("P a")
        await player.quickly("D y")
        await player.quickly("N", "n")
        await player.quickly("enter")
        for shown in ("Q cue", "P parent statement a", "D quoted yes", "N note n"):
            assert shown in player.text

    try:
        play(session, story, (100, 40))
        first, second = sorted(saved(session), key=lambda put: put.statement)
        assert [item["name"] for item in first.fields["joint"]] == ["a", "b"]  # type: ignore[union-attr,index,call-overload]
        assert [first.fields[name]["name"] for name in ("who", "about")] == ["Mo", "it"]  # type: ignore[index,call-overload]
        rest = {
            name: first.fields[name]
            for name in first.fields
            if name not in {"words", "joint", "who", "about"}
        }
        assert rest == {
            "view": "against", "tone": "loud", "sure": 3, "comment": "so it is", "hedged": True,
            "cue": None, "parent": None, "quoted": False, "note": "", "heard_by": [],
        }  # fmt: skip
        assert second.fields["parent"] == second.fields["about"] == {"statement": first.statement}
        assert all(session.schema.problems(put.fields) == [] for put in (first, second))
    finally:
        session.close()


# -- the mouse ----------------------------------------------------------------------------------------


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


def test_statements_beside_the_text_on_wide_screens_take_clicks(
    session: Session, ann: Writer, corpus: Corpus
):
    session.close()
    ann.statement("harbour", "the harbour must stay open")
    ann.statement("harbour", "We will not close it", target={"name": "the closure"}, stance="oppose")
    session = open_session(corpus)

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
    session.close()


# -- sizes and colours --------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [[(80, 24), (100, 30), (160, 45), (40, 12), (20, 6), (80, 24)]])
def test_every_size_is_drawn_whole(session: Session, sizes: list[tuple[int, int]]):
    async def story(player: Player) -> None:
        await player.press("c s u enter")
        for width, height in sizes:
            await player.pilot.resize_terminal(width, height)
            await player.settle()
            lines = player.lines()
            assert len(lines) == height
            assert all(len(line) <= width for line in lines)
            if height >= 24:
                assert "▸ D stance" in player.text
                assert "The mayor said" in player.text
                assert "saved" in lines[0] or "unfinished" in lines[0]
        assert session.draft is not None

    play(session, story, sizes[0])


def test_the_sentence_at_hand_is_always_in_view(session: Session, corpus: Corpus):
    add_texts(corpus, long=LONG)
    session.corpus.index.refresh()
    session.open_article("long")

    async def story(player: Player) -> None:
        for key in ("end", "up", "home", *["pagedown"] * 6, "pageup"):
            await player.press(key)
            sentence = session.here.text[slice(*session.here.sentence.span)]
            assert f"▌     {sentence}" in player.text
        await player.pilot.resize_terminal(50, 20)
        await player.settle()
        assert "▌" in player.text

    play(session, story)


def test_no_color_leaves_no_hue_and_loses_nothing(session: Session, ann: Writer, corpus: Corpus, monkeypatch):
    session.close()
    monkeypatch.setenv("NO_COLOR", "1")
    put = ann.statement("harbour", "the harbour must stay open")
    session = open_session(corpus)
    assert put

    async def story(player: Player) -> None:
        await player.press("c")
        assert "▸ C claim" in player.text
        styles = [
            segment.style
            for strip in player.app.screen._compositor.render_strips(player.app.size)
            for segment in strip
            if segment.style is not None and segment.text.strip()
        ]
        for style in styles:
            for color in (style.color, style.bgcolor):
                if color is not None and not color.is_default:
                    red, green, blue = Color.from_rich_color(color).rgb
                    assert red == green == blue
        assert any(style.underline for style in styles)  # the claim
        assert any(style.reverse for style in styles)  # the point and the field asked for

    play(session, story)
    session.close()


# -- other screens ------------------------------------------------------------------------------------


def test_the_list_of_articles_its_filters_and_the_way_back(session: Session, corpus: Corpus, ann: Writer):
    session.close()
    add_texts(corpus, third="The harbour master resigned. Nobody said why.")
    ann.statement("school", "it was ever closed", speaker="the ministry", stance="oppose")
    ann.mark("harbour", "The rain", "unsure")
    for begin in ("The harbour master", "Nobody"):
        ann.mark("third", begin, "none")
    session = open_session(corpus)

    async def story(player: Player) -> None:
        async def ids() -> list[str]:
            await player.settle()
            listed = "\n".join(player.lines()[2:])
            return [name for name in ("harbour", "school", "third") if name in listed]

        await player.press("l")
        assert isinstance(player.app.screen, ArticlesScreen)
        assert "Test · 3 articles" in player.lines()[0]
        assert await ids() == ["harbour", "school", "third"]
        assert any("✓    2/2" in line for line in player.lines())
        await player.press("u")
        assert await ids() == ["harbour", "school"]
        await player.press("?")
        assert await ids() == ["harbour"]
        for key, typed, found in (
            ("s", "MINI", "school"),
            ("d", "oppose", "school"),
            ("t", "plan", "school"),
        ):
            await player.press(f"a {key}", typed)
            await player.press("enter")
            assert await ids() == [found]
        await player.press("a /", "HARB")
        await player.press("enter")
        assert await ids() == ["harbour"]
        await player.press("/", "nothing like it")
        await player.press("enter enter down up end home")
        assert await ids() == []
        assert "0 articles" in player.lines()[0]
        await player.press("/ escape a down")
        await player.press("enter")
        assert isinstance(player.app.screen, AnnotateScreen)
        assert session.here.article.id == "school"
        await player.press("l")
        await player.click("third")
        await player.click("third")  # the first click goes there, the second opens
        assert session.here.article.id == "third"
        await player.press("l escape")
        assert isinstance(player.app.screen, AnnotateScreen)
        assert "third" in player.lines()[0]

    play(session, story)
    session.close()


def test_the_list_says_what_is_assigned_and_what_is_wrong_with_the_assignment(
    session: Session, corpus: Corpus
):
    write_assignment(corpus.root, {"school": [session.journal.annotator], "harbour": ["somebody"]})

    async def story(player: Player) -> None:
        await player.press("l")
        assert "1 assigned to you" in player.lines()[0]
        assert [("school" in line) for line in player.lines() if " •" in line[:4]] == [True]
        await player.press("escape")
        (corpus.root / "assignment.jsonl").write_text("{}\n", encoding="utf-8")
        await player.press("l")
        assert "assignment.jsonl:1" in player.lines()[-1]

    play(session, story)


def test_an_article_that_cannot_be_read_is_said_in_the_list(session: Session):
    path = session.corpus.articles_folder / session.corpus.index.entry("school").file
    path.write_bytes(path.read_bytes().replace(b'"sentences"', b'"sentencez"'))

    async def story(player: Player) -> None:
        await player.press("l down enter")
        assert isinstance(player.app.screen, ArticlesScreen)
        assert ".jsonl:" in player.lines()[-1]
        await player.press("escape")
        assert session.here.article.id == "harbour"

    play(session, story)


def test_help_and_codebook_are_read_by_scrolling(session: Session, corpus: Corpus):
    (corpus.root / "guidelines.md").write_text(
        "# House rules\n\nMark the shortest words that make the claim.\n"
    )

    async def story(player: Player) -> None:
        await player.press("?")
        assert "All keys" in player.lines()[0]
        assert "A suggested statement" in player.text
        await player.press("end")
        assert "While a statement is made" in player.text or "leaves" in player.text.lower()
        await player.press("home down up pagedown pageup escape b")
        assert "Codebook" in player.lines()[0]
        assert "House rules" in player.text
        assert "Mark the shortest words" in player.text
        await player.press("pagedown end")
        assert "House rules" not in player.text
        await player.press("q")
        assert isinstance(player.app.screen, AnnotateScreen)

    play(session, story)


def test_notices_of_the_journal_are_shown_when_the_screen_opens(
    session: Session, corpus: Corpus, ann: Writer
):
    session.close()
    ann.mark("harbour", "The rain", "none")
    with (corpus.annotations_folder / "ann.jsonl").open("ab") as file:
        file.write(b'{"event":"pu')
    session = open_session(corpus)

    async def story(player: Player) -> None:
        assert "the last line was cut off; set aside in" in player.text
        await player.press("down")
        assert "cut off" not in player.text

    play(session, story)
    session.close()


def test_a_pull_under_the_open_screen_is_reported_with_the_next_save(session: Session, corpus: Corpus):
    async def story(player: Player) -> None:
        await player.press("x")
        path = session.journal.path
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        await player.press("x")
        assert "changed by another program; read again" in player.text
        assert path.read_bytes().count(b"\n") == 2

    play(session, story)


def test_ctrl_q_leaves_and_the_unfinished_statement_is_there_next_time(session: Session, corpus: Corpus):
    async def story(player: Player) -> None:
        await player.press("c s ctrl+q")

    play(session, story)
    session.close()
    again = open_session(corpus)

    async def sequel(player: Player) -> None:
        assert "unfinished" in player.lines()[0]
        assert "▸ S speaker" in player.text
        assert "C claim    The mayor said the harbour must stay open" in player.text

    play(again, sequel)
    again.close()


def test_a_screen_closes_once_however_fast_the_keys_are(session: Session):
    async def story(player: Player) -> None:
        await player.press("?")
        reader = player.app.screen
        assert isinstance(reader, ReaderScreen)
        reader.press("q")
        reader.press("q")  # it was typed before the first one had closed the screen
        await player.settle()
        assert isinstance(player.app.screen, AnnotateScreen)
        await player.press("c")
        assert session.draft is not None

    play(session, story)


def test_a_text_is_scrolled_line_by_line(session: Session):
    async def story(player: Player) -> None:
        await player.press("?")
        before = rows(player)
        await player.press("down down")
        assert rows(player)[2:10] == before[4:12]
        await player.press("up up")
        assert rows(player) == before

    def rows(player: Player) -> list[str]:
        return [row[:70].rstrip() for row in player.text.splitlines()]  # without the scroll bar

    play(session, story)

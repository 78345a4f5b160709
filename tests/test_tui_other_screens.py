"""The list of articles, help and codebook."""

from pilot import Player, play
from sessions import OpenSession
from writers import Writer, add_texts

from annotator.corpus.assignment_file import write_assignment
from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.screens.articles import ArticlesScreen
from annotator.tui.screens.reader import ReaderScreen


def test_the_list_of_articles_its_filters_and_the_way_back(
    corpus: Corpus, ann: Writer, open_session: OpenSession
):
    add_texts(corpus, third="The harbour master resigned. Nobody said why.")
    ann.statement("school", "it was ever closed", speaker="the ministry", stance="oppose")
    ann.mark("harbour", "The rain", "unsure")
    for begin in ("The harbour master", "Nobody"):
        ann.mark("third", begin, "none")
    session = open_session()

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

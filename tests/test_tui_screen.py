"""The annotation screen as a whole: keys through Textual, sizes, colours, notices."""

from pathlib import Path

import pytest
from every_kind import every_corpus
from pilot import Player, play
from sessions import OpenSession, saved
from textual.color import Color
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.tui.screens.reader import ReaderScreen

LONG = "\n\n".join(
    f"The clerk read item {number} aloud. Nobody asked about item {number}." for number in range(40)
)


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


def test_every_kind_of_field_through_the_screen(tmp_path: Path, open_session: OpenSession):
    corpus, trusted = every_corpus(tmp_path / "every")
    session = open_session(corpus.root, trusted=trusted)

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

    play(session, story, (100, 40))
    first, second = sorted(saved(session), key=lambda put: put.statement)
    assert [item["name"] for item in first.fields["joint"]] == ["a", "b"]  # type: ignore[union-attr,index,call-overload]
    assert [first.fields[name]["name"] for name in ("who", "about")] == ["Mo", "it"]  # type: ignore[index,call-overload]
    rest = {
        name: first.fields[name] for name in first.fields if name not in {"words", "joint", "who", "about"}
    }
    assert rest == {
        "view": "against", "tone": "loud", "sure": 3, "comment": "so it is", "hedged": True,
        "cue": None, "parent": None, "quoted": False, "note": "", "heard_by": [],
    }  # fmt: skip
    assert second.fields["parent"] == second.fields["about"] == {"statement": first.statement}
    assert all(session.schema.problems(put.fields) == [] for put in (first, second))


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


def test_no_color_leaves_no_hue_and_loses_nothing(ann: Writer, open_session: OpenSession, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    ann.statement("harbour", "the harbour must stay open")

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

    play(open_session(), story)


def test_notices_of_the_journal_are_shown_when_the_screen_opens(
    corpus: Corpus, ann: Writer, open_session: OpenSession
):
    ann.mark("harbour", "The rain", "none")
    with (corpus.annotations_folder / "ann.jsonl").open("ab") as file:
        file.write(b'{"event":"pu')

    async def story(player: Player) -> None:
        assert "the last line was cut off; set aside in" in player.text
        await player.press("down")
        assert "cut off" not in player.text

    play(open_session(), story)


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


def test_ctrl_q_leaves_and_the_unfinished_statement_is_there_next_time(open_session: OpenSession):
    async def story(player: Player) -> None:
        await player.press("c s ctrl+q")

    play(open_session(), story)

    async def sequel(player: Player) -> None:
        assert "unfinished" in player.lines()[0]
        assert "▸ S speaker" in player.text
        assert "C claim    The mayor said the harbour must stay open" in player.text

    play(open_session(), sequel)

"""What some screens look like, as text: a change of them is seen in a diff.

After a change that is meant: UPDATE_GOLDENS=1 pytest tests/test_tui_golden.py, and look at the diff. Below each
screen stand its text styles (r reverse, u underline, b bold, i italic), which carry what colours carry too. Colours
alone are not covered: the snapshot plugin for SVGs holds on to a pytest from before version 9.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pilot import Player, play
from rich.style import Style
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.session import Session

GOLDEN = Path(__file__).parent / "golden"
SIZES = [(80, 24), (160, 45)]


@pytest.fixture
def session(corpus: Corpus, ann: Writer) -> Iterator[Session]:
    """An annotator in the middle of the work: statements, marks, a known name."""
    first = ann.statement("harbour", "the harbour must stay open", target={"name": "closing the harbour"})
    ann.statement(
        "harbour", "We will not close it", stance="oppose", target={"statement": first.statement}, note="short",
        parent={"statement": first.statement},
    )  # fmt: skip
    ann.statement("harbour", "the plan reckless", speaker="a dockers' union", stance="oppose")
    ann.mark("harbour", "The mayor", "done")
    ann.mark("harbour", "The rain", "none")
    fresh = Corpus(corpus.root)
    opened = Session(fresh, fresh.open_journal("ann"), fresh.schema())
    yield opened
    opened.close()


def style_mark(style: Style | None) -> str:
    if style is None:
        return " "
    named = {"r": style.reverse, "u": style.underline, "b": style.bold, "i": style.italic}
    return next((mark for mark, on in named.items() if on), " ")


def picture(player: Player) -> str:
    """The screen, then the lines of it that have text styles."""
    strips = player.app.screen._compositor.render_strips(player.app.size)
    marks = [
        "".join(style_mark(segment.style) * segment.cell_length for segment in strip).rstrip()
        for strip in strips
    ]
    styled = [f"{number:2} {line}" for number, line in enumerate(marks, 1) if line]
    return "\n".join([*player.lines(), "", "styles:", *styled]) + "\n"


SCREENS = {
    "reading": "home",
    "statement": "home down",
    "words": "end c",
    "hints": "home down c h",
    "speaker": "home c t",
    "name": "home c s / t h e",
    "saved": "end c s u enter m / r a i n enter",
    "refused": "home x",
    "articles": "l",
    "codebook": "b",
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_screens_look_as_they_did(session: Session, size: tuple[int, int]):
    seen: dict[str, str] = {}

    async def story(player: Player) -> None:
        for name, keys in SCREENS.items():
            while len(player.app.screen_stack) > 1:
                await player.press("escape")
            await player.quickly(f"escape escape escape {keys}")
            seen[name] = picture(player)

    play(session, story, size)
    wrong = []
    for name, shown in seen.items():
        file = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
        if os.environ.get("UPDATE_GOLDENS"):
            file.write_text(shown, encoding="utf-8")
        elif file.read_text(encoding="utf-8") != shown:
            wrong.append(f"{file.name}:\n{shown}")
    assert not wrong, "\n".join(wrong)

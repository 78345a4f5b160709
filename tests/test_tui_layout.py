"""Offsets and cells: every character is drawn in its place, in any script, and none acts on the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.reading import Sentence
from annotator.tui.layout import INVISIBLE_MARK, Layout, cut, graphemes, printable
from annotator.tui.panes.lines import changed_cells

PIECES = [
    "word", "a", " ", "  ", "\n", "漢字", "かな", "é", "e\u0301", "👍🏽",
    "👩\u200d👩\u200d👧", "🇩🇪", "שלום", "مرحبا", "\u200f", "\u202e", "\u2066", "\u200b", "\u200d", "\u200c", "\ufeff",
    "\x1b[31m", "\x07", "\x9b", "\u0301", "ก็", "नि", "…", "—", "“", "\t", "\xad",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)
HARMFUL = {"Cc", "Cs", "Zl", "Zp"}
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def article(draws: list[str]) -> tuple[str, list[Sentence]]:
    """Lay sentences out one after the other, a line break between some."""
    text, sentences = "", []
    for number, piece in enumerate(draws):
        if piece.strip():
            text += "\n" if number % 3 == 2 else " " if text else ""
            sentences.append(Sentence(len(text), len(text) + len(piece)))
            text += piece
    return text, sentences


@given(st.lists(TEXTS, min_size=1, max_size=5).map(article), st.integers(8, 40))
def test_every_character_is_drawn_once_where_the_layout_says(made: tuple[str, list[Sentence]], width: int):
    text, sentences = made
    layout = Layout(text, sentences, width)
    drawn: set[int] = set()
    for number, line in enumerate(layout.lines):
        glyphs = line.glyphs if line.glyphs is not None else graphemes(text, line.start, line.end)
        assert sum(glyph.width for glyph in glyphs) <= width or len(glyphs) == 1
        cell = 0
        for glyph in glyphs:
            assert layout.offset_at(number, cell) == glyph.start
            assert layout.offset_at(number, cell + glyph.width - 1) == glyph.start
            assert layout.cell_of(line, glyph.start) == cell
            assert layout.line_of(glyph.start) == number
            drawn |= set(range(glyph.start, glyph.end))
            cell += glyph.width
        assert layout.offset_at(number, cell) is None
    inside = {at for sentence in sentences for at in range(sentence.start, sentence.end)}
    assert {at for at in inside if not text[at].isspace()} <= drawn <= inside


@given(TEXTS)
def test_what_is_drawn_acts_on_no_terminal(text: str):
    shown = printable(text)
    assert not {char for char in shown if unicodedata.category(char) in HARMFUL}
    assert not BIDI & set(shown)
    assert len(shown.splitlines()) <= 1


@given(TEXTS, st.integers(1, 30))
def test_cut_text_fits_and_short_text_stays(text: str, cells: int):
    shown = printable(text)
    assert cell_len(cut(shown, cells)) <= cells
    if cell_len(shown) <= cells:
        assert cut(shown, cells) == shown


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\x9b", "\x07", "\u200d", "\xad", "\u061c"]
)
def test_characters_that_cannot_be_seen_leave_a_mark(char: str):
    assert printable(f"a{char}b") == f"a{INVISIBLE_MARK}b"


def test_an_emoji_of_several_code_points_is_one_glyph():
    family = "👩\u200d👩\u200d👧"
    assert [glyph.shown for glyph in graphemes(f"a{family}b", 0, 7)] == ["a", family, "b"]


def test_no_layout_of_an_empty_or_endless_line_fails():
    assert Layout("", [], 40).lines == []
    text = "x" * 100_000
    layout = Layout(text, [Sentence(0, len(text))], 40)
    assert len(layout.lines) == 2500
    assert layout.line_of(99_999) == 2499


def strip(*pieces: tuple[str, Style | None]) -> Strip:
    return Strip([Segment(text, style) for text, style in pieces])


BOLD = Style(bold=True)


@pytest.mark.parametrize(
    ("before", "after", "ranges"),
    [
        (strip(("same", None)), strip(("same", None)), []),
        (strip(("a b c d e f g", None)), strip(("x b c d e f y", None)), [(0, 1), (12, 13)]),
        (strip(("abcdef", None)), strip(("xbcdex", None)), [(0, 6)]),  # to go over so little costs more
        (strip(("abcdef", None)), strip(("x", BOLD), ("bcde", None), ("x", BOLD)), [(0, 1), (5, 6)]),
        (strip(("abcdef", None)), strip(("xxx", BOLD), ("d", None), ("xx", BOLD)), [(0, 6)]),  # most of it
        (strip(("日本", None)), strip(("日x ", None)), [(0, 4)]),  # wide ones: all of it
        (strip(("✓ a", None)), strip(("✓ b", None)), [(2, 3)]),
    ],
)
def test_only_the_cells_that_differ_are_drawn(before: Strip, after: Strip, ranges: list[tuple[int, int]]):
    assert changed_cells(before, after) == ranges

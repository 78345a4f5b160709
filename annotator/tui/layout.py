"""Where each character of an article is on the screen: the one place that turns offsets into cells and back.

A sentence begins on a new line and is wrapped at blanks; a blank line parts paragraphs. Offsets are code points of
the text; cells are counted by grapheme (`rich.cells.split_graphemes`), so that an emoji or a combining accent
shifts nothing. Characters that a terminal would not show, or would act on, are drawn as a mark of one cell.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rich.cells import cell_len, set_cell_size, split_graphemes

from annotator.reading import Sentence

INVISIBLE_MARK = "·"

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One grapheme: its range in the text, and how it is drawn."""

    start: int
    end: int
    shown: str
    width: int


@dataclass(slots=True)
class TextLine:
    """One line of the screen: a piece of a sentence, or (with sentence -1) the blank between paragraphs."""

    sentence: int
    start: int
    end: int
    first: bool = False
    """Whether the sentence begins here."""
    glyphs: list[Glyph] | None = field(default=None, repr=False)
    """Only where a character is not one cell wide; else cell and offset differ by a constant."""


def graphemes(text: str, start: int, end: int) -> list[Glyph]:
    """Return the graphemes of a range, as they are drawn."""
    found: list[Glyph] = []
    at = start
    while at < end:
        match = _INVISIBLE.search(text, at, end)
        stop = match.start() if match else end
        piece = text[at:stop]
        for first, last, width in split_graphemes(piece)[0]:
            shown = piece[first:last] if width else INVISIBLE_MARK
            found.append(Glyph(at + first, at + last, shown, width or 1))
        if match:
            drawn = " " if match.group() in "\n\t" else INVISIBLE_MARK
            found.append(Glyph(match.start(), match.end(), drawn, 1))
        at = match.end() if match else end
    return found


class Layout:
    """An article wrapped to a width of `width` cells."""

    def __init__(self, text: str, sentences: Sequence[Sentence], width: int) -> None:
        self.text = text
        self.width = max(width, 8)
        self.lines: list[TextLine] = []
        self.first_line: list[int] = []
        """By sentence: the line that it begins on."""
        end = 0
        for number, sentence in enumerate(sentences):
            if number and "\n" in text[end : sentence.start]:
                self.lines.append(TextLine(-1, sentence.start, sentence.start))
            self.first_line.append(len(self.lines))
            self._wrap(number, sentence)
            end = sentence.end
        self._starts = [line.start for line in self.lines]

    def _wrap(self, number: int, sentence: Sentence) -> None:
        piece = self.text[sentence.start : sentence.end]
        plain = piece.isascii() and piece.isprintable()
        breaks = self._plain_breaks(sentence) if plain else self._glyph_breaks(sentence)
        for place, (start, end) in enumerate(breaks):
            glyphs = None if plain else graphemes(self.text, start, end)
            self.lines.append(TextLine(number, start, end, place == 0, glyphs))

    def _plain_breaks(self, sentence: Sentence) -> list[tuple[int, int]]:
        breaks, start = [], sentence.start
        while sentence.end - start > self.width:
            cut = self.text.rfind(" ", start + 1, start + self.width + 1)
            stop = cut if cut > start else start + self.width
            breaks.append((start, stop))
            start = stop + 1 if cut > start else stop
            while start < sentence.end and self.text[start] == " ":
                start += 1
        return [*breaks, (start, sentence.end)]

    def _glyph_breaks(self, sentence: Sentence) -> list[tuple[int, int]]:
        breaks: list[tuple[int, int]] = []
        start, used, last_blank = sentence.start, 0, -1
        glyphs = graphemes(self.text, sentence.start, sentence.end)
        place = 0
        while place < len(glyphs):
            glyph = glyphs[place]
            if used + glyph.width > self.width and glyph.start > start:
                if last_blank >= 0:
                    breaks.append((start, glyphs[last_blank].start))
                    place = last_blank + 1
                else:
                    breaks.append((start, glyph.start))
                start, used, last_blank = glyphs[place].start if place < len(glyphs) else sentence.end, 0, -1
                continue
            if glyph.shown == " " and glyph.start > start:
                last_blank = place
            used += glyph.width
            place += 1
        return [*breaks, (start, sentence.end)] if start < sentence.end else breaks

    def line_of(self, offset: int) -> int:
        """Return the line on which an offset is drawn."""
        line = max(0, bisect_right(self._starts, offset) - 1)
        while line and self.lines[line].sentence < 0:
            line -= 1
        return line

    def lines_of(self, start: int, end: int) -> range:
        """Return the lines on which a range is drawn."""
        return range(self.line_of(start), self.line_of(max(start, end - 1)) + 1)

    def cell_of(self, line: TextLine, offset: int) -> int:
        """Return the cell of a line at which an offset is drawn; the line's end for offsets beyond it."""
        offset = min(max(offset, line.start), line.end)
        if line.glyphs is None:
            return offset - line.start
        return sum(glyph.width for glyph in line.glyphs if glyph.end <= offset)

    def offset_at(self, line_number: int, cell: int) -> int | None:
        """Return the offset drawn at a cell of a line, or None beside the text."""
        if not 0 <= line_number < len(self.lines):
            return None
        line = self.lines[line_number]
        if cell < 0 or line.sentence < 0:
            return None
        if line.glyphs is None:
            return line.start + cell if cell < line.end - line.start else None
        for glyph in line.glyphs:
            if cell < glyph.width:
                return glyph.start
            cell -= glyph.width
        return None


@lru_cache(512)
def printable(text: str) -> str:
    """Return text from a file as it may be drawn: one line, nothing that a terminal acts on."""
    return (
        text
        if text.isascii() and text.isprintable()
        else "".join(g.shown for g in graphemes(text, 0, len(text)))
    )


def cut(text: str, cells: int) -> str:
    """Return text in no more than `cells` cells, with an ellipsis where some of it is left out."""
    return text if cell_len(text) <= cells else set_cell_size(text, max(0, cells - 1)).rstrip() + "…"

"""Layout before language: the paragraphs of a text, which no sentence crosses."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_LINE = re.compile(r"\S[^\n]*")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 40

_DAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December) \d{1,2}, \d{4}"
)
_LONGEST_SEAM = 200  # a headline may run into the date, a long paragraph only mentions one
_DATE_AT_END = re.compile(
    rf"(?<![,;:–—-])(?<!\bon)(?<!\bof)(?<!\bby)(?<!\band)(?<!since)(?<!until) (?={_DAY}$)"
)
_DATE_AT_START = re.compile(rf"{_DAY} (?=[A-Z])")

Range = tuple[int, int]


def paragraphs(text: str) -> Iterator[Range]:
    """Yield the paragraphs as half-open ranges in code points, none of them empty or padded with blanks.

    A line is a paragraph, unless the text is hard-wrapped: then lines are joined until one ends early. A full
    date that a copy error has run into a headline is set apart.
    """
    lines = [(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text)]
    width = _wrap_width(text, lines)
    for start, end in lines if width is None else _unwrapped(text, lines, width):
        yield from _without_date(text, start, end)


def _wrap_width(text: str, lines: Sequence[Range]) -> int | None:
    """Return the width that the text was wrapped at, or None where each line is a paragraph of its own.

    In wrapped text a line breaks where the next word would not have fitted, mostly inside a sentence, so that
    the next line starts in lower case.
    """
    width = max((end - start for start, end in lines if " " in text[start:end]), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    neighbours = [(a, b) for a, b in pairwise(lines) if _touch(text, a, b)]
    full = [b for a, b in neighbours if _is_full(text, a, b, width)]
    lower = sum(text[start].islower() for start, _ in full)
    return width if len(full) >= 2 and 2 * len(full) >= len(neighbours) and 2 * lower >= len(full) else None


def _touch(text: str, first: Range, second: Range) -> bool:
    """Whether no blank line stands between."""
    return text.count("\n", first[1], second[0]) == 1


def _is_full(text: str, first: Range, second: Range, width: int) -> bool:
    """Whether the first word of the second line had no room on the first."""
    blank = text.find(" ", *second)
    word = (blank if blank >= 0 else second[1]) - second[0]
    return first[1] - first[0] + 1 + word > width


def _unwrapped(text: str, lines: Sequence[Range], width: int) -> Iterator[Range]:
    start, end = lines[0]
    for first, second in pairwise(lines):
        goes_on = _is_full(text, first, second, width) or text[second[0]].islower()
        if not (goes_on and _touch(text, first, second)):
            yield start, end
            start = second[0]
        end = second[1]
    yield start, end


def _without_date(text: str, start: int, end: int) -> Iterator[Range]:
    if seam := _DATE_AT_START.match(text, start, end):
        yield start, seam.end() - 1
        start = seam.end()
    elif (
        end - start <= _LONGEST_SEAM
        and text[end - 1].isdigit()
        and (seam := _DATE_AT_END.search(text, start, end))
    ):
        yield start, seam.start()
        start = seam.end()
    yield start, end

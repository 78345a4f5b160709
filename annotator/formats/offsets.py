"""The one place where offsets in code points become those of other units, and back.

JavaScript, Java and UIMA count UTF-16 code units: a character above U+FFFF (an emoji) is two of them. Others count
bytes of UTF-8.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from annotator.errors import StatementError


class Offsets:
    """Offsets into one text in units of which some characters have several."""

    def __init__(self, text: str, is_wide: Callable[[str], bool], size: Callable[[str], int]) -> None:
        """Look the text through once: `size` says how many units a wide character has; any other has one."""
        self._length = len(text)
        self._wide = [place for place, character in enumerate(text) if is_wide(character)]
        self._after: list[int] = []
        """By wide character: the offset in units at which the next character begins."""
        more = 0
        for place in self._wide:
            more += size(text[place]) - 1
            self._after.append(place + 1 + more)

    def to_units(self, place: int) -> int:
        """Return the offset in units at which the code point at `place` begins; for the end, that of the end."""
        before = bisect_left(self._wide, place)
        return place if not before else self._after[before - 1] + place - self._wide[before - 1] - 1

    def to_code_points(self, offset: int) -> int:
        """Return the code point that begins at `offset`; raises StatementError inside of one and outside the text."""
        before = bisect_right(self._after, offset)
        place = offset if not before else self._wide[before - 1] + 1 + offset - self._after[before - 1]
        if not 0 <= place <= self._length:
            raise StatementError(f"offset {offset} is outside the text")
        if self.to_units(place) != offset:
            raise StatementError(f"offset {offset} is inside a character")
        return place


def utf16_offsets(text: str) -> Offsets:
    """Return the offsets of a text in UTF-16 code units."""
    return Offsets(text, lambda character: character > "\uffff", lambda _: 2)


def utf8_offsets(text: str) -> Offsets:
    """Return the offsets of a text in bytes of UTF-8."""
    return Offsets(text, lambda character: character > "\x7f", lambda character: len(character.encode()))

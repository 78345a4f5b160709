"""Which texts of JSON lines `datasets` would take for dates: the trap of its reader, and the way around it.

pyarrow, which reads JSON for `datasets`, 10 MiB at a time, makes instants of the texts of a column if all of them
look so in such a piece. Where the card calls the column a string, the text `2026-11-02` then comes back as
`2026-11-02 00:00:00`, without a word. A column that the card calls a date comes back as the date.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from annotator.errors import AnnotatorError

ColumnPath = tuple[str, ...]
"""The keys that lead to a text; items of lists have none."""

PIECE = 10 * 2**20
"""Bytes that `datasets` (2.19 to 5.2) reads at once; a line that the piece ends in belongs to it whole."""

_LIKE_AN_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T]\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)

_Looks = Literal["date", "instant", "text"]


class DateColumns:
    """Told of every row of one kind, knows which columns hold nothing but dates."""

    def __init__(self) -> None:
        self._here: dict[ColumnPath, set[_Looks]] = {}
        """By column, how its texts in this piece look."""
        self._read_as: dict[ColumnPath, set[_Looks]] = {}
        """By column, what its texts were taken for in the pieces before."""

    def see(self, row: object) -> None:
        """Look at all texts of a row."""
        for path, text in _texts(row, ()):
            looks = self._here.setdefault(path, set())
            if "text" not in looks:  # one is enough for all of the piece to be read as texts
                looks.add(_look(text))

    def end_piece(self) -> None:
        """Begin a new piece: what is alike in one may not be in another."""
        for path, looks in self._here.items():
            read_as: _Looks = "text" if "text" in looks else "instant" if "instant" in looks else "date"
            self._read_as.setdefault(path, set()).add(read_as)
        self._here = {}

    def dates(self) -> frozenset[ColumnPath]:
        """Return the columns to be called dates; raises AnnotatorError for one that is neither dates nor texts."""
        for path, read_as in self._read_as.items():
            if "instant" in read_as or len(read_as) > 1:
                raise AnnotatorError(
                    f"{'.'.join(path)}: `datasets` would take its texts for dates, and change them; "
                    "add --files parquet"
                )
        return frozenset(path for path, read_as in self._read_as.items() if read_as == {"date"})


def _texts(value: object, path: ColumnPath) -> Iterator[tuple[ColumnPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, path)


def _look(text: str) -> _Looks:
    found = _LIKE_AN_INSTANT.fullmatch(text)
    if found is None:
        return "text"
    try:
        date.fromisoformat(found[1])
    except ValueError:
        return "text"
    return "date" if text == found[1] else "instant"

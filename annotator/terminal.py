"""What commands print: one line at a time, and nothing from a file reaches the terminal raw."""

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, TypeVar

import click

_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters: escape sequences, line ends, C1
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, zero-width, line separators
    "\ud800-\udfff]"  # lone surrogates: file names that are not UTF-8
)
_BETWEEN_UPDATES = 0.1  # seconds

ItemT = TypeVar("ItemT")


def harmless(text: str) -> str:
    r"""Return `text` with everything that could steer a terminal written as `\uXXXX` (also valid inside JSON)."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def excerpt(text: str, width: int = 70) -> str:
    """Return the beginning of `text` on one line: runs of white space as one blank, at most `width` characters."""
    line = " ".join(text[: 4 * width].split())
    return line if len(line) <= width and len(text) <= 4 * width else line[: width - 1] + "…"


def say(line: str = "") -> None:
    """Print one line to standard output."""
    click.echo(harmless(line))


def say_text(text: str) -> None:
    """Print text of several lines to standard output."""
    for line in text.split("\n"):
        say(line)


def say_json(value: object) -> None:
    """Print a value as one line of JSON: UTF-8, whatever the terminal's encoding is."""
    import orjson  # noqa: PLC0415 (only for --json)

    click.echo(harmless(orjson.dumps(value).decode()).encode())


def warn(line: str) -> None:
    """Print one line to standard error."""
    click.echo(harmless(f"annotator: {line}"), err=True)


def table(rows: Sequence[Sequence[str]], names: int = 1) -> Iterator[str]:
    """Yield the rows as lines with aligned columns: the first `names` of them to the left, numbers to the right."""
    widths = (
        [max(len(harmless(row[column])) for row in rows) for column in range(len(rows[0]))] if rows else []
    )
    for row in rows:
        cells = [harmless(cell) for cell in row]
        yield "  ".join(
            cell.rjust(width) if column >= names else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )


class Progress:
    """A count on the last line of a terminal; silent where standard error is none."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shows = sys.stderr.isatty()
        self._number = 0
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to count."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        self._erase()

    def step(self) -> None:
        """Count one more."""
        self._number += 1
        now = time.monotonic()
        if self._shows and now - self._last > _BETWEEN_UPDATES:
            self._last = now
            click.echo(f"\r{self._number} {self._what} …\x1b[K", err=True, nl=False)

    def counted(self, items: Iterable[ItemT]) -> Iterator[ItemT]:
        """Yield the items and count them."""
        for item in items:
            self.step()
            yield item

    def say(self, line: str) -> None:
        """Print one line to standard output, above the count."""
        self._erase()
        say(line)

    def _erase(self) -> None:
        if self._shows:
            click.echo("\r\x1b[K", err=True, nl=False)

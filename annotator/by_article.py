"""A corpus article by article: the texts in their order, and all that journals say about each.

Journals are in the order in which people worked. So each is read twice: first to learn which of its lines are about
which article (16 bytes a line are kept), then article by article. Memory does not grow with texts and statements.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from annotator.corpus.articles import Article, parse_article
from annotator.corpus.corpus import Corpus
from annotator.corpus.index import article_files
from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import MAX_LINE, Line, read_lines
from annotator.errors import InputError, JournalError
from annotator.formats.views import Tally
from annotator.statements import Event, parse_event

_ARTICLE_OF_EVENT = b'"article":"'

_ID_OF_ARTICLE = re.compile(rb'\{"id":"([a-z][a-z0-9-]*)"')

_NOWHERE = -1


def articles_named(corpus: Corpus, missing: set[str]) -> Iterator[Article]:
    """Yield the articles with these ids in the order of the article files; what was found is taken out of the set.

    Raises InputError for a damaged article.
    """
    for path in article_files(corpus.articles_folder):
        for line in read_lines(path):
            where = f"{path}:{line.number}"
            if line.too_long:
                raise InputError(f"{where}: the line is too long to be an article")
            named = _ID_OF_ARTICLE.match(line.data)
            if line.data.strip() and (named is None or named[1].decode() in missing):
                article = parse_article(line.data, where)
                if article.id in missing:
                    missing.discard(article.id)
                    yield article


class Families:
    """Articles with their former and later versions: a statement's events may lie in all of them."""

    def __init__(self, corpus: Corpus) -> None:
        self.superseded = corpus.index.superseded()
        self._predecessors: dict[str, list[str]] = {}
        for old, new in self.superseded.items():
            self._predecessors.setdefault(new, []).append(old)

    def of(self, article: str) -> list[str]:
        """Return an article with all its other versions."""
        family = [article]
        for member in family:
            later = [self.superseded[member]] if member in self.superseded else []
            family += [other for other in self._predecessors.get(member, []) + later if other not in family]
        return family


class Journals:
    """Journal files, read by article. A context manager: the files stay open."""

    def __init__(self, paths: Iterable[Path], tally: Tally) -> None:
        """Find out which lines are about which article; damaged lines go to `tally`. Raises JournalError."""
        self._numbers: dict[str, int] = {}
        self._files: list[_JournalLines] = []
        try:
            for path in paths:
                self._files.append(_JournalLines(path, self._numbers, tally))
        except OSError as error:
            self.__exit__()
            raise JournalError(f"{error.filename}: cannot be read ({error.strerror})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def articles(self) -> set[str]:
        """Return the ids of the articles that some event is about."""
        return set(self._numbers)

    def events(self, articles: Iterable[str]) -> dict[str, list[Event]]:
        """Return the events about these articles by annotator. Whose an event is, it says itself."""
        found: dict[str, list[Event]] = {}
        for article in articles:
            if article in self._numbers:
                for file in self._files:
                    for event in file.events(article, self._numbers[article]):
                        found.setdefault(event.annotator, []).append(event)
        return found

    def places(self, article: str) -> Iterator[str]:
        """Yield file and line number of each line about an article."""
        for file in self._files:
            for index in file.lines(self._numbers[article]):
                yield f"{file.path}:{index + 1}"


class _JournalLines:
    """Where the lines about each article are in one file.

    For each line of the file: its offset, and the line before it that is about the same article.
    """

    def __init__(self, path: Path, numbers: dict[str, int], tally: Tally) -> None:
        self.path = path
        self._tally = tally
        self._offsets = array("q")
        self._previous = array("q")
        self._last = array("q")
        """By number of the article: the index of the last line about it."""
        for line in read_lines(path):
            article = self._article_of(line)
            self._offsets.append(line.offset)
            self._previous.append(_NOWHERE if article is None else self._link(numbers, article))
        self._file = path.open("rb")

    def close(self) -> None:
        self._file.close()

    def _article_of(self, line: Line) -> str | None:
        """Return the article that a line is about. Ours name it before any nested object; others are parsed."""
        before, key, rest = line.data.partition(_ARTICLE_OF_EVENT)
        article = rest[: rest.find(b'"')]
        if key and before.rfind(b"{") == 0 and b"\\" not in article:
            return article.decode()
        item = self._parsed(line)
        return item.article if item else None

    def _parsed(self, line: Line) -> Event | None:
        item = parse_line(line, self.path)
        if isinstance(item, Damage):
            self._tally.leave_out("refused", str(item))
            return None
        return item

    def _link(self, numbers: dict[str, int], article: str) -> int:
        """Make the line that is being read the last one about its article, and return the one before it."""
        number = numbers.setdefault(article, len(numbers))
        missing = number + 1 - len(self._last)
        if missing > 0:
            self._last.extend([_NOWHERE] * missing)
        previous = self._last[number]
        self._last[number] = len(self._offsets) - 1
        return previous

    def lines(self, number: int) -> Iterator[int]:
        """Yield the numbers from 0 of the lines about an article, in the order of the file."""
        found = []
        index = self._last[number] if number < len(self._last) else _NOWHERE
        while index != _NOWHERE:
            found.append(index)
            index = self._previous[index]
        return reversed(found)

    def events(self, article: str, number: int) -> Iterator[Event]:
        """Yield the events about one article."""
        for index in self.lines(number):
            self._file.seek(self._offsets[index])
            data = self._file.readline(MAX_LINE)
            try:
                event = parse_event(data)
            except ValueError:
                self._parsed(
                    Line(index + 1, self._offsets[index], data.rstrip(b"\r\n"), data.endswith(b"\n"))
                )
                continue
            if event.article == article:
                yield event
            else:
                self._tally.leave_out("refused", f"{self.path}:{index + 1}: names two articles")

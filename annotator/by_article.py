"""A corpus article by article: the texts in their order, and all that journals say about each.

Journals are in the order in which people worked. So each is read twice: first to learn which of its lines are about
which article (24 bytes are kept of each run of lines about one), then article by article. Memory does not grow with
texts and statements.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from annotator.corpus.articles import Article, parse_article
from annotator.corpus.corpus import Corpus
from annotator.corpus.index import article_files
from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import MAX_LINE, Line, lines_of, read_lines
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
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for article in articles:
            if article in self._numbers:
                for file in self._files:
                    for event in file.events(article, self._numbers[article]):
                        found[event.annotator].append(event)
        return found

    def places(self, article: str) -> Iterator[str]:
        """Yield file and line number of each line about an article."""
        for file in self._files:
            for index in file.lines(self._numbers[article]):
                yield f"{file.path}:{index + 1}"


def _article_named(line: bytes) -> bytes | None:
    """Return the article that a line of ours names before any nested object, or None: one has to parse it."""
    key = line.find(_ARTICLE_OF_EVENT)
    start = key + len(_ARTICLE_OF_EVENT)
    end = line.find(b'"', start)
    if key < 0 or end < 0 or line.rfind(b"{", 0, key) != 0 or len(line) > MAX_LINE:
        return None
    article = line[start:end]
    return article if article.isascii() and b"\\" not in article else None


class _JournalLines:
    """Where the lines about each article are in one file: runs of lines that follow on each other.

    For each run, offset and index (from 0) of its first line, and the run before it that is about the same article.
    Lines that are about none are in runs that no article leads to.
    """

    def __init__(self, path: Path, numbers: dict[str, int], tally: Tally) -> None:
        self.path = path
        self._tally = tally
        self._offsets = array("q")
        self._indices = array("q")
        self._previous = array("q")
        self._last = array("q")
        """By number of the article: the last run about it."""
        self._file = path.open("rb")
        self._find_runs(numbers)

    def close(self) -> None:
        self._file.close()

    def _find_runs(self, numbers: dict[str, int]) -> None:
        seen: dict[bytes, int] = {}
        at_hand = None
        offset = index = 0
        while data := self._file.readline(MAX_LINE + 1):
            name = _article_named(data)
            if name is None:
                number = self._number_of(self._article_of(self._line(offset, index)), numbers)
                size = self._file.tell() - offset
            else:
                if name not in seen:
                    seen[name] = self._number_of(name.decode(), numbers)
                number, size = seen[name], len(data)
            if number != at_hand:
                self._begin_run(number, offset, index)
                at_hand = number
            offset += size
            index += 1
        self._begin_run(_NOWHERE, offset, index)  # where the last one ends

    def _line(self, offset: int, index: int) -> Line:
        """Read one line again, as those whose article has to be found by parsing, or that turn out damaged."""
        self._file.seek(offset)
        return next(lines_of(self._file, offset, index))

    def _article_of(self, line: Line) -> str | None:
        """Return the article that a line is about; of a damaged line, and of a blank one, None."""
        item = parse_line(line, self.path)
        if isinstance(item, Damage):
            self._tally.leave_out("refused", str(item))
            return None
        return item.article if item else None

    def _number_of(self, article: str | None, numbers: dict[str, int]) -> int:
        return _NOWHERE if article is None else numbers.setdefault(article, len(numbers))

    def _begin_run(self, number: int, offset: int, index: int) -> None:
        previous = _NOWHERE
        if number != _NOWHERE:
            self._last.extend([_NOWHERE] * (number + 1 - len(self._last)))
            previous, self._last[number] = self._last[number], len(self._offsets)
        self._offsets.append(offset)
        self._indices.append(index)
        self._previous.append(previous)

    def _runs(self, number: int) -> Iterator[int]:
        """Yield the runs about an article, in the order of the file."""
        found = []
        run = self._last[number] if number < len(self._last) else _NOWHERE
        while run != _NOWHERE:
            found.append(run)
            run = self._previous[run]
        return reversed(found)

    def lines(self, number: int) -> Iterator[int]:
        """Yield the numbers from 0 of the lines about an article, in the order of the file."""
        for run in self._runs(number):
            yield from range(self._indices[run], self._indices[run + 1])

    def events(self, article: str, number: int) -> Iterator[Event]:
        """Yield the events about one article."""
        for run in self._runs(number):
            offset, index = self._offsets[run], self._indices[run]
            self._file.seek(offset)
            lines = self._file.read(self._offsets[run + 1] - offset).removesuffix(b"\n").split(b"\n")
            for place, line in enumerate(lines):
                try:
                    event = parse_event(line)
                except ValueError:
                    start = offset + sum(map(len, lines[:place])) + place
                    self._article_of(self._line(start, index + place))
                    continue
                if event.article == article:
                    yield event
                else:
                    where = f"{self.path}:{index + place + 1}"
                    self._tally.leave_out("refused", f"{where}: names two articles")

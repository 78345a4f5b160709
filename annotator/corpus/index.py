# ruff: noqa: S608 (queries are put together from constants of this module only; values are always bound)
"""The index of a corpus: where each article's line is, and what the list of articles shows.

It is an SQLite file in `.cache/`, rebuilt for each article file whose size or time differs from what it was made
of. So opening a corpus costs the same whether it has ten articles or a hundred thousand.
"""

import sqlite3
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from annotator.corpus.lines import Line, read_lines
from annotator.errors import CorpusError
from annotator.reading import Sentence

_VERSION = 2
_TABLES = """
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER, changed INTEGER);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, sha256 TEXT, file TEXT, line INTEGER, offset INTEGER, length INTEGER,
    title TEXT, outlet TEXT, published TEXT, supersedes TEXT, sentences BLOB
);
CREATE INDEX in_order ON articles (number, id);  -- passed over without reading the sentences
CREATE INDEX by_text ON articles (sha256);
CREATE INDEX by_file ON articles (file);
CREATE INDEX by_superseded ON articles (supersedes) WHERE supersedes IS NOT NULL;
"""


class Entry(NamedTuple):
    """One article as the index knows it; `offset` and `length` are bytes of its line in `file`."""

    number: int
    id: str
    sha256: str
    file: str
    line: int
    offset: int
    length: int
    title: str | None
    outlet: str | None
    published: str | None
    supersedes: str | None
    sentences: tuple[Sentence, ...]


_COLUMNS = ", ".join(Entry._fields)
_CURRENT = "id NOT IN (SELECT supersedes FROM articles WHERE supersedes IS NOT NULL)"


class Index:
    """The index of the article files in one folder. Superseded articles are known but not listed."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Open the index and bring it up to date; raises CorpusError for article files it cannot take."""
        self._folder = folder
        self._database = _open_database(cache)
        self.close = weakref.finalize(self, self._database.close)
        """Close the database; who does not, has it closed with the index itself."""
        self.refresh()

    def refresh(self) -> None:
        """Read the article files that are new or changed since."""
        known = {
            name: (size, changed) for name, size, changed in self._database.execute("SELECT * FROM files")
        }
        present = {path.name: _stamp(path) for path in article_files(self._folder)}
        if known == present:
            return
        with self._database:
            for name in known.keys() - present.keys():
                self._forget(name)
            for name in sorted(present, key=lambda name: (known.get(name) is None, name)):
                if known.get(name) != present[name]:
                    self._forget(name)
                    self._read(self._folder / name, present[name])

    def __len__(self) -> int:
        """Return how many articles are listed."""
        query = """SELECT (SELECT count(*) FROM articles) - (
            SELECT count(DISTINCT old.id) FROM articles AS old JOIN articles AS new ON new.supersedes = old.id)"""
        count: int = self._database.execute(query).fetchone()[0]
        return count

    def __contains__(self, article: str) -> bool:
        """Tell whether there is an article of this id, superseded ones included."""
        return (
            self._database.execute("SELECT 1 FROM articles WHERE id = ?", (article,)).fetchone() is not None
        )

    def entry(self, article: str) -> Entry:
        """Return the entry of an article; raises CorpusError for an unknown id."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            raise CorpusError(f"no article “{article}” in this corpus")
        return _entry(row)

    def entries(self, start: int = 0, count: int = -1) -> list[Entry]:
        """Return `count` listed articles from place `start`."""
        chosen = f"SELECT number FROM articles INDEXED BY in_order WHERE {_CURRENT} ORDER BY number LIMIT ? OFFSET ?"
        query = f"SELECT {_COLUMNS} FROM articles WHERE number IN ({chosen}) ORDER BY number"
        return list(map(_entry, self._database.execute(query, (count, start))))

    def each(self) -> Iterator[Entry]:
        """Yield all listed articles in order, without holding them."""
        query = f"SELECT {_COLUMNS} FROM articles WHERE {_CURRENT} ORDER BY number"
        return map(_entry, self._database.execute(query))

    def ids(self, containing: str = "") -> list[str]:
        """Return the ids of the listed articles (with `containing` in id, title or outlet), in order."""
        where, values = _matching(containing)
        return [
            row[0]
            for row in self._database.execute(f"SELECT id FROM articles {where} ORDER BY number", values)
        ]

    def with_body(self) -> list[str]:
        """Return the ids of the listed articles that have a body sentence, in order; no sentences are read."""
        has_body = "instr(sentences, CAST('\"body\"' AS BLOB))"
        query = f"SELECT id FROM articles WHERE {_CURRENT} AND {has_body} ORDER BY number"
        return [row[0] for row in self._database.execute(query)]

    def place(self, article: str) -> int:
        """Return the place of an article among those listed, from 0; raises CorpusError for an unknown id."""
        query = f"SELECT count(*) FROM articles WHERE {_CURRENT} AND number < ?"
        place: int = self._database.execute(query, (self.entry(article).number,)).fetchone()[0]
        return place

    def neighbour(self, article: str, step: int) -> str | None:
        """Return the id of the listed article after (`step` 1) or before (-1) one, or None at the end."""
        beyond = "> ? ORDER BY number" if step > 0 else "< ? ORDER BY number DESC"
        query = f"SELECT id FROM articles WHERE {_CURRENT} AND number {beyond} LIMIT 1"
        row = self._database.execute(query, (self.entry(article).number,)).fetchone()
        return row[0] if row else None

    def superseded(self) -> dict[str, str]:
        """Return the superseded articles: old id to new id."""
        rows = self._database.execute("SELECT supersedes, id FROM articles WHERE supersedes IS NOT NULL")
        return dict(rows.fetchall())

    def of_text(self, sha256: str) -> str | None:
        """Return the id of the article with this text, if there is one."""
        row = self._database.execute("SELECT id FROM articles WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else None

    def _forget(self, name: str) -> None:
        self._database.execute("DELETE FROM articles WHERE file = ?", (name,))
        self._database.execute("DELETE FROM files WHERE name = ?", (name,))

    def _read(self, path: Path, stamp: tuple[int, int]) -> None:
        rows = (_row(path, line) for line in read_lines(path) if line.data.strip() or line.too_long)
        places = ", ".join("?" * (len(Entry._fields) - 1))
        query = f"INSERT INTO articles ({_COLUMNS.removeprefix('number, ')}) VALUES ({places})"
        try:
            self._database.executemany(query, rows)
        except sqlite3.IntegrityError:
            raise CorpusError(
                f"{path}: holds an id that another line has too; annotator check names it"
            ) from None
        self._database.execute("INSERT INTO files VALUES (?, ?, ?)", (path.name, *stamp))


def article_files(folder: Path) -> list[Path]:
    """Return the article files of a folder by name; links that lead out of it are left alone."""
    return sorted(path for path in folder.glob("*.jsonl") if path.is_file() and not path.is_symlink())


def _open_database(cache: Path) -> sqlite3.Connection:
    try:
        cache.mkdir(exist_ok=True)
        return _prepared(cache / "index.sqlite")
    except (OSError, sqlite3.Error):
        return _prepared(":memory:")  # a corpus that cannot be written to: read it each time


def _prepared(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            if version or (
                isinstance(path, Path) and database.execute("SELECT 1 FROM sqlite_master").fetchone()
            ):
                raise sqlite3.DatabaseError
            database.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
        database.execute("PRAGMA synchronous = OFF")  # it can be made again at any time
    except sqlite3.DatabaseError:
        database.close()
        if not isinstance(path, Path):
            raise
        path.unlink(missing_ok=True)  # of another version, or damaged
        return _prepared(path)
    return database


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _matching(containing: str) -> tuple[str, tuple[str, ...]]:
    if not containing:
        return f"WHERE {_CURRENT}", ()
    pattern = "%" + containing.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    like = " OR ".join(rf"{column} LIKE ? ESCAPE '\'" for column in ("id", "title", "outlet"))
    return f"WHERE {_CURRENT} AND ({like})", (pattern,) * 3


def _row(path: Path, line: Line) -> tuple[object, ...]:
    where = f"{path}:{line.number}"
    if line.too_long:
        raise CorpusError(f"{where}: the line is too long to be an article; take it out")
    try:
        values = orjson.loads(line.data)
        return (
            values["id"],
            values["sha256"],
            path.name,
            line.number,
            line.offset,
            len(line.data),
            values.get("title"),
            values.get("outlet"),
            values.get("published"),
            values.get("supersedes"),
            orjson.dumps(values["sentences"]),
        )
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
        raise CorpusError(f"{where}: not an article; take the file back from version control") from None


def _entry(row: tuple[Any, ...]) -> Entry:
    *values, sentences = row
    return Entry._make((*values, tuple(Sentence(**item) for item in orjson.loads(sentences))))

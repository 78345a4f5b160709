"""Article ids: made of a file's name or a title, safe as a file name and as a cell of a table everywhere."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable

from annotator.corpus.articles import looks_like_value

_LONGEST = 60  # leaves room for a number behind it
_OTHER = re.compile(r"[^a-z0-9]+")
_VALUES = {"nan", "inf", "infinity", "null", "none", "na", "nil", "true", "false", "yes", "no"}
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def slug(name: str) -> str:
    """Return an id made of `name`: a letter, then letters, digits and hyphens; never like a number or a date."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = _OTHER.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    if not made:
        return "article"
    if not made[0].isalpha() or made in _VALUES or _DEVICES.fullmatch(made) or looks_like_value(made):
        return f"a-{made}"[:_LONGEST].rstrip("-")
    return made


class Taken:
    """The texts and ids of an import so far, in a table that the system may put on disk: memory stays flat.

    `text_known` and `id_known` answer for the corpus before the import.
    """

    def __init__(self, text_known: Callable[[str], str | None], id_known: Callable[[str], bool]) -> None:
        self._text_known = text_known
        self._id_known = id_known
        self._table = sqlite3.connect("")  # a temporary database
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("CREATE TABLE texts (sha256 TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID")
        self._table.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, last INTEGER) WITHOUT ROWID")

    def close(self) -> None:
        """Throw the table away."""
        self._table.close()

    def of_text(self, sha256: str) -> str | None:
        """Return the article that has this text already."""
        row = self._table.execute("SELECT id FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else self._text_known(sha256)

    def new_id(self, base: str) -> str:
        """Return `base`, or `base-2`, `base-3` … where it is taken."""
        row = self._table.execute("SELECT last FROM ids WHERE id = ?", (base,)).fetchone()
        number = row[0] if row else 0
        found = None
        while found is None:
            number += 1
            name = base if number == 1 else f"{base}-{number}"
            free = (
                number == 1 or not self._table.execute("SELECT 1 FROM ids WHERE id = ?", (name,)).fetchone()
            )
            found = name if free and not self._id_known(name) else None
        self._table.execute("INSERT OR REPLACE INTO ids VALUES (?, ?)", (base, number))
        if found != base:
            self._table.execute("INSERT OR REPLACE INTO ids VALUES (?, 1)", (found,))
        return found

    def take(self, sha256: str, article: str) -> None:
        """Take account of one more article."""
        self._table.execute("INSERT INTO texts VALUES (?, ?)", (sha256, article))

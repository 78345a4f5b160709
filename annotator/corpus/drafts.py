"""What a file offers to become an article, before it is cleaned, cut into sentences and frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.corpus.clean import clean

_LONGEST = 500  # characters of a title or a name; more is a column of text
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "sitename", "site_name"),
    "published": ("published", "date", "publication_date", "published_at", "date_published", "pubdate"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link", "permalink"),
    "language": ("language", "lang"),
}
"""What columns and keys are called, the surest name first."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text; None where nothing certain is."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None

    def filled_from(self, other: "Metadata") -> "Metadata":
        """Return the same with what is missing taken from `other`."""
        return replace(
            other, **{name: value for name in _NAMES if (value := getattr(self, name)) is not None}
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as its file has it. `where` is how messages name the place it came from."""

    where: str
    source: str
    """The name of the file (and line) that the article will carry."""
    sha256: str
    text: str
    name: str | None = None
    """What the article's id is made of; its title, if there is none."""
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be taken, and why."""

    where: str
    reason: str


def metadata_of(values: Mapping[str, object]) -> Metadata:
    """Take from columns or keys what their names say is metadata; values that are no text are not certain."""
    lowered = {key.strip().lower(): value for key, value in values.items() if isinstance(key, str)}
    found = {}
    for field, names in _NAMES.items():
        found[field] = next((text for name in names if (text := one_line(lowered.get(name)))), None)
    if found["language"] and not _LANGUAGE.fullmatch(found["language"]):
        found["language"] = None
    return Metadata(**found)


def one_line(value: object) -> str | None:
    """Return a piece of metadata on one line, or None for one that is empty, too long, or no text."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        return None
    line = " ".join(clean(value).split())
    return line if line and len(line) <= _LONGEST else None

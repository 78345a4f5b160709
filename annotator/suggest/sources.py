"""Who a mention mentions: one source or several, each with its name or its noun, and whether nobody is named."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotator.suggest import words
from annotator.suggest.tokens import Range, Tokens

_NAMES = re.compile("N+")
_HEAD = re.compile("D*(?:[BNn#ie]s?)*[Nn]")
_NAMING = re.compile("N+(?:CN+)?(?=,|$)")
"""What follows a description and its comma: "its director, Anton Hale"."""
_PART = re.compile(r"D*(?:[BNn#ie]s?)*[Nn](?:[OI]D*[nNs#]+)*")
_OF_NAME = re.compile("[OI]N+(?:CN)?")
_POINTING = frozenset({"the", "this", "that", "these", "those"})
_TITLES_AT = 3
"""Words at the start of a name among which its titles are."""


class Source(NamedTuple):
    """One of those who are mentioned."""

    place: Range
    """Its tokens."""
    name: str
    """A name as written, without titles; "" where there is none."""
    noun: str
    """The noun that describes it ("report", "mayor"), in lower case; "" where there is none."""
    words: str
    """How it is described, without an article."""
    definite: bool
    """Whether it may have been named before: "the report"."""
    unnamed: bool
    """Whether it is somebody who is only described."""


def sources(tokens: Tokens, mention: Range) -> list[Source]:
    """Return who is mentioned: two for "Lund and Okafor", one for "the board’s chairman, Tobias Renner"."""
    first, last = mention
    comma = tokens.tags.find(",", first, last)
    end = last if comma < 0 else comma
    own = _source(tokens, first, end, last)
    if end < last and own.name:
        return [own._replace(noun=_noun(tokens, end + 1, last))]
    naming = _NAMING.match(tokens.tags, end + 1, last) if end < last and own.noun else None
    parts = _parts(tokens, *naming.span()) if naming else _parts(tokens, first, end)
    if len(parts) == 1 and naming is None:
        return [own]
    return [_source(tokens, start, stop, stop, own.noun if naming else "") for start, stop in parts]


def without_time(tokens: Tokens, mention: Range) -> Range:
    """Return a mention without a time that was taken for a part of it: "before the summer and the company …"."""
    first, last = mention
    joined = tokens.tags.find("C", first + 1, last - 1)
    time = joined > 0 and tokens.words[joined - 1].removesuffix("s") in words.TIME_UNITS
    return (joined + 1, last) if time and tokens.words[joined] == "and" else mention


def _parts(tokens: Tokens, first: int, last: int) -> list[Range]:
    """Split "X and Y" into two, unless "and" stands within a name: "the Chamber of Trade and Industry"."""
    i = first
    while (i := tokens.tags.find("C", i + 1, last - 1)) > 0:
        if tokens.words[i] != "and":
            continue
        left, right = tokens.tags[first:i], tokens.tags[i + 1 : last]
        alike = left[0] == right[0] or len(right) > 1
        if alike and _PART.fullmatch(left) and _PART.fullmatch(right):
            return [(first, i), (i + 1, last)]
    return [(first, last)]


def _source(tokens: Tokens, first: int, end: int, last: int, noun: str = "") -> Source:
    """Read one source in the tokens `[first, end)`; up to `last` it is described further."""
    head = _HEAD.match(tokens.tags, first, end)
    named = head is not None and tokens.tags[head.end() - 1] == "N"
    start = first + (tokens.words[first] == "the" and end - first > 1)
    own_noun = "" if named else _noun(tokens, first, end)
    return Source(
        (first, end),
        _name_ending(tokens, head.end(), end) if head and named else "",
        noun or own_noun,
        " ".join(tokens.string(start, end).split()),
        tokens.words[first] in _POINTING,
        not named and _is_unnamed(tokens, first, last, own_noun),
    )


def _name_ending(tokens: Tokens, last: int, end: int) -> str:
    """Return the name whose last word is before token `last`: "Farmers’ Union", "Chamber of Trade and Industry"."""
    first = last
    while first > 0 and (tokens.tags[first - 1] == "N" or _is_plural_possessive(tokens, first - 1)):
        first -= 1
    start, last = without_titles(tokens, first, last)
    whole = _OF_NAME.match(tokens.tags, last, end)
    if whole and (last - start == 1 or tokens.words[last - 1] in words.ORGANIZATION_WORDS):
        last = whole.end()
    return " ".join(tokens.string(start, last).split()) if start < last else ""


def _is_plural_possessive(tokens: Tokens, i: int) -> bool:
    return tokens.tags[i] == "s" and tokens.words[i] in ("’", "'")


def _noun(tokens: Tokens, first: int, last: int) -> str:
    """Return the noun that a description is about: "mayor" in "the mayor of the island"."""
    head = _HEAD.match(tokens.tags, first, last)
    return tokens.words[head.end() - 1] if head and tokens.tags[head.end() - 1] == "n" else ""


def name_in(tokens: Tokens, first: int, last: int) -> str:
    """Return the last name in a range that owns nothing there, without titles; "" where there is none."""
    for run in reversed(list(_NAMES.finditer(tokens.tags, first, last))):
        start, end = without_titles(tokens, *run.span())
        if start < end and tokens.tags[end : end + 1] != "s":
            return " ".join(tokens.string(start, end).split())
    return ""


def without_titles(tokens: Tokens, start: int, end: int) -> Range:
    """Leave out "Mr.", "Fisheries Minister" and the like at the start of a name."""
    for i in range(min(end, start + _TITLES_AT) - 1, start - 1, -1):
        if tokens.words[i].rstrip(".") in words.TITLES:
            return i + 1, end
    return start, end


def _is_unnamed(tokens: Tokens, first: int, last: int, noun: str) -> bool:
    """Whether somebody is described whom nobody names: "officials", "one of them", "a person close to the talks"."""
    said = tokens.words[first:last]
    if not words.ANONYMITY.isdisjoint(said) or ("not" in said and not words.IDENTIFIED.isdisjoint(said)):
        return True
    if said[0] in words.SOME and (last - first == 1 or said[1] in ("of", "in", "at", "on")):
        return True
    return noun in words.SPOKESPEOPLE or (noun in words.UNNAMED_NOUNS and said[0] not in words.DEFINITE)

"""The words near a claim that name its speaker: a name with what belongs to it, or words that stand in for it.

Patterns over English news; in another language they find less, and the annotator chooses the words. Nothing here
decides who speaks: the annotator has said that, and only the words are looked for.
"""

import re
from collections.abc import Iterable, Sequence

from annotator.fields import EntityKind, Span
from annotator.suggest.words import TITLES

CAPITAL = "[" + "".join(char for char in map(chr, range(0x530)) if char.isupper()) + "]"
"""A capital letter of the Latin, Greek or Cyrillic script."""
LETTER = r"[\w\u0300-\u036f]"
"""A letter or digit, or an accent that stands behind its letter as a character of its own."""

_DETERMINER = r"(?:the|an?|its|his|her|their|our|this)"
_ROLE = r"(?!(?:that|of|to|in|from|and|or|for|with|by|on|at|as)\b)[a-z][\w’'-]*(?<!ed)(?<!s)"
_QUANTITY = r"(?:the|an?|many|most|some|few|several|both)"
_SHORT_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov)\.?"
_OPENING = r"(?:The|A|An|In|On|At|But|And|As|When|For|If|While|After|Its|His|Her|Their)"

_IN_NAME = rf"(?:{LETTER}|[’'.-])*"
_FULL_NAME = re.compile(rf"{CAPITAL}{_IN_NAME}(?:\s{CAPITAL}{_IN_NAME})+")
_TITLES = re.compile(
    rf"(?:\b(?!{_OPENING}\b)[A-Z][\w’'-]+\s+){{0,2}}\b(?i:{'|'.join(sorted(TITLES))})\.?\s+$"
)
"""Mr., Mayor, Fisheries Minister."""
_ARTICLE = re.compile(rf"\b{_QUANTITY}\s+$", re.IGNORECASE)
_DESCRIPTION = re.compile(rf"\b{_DETERMINER}\s+(?:{_ROLE}\s+){{1,2}}$")
"""The biologist."""
_OFFICE = re.compile(
    rf"(?:(?:The|Its|His|Her|Their|An?)|[A-Z]\w+[’']s)\s(?:[\w’'-]+\s){{0,4}}[\w’'-]+,\s(?:{_SHORT_TITLE}\s)?"
)
"""Its managing director, … at the beginning of a sentence."""
_APPOSITION = re.compile(rf",\s(?:{_DETERMINER}|who)\s[^,.;:“”\"—–]{{3,70}}(?=,)")
"""…, the energy minister,"""
_JOINED = re.compile(r"\s(?:and|or)\s")
_OWNED = re.compile(r"[^\S\n]+\w")
_OF = re.compile(r"\s(?:of|in|on|for|by|at)\s|\s\(")

_SEVERAL = re.compile(r"(?:both|neither|they|the two)\b", re.IGNORECASE)
_ONES = r"\b(?:he|she|they|both|neither|the two|I)\b"
_THINGS = r"\b(?:it|they|both|neither)\b"
_ANY = r"\b(?:he|she|it|they|both|neither|the two)\b"
_PRONOUNS: dict[EntityKind | None, str] = {"person": _ONES, "organization": _THINGS, "document": _THINGS}


def with_attributes(text: str, name: Span, window: Span, claim: Sequence[Span]) -> Span:
    """Return the words that name somebody with the title, article or apposition that goes with them.

    Never out of `window`, and never into the claim: `name` itself is returned instead.
    """
    joined = _JOINED.match(text, name.end, window.end) is not None
    after = _APPOSITION.match(text, name.end, window.end)
    end = after.end() if after and not joined else name.end
    grown = Span(_start(text, name, window, joined), end)
    return name if _overlaps(grown, claim) else grown


def _start(text: str, name: Span, window: Span, joined: bool) -> int:
    if not joined and _OFFICE.fullmatch(text, window.start, name.start):
        return window.start
    before = max(window.start, name.start - 60)
    titles = _TITLES.search(text, before, name.start)
    start = titles.start() if titles else name.start
    article = _ARTICLE.search(text, before, start)
    if article:
        return article.start()
    if titles is None and _FULL_NAME.fullmatch(text, *name):
        description = _DESCRIPTION.search(text, before, start)
        return description.start() if description else start
    return start


def stand_in(
    text: str, window: Span, claim: Sequence[Span], heads: Iterable[str], kind: EntityKind | None
) -> Span | None:
    """Return the words outside the claim that probably mean somebody who is not named in `window`.

    "The" and one of the nouns that describe them (`heads`), the nearest; or else the first pronoun that can.
    """
    nouns = "|".join(re.escape(head) for head in heads)
    described = re.compile(
        rf"\b(?:{_DETERMINER}|both)\s+(?:(?!{_DETERMINER}\b)[\w-]+\s+)?(?:{nouns})s?\b(?![’']s)",
        re.IGNORECASE,
    )
    found = _outside(described, text, window, claim) if nouns else []
    if found:
        return min(found, key=lambda span: distance(span, claim))
    pronouns = _outside(re.compile(_PRONOUNS.get(kind, _ANY), re.IGNORECASE), text, window, claim)
    return pronouns[0] if pronouns else None


def describing_nouns(name: str, kind: EntityKind | None, forms: Iterable[str]) -> set[str]:
    """Return the nouns that can stand for a name after "the": "report" for "the Tarn Basin Institute report".

    Of a person, those are the words beside the name where the text had it (`forms`): "mayor", "director".
    """
    if kind != "person":
        return {_OF.split(name)[0].split()[-1].lower()}
    beside = [word for form in forms for word in re.findall(r"\w{4,}", form.replace(name, ""))]
    return {word.lower() for word in beside if word not in name}


def without_possessive(text: str, span: Span) -> Span:
    """Return a mention without the "’s" at its end: in "the mayor’s vote" it is "the mayor" who is named.

    Where nothing follows that could be owned, it is part of the name: "a sign at Fontaine’s, the bakery".
    """
    owns = text[span.start : span.end].endswith(("’s", "'s")) and _OWNED.match(text, span.end)
    return Span(span.start, span.end - 2) if owns else span


def means_several(words: str) -> bool:
    """Whether a mention is one for several speakers: "both", "they", "the two"."""
    return _SEVERAL.match(words) is not None


def distance(span: Span, claim: Sequence[Span]) -> int:
    """Return how many code points lie between a span and the nearest part of a claim (without one: its start)."""
    return min((max(span.start - part.end, part.start - span.end, 0) for part in claim), default=span.start)


def nearest(mentions: Iterable[Span], claim: Sequence[Span]) -> Span | None:
    """Return the mention nearest to a claim, and of two equally near the longer, but none inside the claim."""
    free = (hit for hit in mentions if not _overlaps(hit, claim))
    return min(free, key=lambda hit: (distance(hit, claim), hit.start - hit.end), default=None)


def _outside(pattern: re.Pattern[str], text: str, window: Span, claim: Sequence[Span]) -> list[Span]:
    spans = [Span(*match.span()) for match in pattern.finditer(text, *window)]
    return [span for span in spans if not _overlaps(span, claim)]


def _overlaps(span: Span, claim: Sequence[Span]) -> bool:
    return any(span.start < part.end and part.start < span.end for part in claim)

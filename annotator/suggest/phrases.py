"""Noun phrases in a sentence, found by regular expressions over its tags, from either side.

Those that look to the left run over the reversed tags: "the leaders of both parties" reads "parties both of leaders
the". Nothing looks further than a sentence, and not further than a bounded window to the left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.suggest.tokens import Range, Tokens

WINDOW = 60
"""Tokens that a rule looks to the left of a verb for its subject."""

# From right to left; atomic groups, so that no text makes them try again and again.
CORE_LEFT = r"(?>(?:\)[^()]{0,8}\()?[Nn#M](?:s?[Nn#iM]|q{3,7}(?=[Dn]))*(?:[epdgiB][nNB#]*(?=[Ds]))?D*)"
_MODIFIER_LEFT = (
    rf"I(?:M[Dn]?)?[epd]{CORE_LEFT}|M[Dn]?[ep]{CORE_LEFT}|[OI]{CORE_LEFT}|[OI][D#]+"
    rf"|[IT]?[gi]{CORE_LEFT}|T[nN]{CORE_LEFT}"
)
_PHRASE_LEFT = rf"(?>{CORE_LEFT}(?:{_MODIFIER_LEFT})*)"
_SIMPLE_LEFT = re.compile(rf"RO[D#]+|R{_PHRASE_LEFT}|[PWR]|D{{1,2}}|{_PHRASE_LEFT}")
_JOINED_LEFT = re.compile(rf"{_PHRASE_LEFT},?C{_PHRASE_LEFT}(?:,{_PHRASE_LEFT})*")
_RELATIVE_LEFT = re.compile(rf"(?:{CORE_LEFT}|M+)I[W]")
"""Who in the past, who on Monday."""
_PLACE_LEFT = re.compile(rf"N+,N+[OI]{_PHRASE_LEFT}(?=,|$)")
_WHEN_LEFT = re.compile(r"M+B?[Dn]?I?(?=[NnPRW)])")
_CLAUSE_OPENS = frozenset(",;:-HSUQYq(")

# From left to right.
_CORE = r"(?:D+(?:q{3,7}(?=[Nn]))?)?(?:[epdgiB]?[Nn#iM]|s)*[Nn#Mvz](?:\([^()]{0,8}\))?"
PHRASE = rf"(?>[PR]|{_CORE}(?:[OI]{_CORE})*)"
SUBJECT = re.compile(rf"{PHRASE}(?:C{PHRASE}|,[DNn#](?:[^,.;:\-qWAzd]*))?")
_NAMED = re.compile(rf"{PHRASE}(?:C{PHRASE})?")
_NOUN_PHRASE_ONLY = re.compile(rf"[BCUSHY!]*({PHRASE}(?:C{PHRASE})?)$")

ADJUNCTS = re.compile(
    r"(?:[BMR]|[Dn]M|[ITY](?:D|[Nn#MiRC]|s|O)+|,B,|,[^,]{1,8},(?=H)|,[^,]{1,8},[^,]{1,8},(?=H)){0,4}"
)
GROUP_LEFT = re.compile(r"[B!]*(?:(?:M[Dn]?|[nM]DI)?A(?:[AB!]*A)?[B!]*)?")
FINITE = re.compile(r"[Aezd]")


@dataclass(slots=True)
class Sentence:
    """The tokens `[lo, hi)` as the rules see them: `tags` has quotations masked and the paragraph's length."""

    tokens: Tokens
    tags: str
    lo: int
    hi: int
    reversed: str = field(init=False)
    end: int = field(init=False)
    """Where the words end: before the final stop."""
    subjects: list[tuple[int, Range]] | None = field(init=False, default=None)
    """Filled by `carried_subject` when first asked for."""

    def __post_init__(self) -> None:
        """Reverse the tags, find the end."""
        tags = self.tags[self.lo : self.hi]
        self.reversed = tags[::-1]
        self.end = self.lo + len(tags.rstrip(".:,;"))

    def left_of(self, i: int) -> str:
        """Return the tags before token `i`, the nearest first."""
        return self.reversed[self.hi - i : self.hi - max(self.lo, i - WINDOW)]


def subject_left_of(sentence: Sentence, i: int) -> Range | None:
    """Return the noun phrase that ends at token `i`, with its appositions."""
    left = sentence.left_of(i)
    if left.startswith("M") and (when := _WHEN_LEFT.match(left)):
        i -= when.end()
        left = sentence.left_of(i)
    if left.startswith((",", "-")):
        return _subject_with_apposition(sentence, i) if left[0] == "," else _subject_with_aside(left, i)
    if left.startswith("N") and (place := _PLACE_LEFT.match(left)):
        return i - place.end(), i
    if "W" in left and (relative := _RELATIVE_LEFT.match(left)):
        return i - relative.end(), i - relative.end() + 1
    joined = _JOINED_LEFT.match(left) if "C" in left else None
    if joined and (joined.end() == len(left) or left[joined.end()] in _CLAUSE_OPENS):
        return i - joined.end(), i
    simple = _SIMPLE_LEFT.match(left)
    if simple is None:
        return None
    return _trimmed(sentence, i - simple.end(), i)


def _trimmed(sentence: Sentence, first: int, last: int) -> Range | None:
    """Leave out what cannot begin a noun phrase."""
    while first < last and sentence.tags[first] in "sB":
        first += 1
    if not sentence.tags[first:last].strip("MD"):
        return (first, last) if sentence.tags[first:last] in ("D", "DD") else None
    return (first, last) if first < last else None


def _subject_with_apposition(sentence: Sentence, i: int) -> Range | None:
    """Return the subject that a comma parts from its verb: "Smith, a senator from Ohio, said"."""
    lo = max(sentence.lo, i - WINDOW)
    cuts = [lo - 1, *(k for k in range(lo, i) if sentence.tags[k] == ",")]
    segments = [(left + 1, right) for left, right in pairwise(cuts)]
    for n in range(len(segments) - 2, max(-1, len(segments) - 7), -1):
        first, last = segments[n]
        whole = _NOUN_PHRASE_ONLY.match(sentence.tags, first, last)
        if whole:
            again = (
                n > 0
                and sentence.tags[whole.start(1)] in "D#n"
                and _is_noun_phrase(sentence, *segments[n - 1])
            )
            if not again:
                return whole.start(1), _end_of_apposition(sentence, last, i - 1)
            continue
        left = sentence.left_of(last)
        simple = _SIMPLE_LEFT.match(left)
        if simple and simple.end() < len(left) and left[simple.end()] in "HSQU-;:qYC":
            return last - simple.end(), _end_of_apposition(sentence, last, i - 1)
    return None


def _subject_with_aside(left: str, i: int) -> Range | None:
    """Return the subject that dashes part from its verb: "Smith — a senator — said"."""
    opening = left.find("-", 1)
    head = _SIMPLE_LEFT.match(left, opening + 1) if opening > 0 else None
    return (i - head.end(), i - 1) if head else None


def _end_of_apposition(sentence: Sentence, comma: int, end: int) -> int:
    """Leave out what is between commas and no apposition: "Smith, however, said", "Smith, in a letter, said"."""
    return comma if sentence.tags[comma + 1] in "BIYMi" else end


def _is_noun_phrase(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words are a noun phrase and no more, so that an apposition can follow."""
    return _NOUN_PHRASE_ONLY.match(sentence.tags, first, last) is not None


def carried_subject(sentence: Sentence, i: int) -> Range | None:
    """Return the subject of the clause that goes on at `i`: "Smith said …, adding", "Smith said … and added"."""
    if sentence.subjects is None:
        sentence.subjects = list(_clause_subjects(sentence))
    n = bisect_left(sentence.subjects, i, key=lambda each: each[0])
    return sentence.subjects[n - 1][1] if n else None


def _clause_subjects(sentence: Sentence) -> Iterator[tuple[int, Range]]:
    """Yield, for each finite verb that has a subject, where it is and whose clause is going on there."""
    subject: Range | None = None
    for finite in FINITE.finditer(sentence.tags, sentence.lo, sentence.hi):
        group = GROUP_LEFT.match(sentence.left_of(finite.start()))
        own = subject_left_of(sentence, finite.start() - (group.end() if group else 0))
        if own is None:
            continue
        relative = subject is not None and sentence.tags[subject[0]] == "W"
        before = sentence.tags[own[0] - 1]
        main = before == "," and sentence.tags[sentence.lo] in "SY"  # When the boats left, Smith said …
        if subject is None or relative or main or before in "CU;-":
            subject = own
        yield finite.start(), subject


def main_subject(sentence: Sentence, i: int) -> Range | None:
    """Return the subject of a sentence whose verb at `i` has none before it: "After thanking them, Smith left".

    Without a verb that the rules know, the noun phrase that the sentence begins with.
    """
    comma = sentence.tags.find(",", i, sentence.hi)
    if comma > 0 and not sentence.tags[sentence.lo : i].strip("YISB!C"):
        following = _NAMED.match(sentence.tags, comma + 1, sentence.hi)
        return following.span() if following else None
    initial = _NAMED.match(sentence.tags, sentence.lo, i)
    return initial.span() if initial else None

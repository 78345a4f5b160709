"""Quotations of a paragraph, and its sentences, which no mark inside a quotation ends.

A quarter of real articles have unbalanced marks, so nothing here relies on balance: a quotation that is never
closed ends with its paragraph when it opens one (the next paragraph may go on), otherwise with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.suggest.lexicon import CUE_VERBS
from annotator.suggest.tokens import LONGEST_SENTENCE, Range, Tokens
from annotator.suggest.words import SENTENCE_OPENERS

PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "‘": "’",
    "``": "''",
    '"': '"',
    "'": "'",
    "''": "''",
}
CLOSERS = frozenset("”’»›」』\"'") | {"''"}
LONGEST = 1500
"""Tokens: what is still open after this many was never a quotation."""
LONGEST_SINGLE = 60
"""The same for single marks, which are apostrophes as well."""

_ENDS_SPEECH = frozenset(".,?!…-") | {"...", "—", "--", "–"}
_TAG_OF_ASKED = re.compile(r"(?:P|[DNn#s]{1,6}(?:,[^.]{1,40},)?)B?[dz]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token range of a quotation with its marks; `closed` unless its end had to be guessed."""

    first: int
    last: int
    closed: bool
    opened: bool = True

    def inner(self) -> Range:
        """Return the range without the marks."""
        return self.first + self.opened, self.last - self.closed


def find_quotations(tokens: Tokens, continued: bool = False) -> list[Quotation]:
    """Find the outermost quotations, in order; `continued` when one of the paragraph before is still open."""
    found: list[Quotation] = []
    i = 0
    size = len(tokens)
    while i < size:
        mark = tokens.words[i]
        if mark not in PAIRS or not _opens(tokens, i):
            i += 1
            continue
        quotation = _quotation_from(tokens, i)
        if quotation is None:
            i += 1
            continue
        found.append(quotation)
        i = quotation.last
    if continued and not found:
        return [Quotation(0, size, closed=False, opened=False)] if size else []
    return found


def _opens(tokens: Tokens, i: int) -> bool:
    """Whether the mark stands where one opens: before a word, after a space or another mark."""
    start, end, text = tokens.starts[i], tokens.ends[i], tokens.text
    before, after = text[start - 1 : start], text[end : end + 1]
    mark = tokens.words[i]
    if mark in "“„«「『‹``":
        return True
    return bool(after) and not after.isspace() and not before.isalnum() and before not in ".,!?"


def _quotation_from(tokens: Tokens, i: int) -> Quotation | None:
    """Return the quotation that opens at token `i`; None for a mark that opens nothing (an apostrophe)."""
    opener = tokens.words[i]
    closers = PAIRS[opener]
    single = opener in "‘'"
    limit = min(len(tokens), i + (LONGEST_SINGLE if single else LONGEST))
    for j in range(i + 1, limit):
        word = tokens.words[j]
        if word in closers and word and (opener != word or _closes(tokens, j)):
            if j == i + 1:
                return None
            if single and tokens.text[tokens.ends[j] : tokens.ends[j] + 1].isalnum():
                continue
            return Quotation(i, j + 1, closed=True)
        if word == opener and opener != closers and not single:
            if _closes(tokens, j) and tokens.tags[j - 1] in ".,":  # an opening mark used to close
                return Quotation(i, j + 1, closed=True)
            return _unclosed(tokens, i, j)
    if single or limit - i >= LONGEST:
        return None
    return _unclosed(tokens, i, limit)


def _closes(tokens: Tokens, j: int) -> bool:
    """Whether a straight mark stands where one closes: no space before it."""
    before = tokens.text[tokens.starts[j] - 1]
    after = tokens.text[tokens.ends[j] : tokens.ends[j] + 1]
    return not before.isspace() or not after or after.isspace()


def _unclosed(tokens: Tokens, i: int, limit: int) -> Quotation:
    """Guess where a quotation that is never closed ends."""
    if i == 0 or tokens.tags[i - 1] in ":,":
        return Quotation(i, limit, closed=False)
    stop = tokens.tags.find(".", i + 1, limit)
    return Quotation(i, limit if stop < 0 else stop + 1, closed=False)


def is_speech(tokens: Tokens, quotation: Quotation) -> bool:
    """Whether a quotation can stand alone: it ends as speech does, or is long; no label, title or irony."""
    first, last = quotation.inner()
    length = last - first
    return length > 0 and (
        not quotation.closed
        or length >= 12
        or tokens.words[last - 1] in _ENDS_SPEECH
        or (quotation.last < len(tokens) and tokens.tags[quotation.last] == "," and length >= 3)
    )


def mask(tags: str, quotations: Sequence[Quotation]) -> str:
    """Return the tags with every quotation as a run of `q`."""
    pieces = []
    done = 0
    for quotation in quotations:
        pieces += [tags[done : quotation.first], "q" * (quotation.last - quotation.first)]
        done = quotation.last
    pieces.append(tags[done:])
    return "".join(pieces)


def sentences(tokens: Tokens, quotations: Sequence[Quotation]) -> list[Range]:
    """Return the token ranges of sentences; a long run without a stop is cut, so that time stays linear."""
    ranges: list[Range] = []
    first = 0
    for end in _sentence_ends(tokens, quotations):
        while end - first > LONGEST_SENTENCE + LONGEST:
            ranges.append((first, first + LONGEST_SENTENCE))
            first += LONGEST_SENTENCE
        ranges.append((first, end))
        first = end
    return ranges


def _sentence_ends(tokens: Tokens, quotations: Sequence[Quotation]) -> Iterator[int]:
    """Yield where sentences end, the paragraph's end last."""
    masked = mask(tokens.tags, quotations)
    size = len(tokens)
    ends_with_stop = {
        q.last for q in quotations if tokens.tags[q.inner()[1] - 1 : q.inner()[1]] == "." or not q.closed
    }
    for match in re.finditer(r"\.+[).]*", masked):
        end = match.end()
        if end < size and _opens_sentence(tokens, end):
            ends_with_stop.add(end)
    for i, word in enumerate(tokens.words):
        if (
            word[-1] == "."
            and len(word) > 1
            and i + 1 < size
            and masked[i] != "q"
            and _opens_after_abbreviation(tokens, i)
        ):
            ends_with_stop.add(i + 1)
    first = 0
    for end in sorted(ends_with_stop):
        after_quotation = masked[end - 1] == "q"
        if end < size and (not after_quotation or _sentence_after_quotation(tokens, masked, first, end)):
            yield end
            first = end
    if size:
        yield size


def _opens_sentence(tokens: Tokens, i: int) -> bool:
    """Whether a sentence can begin at token `i`, after a stop."""
    return not tokens.text[tokens.starts[i]].islower() and tokens.tags[i] not in ",;:)-"


def _opens_after_abbreviation(tokens: Tokens, i: int) -> bool:
    """Whether the abbreviation at token `i` ends its sentence as well: "at 7 p.m. He said"."""
    following = tokens.text[tokens.starts[i + 1]]
    return following.isupper() and tokens.words[i + 1] in SENTENCE_OPENERS and tokens.words[i].count(".") > 1


def _sentence_after_quotation(tokens: Tokens, masked: str, first: int, i: int) -> bool:
    """Whether a sentence begins after a quotation that ended in a stop: not with «"Really?" he said»."""
    if not _opens_sentence(tokens, i):
        return False
    if masked[first:i].strip("q"):
        return True
    stop = i - 1
    while stop > 0 and tokens.words[stop] in CLOSERS:
        stop -= 1
    mark = tokens.words[stop]
    asked = _TAG_OF_ASKED.match(masked, i) if mark in ("?", "!", "…", "...") else None
    if asked is None:
        return True
    verb = CUE_VERBS.get(tokens.words[asked.end() - 1])
    return verb is None or "q" not in verb.frames


def inner_sentences(tokens: Tokens, first: int, last: int) -> Iterator[Range]:
    """Yield the sentences inside a quotation, `[first, last)` being its words."""
    for match in re.finditer(r"[^.]+\.*", tokens.tags[first:last]):
        yield first + match.start(), min(first + match.end(), first + match.start() + LONGEST_SENTENCE)

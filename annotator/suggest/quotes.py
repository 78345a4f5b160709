"""Quotations of a paragraph, and its sentences, which no mark inside a quotation ends.

A quarter of real articles have unbalanced marks, so nothing here relies on balance: a quotation that is never
closed ends with its paragraph when it opens one (the next paragraph may go on), otherwise with its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
MARKS = CLOSERS | PAIRS.keys()
LONGEST = 1500
"""Tokens: what is still open after this many was never a quotation."""
LONGEST_SINGLE = 60
"""The same for single marks, which are apostrophes as well."""

_MARK = re.compile(r"\*")
_DOTTED = re.compile(r"\.\w\.")
_STOPS = re.compile(r"\.+[).]*")
_INNER = re.compile(r"[^.]+\.*")
_TAG_OF_ASKED = re.compile(r"(?:P|[DNn#s]{1,6}(?:,[^.]{1,40},)?)B?[dz]")


class Quotation(NamedTuple):
    """Token range of a quotation with its marks; `closed` unless its end had to be guessed."""

    first: int
    last: int
    closed: bool

    def inner(self) -> Range:
        """Return the range without the marks."""
        return self.first + 1, self.last - self.closed


def find_quotations(tokens: Tokens) -> list[Quotation]:
    """Find the outermost quotations, in order."""
    found: list[Quotation] = []
    marks = [match.start() for match in _MARK.finditer(tokens.tags) if tokens.words[match.start()] in MARKS]
    done = 0
    for n, i in enumerate(marks):
        if i >= done and tokens.words[i] in PAIRS and _opens(tokens, i):
            quotation = _quotation_from(tokens, marks, n)
            if quotation is not None:
                found.append(quotation)
                done = quotation.last
    return found


def _opens(tokens: Tokens, i: int) -> bool:
    """Whether the mark stands where one opens: before a word, after a space or another mark."""
    start, end, text = tokens.starts[i], tokens.ends[i], tokens.text
    before, after = text[start - 1 : start], text[end : end + 1]
    mark = tokens.words[i]
    if mark in "“„«「『‹``":
        return True
    return bool(after) and not after.isspace() and not before.isalnum() and before not in tuple(".,!?")


def _quotation_from(tokens: Tokens, marks: Sequence[int], n: int) -> Quotation | None:
    """Return the quotation that the mark `marks[n]` opens; None for a mark that opens nothing (an apostrophe)."""
    i = marks[n]
    opener = tokens.words[i]
    single = opener in ("‘", "'")
    limit = min(len(tokens), i + (LONGEST_SINGLE if single else LONGEST))
    for j in marks[n + 1 : n + 1 + LONGEST_SINGLE]:
        if j >= limit:
            break
        if _closes(tokens, opener, j):
            return Quotation(i, j + 1, closed=True) if j > i + 1 else None
        if tokens.words[j] == opener and not single and opener not in PAIRS[opener]:
            return _unclosed(tokens, i, j)
    if single or limit - i >= LONGEST:
        return None
    return _unclosed(tokens, i, limit)


def _closes(tokens: Tokens, opener: str, j: int) -> bool:
    """Whether the mark at token `j` closes what `opener` opened; an opening mark used to close is believed."""
    mark, text = tokens.words[j], tokens.text
    before, after = text[tokens.starts[j] - 1], text[tokens.ends[j] : tokens.ends[j] + 1]
    if mark == opener and mark not in PAIRS[opener]:
        return tokens.tags[j - 1] in ".," and not before.isspace() and not after.isalnum()
    if mark not in PAIRS[opener]:
        return False
    if mark == opener:
        return not before.isspace() or not after or after.isspace()
    return mark != "’" or opener != "‘" or not after.isalnum()


def _unclosed(tokens: Tokens, i: int, limit: int) -> Quotation:
    """Guess where a quotation that is never closed ends."""
    if i == 0 or tokens.tags[i - 1] in ":,":
        return Quotation(i, limit, closed=False)
    stop = tokens.tags.find(".", i + 1, limit)
    return Quotation(i, limit if stop < 0 else stop + 1, closed=False)


def mask(tags: str, quotations: Sequence[Quotation]) -> str:
    """Return the tags with every quotation as a run of `q`."""
    pieces = []
    done = 0
    for quotation in quotations:
        pieces += [tags[done : quotation.first], "q" * (quotation.last - quotation.first)]
        done = quotation.last
    pieces.append(tags[done:])
    return "".join(pieces)


def sentences(tokens: Tokens, quotations: Sequence[Quotation], masked: str) -> list[Range]:
    """Return the token ranges of sentences; a long run without a stop is cut, so that time stays linear."""
    ranges: list[Range] = []
    first = 0
    for end in _sentence_ends(tokens, quotations, masked):
        while end - first > LONGEST_SENTENCE:
            cut = _outside(quotations, first + LONGEST_SENTENCE)
            if cut >= end:
                break
            ranges.append((first, cut))
            first = cut
        ranges.append((first, end))
        first = end
    return ranges


def _outside(quotations: Sequence[Quotation], i: int) -> int:
    """Return `i`, or the end of the quotation that it is in."""
    n = bisect_right(quotations, i, key=lambda each: each.first) - 1
    return quotations[n].last if n >= 0 and quotations[n].last > i else i


def _sentence_ends(tokens: Tokens, quotations: Sequence[Quotation], masked: str) -> Iterator[int]:
    """Yield where sentences end, the paragraph's end last."""
    size = len(tokens)
    ends_with_stop = {
        q.last for q in quotations if tokens.tags[q.inner()[1] - 1 : q.inner()[1]] == "." or not q.closed
    }
    for match in _STOPS.finditer(masked):
        end = match.end()
        if end < size and _opens_sentence(tokens, end):
            ends_with_stop.add(end)
    dotted = (
        _dotted(tokens) if size and _DOTTED.search(tokens.text, tokens.starts[0], tokens.ends[-1]) else []
    )
    ends_with_stop.update(i + 1 for i in dotted if masked[i] != "q" and _opens_after_abbreviation(tokens, i))
    first = 0
    for end in sorted(ends_with_stop):
        after_quotation = masked[end - 1] == "q"
        if end < size and (not after_quotation or _sentence_after_quotation(tokens, masked, first, end)):
            yield end
            first = end
    if size:
        yield size


def _dotted(tokens: Tokens) -> list[int]:
    """Return the abbreviations of several letters, "p.m.", but for one at the end."""
    return [i for i, word in enumerate(tokens.words[:-1]) if word[-1] == "." and word.count(".") > 1]


def _opens_sentence(tokens: Tokens, i: int) -> bool:
    """Whether a sentence can begin at token `i`, after a stop."""
    return not tokens.text[tokens.starts[i]].islower() and tokens.tags[i] not in ",;:)-"


def _opens_after_abbreviation(tokens: Tokens, i: int) -> bool:
    """Whether the abbreviation at token `i` ends its sentence as well: "at 7 p.m. He said"."""
    following = tokens.text[tokens.starts[i + 1]]
    return following.isupper() and tokens.words[i + 1] in SENTENCE_OPENERS


def _sentence_after_quotation(tokens: Tokens, masked: str, first: int, i: int) -> bool:
    """Whether a sentence begins after a quotation that ended in a stop: not with «"Really?" he said»."""
    if not _opens_sentence(tokens, i):
        return False
    if i - first > LONGEST or masked[first:i].strip("q"):
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


def within(quotations: Sequence[Quotation], lo: int, hi: int) -> Sequence[Quotation]:
    """Return the quotations that start in the tokens `[lo, hi)`."""
    first = bisect_left(quotations, lo, key=lambda each: each.first)
    return quotations[first : bisect_left(quotations, hi, lo=first, key=lambda each: each.first)]


def inner_sentences(tokens: Tokens, first: int, last: int) -> Iterator[Range]:
    """Yield the sentences inside a quotation, `[first, last)` being its words."""
    for match in _INNER.finditer(tokens.tags[first:last]):
        yield first + match.start(), min(first + match.end(), first + match.start() + LONGEST_SENTENCE)

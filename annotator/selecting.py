"""Choosing words by keyboard: text objects, word hints, and boundaries that move.

Pure functions over a text; all offsets are code points of the article. A claim as people mark it leaves out the
punctuation around it but keeps what belongs to a quotation: `tidy` is the one place that knows this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.fields import Span

Edge = Literal["start", "end"]

_WORD = re.compile(r"[^\s—–…]+(?:…+)?|…+")
_CLOSERS = {"“": "”", "«": "»", "„": "“", "‹": "›", "「": "」", "(": ")", "[": "]", "‘": "’"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items() if opener != "„"}
_QUOTE = re.compile('[“«„‹「"]')
_TRAILING = ".,;:—–-"
_ABBREVIATION = re.compile(r"(?:\b\w\.){2,}$|\b(?:Mr|Mrs|Ms|Dr|Inc|Corp|Co|Ltd|Jr|Sr|St|No|etc)\.$")
_CLAUSE_END = re.compile(r"[,;:](?=[\s”’\"»])|\s*[—–]|\s+-\s|[.!?]+(?=[”’\"»)]*(?:\s|$))")
_COMPLEMENT = re.compile(r"\b(?:that|whether)\s+(?=\S)", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HINT_LETTERS = "fjdkslaghrueiwoqptyvmcnxbz"


def words(text: str, start: int, end: int) -> list[Span]:
    """Return the words of a range; dashes and ellipses part words, other punctuation stays with its word."""
    return [Span(*match.span()) for match in _WORD.finditer(text, start, end)]


def tidy(text: str, span: Span) -> Span:
    """Return `span` without white space, closing punctuation and unpaired quotation marks at its ends."""
    start, end = span
    if start < end and text[start].isalnum() and text[end - 1].isalnum():
        return span
    while start < end:
        if text[start].isspace() or text[start] in _TRAILING or _unpaired(text, start, start, end):
            start += 1
        elif (
            text[end - 1].isspace()
            or _unpaired(text, end - 1, start, end)
            or (text[end - 1] in _TRAILING and not _ABBREVIATION.search(text, max(start, end - 12), end))
        ):
            end -= 1
        else:
            return Span(start, end)
    return span


def _unpaired(text: str, at: int, start: int, end: int) -> bool:
    """Whether the character at an end of a range is a quotation mark or bracket whose partner lies outside."""
    mark = text[at]
    if mark == '"':
        return text.count('"', start, end) % 2 == 1
    if mark == "’" and (at == start or "‘" not in text[start:end]):
        # an apostrophe at the end of a word belongs to it ("the teachers’"), one after punctuation closes a quotation
        return at == start or text[at - 1] in ".,!?"
    if mark in _CLOSERS and at == start:
        return _CLOSERS[mark] not in text[start:end]
    if mark in _OPENERS and at == end - 1:
        return _OPENERS[mark] not in text[start:end] and not (mark == "”" and "„" in text[start:end])
    return False


def quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations of a range, marks included; one left open ends with the range."""
    found: list[Span] = []
    at = start
    while mark := _QUOTE.search(text, at, end):
        at = mark.start()
        if mark.group() == '"' and at > start and text[at - 1].isalnum():
            at += 1
            continue
        close = text.find('"' if mark.group() == '"' else _CLOSERS[mark.group()], at + 1, end)
        stop = end if close < 0 else close + 1
        found.append(Span(at, stop))
        at = stop
    return [span for span in (_trimmed(text, span) for span in found) if span.start < span.end]


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    return Span(span.start + len(part) - len(part.lstrip()), span.start + len(part.rstrip()))


def _clause_breaks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the commas, dashes, colons and full stops of a range; the stop of an abbreviation is none."""
    for match in _CLAUSE_END.finditer(text, start, end):
        if not (
            match.group() == "." and _ABBREVIATION.search(text, max(start, match.end() - 12), match.end())
        ):
            yield match


def clause_ends(text: str, start: int, end: int) -> list[int]:
    """Return where clauses end in a range: before commas, dashes, colons, closing marks, and at its end."""
    ends = {match.start() for match in _clause_breaks(text, start, end)} | {end}
    for quotation in quotations(text, start, end):
        ends |= {quotation.start, quotation.end}
    return sorted({tidy(text, Span(start, at)).end for at in ends if at > start})


def clause_starts(text: str, start: int, end: int) -> list[int]:
    """Return where clauses start in a range: after commas, dashes, colons, "that", and opening marks."""
    starts = {start} | {match.end() for match in _clause_breaks(text, start, end)}
    starts |= {match.end() for match in _COMPLEMENT.finditer(text, start, end)}
    for quotation in quotations(text, start, end):
        starts |= {quotation.start, quotation.end}
    return sorted({_next_word(text, at, end) for at in starts if at < end} - {end})


def _next_word(text: str, at: int, end: int) -> int:
    while at < end and (text[at].isspace() or text[at] in ",;:—–”»"):
        at += 1
    return at


def that_clauses(text: str, start: int, end: int) -> list[Span]:
    """Return what follows each "that" or "whether" in a range, up to the end of the range."""
    spans = [tidy(text, Span(match.end(), end)) for match in _COMPLEMENT.finditer(text, start, end)]
    return [span for span in spans if span.start < span.end]


def clause_around(text: str, sentence: Span, span: Span) -> Span:
    """Return the clause around a range: to the nearest natural boundaries; from those, to the next ones."""
    starts = clause_starts(text, *sentence)
    ends = clause_ends(text, *sentence)
    for inner in (0, 1):
        start = max((at for at in starts if at <= span.start - inner), default=span.start)
        end = min((at for at in ends if at >= span.end + inner), default=span.end)
        if (start, end) != span:
            break
    return Span(start, end)


def continuation(text: str, after: int, sentence_end: int) -> Span | None:
    """Return the words that go on what a cue interrupts: the paragraph's next quotation, or what follows the cue."""
    quoted = next(iter(quotations(text, after, paragraph(text, max(0, after - 1)).end)), None)
    if quoted is not None:
        return quoted
    starts = [at for at in clause_starts(text, after, sentence_end) if at > after]
    rest = tidy(text, Span(starts[1], sentence_end)) if len(starts) > 1 else None
    return rest if rest and rest.start < rest.end else None


def paragraph(text: str, offset: int) -> Span:
    """Return the paragraph (the stretch without a line break) around an offset."""
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end)


def paragraphs_around(text: str, span: Span, after: bool = True) -> Span:
    """Return the range of the paragraphs that a span touches, the one before and, if asked for, the one after."""
    start = paragraph(text, span.start).start
    end = max(span.end, paragraph(text, max(span.start, span.end - 1)).end)
    before = len(text[:start].rstrip())
    following = end + len(text[end:]) - len(text[end:].lstrip())
    return Span(
        paragraph(text, before - 1).start if before else 0,
        paragraph(text, following).end if after and following < len(text) else end,
    )


def hint_labels(count: int) -> list[str]:
    """Return `count` labels (at most 676) of one or two letters, none the beginning of another, shortest first."""
    letters = _HINT_LETTERS
    if count <= len(letters):
        return list(letters[:count])
    doubled = -(-(count - len(letters)) // (len(letters) - 1))
    singles = letters[: max(0, len(letters) - doubled)]
    pairs = [first + second for first in letters[len(singles) :] for second in letters]
    return [*singles, *pairs][:count]


@dataclass(frozen=True, slots=True)
class Selection:
    """The words chosen so far for a passage: spans in order, the last chosen one with a movable edge."""

    spans: tuple[Span, ...] = ()
    active: int = 0
    edge: Edge = "end"

    @property
    def span(self) -> Span:
        """The span whose edges move."""
        return self.spans[self.active]

    def choose(self, text: str, span: Span, further: bool = False) -> "Selection":
        """Choose `span` in place of all, or as a further one; spans that meet become one."""
        kept = self.spans if further else ()
        spans = merged(text, [*kept, span])
        active = next(i for i, item in enumerate(spans) if item.start <= span.start < item.end)
        return Selection(spans, active, "end")

    def other_edge(self) -> "Selection":
        """Move the other edge from now on."""
        return replace(self, edge="start" if self.edge == "end" else "end")

    def without_last(self) -> "Selection":
        """Take the movable span away."""
        spans = self.spans[: self.active] + self.spans[self.active + 1 :]
        return Selection(spans, max(0, len(spans) - 1), "end")

    def move(self, text: str, stops: Sequence[int], step: int) -> "Selection":
        """Move the edge to the next (`step` 1) or previous (-1) of `stops`; never past the other edge."""
        start, end = self.span
        at = end if self.edge == "end" else start
        onward = [stop for stop in stops if (stop > at if step > 0 else stop < at)]
        onward = [stop for stop in onward if (stop > start if self.edge == "end" else stop < end)]
        if not onward:
            return self
        to = min(onward) if step > 0 else max(onward)
        moved = Span(start, to) if self.edge == "end" else Span(to, end)
        others = [span for i, span in enumerate(self.spans) if i != self.active]
        spans = merged(text, [*others, moved])
        active = next(i for i, item in enumerate(spans) if item.start <= moved.start < item.end)
        return Selection(spans, active, self.edge)


def merged(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, with those that overlap, touch or have only blanks between them made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and not text[result[-1].end : span.start].strip(" \t\u00a0"):
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def word_stops(text: str, around: Span, edge: Edge) -> list[int]:
    """Return the offsets at which a word starts (or ends) in a range, as tidy edges."""
    found = words(text, *around)
    if _GLUED.search(text, *around):
        found = [part for word in found for part in _unglued(text, word)]
    if edge == "start":
        stops = {tidy(text, word).start for word in found} | {word.start for word in found}
    else:
        stops = {tidy(text, word).end for word in found} | {word.end for word in found}
    return sorted(stops)


def _unglued(text: str, word: Span) -> list[Span]:
    """Return a word and, where a copy error glued two together ("ChinaNorth"), both parts."""
    cuts = [match.start() for match in _GLUED.finditer(text, *word)]
    return [word, *(Span(word.start, at) for at in cuts), *(Span(at, word.end) for at in cuts)]


def character_stops(text: str, around: Span, edge: Edge) -> Iterator[int]:
    """Yield each offset of a range at which a span may start (or end): not beside white space on the inside."""
    for at in range(around.start, around.end + 1):
        inside = at if edge == "start" else at - 1
        if around.start <= inside < around.end and not text[inside].isspace():
            yield at

"""Sentences of an article, and what an annotator's marks say of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.fields import Passage, Span
from annotator.statements import READ, Mark

SentenceKind = Literal["body", "headline", "dateline", "caption", "furniture"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range of the article's text, with its kind."""

    start: int
    end: int
    kind: SentenceKind = "body"

    @property
    def span(self) -> Span:
        """The range alone, as marks name it."""
        return Span(self.start, self.end)


def marks_by_sentence(sentences: Sequence[Sentence], marks: Iterable[Mark]) -> dict[Span, Mark]:
    """Return the mark of each sentence that has one.

    Marks follow by range: where boundaries were mended since, a part takes the mark of the whole, and a joined
    sentence has a mark only if all its parts were marked, and then the same way (`none` and `done` give `done`).
    """
    exact = {mark.sentence: mark for mark in marks if mark.sentence is not None}
    spans = [sentence.span for sentence in sentences] if exact else []
    found = {span: exact[span] for span in spans if span in exact}
    loose = [exact[span] for span in exact.keys() - found.keys()]
    for span in spans if loose else ():
        mark = None if span in found else _inherited(span, loose)
        if mark is not None:
            found[span] = mark
    return found


def _inherited(span: Span, marks: list[Mark]) -> Mark | None:
    around = [
        m for m in marks if m.sentence and m.sentence.start <= span.start and span.end <= m.sentence.end
    ]
    if around:
        return max(around, key=lambda mark: (mark.at, mark.id))
    inside = sorted(
        (m for m in marks if m.sentence and span.start <= m.sentence.start and m.sentence.end <= span.end),
        key=lambda mark: mark.sentence or span,
    )
    if not inside or inside[0].sentence is None or inside[-1].sentence is None:
        return None
    if inside[0].sentence.start != span.start or inside[-1].sentence.end != span.end:
        return None
    states = {mark.state for mark in inside}
    if len(states) == 1:
        return inside[-1]
    if states <= READ:
        return next(mark for mark in inside if mark.state == "done")
    return None


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the index of the sentence that holds `offset`, or of the next one; the last one at the end."""
    low, high = 0, len(sentences) - 1
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def sentences_of(sentences: Sequence[Sentence], passage: Passage) -> tuple[int, int]:
    """Return the indices of the first and the last sentence that a passage touches."""
    return sentence_at(sentences, passage.start), sentence_at(sentences, passage.end - 1)


def sentences_of_spans(sentences: Sequence[Sentence], spans: Iterable[Span]) -> set[Span]:
    """Return the ranges of all sentences that some spans touch."""
    places: set[int] = set()
    for start, end in spans:
        places |= set(range(sentence_at(sentences, start), sentence_at(sentences, end - 1) + 1))
    return {sentences[place].span for place in places}

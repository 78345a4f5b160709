"""Word hints: short labels over the words; type the one where it starts, then the one where it ends."""

from dataclasses import dataclass
from typing import Literal

from annotator.fields import Span
from annotator.selecting import hint_labels, tidy, words
from annotator.statements import Fields

Purpose = Literal["passage", "rest", "name", "mention"]
"""What the words are for; "rest" is a passage that runs from the first word to the end of its sentence."""


@dataclass(slots=True)
class Hints:
    """Labels over the words of a range, and what was typed of them so far."""

    purpose: Purpose
    labels: dict[str, Span]
    start: int | None = None
    """Where the first word chosen starts."""
    typed: str = ""
    of: Fields | None = None
    """The entity that the words will be the mention of, where it was given first."""

    def press(self, letter: str) -> Span | None:
        """Take a letter; returns the word once its label is complete, and forgets a letter no label goes on with."""
        typed = self.typed + letter
        if typed in self.labels:
            self.typed = ""
            return self.labels[typed]
        if any(label.startswith(typed) for label in self.labels):
            self.typed = typed
        return None

    def from_word(self, start: int, end: int) -> "Hints":
        """Return the labels for the last word, when the first one is known: each word keeps its own."""
        kept = {label: word for label, word in self.labels.items() if start < word.end and word.start < end}
        return Hints(self.purpose, kept, start, of=self.of)

    def shown(self) -> dict[int, str]:
        """Return what is still to be typed of each label, by the offset of its word."""
        return {
            word.start: label[len(self.typed) :]
            for label, word in self.labels.items()
            if label.startswith(self.typed)
        }


def hints_over(text: str, around: Span, near: Span, purpose: Purpose) -> Hints:
    """Label the words of a range: those in `near` get the short labels, then those after it, then those before.

    Of very many, those that come last have no label.
    """
    found = list(words(text, *around))
    inside = [word for word in found if near.start <= word.start < near.end]
    after = [word for word in found if word.start >= near.end]
    before = [word for word in found if word.start < near.start]
    ordered = [*inside, *after, *reversed(before)]
    labels = dict(zip(hint_labels(len(ordered)), ordered, strict=False))
    return Hints(purpose, labels)


def between(text: str, start: int, last: Span) -> Span:
    """Return the words from `start` to the end of `last`, without the punctuation around them."""
    return tidy(text, Span(start, max(last.end, start + 1)))

"""Passages as other programs give them, by offsets or by exact words, as offsets of a text.

A passage is `[[start, end], …]` (code points, half-open), or a quote, or a list of quotes, one for each span. A quote
is the exact words, or `{"quote": words, "occurrence": n}` for the n-th place (from 1) where the text has them.
Nothing is guessed: words that the text does not have, or has in several places, are refused.
"""

from collections.abc import Iterator

from pydantic import JsonValue

from annotator.errors import InputError
from annotator.fields import Span
from annotator.proposals import Spans
from annotator.selecting import paragraph

_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\n": " ", "\xa0": " "}
)
"""Characters that programs put in each other's place. One for one: offsets stay true."""


def passage(given: JsonValue, text: str, claim: Spans = ()) -> Spans:
    """Return the spans of a passage; raises InputError where its words are not in the text, or in several places.

    Words that attribute a claim, or name its speaker, are looked for outside of the claim (`claim`), in its own
    paragraphs before the rest of the text.
    """
    if isinstance(given, list) and given and all(map(_is_offsets, given)):
        return tuple((span[0], span[1]) for span in given)  # type: ignore[index,misc]
    quotes = given if isinstance(given, list) else [given]
    if not quotes:
        raise InputError("an empty list; leave it out, or give the words")
    return tuple(_place(quote, text, claim) for quote in quotes)


def _is_offsets(value: JsonValue) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(at) is int for at in value)


def _place(quote: JsonValue, text: str, claim: Spans) -> Span:
    words, occurrence = _quoted(quote)
    if occurrence is not None:
        found = list(_places(words, text, Span(0, len(text))))
        if len(found) < occurrence:
            raise InputError(
                f"occurrence {occurrence}: “{_short(words)}” is in the text {_times(len(found))}"
            )
        return found[occurrence - 1]
    for window, where in _windows(text, claim):
        found = [place for place in _places(words, text, window) if not _inside(place, claim)]
        if len(found) > 1:
            raise InputError(
                f"“{_short(words)}” is in {where} {_times(len(found))}; say which by its occurrence"
            )
        if found:
            return found[0]
    raise InputError(f"“{_short(words)}” is not in the text{_alike(words, text)}")


def _quoted(quote: JsonValue) -> tuple[str, int | None]:
    """Return the words of a quote, and which of their places is meant, if that is said."""
    if isinstance(quote, dict) and set(quote) == {"quote", "occurrence"}:
        words, occurrence = quote["quote"], quote["occurrence"]
        if isinstance(words, str) and words.strip() and type(occurrence) is int and occurrence > 0:
            return words.strip(), occurrence
    elif isinstance(quote, str) and quote.strip():
        return quote.strip(), None
    raise InputError('give the exact words, {"quote": words, "occurrence": n} or [[start, end], …]')


def _places(words: str, text: str, window: Span) -> Iterator[Span]:
    start = text.find(words, *window)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1, window.end)


def _windows(text: str, claim: Spans) -> Iterator[tuple[Span, str]]:
    if claim:
        yield (
            Span(paragraph(text, claim[0][0]).start, paragraph(text, claim[-1][1] - 1).end),
            "the claim's paragraph",
        )
    yield Span(0, len(text)), "the text"


def _inside(place: Span, claim: Spans) -> bool:
    return any(place.start < end and start < place.end for start, end in claim)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _alike(words: str, text: str) -> str:
    """Say what the text has that differs only in quotation marks, dashes and blanks."""
    start = text.translate(_ALIKE).find(words.translate(_ALIKE))
    return f"; it has “{_short(text[start : start + len(words)])}” at {start}" if start >= 0 else ""


def _short(words: str) -> str:
    return cut if len(cut := " ".join(words.split())) <= 60 else f"{cut[:59]}…"

"""Which words of a text name whom: all names are looked for in one pass, however many there are."""

import re
from collections.abc import Iterable, Iterator

from annotator.fields import Span

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset(["the", "a", "an", "this", "these", "those"])


class Surfaces:
    """The forms that names take in texts; where two names share a form, the first one given has it."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        """Take forms, each with the name that it stands for."""
        self._names: dict[str, str] = {}
        self._by_first_word: dict[str, list[tuple[str, int]]] = {}
        for form, name in forms:
            first = _WORD.search(form)
            if first is not None and form not in self._names:
                self._names[form] = name
                self._by_first_word.setdefault(first.group(), []).append((form, first.start()))

    def name_of(self, words: str) -> str | None:
        """Return the name that some words stand for."""
        return self._names.get(words)

    def mentions(self, text: str, window: Span) -> dict[str, list[Span]]:
        """Return where each name is mentioned in a range of a text, as whole words."""
        found: dict[str, list[Span]] = {}
        for word in _WORD.finditer(text, *window):
            for form, lead in self._by_first_word.get(word.group(), ()):
                start = word.start() - lead
                span = Span(start, start + len(form))
                if window.start <= start and span.end <= window.end and _stands_alone(text, span, form):
                    found.setdefault(self._names[form], []).append(span)
        return found


def places(form: str, text: str, window: Span) -> Iterator[Span]:
    """Yield where some words stand in a range of a text, as whole words."""
    start = text.find(form, *window)
    while start >= 0:
        span = Span(start, start + len(form))
        if _stands_alone(text, span, form):
            yield span
        start = text.find(form, start + 1, window.end)


def _stands_alone(text: str, span: Span, form: str) -> bool:
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return text.startswith(form, span.start) and not _WORD.match(before) and not _WORD.match(after)


def other_case(form: str) -> str:
    """Return words as they stand at the beginning of a sentence ("Farmers") or within one ("the report")."""
    first = form.partition(" ")[0]
    if first.islower():
        return form[0].upper() + form[1:]
    return form[0].lower() + form[1:] if first.lower() in _ARTICLES else form

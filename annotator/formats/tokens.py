"""Tokens, for formats of tokens: what any tokenizer would agree on, without a model."""

import re
import unicodedata

from annotator.fields import Span

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]|[^\s{_CJK}]+")


def tokens_of(text: str, start: int, end: int) -> list[Span]:
    """Return the tokens of a range: what stands between blanks, punctuation at its ends apart, CJK by character."""
    found = []
    for run in _RUN.finditer(text, start, end):
        first, last = run.span()
        while first < last and _is_punctuation(text[first]):
            found.append(Span(first, first + 1))
            first += 1
        core = last
        while core > first and _is_punctuation(text[core - 1]):
            core -= 1
        if first < core:
            found.append(Span(first, core))
        found += [Span(place, place + 1) for place in range(core, last)]
    return found


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"

"""What a claim may be about: the noun phrases in its words, found by regular expressions over their tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.suggest import words
from annotator.suggest.tokens import Range, Tokens, tokenize

_HEAD = r"[nN]"
_CORE = rf"(?:(?<=[DsIO*])(?:[ein]C(?=[nei])|[eiB](?=[nNi#])))?[nN#]*{_HEAD}"
_NOUN_PHRASE = re.compile(rf"(?<![ATB!nN])({_CORE})((?:[OI]D*{_CORE}i?){{0,2}})")
_JOINED_BY = frozenset({"of", "on", "for", "against", "in"})
_LONGEST = 7
"""Words: a longer phrase is no name."""
_VAGUE = words.TIME_UNITS | frozenset(
    """way ways time times day days part lot thing things people person man men woman women years months weeks
    percent cent hour hours minute minutes one ones order word words kind sort number anybody third half quarter
    rest most out up down away off""".split()  # noqa: SIM905 (as the other word lists)
)
"""What no claim is about, as the head of a noun phrase."""


def topics(text: str, start: int, end: int) -> Iterator[tuple[Range, str]]:
    """Yield the noun phrases in a range of an English text, without their articles, in order; each with its name.

    A phrase with "of", "for" or "on" comes whole and then, if it has several words, without what follows these.
    """
    tokens = tokenize(text, start, end)
    last = 0
    while found := _NOUN_PHRASE.search(tokens.tags, last):
        first, core_end = found.span(1)
        last = _end(tokens, core_end, found.end())
        if not _names_something(tokens, first, core_end):
            continue
        if last > core_end and last - first <= _LONGEST:
            yield tokens.chars(first, last), _name(tokens, first, last)
        if core_end - first > 1 or last == core_end:
            yield tokens.chars(first, core_end), _name(tokens, first, core_end)


def _end(tokens: Tokens, core_end: int, last: int) -> int:
    """Return where a phrase ends that is joined only by words that make one name of it."""
    for i in range(core_end, last):
        if tokens.tags[i] in "OI" and tokens.words[i] not in _JOINED_BY:
            return i
    return last


def _names_something(tokens: Tokens, first: int, last: int) -> bool:
    head = tokens.words[last - 1]
    return tokens.tags[first] != "#" and head not in _VAGUE and len(head) > 2


def _name(tokens: Tokens, first: int, last: int) -> str:
    """Return the words of a phrase on one line, without the capital of a sentence's first word or of a headline."""
    pieces = []
    for i in range(first, last):
        word = tokens.text[tokens.starts[i] : tokens.ends[i]]
        gap = tokens.text[tokens.ends[i] : tokens.starts[i + 1]] if i + 1 < last else ""
        small = tokens.tags[i] == "n" and word[1:].islower()
        pieces.append((word.lower() if small else word) + (" " if gap else ""))
    return "".join(pieces)

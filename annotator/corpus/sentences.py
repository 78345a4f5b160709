"""Sentences of an article: layout first, then the language's rules, then what kind each sentence is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from annotator.corpus import english, other_languages
from annotator.corpus.kinds import Kind, credit_start, kinds_of
from annotator.corpus.layout import paragraphs
from annotator.errors import InputError

__all__ = ["Kind", "Sentence", "segment", "segmenter_name"]

MOST_PARAGRAPHS = 100_000
"""In one text. Each costs up to 40 µs and half a hundred bytes of the article's line: more are no article."""

_VERSION = "1"  # raised whenever a boundary or a kind may come out differently


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range [start, end) of the article's text, in code points, with its kind."""

    start: int
    end: int
    kind: Kind


def segment(text: str, language: str = "en") -> list[Sentence]:
    """Return the sentences of a clean text in order: not overlapping, each non-blank character in exactly one.

    No sentence begins or ends with a blank or crosses a paragraph. English has rules of its own. Languages that
    Punkt has a model for are cut by that (Kiss & Strunk 2006, "Unsupervised multilingual sentence boundary
    detection"). Any other language is cut behind full stops, question and exclamation marks, unless a
    lower-case letter follows.

    Raises:
        InputError: the language needs a package that is not installed; says how to install it. Or the text has more
            than MOST_PARAGRAPHS paragraphs.
    """
    sentence_starts = _rules(language)
    ranges = list(islice(paragraphs(text), MOST_PARAGRAPHS + 1))
    if len(ranges) > MOST_PARAGRAPHS:
        raise InputError(f"it has more than {MOST_PARAGRAPHS:,} paragraphs; split it")
    kinds = kinds_of([text[start:end] for start, end in ranges])
    return [
        Sentence(start, end, kind)
        for (first, last), kind in zip(ranges, kinds, strict=True)
        for start, end in _cut(text[first:last], first, _starts(text[first:last], kind, sentence_starts))
    ]


def segmenter_name(language: str = "en") -> str:
    """Return the name and version of what cuts this language: recorded with each article.

    Raises:
        InputError: as segment.
    """
    base = _base(language)
    if base == "en":
        return f"annotator-english/{_VERSION}"
    if base in other_languages.PUNKT_MODELS:
        return f"annotator-punkt-{base}/{_VERSION}+{other_languages.punkt_version()}"
    return f"annotator-plain/{_VERSION}"


def _base(language: str) -> str:
    """Return the language without its region: "en" of "en-US"."""
    return language.replace("_", "-").split("-")[0].lower()


def _rules(language: str) -> Callable[[str], Iterable[int]]:
    base = _base(language)
    if base == "en":
        return english.sentence_starts
    if base in other_languages.PUNKT_MODELS:
        return other_languages.punkt_rules(base)
    return other_languages.plain_sentence_starts


def _starts(paragraph: str, kind: Kind, sentence_starts: Callable[[str], Iterable[int]]) -> Iterable[int]:
    """Return where sentences start inside the paragraph; the labelled credit of a caption is one of its own."""
    credit = credit_start(paragraph) if kind == "caption" else None
    if credit is None:
        return sentence_starts(paragraph)
    return sorted({*sentence_starts(paragraph[:credit]), credit} - {0})


def _cut(paragraph: str, offset: int, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges between the starts, without the blanks at their ends, moved by the offset."""
    begin = 0
    for start in (*starts, len(paragraph)):
        sentence = paragraph[begin:start]
        padded = sentence.lstrip()
        yield offset + start - len(padded), offset + begin + len(sentence.rstrip())
        begin = start

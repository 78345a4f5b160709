"""Mending wrong boundaries and kinds of sentences: the text stays the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.carrying import occurrences
from annotator.corpus.add import changing_articles
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.errors import InputError
from annotator.reading import Sentence, SentenceKind

_MENDED = " (mended)"


def mend_sentences(
    corpus: Corpus,
    article_id: str,
    splits: Iterable[str],
    joins: Iterable[int],
    kinds: Mapping[int, SentenceKind],
) -> Article:
    """Change sentences of an article, and write it anew; marks follow by range.

    Each split is an offset or the words that a new sentence begins with; each join is the number (from 1) of a
    sentence that goes on with the next one; `kinds` are by number, and come first: parts of a sentence that is
    split share its kind. Raises InputError, with nothing changed, for one that cannot be done.
    """
    with changing_articles(corpus):
        article = corpus.article(article_id)
        sentences = joined(with_kinds(article.sentences, kinds), joins)
        for split in splits:
            sentences = split_at(article.text, sentences, split_offset(article.text, split))
        segmenter = article.segmenter.removesuffix(_MENDED) + _MENDED
        changed = article.model_copy(update={"sentences": sentences, "segmenter": segmenter})
        if sentences != article.sentences:
            corpus.replace_article(changed)
        return changed


def with_kinds(sentences: Sequence[Sentence], kinds: Mapping[int, SentenceKind]) -> tuple[Sentence, ...]:
    """Give each numbered sentence (from 1) another kind. Raises InputError."""
    for number in kinds:
        if not 1 <= number <= len(sentences):
            raise InputError(f"there is no sentence {number}; there are {len(sentences)}")
    return tuple(
        replace(sentence, kind=kinds.get(number, sentence.kind))
        for number, sentence in enumerate(sentences, 1)
    )


def joined(sentences: Sequence[Sentence], joins: Iterable[int]) -> tuple[Sentence, ...]:
    """Join each numbered sentence (from 1) with the one after it; it keeps its kind. Raises InputError."""
    goes_on = set(joins)
    for number in goes_on:
        if not 1 <= number < len(sentences):
            raise InputError(f"sentence {number} cannot be joined with the next: there are {len(sentences)}")
    found: list[Sentence] = []
    for number, sentence in enumerate(sentences, 1):
        if number - 1 in goes_on:
            found[-1] = Sentence(found[-1].start, sentence.end, found[-1].kind)
        else:
            found.append(sentence)
    return tuple(found)


def split_offset(text: str, split: str) -> int:
    """Return the offset that a split means: a number, or where the words stand, once. Raises InputError."""
    if split.isascii() and split.isdigit():
        return int(split)
    places = occurrences(text, split) if split else []
    if len(places) == 1:
        return places[0]
    if not places:
        raise InputError(f"“{split}” is not in the article")
    raise InputError(f"“{split}” stands {len(places)} times; give more words, or an offset: {places[:5]}")


def split_at(text: str, sentences: Sequence[Sentence], offset: int) -> tuple[Sentence, ...]:
    """Split the sentence around `offset`; both parts keep its kind. Raises InputError where no two would result."""
    for place, sentence in enumerate(sentences):
        if sentence.start < offset < sentence.end:
            left, right = text[sentence.start : offset], text[offset : sentence.end]
            parts = (
                Sentence(sentence.start, sentence.start + len(left.rstrip()), sentence.kind),
                Sentence(sentence.end - len(right.lstrip()), sentence.end, sentence.kind),
            )
            return (*sentences[:place], *parts, *sentences[place + 1 :])
    raise InputError(f"offset {offset} is not inside a sentence; it cannot be split there")

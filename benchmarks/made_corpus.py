"""Corpora made for measuring: a long annotated article, and very many articles."""

import random
from collections.abc import Iterator
from pathlib import Path

from annotator.corpus.articles import Article, article_line, text_sha256
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.fields import Span
from annotator.loading import load_schema
from annotator.reading import Sentence
from annotator.statements import Event, Mark, Put, event_line

ANNOTATOR = "bench"
ANNOTATED = 0.1
"""The share of the words that lie in claims."""
ARTICLE_BYTES = 5_000

_TEXT = (
    "the council said that harbour would stay open until spring because nobody wanted it closed and fishermen "
    "feared losing work while officials argued over money which had been promised twice but never paid to them"
)
_WORDS = _TEXT.split()
_NAMES = ("Mara Lindqvist", "Tomas Berg", "The Harbour Union", "Ines Okafor", "Port Authority")
_CLAIM_WORDS = 8
_SCHEMA = load_schema("statement").identifier
_ULID_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def article(number: int, words: int) -> Article:
    """Make an article of about so many words, different for each number: sentences of 8 to 30 words, paragraphs."""
    chance = random.Random(number)
    text, sentences, count = f"Report {number} on the harbour", [], 5
    sentences.append(Sentence(0, len(text), "headline"))
    while count < words:
        chosen = [chance.choice(_NAMES), *chance.choices(_WORDS, k=chance.randint(8, 30))]
        blank = " " if len(sentences) > 1 and chance.random() < 0.75 else "\n\n"
        start = len(text) + len(blank)
        text += f"{blank}{' '.join(chosen)}."
        sentences.append(Sentence(start, len(text)))
        count += len(chosen)
    return _article(number, text, tuple(sentences))


def _article(number: int, text: str, sentences: tuple[Sentence, ...]) -> Article:
    return Article(
        id=f"news-{number:06}x",
        title=f"The harbour plan, part {number}",
        outlet="The Example",
        published="2026-01-05",
        language="en",
        segmenter="benchmark@1",
        sha256=text_sha256(text),
        text=text,
        sentences=sentences,
    )


def annotated_corpus(root: Path, words: int) -> Corpus:
    """Make a corpus of one article of so many words, a tenth of them in claims, every second sentence read."""
    corpus, made = new_corpus(root, "benchmark", "en", "statement"), article(0, words)
    (corpus.articles_folder / "made.jsonl").write_bytes(article_line(made))
    journal = corpus.annotations_folder / f"{ANNOTATOR}.jsonl"
    journal.write_bytes(b"".join(map(event_line, _events(made))))
    return corpus


def large_corpus(root: Path, articles: int, annotated: int = 0) -> Corpus:
    """Make a corpus of so many articles of 5 KB, of which `annotated` have some ten statements, spread evenly.

    They differ in their first sentence, so that making it is quick.
    """
    corpus = new_corpus(root, "benchmark", "en", "statement")
    model = article(0, ARTICLE_BYTES // 6)
    head = model.sentences[0].end
    every = articles // annotated if annotated else articles + 1
    with (
        (corpus.articles_folder / "made.jsonl").open("wb") as file,
        (corpus.annotations_folder / f"{ANNOTATOR}.jsonl").open("wb") as journal,
    ):
        for number in range(articles):
            title = f"Report {number:06}"
            shift = len(title) - head
            rest = (Sentence(s.start + shift, s.end + shift, s.kind) for s in model.sentences[1:])
            made = (Sentence(0, len(title), "headline"), *rest)
            about = _article(number, title + model.text[head:], made)
            file.write(article_line(about))
            if number % every == every - 1:
                journal.writelines(map(event_line, _events(about, first=1000 * number)))
    return corpus


def _events(about: Article, first: int = 0) -> Iterator[Event]:
    """Yield statements over a tenth of the words, spread evenly, and marks on the sentences that have them.

    Ids are made of numbers from `first`. Every fifth mark says that somebody is unsure.
    """
    words, claimed = 0, 0
    for number, sentence in enumerate(about.sentences):
        said = about.text[sentence.start : sentence.end].split(" ")
        words += len(said)
        if sentence.kind == "body" and len(said) > _CLAIM_WORDS and claimed < ANNOTATED * words:
            claimed += _CLAIM_WORDS
            end = sentence.end - 1
            start = end - len(" ".join(said[-_CLAIM_WORDS:])) + 1
            yield _put(about, Span(start, end), sentence.start, first + 2 * number)
            common = _common(about, first + 2 * number + 1)
            state = "unsure" if number % 5 == 0 else "done"
            yield Mark.model_validate({**common, "sentence": sentence.span, "state": state})


def _put(about: Article, claim: Span, at: int, number: int) -> Put:
    name = next(name for name in _NAMES if about.text.startswith(name, at))
    fields = {
        "claim": [list(claim)],
        "speaker": [{"name": name, "kind": None, "mention": [[at, at + len(name)]]}],
        "stance": "oppose",
        "target": {"name": "the harbour plan", "kind": None, "mention": None},
        "parent": None,
        "premise_of": None,
        "cue": None,
        "addressee": [],
        "attribution": None,
        "confidence": None,
        "note": "",
    }
    quote = about.text[claim.start : claim.end]
    content = {"statement": f"s-{_ulid(number)}", "fields": fields, "quote": quote}
    return Put.model_validate({**_common(about, number), **content})


def _common(about: Article, number: int) -> dict[str, object]:
    return {
        "id": f"e-{_ulid(number)}",
        "annotator": ANNOTATOR,
        "at": f"2026-01-05T10:{number // 60_000 % 60:02}:{number // 1000 % 60:02}.{number % 1000:03}Z",
        "seconds": 12.5,
        "article": about.id,
        "text": about.text_hash,
        "schema": _SCHEMA,
    }


def _ulid(number: int) -> str:
    digits = ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = _ULID_DIGITS[digit] + digits
    return digits

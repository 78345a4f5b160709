"""How good the built-in suggester is, on somebody else's gold: F1 of its outermost proposals on PolNeAR.

    python benchmarks/suggest_quality.py [FILE.jsonl.gz] [--gold-against-itself]

A line of the file is `{id, text, annotators: {name: [{content, cue, source}]}}`, each a list of `[start, end)` in
code points. PolNeAR: Newell, Margolin & Ruths, "An Attribution Relations Corpus for Political News", LREC 2018.

Scored on words: punctuation and a leading "that" count for nothing. The overlap of two passages is the intersection
over the union of their words. Predicted and gold items are paired one to one, best first. An item counts

- content exact / overlap: when the contents of the pair have the same words / overlap by half or more;
- cue overlap: when the cues of a pair (paired by their cues alone) share a word;
- source overlap: when the contents overlap by half or more and the sources share a word;
- both exact: when contents and sources have the same words (no source on either side is the same).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from annotator.suggest import Proposal, suggest
from annotator.suggest.lexicon import CUE_VERBS

DEV = Path(__file__).parents[2] / "shared" / "measure" / "polnear-dev.jsonl.gz"
Spans = Sequence[Sequence[int]]
Words = frozenset[int]
Measure = Literal["content exact", "content overlap", "cue overlap", "source overlap", "both exact"]
MEASURES: tuple[Measure, ...] = (
    "content exact",
    "content overlap",
    "cue overlap",
    "source overlap",
    "both exact",
)
WORD = re.compile(r"\w+")
MARK = re.compile(r"\S")
QUOTATION = re.compile(r"[“\"][^”\"“]*[”\"]?")


class Attribution(TypedDict):
    """One attribution of the gold, as the file has it."""

    content: list[list[int]]
    cue: list[list[int]]
    source: list[list[int]]


class Article(TypedDict):
    """One line of the gold file."""

    id: str
    text: str
    annotators: dict[str, list[Attribution]]


@dataclass(frozen=True, slots=True)
class Item:
    """An attribution as sets of words, each word known by where it starts in the text."""

    content: Words
    cue: Words
    source: Words
    kind: str
    verb: str


@dataclass(frozen=True, slots=True)
class Score:
    """True positives, and how many items were predicted and wanted."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Hits per predicted item, in percent."""
        return 100 * self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits per gold item, in percent."""
        return 100 * self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        total = self.predicted + self.gold
        return 200 * self.hits / total if total else 0.0


def read_articles(path: Path) -> Iterator[Article]:
    """Read a gold file, one article at a time."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def words_in(text: str, spans: Spans) -> Words:
    """Return the starts of the words that the spans touch; a leading "that" is left out."""
    found: list[re.Match[str]] = []
    for start, end in spans:
        found += WORD.finditer(text, start, end)
    if not found:  # a cue can be a colon
        found = [mark for start, end in spans for mark in MARK.finditer(text, start, end)]
    if found and found[0].group().lower() == "that" and len(found) > 1:
        found = found[1:]
    return frozenset(word.start() for word in found)


def kind_of(text: str, spans: Spans) -> str:
    """Tell direct (all in quotation marks), mixed (some) and indirect (none) contents apart."""
    inside = total = 0
    for start, end in spans:
        piece = text[start:end]
        total += len(WORD.findall(piece))
        inside += sum(len(WORD.findall(quoted)) for quoted in QUOTATION.findall(piece))
    if not inside:
        return "indirect"
    return "direct" if inside >= total else "mixed"


def verb_of(text: str, cue: Spans) -> str:
    """Tell items with a speech verb in their cue from all others."""
    words = (word.lower() for start, end in cue for word in WORD.findall(text[start:end]))
    speech = any(word in CUE_VERBS and CUE_VERBS[word].group.speech for word in words)
    return "speech verb" if speech else "other cue"


def gold_items(article: Article) -> list[Item]:
    """Return the gold attributions of the article's annotators."""
    text = article["text"]
    return [
        Item(
            words_in(text, each["content"]),
            words_in(text, each["cue"]),
            words_in(text, each["source"]),
            kind_of(text, each["content"]),
            verb_of(text, each["cue"]),
        )
        for attributions in article["annotators"].values()
        for each in attributions
    ]


def predicted_items(text: str, proposals: Iterable[Proposal]) -> list[Item]:
    """Return the outermost proposals: the gold knows no nesting."""
    return [
        Item(
            words_in(text, each.claim),
            words_in(text, each.cue or ()),
            words_in(text, each.speaker or ()),
            kind_of(text, each.claim),
            verb_of(text, each.cue or ()),
        )
        for each in proposals
        if each.parent is None
    ]


def overlap(one: Words, other: Words) -> float:
    """Intersection over union."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def pairs(
    predicted: Sequence[Item], gold: Sequence[Item], key: Callable[[Item], Words]
) -> list[tuple[int, int, float]]:
    """Pair predicted and gold items one to one by the overlap of `key`, best first."""
    by_word: dict[int, list[int]] = defaultdict(list)
    for g, item in enumerate(gold):
        for word in key(item):
            by_word[word].append(g)
    candidates = []
    for p, item in enumerate(predicted):
        for g in {g for word in key(item) for g in by_word.get(word, ())}:
            same_source = overlap(item.source, gold[g].source)
            candidates.append((overlap(key(item), key(gold[g])), same_source, p, g))
    candidates.sort(key=lambda each: (-each[0], -each[1], each[2], each[3]))
    chosen, used_p, used_g = [], set[int](), set[int]()
    for score, _, p, g in candidates:
        if p not in used_p and g not in used_g:
            chosen.append((p, g, score))
            used_p.add(p)
            used_g.add(g)
    return chosen


def same_speaker(one: Words, other: Words) -> bool:
    """Whether two sources share a word, or both sides say that there is none."""
    return bool(one & other) or (not one and not other)


def hits_of(predicted: Sequence[Item], gold: Sequence[Item]) -> dict[Measure, list[tuple[int, int]]]:
    """Return, for each measure, the pairs (predicted, gold) that count."""
    by_content = pairs(predicted, gold, lambda item: item.content)
    by_cue = pairs(predicted, gold, lambda item: item.cue)
    half = [(p, g) for p, g, score in by_content if score >= 0.5]
    exact = [(p, g) for p, g, score in by_content if score == 1]
    return {
        "content exact": exact,
        "content overlap": half,
        "cue overlap": [(p, g) for p, g, _ in by_cue],
        "source overlap": [(p, g) for p, g in half if same_speaker(predicted[p].source, gold[g].source)],
        "both exact": [(p, g) for p, g in exact if predicted[p].source == gold[g].source],
    }


class Tally:
    """Adds up hits, predicted and gold items, in all and by slice of the gold."""

    def __init__(self) -> None:
        self.hits: dict[str, Counter[Measure]] = defaultdict(Counter)
        self.predicted: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()

    def add(self, predicted: Sequence[Item], gold: Sequence[Item]) -> None:
        """Score one article."""
        for counter, items in ((self.predicted, predicted), (self.gold, gold)):
            for item in items:
                counter.update(("all", item.kind, item.verb))
        for measure, found in hits_of(predicted, gold).items():
            for _, g in found:
                for name in ("all", gold[g].kind, gold[g].verb):
                    self.hits[name][measure] += 1

    def score(self, name: str, measure: Measure) -> Score:
        """Return the score of a slice; by slice, hits are filed under the gold's kind."""
        return Score(self.hits[name][measure], self.predicted[name], self.gold[name])


def report(tally: Tally) -> None:
    """Print the tables."""
    print(f"{'':16}{'precision':>10}{'recall':>8}{'F1':>8}")
    for measure in MEASURES:
        score = tally.score("all", measure)
        print(f"{measure:16}{score.precision:10.1f}{score.recall:8.1f}{score.f1:8.1f}")
    print(f"\n{tally.predicted['all']} proposed, {tally.gold['all']} in the gold\n")
    print(f"{'F1 by kind':16}{'gold':>6}{'proposed':>10}" + "".join(f"{name:>17}" for name in MEASURES))
    for name in ("direct", "mixed", "indirect", "speech verb", "other cue"):
        cells = "".join(f"{tally.score(name, measure).f1:17.1f}" for measure in MEASURES)
        print(f"{name:16}{tally.gold[name]:6}{tally.predicted[name]:10}{cells}")
    print("\nRecall gap (gold items that no proposal overlaps by half):")
    for name in ("direct", "mixed", "indirect", "speech verb", "other cue"):
        score = tally.score(name, "content overlap")
        print(f"{name:16}{score.gold - score.hits:6} of {score.gold} ({100 - score.recall:.0f} %)")


def main() -> int:
    """Score the suggester, or the gold against itself (which must give 100)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=DEV)
    parser.add_argument("--gold-against-itself", action="store_true")
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is not here")
    tally = Tally()
    for article in read_articles(options.file):
        gold = gold_items(article)
        own = options.gold_against_itself
        tally.add(gold if own else predicted_items(article["text"], suggest(article["text"])), gold)
    report(tally)
    return 0


if __name__ == "__main__":
    sys.exit(main())

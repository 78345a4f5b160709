"""How fast and how large alignment, agreement and gamma are: `python benchmarks/agreement.py`.

`--krippendorff PYTHON` measures the `krippendorff` package beside ours, in a virtual environment that has it
(it is GPL, so never one of ours). Memory is the peak that Python and numpy allocate beyond the input. Then the
figures of real annotators: four PolNeAR articles with six annotators each (Newell, Margolin and Ruths 2018), read
where they lie beside the repository.
"""

import argparse
import gzip
import json
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
from journal import sitting  # the benchmark beside this one

from annotator.merge.align import Group, Unit, align
from annotator.merge.alpha import alpha
from annotator.merge.bootstrap import figure
from annotator.merge.coefficients import ac1, percentage
from annotator.merge.detection import Detection, Means, matched_keys, matched_spans
from annotator.merge.distance import masi
from annotator.merge.figure import Figure
from annotator.merge.gamma import Unit as Place
from annotator.merge.gamma import gamma
from annotator.merge.ratings import Ratings, Recorder
from annotator.merge.unitizing import Unitizing, relevant
from annotator.statements import Event, Put, event_line, parse_event

REAL = Path(__file__).resolve().parents[2] / "shared" / "measure" / "polnear-annotator-training.jsonl.gz"
ANNOTATORS = ["ada", "ben", "cleo"]
ARTICLES, CLAIMS = 10_000, 10
FOUND = ["F1, IoU >= .5", "mean IoU of groups", "|u"]
"""Of the figures, those about what was found and where."""

KRIPPENDORFF = """
import sys, time, tracemalloc
import numpy as np, krippendorff
table = np.load(sys.argv[1])
start = time.process_time()
value = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
seconds = time.process_time() - start
tracemalloc.start()
krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
print(value, seconds, tracemalloc.get_traced_memory()[1])
"""


class Row(NamedTuple):
    """One line of the table: what was measured, the budget, and whether it was met."""

    what: str
    found: str
    budget: str = ""
    met: bool = True


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--krippendorff", metavar="PYTHON", help="interpreter that has the package")
    rows: list[Row] = []
    for part in (*coefficients(options.parse_args().krippendorff), *alignment(), *gammas(), *whole()):
        rows.append(part)
        print(f"{'  ' if part.met else '! '}{part.what:62} {part.found:>22}   {part.budget}", flush=True)
    real()
    sys.exit(not all(row.met for row in rows))


def timed(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of the fastest run."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peak(work: Callable[[], object]) -> int:
    """Bytes allocated at most while working, beyond what was there."""
    tracemalloc.start()
    work()
    bytes_ = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return bytes_


# Coefficients


def synthetic(units: int, values: int, articles: int = 1) -> Ratings[int]:
    """Three annotators, a tenth of the ratings missing, a fifth of the rest at random."""
    chance = np.random.default_rng(1)
    truth = chance.integers(values, size=units)[:, None]
    codes = np.where(chance.random((units, 3)) < 0.8, truth, chance.integers(values, size=(units, 3)))
    unit, annotator = np.nonzero(chance.random((units, 3)) > 0.1)
    return Ratings(
        values=tuple(range(values)),
        annotators=tuple(ANNOTATORS),
        articles=articles,
        article=(np.arange(units) * articles // units).astype(np.int32),
        unit=unit.astype(np.int32),
        annotator=annotator.astype(np.int16),
        code=codes[unit, annotator].astype(np.int32),
    )


def coefficients(krippendorff: str | None) -> Iterator[Row]:
    data = synthetic(1_000_000, 5)
    seconds, memory = timed(lambda: alpha(data).evaluate()), peak(lambda: alpha(data).evaluate())
    yield Row("nominal alpha, 1,000,000 units x 3", f"{seconds:.2f} s  {memory / 1e6:.0f} MB")
    if krippendorff:
        value, other_seconds, other_memory = other_alpha(krippendorff, data)
        assert abs(value - alpha(data).evaluate()) < 1e-9
        times, share = other_seconds / seconds, memory / other_memory
        yield Row("  the krippendorff package", f"{other_seconds:.2f} s  {other_memory / 1e6:.0f} MB")
        yield Row("  ours is faster by", f"{times:.1f}", "at least 5", times >= 5)
        yield Row("  share of its memory", f"{share:.3f}", "at most 0.1", share <= 0.1)
    names = synthetic(10_000, 3_000)
    memory = peak(lambda: alpha(names).evaluate())
    yield Row(
        "nominal alpha, 10,000 units, 3,000 values",
        f"{memory / 1e6:.0f} MB",
        "at most 250 MB",
        memory <= 250e6,
    )
    sets = sets_of(names)
    memory = peak(lambda: alpha(sets, masi).evaluate())
    yield Row(
        "MASI alpha, the same with 3,000 sets", f"{memory / 1e6:.0f} MB", "at most 250 MB", memory <= 250e6
    )
    data = synthetic(100_000, 5, articles=10_000)
    sums = alpha(data)
    ratio = timed(lambda: figure(sums), 7) / timed(lambda: alpha(data).evaluate(), 7)
    yield Row(
        "1,000 bootstrap samples, 100,000 units in 10,000 articles",
        f"{ratio:.1f} evaluations",
        "at most 15",
        ratio <= 15,
    )


def sets_of(names: Ratings[int]) -> Ratings[frozenset[int]]:
    """The same ratings with a set in the place of each value, all different, many overlapping."""
    return Ratings(
        values=tuple(frozenset({name, name // 2}) for name in names.values),
        annotators=names.annotators,
        articles=names.articles,
        article=names.article,
        unit=names.unit,
        annotator=names.annotator,
        code=names.code,
    )


def other_alpha(python: str, data: Ratings[int]) -> tuple[float, float, int]:
    """Value, seconds and bytes of the package on the same data, in the form that it takes."""
    path = Path(sys.argv[0]).with_suffix(".npy")
    table = np.full((len(data.annotators), data.units), np.nan)
    table[data.annotator, data.unit] = data.code
    np.save(path, table)
    try:
        found = subprocess.run(
            [python, "-c", KRIPPENDORFF, str(path)], check=True, capture_output=True, text=True
        ).stdout.split()
    finally:
        path.unlink()
    return float(found[0]), float(found[1]), int(found[2])


# Alignment


def nested_article(annotators: int, claims: int, seed: int) -> list[Unit]:
    """Claims of an article of 5,000 characters, a fifth nested and a seventh interrupted, each found by most."""
    chance = random.Random(seed)
    truth: list[list[tuple[int, int]]] = []
    for number in range(claims):
        start, length = chance.randrange(5_000), chance.randrange(20, 200)
        if number % 5 == 0 and truth:
            start, length = truth[-1][0][0] + 10, max(10, truth[-1][-1][1] - truth[-1][0][0] - 20)
        middle = start + length // 2
        split = number % 7 == 0
        truth.append(
            [(start, middle), (middle + 15, start + length + 15)] if split else [(start, start + length)]
        )

    def off() -> int:
        return chance.choice([0, 0, 0, chance.randrange(-14, 15)])

    return [
        Unit(
            f"annotator {who}",
            f"{who}-{number}",
            [(max(0, s + off()), max(s + off(), e + off())) for s, e in spans],
        )
        for who in range(annotators)
        for number, spans in enumerate(truth)
        if chance.random() < 0.8
    ]


def alignment() -> Iterator[Row]:
    align(nested_article(3, 30, 0))  # imports the solver
    for annotators, claims, budget in ((2, 30, 0.2), (3, 30, 0.2), (5, 30, 0.2), (10, 60, 15.0)):
        articles = [nested_article(annotators, claims, seed) for seed in range(8)]
        seconds = [timed(lambda units=units: align(units), 1) for units in articles]  # type: ignore[misc]
        yield Row(
            f"alignment, {annotators} annotators x {claims}, mean of 8 articles (slowest)",
            f"{sum(seconds) / 8:.3f} s ({max(seconds):.3f})",
            f"at most {budget} s",
            max(seconds) <= budget,
        )


# Gamma


def gammas() -> Iterator[Row]:
    code = "import time as t; start = t.process_time(); import annotator.merge.gamma; print(t.process_time() - start)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds = float(run.stdout)
    yield Row("import of gamma, scipy included", f"{seconds:.2f} s", "below 2 s", seconds < 2)
    chance = random.Random(2)
    truth = [(number * 40 + chance.randrange(10), chance.choice("abc")) for number in range(100)]
    text = {
        who: [Place(at + chance.randrange(8), at + 20 + chance.randrange(8), label) for at, label in truth]
        for who in ANNOTATORS
    }
    seconds = timed(lambda: gamma([text]), 1)
    yield Row("gamma, 3 annotators x 100, 30 samples", f"{seconds:.1f} s", "at most 10 s", seconds <= 10)


# The whole of merging and measuring, from lines


def lines(articles: int) -> Iterator[list[bytes]]:
    """Of each article, the lines of three annotators who each find most of its ten claims."""
    event: Event = next(event for event in islice(sitting(1), 5) if isinstance(event, Put))
    pattern = json.loads(event_line(event))
    chance = random.Random(3)
    for article in range(articles):
        text = []
        for claim in range(CLAIMS):
            truth = (article * 7 + claim) % 3_000
            for number, annotator in enumerate(ANNOTATORS):
                start = claim * 100 + chance.choice([0, 0, 0, 5])
                name = truth if chance.random() < 0.8 else chance.randrange(3_000)
                pattern["annotator"] = annotator
                pattern["article"] = f"a-{article}"
                pattern["statement"] = f"s-{(article * CLAIMS + claim) * 3 + number:026}"
                pattern["fields"]["claim"] = [[start, start + 60]]
                pattern["fields"]["speaker"] = [{"name": f"name {name}", "kind": "person", "mention": None}]
                pattern["fields"]["stance"] = chance.choice(["support", "oppose", "oppose", "oppose"])
                text.append(orjson.dumps(pattern))
        yield text


class Told(NamedTuple):
    """A statement: as alignment sees it, and the values of two fields."""

    unit: Unit
    speakers: frozenset[str]
    stance: str


class Measured:
    """Everything collected about a corpus."""

    def __init__(self, annotators: Sequence[str]) -> None:
        self.annotators = annotators
        self.detection = Detection(annotators)
        self.unitizing = Unitizing()
        self.overlaps = Means()
        self.stance: Recorder[str] = Recorder(annotators)
        self.speakers: Recorder[frozenset[str]] = Recorder(annotators)

    def add(self, told: Sequence[Told], length: int) -> list[Group]:
        """Align one article and add it to all measures."""
        groups = align(one.unit for one in told)
        self.detection.start_article()
        self.stance.start_article()
        self.speakers.start_article()
        spans = {
            name: [one.unit.spans for one in told if one.unit.annotator == name] for name in self.annotators
        }
        for (one, other), matched in matched_spans(spans).items():
            self.detection.add(one, other, matched, (len(spans[one]), len(spans[other])))
        self.unitizing.add(length, {name: relevant(own) for name, own in spans.items()})
        overlaps = [group.iou for group in groups if group.iou is not None]
        self.overlaps.add(sum(overlaps), len(overlaps))
        values = {row.unit.id: row for row in told}
        for group in groups:
            self.stance.add({unit.annotator: values[unit.id].stance for unit in group.members})
            self.speakers.add({unit.annotator: values[unit.id].speakers for unit in group.members})
        return groups


def told_by(event: Event) -> Told:
    assert isinstance(event, Put)
    fields: dict[str, Any] = dict(event.fields)
    speakers = frozenset(entity["name"] for entity in fields["speaker"])
    claim = [(start, end) for start, end in fields["claim"]]
    return Told(Unit(event.annotator, event.statement, claim, (speakers,)), speakers, fields["stance"])


def figures(measured: Measured) -> dict[str, Figure]:
    stance, speakers = measured.stance.ratings(), measured.speakers.ratings()
    return {
        "F1, IoU >= .5": figure(measured.detection.f1()),
        "mean IoU of groups": figure(measured.overlaps.sums("nothing was matched")),
        "|u": figure(measured.unitizing.sums()),
        "alpha of stance": figure(alpha(stance), lambda: alpha(stance.by_unit())),
        "AC1 of stance": figure(ac1(stance)),
        "percentage of stance": figure(percentage(stance)),
        "MASI alpha of speakers": figure(alpha(speakers, masi)),
    }


def whole() -> Iterator[Row]:
    reading = merging = 0.0
    measured = Measured(ANNOTATORS)
    for text in lines(ARTICLES):
        start = time.process_time()
        events = [parse_event(line) for line in text]
        middle = time.process_time()
        measured.add([told_by(event) for event in events], 1_100)
        reading += middle - start
        merging += time.process_time() - middle
    start = time.process_time()
    figures(measured)
    last = time.process_time() - start
    statements = ARTICLES * CLAIMS * len(ANNOTATORS)
    yield Row(f"reading and validating {statements:,} lines", f"{reading:.1f} s")
    yield Row("  aligning them and collecting", f"{merging:.1f} s")
    yield Row("  seven figures with intervals", f"{last:.1f} s")
    ratio = (reading + merging + last) / reading
    yield Row("  all of it, in times of reading", f"{ratio:.2f}", "at most 5", ratio <= 5)
    small, large = (peak(lambda size=size: figures(gathered(size))) for size in (1_000, 3_000))  # type: ignore[misc]
    each = (large - small) / (2_000 * CLAIMS * len(ANNOTATORS))
    yield Row("  memory a statement over a fixed base", f"{each:.0f} bytes", "at most 200", each <= 200)


def gathered(articles: int) -> Measured:
    measured = Measured(ANNOTATORS)
    for text in lines(articles):
        measured.add([told_by(parse_event(line)) for line in text], 1_100)
    return measured


# Real annotators


def real() -> None:
    if not REAL.exists():
        print("\nno real articles beside the repository")
        return
    with gzip.open(REAL, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    measured = Measured(sorted(articles[0]["annotators"]))
    exact = Detection(measured.annotators)
    sizes: list[int] = []
    texts = []
    for article in articles:
        found = {name: [own["content"] for own in rows] for name, rows in article["annotators"].items()}
        told = [
            Told(Unit(name, f"{name}-{n}", [(s, e) for s, e in spans]), frozenset(), "")
            for name, own in found.items()
            for n, spans in enumerate(own)
        ]
        sizes += [len(group.members) for group in measured.add(told, len(article["text"]))]
        exact.start_article()
        for one, other in combinations(sorted(found), 2):
            matched = matched_keys(
                [str(spans) for spans in found[one]], [str(spans) for spans in found[other]]
            )
            exact.add(one, other, matched, (len(found[one]), len(found[other])))
        texts.append(
            {name: [Place(own[0][0], own[-1][1], "claim") for own in rows] for name, rows in found.items()}
        )
    print(
        f"\n{len(articles)} articles, {len(texts[0])} annotators, {sum(sizes)} statements in {len(sizes)} groups"
    )
    print("  groups by size: " + ", ".join(f"{n}: {sizes.count(n)}" for n in sorted(set(sizes))))
    figures_of_all = figures(measured)
    shown = {"F1, exact": figure(exact.f1()), **{name: figures_of_all[name] for name in FOUND}}
    for name, one in shown.items():
        if one.value is not None:
            span = f"[{one.interval.low:.3f}, {one.interval.high:.3f}]" if one.interval else ""
            print(f"  {name:24} {one.value:.3f} {span}  n = {one.n:,}")
    for pair in list(combinations(sorted(texts[0]), 2))[:1]:
        value = gamma([{name: text[name] for name in pair} for text in texts])
        print(f"  gamma of {' and '.join(pair)}    {value.figure.value:.3f} +- {value.sampling_error:.3f}")


if __name__ == "__main__":
    main()

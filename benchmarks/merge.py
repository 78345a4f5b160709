"""What merging and measuring cost: `python benchmarks/merge.py [ARTICLES]`.

Three annotators who found the same ten claims in each article, every seventh a little differently. Speed beside the
floor: reading the three journals (each line validated) and validating each statement by the schema; budget: at most 5
times that for merging, and for measuring. Memory: peak of a process at two sizes; budget: 200 bytes a statement.
ARTICLES is the larger size: 10,000 are 3 x 100,000 statements, and take a quarter of an hour of CPU time.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from journal import SENTENCES, article, interleaved, sitting

from annotator.by_article import Families
from annotator.commands.agree import measured
from annotator.corpus.articles import article_line
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.journal import read_journal
from annotator.formats.views import Tally
from annotator.merging import Gold, merge, write_events
from annotator.resolving import Rule
from annotator.statements import Event, Put, event_line
from annotator.validity import quote
from annotator.voices import sources

NAMES = ("ann", "bob", "cid")
SPEED = 100
SMALL, LARGE = 1200, 2400
TIMES_THE_FLOOR = 5
BYTES_A_STATEMENT = 200
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def main() -> None:
    if len(sys.argv) == 3:  # the process whose memory is measured
        corpus = Corpus(Path(sys.argv[2]))
        corpus.schema()
        start = time.process_time()
        {"read": read, "merge": merged, "agree": agreed}[sys.argv[1]](corpus)
        seconds = time.process_time() - start
        unit = 1 if sys.platform == "darwin" else 1024
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, seconds)
        return
    articles = int(sys.argv[1]) if len(sys.argv) == 2 else LARGE
    with tempfile.TemporaryDirectory() as folder:
        met = [whole(Path(folder), articles), speed(Path(folder))]  # a child starts with its parent's peak
    sys.exit(not all(met))


def speed(folder: Path) -> bool:
    corpus = made(folder / "speed", SPEED)
    least, merging, measuring = interleaved(
        lambda: read(corpus), lambda: merged(corpus), lambda: agreed(corpus)
    )
    print(f"3 x {SPEED * SENTENCES:,} statements, CPU seconds, best of 3 in turns")
    print(f"  {'read and validate':20} {least:7.2f}")
    for what, seconds in (("merge", merging), ("agree", measuring)):
        print(f"  {what:20} {seconds:7.2f}  {seconds / least:.1f} times (at most {TIMES_THE_FLOOR})")
    return max(merging, measuring) <= TIMES_THE_FLOOR * least


def whole(folder: Path, large: int) -> bool:
    """Measure memory by the difference between two sizes, and the larger one's time."""
    sizes = (SMALL, large)
    roots = [made(folder / f"whole-{articles}", articles).root for articles in sizes]
    _, floor = alone("read", roots[1])
    print(f"3 x {large * SENTENCES:,} statements, each in a process of its own")
    print(f"  {'read and validate':20} {floor:7.1f} s", flush=True)
    met = True
    for what in ("merge", "agree"):
        (small, _), (peak, seconds) = (alone(what, root) for root in roots)
        slope = (peak - small) / (3 * SENTENCES * (large - SMALL))
        times = seconds / floor
        print(
            f"  {what:20} {seconds:7.1f} s  {times:.1f} times (at most {TIMES_THE_FLOOR}), "
            f"{peak / 2**20:.0f} MiB, {slope:.0f} bytes a statement (at most {BYTES_A_STATEMENT})",
            flush=True,
        )
        met &= slope <= BYTES_A_STATEMENT and times <= TIMES_THE_FLOOR
    return met


def alone(what: str, root: Path) -> tuple[int, float]:
    """Run one in a process of its own; returns its peak in bytes and its CPU seconds."""
    command = [sys.executable, __file__, what, root]
    peak, seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(peak), float(seconds)


def read(corpus: Corpus) -> None:
    """Read the journals and validate each statement: the floor."""
    schema = corpus.schema()
    for name in NAMES:
        for event in read_journal(corpus.annotations_folder / f"{name}.jsonl").events:
            if isinstance(event, Put):
                schema.problems(event.fields)


def merged(corpus: Corpus) -> None:
    """Merge, as the command does, writing to nowhere."""
    tally = Tally(print)
    with (
        Path(os.devnull).open("wb") as file,
        Gold(corpus.gold_path("gold"), Families(corpus), tally) as gold,
    ):
        for one in merge(corpus, corpus.schema(), sources(corpus, ()), gold, Rule(), tally):
            write_events(file, one.events)


def agreed(corpus: Corpus) -> None:
    """Measure, as the command does."""
    measured(corpus, corpus.schema(), (), Tally(print), tau=0.3, seed=0, with_gamma=False)


def made(root: Path, articles: int) -> Corpus:
    """Make a corpus of like articles and a journal for each annotator."""
    corpus = new_corpus(root, "benchmark", "en", "statement")
    with (corpus.articles_folder / "made.jsonl").open("wb") as file:
        file.writelines(article_line(article(number)) for number in range(articles))
    for number, name in enumerate(NAMES):
        with (corpus.annotations_folder / f"{name}.jsonl").open("wb") as file:
            file.writelines(event_line(event) for event in _own(sitting(articles), name, number, corpus))
    return corpus


def _own(events: Iterator[Event], name: str, number: int, corpus: Corpus) -> Iterator[Event]:
    """Yield events as those of another annotator, who sometimes sees things otherwise."""
    chance = random.Random(name)
    schema = corpus.schema()
    about = article(0)
    for event in events:
        changed: dict[str, object] = {"annotator": name, "id": _other(event.id, number)}
        changed["replaces"] = tuple(_other(old, number) for old in event.replaces)
        if isinstance(event, Put):
            changed["statement"] = _other(event.statement, number)
            if chance.random() < 1 / 7:
                if event.article != about.id:
                    about = article(int(event.article.removeprefix("news-").removesuffix("x"), 16))
                first, *rest = event.fields["claim"]  # type: ignore[misc]
                claim = [[first[0] + 4, first[1]], *rest]  # type: ignore[index]
                fields = {
                    **event.fields,
                    "claim": claim,
                    "stance": chance.choice(["support", "oppose", "neutral"]),
                }
                changed |= {"fields": fields, "quote": quote(fields, schema, about.text)}
        yield event.model_copy(update=changed)


def _other(identifier: str, number: int) -> str:
    return identifier[:2] + _DIGITS[number] + identifier[3:]


if __name__ == "__main__":
    main()

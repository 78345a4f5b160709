"""How fast and how large an export is: `python benchmarks/export.py`.

Speed beside a floor, in records per second, in turns; budget: at least half. A floor reads every journal line with
pydantic and writes with orjson; there are two readings of what it writes. `events`: each validated event again, by
model_dump and orjson.dumps. `rows`: the finished rows of the export, which it did not have to make. Memory: peak of
a process that exports, at two sizes; budget: at most 200 bytes a statement between them.
"""

import gc
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import orjson
from journal import SENTENCES, article, interleaved, sitting, validate

from annotator.corpus.articles import article_line
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.export import CorpusDataset, Selection
from annotator.formats.jsonl import write
from annotator.formats.views import Tally, View
from annotator.schema import LoadedSchema
from annotator.statements import Event, Put, event_line, parse_event

ARTICLES = 250
SMALL, LARGE = 1_000, 6_000
FLOOR_SHARE = 0.5
BYTES_A_STATEMENT = 200


def main() -> None:
    if len(sys.argv) == 2:  # the process whose memory is measured
        corpus = Corpus(Path(sys.argv[1]))
        export(corpus, corpus.schema(), "statements")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        return
    with tempfile.TemporaryDirectory() as folder:
        met = [
            memory(Path(folder)),
            *speeds(Path(folder)),
        ]  # memory first: a child starts with its parent's peak
    sys.exit(not all(met))


def speeds(folder: Path) -> Iterable[bool]:
    print(f"{ARTICLES * SENTENCES:,} statements, records a CPU second, best of 3 in turns")
    print(f"share of each floor (at least {FLOOR_SHARE}): every line validated, then written are")
    print("  events: model_dump and orjson.dumps of each event; rows: orjson.dumps of rows made beforehand")
    print(f"  {'journal':26} {'view':12} {'events':>9} {'rows':>9} {'export':>9}  of events  of rows")
    alone = (event for event in sitting(ARTICLES) if isinstance(event, Put) and not event.replaces)
    yield speed(made(folder / "alone", ARTICLES, alone), "statements alone", "statements")
    whole = made(folder / "whole", ARTICLES, sitting(ARTICLES))
    for view in ("statements", "sentences", "audit"):
        yield speed(whole, "statements, edits, marks", view)


def speed(corpus: Corpus, journal: str, view: View) -> bool:
    """Measure one view of a corpus beside both floors; tell whether it is fast enough beside each."""
    lines = (corpus.annotations_folder / "mara.jsonl").read_bytes().splitlines()
    schema = corpus.schema()
    rows = list(CorpusDataset(corpus, schema, Selection(), view, Tally(print)).rows())
    gc.freeze()  # the rows that the floor writes are no work for the collector

    def events_floor() -> None:
        for line in lines:
            orjson.dumps(parse_event(line).model_dump())

    def rows_floor() -> None:
        validate(lines)
        for row in rows:
            orjson.dumps(row)

    events, finished, ours = interleaved(events_floor, rows_floor, lambda: export(corpus, schema, view))
    speeds = f"{len(rows) / events:9,.0f} {len(rows) / finished:9,.0f} {len(rows) / ours:9,.0f}"
    print(f"  {journal:26} {view:12} {speeds} {events / ours:10.2f} {finished / ours:8.2f}")
    return min(events, finished) >= FLOOR_SHARE * ours


def memory(folder: Path) -> bool:
    """Measure how the peak grows with the corpus; tell whether it is flat enough."""
    peaks = []
    for articles in (SMALL, LARGE):
        root = made(folder / f"memory-{articles}", articles, sitting(articles)).root
        child = subprocess.run([sys.executable, __file__, root], capture_output=True, text=True, check=True)
        peaks.append(int(child.stdout))
    slope = (peaks[1] - peaks[0]) / ((LARGE - SMALL) * SENTENCES)
    print("peak memory of a process that exports")
    for articles, peak in zip((SMALL, LARGE), peaks, strict=True):
        print(f"  {articles * SENTENCES:9,} statements {peak / 2**20:8.1f} MiB")
    print(f"  {slope:.0f} bytes a statement (at most {BYTES_A_STATEMENT})")
    return slope <= BYTES_A_STATEMENT


def made(root: Path, articles: int, events: Iterable[Event]) -> Corpus:
    """Make a corpus of like articles and one journal."""
    corpus = new_corpus(root, "benchmark", "en", "statement")
    with (corpus.articles_folder / "made.jsonl").open("wb") as file:
        file.writelines(article_line(article(number)) for number in range(articles))
    with (corpus.annotations_folder / "mara.jsonl").open("wb") as file:
        file.writelines(map(event_line, events))
    return corpus


def export(corpus: Corpus, schema: LoadedSchema, view: View) -> None:
    with Path(os.devnull).open("wb") as file:
        write(CorpusDataset(corpus, schema, Selection(), view, Tally(print)).rows(), file)


if __name__ == "__main__":
    main()

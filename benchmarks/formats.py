"""What the other formats cost beside JSONL: `python benchmarks/formats.py [FORMAT…]`, with the extras that they need.

Speed: CPU of an export, in turns with JSONL of the same view; budget: Parquet at most 3 times. Memory: peak of a
process that exports, at two sizes; budget: at most 200 bytes a statement between them, in each format that streams.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from export import BYTES_A_STATEMENT, made
from journal import SENTENCES, interleaved, sitting

from annotator.corpus.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.export import CorpusDataset, Selection
from annotator.formats.format import load_format
from annotator.formats.output import Folder
from annotator.formats.views import Tally, View
from annotator.schema import LoadedSchema

STREAMING = ("jsonl", "parquet", "csv", "xlsx", "hf")
ARTICLES = 250
SMALL, LARGE = 1_000, 4_000
PARQUET_TIMES = 3


def main() -> None:
    names = sys.argv[1:]
    if names and Path(names[-1]).is_dir():  # the process whose memory is measured
        corpus = Corpus(Path(names.pop()))
        export(corpus, corpus.schema(), names[0], load_format(names[0]).views[:1])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        return
    with tempfile.TemporaryDirectory() as folder:
        tiny = made(Path(folder) / "tiny", 1, sitting(1))
        chosen = [name for name in names or STREAMING if can_export(tiny, name)]
        met = [
            *memory(Path(folder), chosen),
            *speeds(Path(folder), chosen),
        ]  # a child starts with its parent's peak
    sys.exit(not all(met))


def can_export(corpus: Corpus, name: str) -> bool:
    """Tell whether what a format needs is installed, and say what is not."""
    try:
        export(corpus, corpus.schema(), name, load_format(name).views[:1])
    except AnnotatorError as error:
        print(f"left out: {error}")
        return False
    return True


def speeds(folder: Path, names: Iterable[str]) -> Iterable[bool]:
    corpus = made(folder / "speed", ARTICLES, sitting(ARTICLES))
    schema = corpus.schema()
    print(f"CPU beside JSONL, {ARTICLES * SENTENCES:,} statements, best of 3 in turns")
    for name in names:
        for view in load_format(name).views:
            views = (view,)
            lines, ours = interleaved(
                partial(export, corpus, schema, "jsonl", views), partial(export, corpus, schema, name, views)
            )
            print(f"  {name:10} {view:12} {lines:7.2f} s {ours:7.2f} s {ours / lines:6.2f} times")
            yield name != "parquet" or ours <= PARQUET_TIMES * lines


def memory(folder: Path, names: Iterable[str]) -> Iterable[bool]:
    roots = [made(folder / f"memory-{size}", size, sitting(size)).root for size in (SMALL, LARGE)]
    sizes = [size * SENTENCES for size in (SMALL, LARGE)]
    print(
        f"peak memory, at {sizes[0]:,} and {sizes[1]:,} statements (at most {BYTES_A_STATEMENT} bytes each)"
    )
    for name in names:
        peaks = [
            int(
                subprocess.run([sys.executable, __file__, name, root], capture_output=True, check=True).stdout
            )
            for root in roots
        ]
        slope = (peaks[1] - peaks[0]) / (sizes[1] - sizes[0])
        shown = " ".join(f"{peak / 2**20:8.1f} MiB" for peak in peaks)
        print(f"  {name:10} {shown} {slope:8.0f} bytes a statement", flush=True)
        yield slope <= BYTES_A_STATEMENT


def export(corpus: Corpus, schema: LoadedSchema, name: str, views: tuple[View, ...]) -> None:
    """Export in a format as the command does, to nowhere or to a folder that goes."""
    chosen = load_format(name)
    options = {option.name: option.default for option in chosen.options}
    view = views[0] if views else "statements"
    dataset = CorpusDataset(corpus, schema, Selection(), view, Tally(print), options=options)
    if chosen.write_file is not None:
        with Path(os.devnull).open("wb") as file:
            chosen.write_file(dataset, file)
    else:
        assert chosen.write_folder is not None
        with tempfile.TemporaryDirectory() as folder:
            chosen.write_folder([dataset], Folder(Path(folder)))


if __name__ == "__main__":
    main()

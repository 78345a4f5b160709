"""How fast the built-in suggester is: MB of text a second on one core, and whether time is linear in a paragraph.

    python benchmarks/suggest_speed.py [FILE.jsonl.gz] [--rounds N]

CPU time of this process, best of the rounds; a megabyte is a million bytes of UTF-8. The second table doubles the
length of a single paragraph up to 1 MB: seconds for each megabyte must not grow with the length.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from annotator.suggest import suggest

DEV = Path(__file__).parents[2] / "shared" / "measure" / "polnear-dev.jsonl.gz"
SIZES = (125_000, 250_000, 500_000, 1_000_000)
"""Code points of one paragraph."""

PARAGRAPHS = {
    "news": "The mayor, a former teacher, said on Monday that “the levy is fair,” and her deputy denied it. ",
    "no full stop": "the mayor said that her deputy believes the levy is fair and the council wants it while ",
    "cues only": "said that he said ",
    "opening marks": "“the levy is fair he said ",
    "closing marks": "the levy is fair” he said ",
    "apostrophes": "'the levy 'is fair he said ",
    "commas": "the mayor, a teacher, ",
    "names": "Ann Bee Cee Dee ",
    "-ing": "running and jumping ",
    "all capitals": "THE MAYOR SAID THAT THE LEVY IS FAIR. ",
    "one word": "a",
}


def seconds(texts: Iterable[str]) -> float:
    """Return the CPU time that the suggester takes for the texts, one after the other."""
    start = time.process_time()
    for text in texts:
        suggest(text)
    return time.process_time() - start


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=DEV)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is not here")
    with gzip.open(options.file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = min(seconds(texts) for _ in range(options.rounds))
    each_ms = 1000 * best / len(texts)
    print(f"{len(texts)} articles, {size:.2f} MB: {size / best:.2f} MB/s, {each_ms:.1f} ms an article\n")
    print(
        f"{'one paragraph of':20}"
        + "".join(f"{size // 1000:>8} kB" for size in SIZES)
        + "   seconds for each MB"
    )
    for name, unit in PARAGRAPHS.items():
        row = [seconds([(unit * (length // len(unit) + 1))[:length]]) * 1e6 / length for length in SIZES]
        print(f"{name:20}" + "".join(f"{each:11.2f}" for each in row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

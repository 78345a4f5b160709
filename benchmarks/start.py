"""How soon the screen is there: `python benchmarks/start.py [ARTICLES]`.

First paint of the real program on a terminal, beside that of a one-line Textual app which also imports pydantic and
click, started in turns. Budget: at most 1.5 times, with one article and with a corpus of 100,000 (indexed before).
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from made_corpus import annotated_corpus, large_corpus  # noqa: E402 (the repository is not installed)
from terminal_program import Program, annotator  # noqa: E402

BUDGET = 1.5
TURNS = 15
FLOOR = """
import click
from pydantic import BaseModel
from textual.app import App
from textual.widgets import Static

class OneLine(App):
    def compose(self):
        yield Static("all keys")

OneLine().run()
"""


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        small = annotated_corpus(Path(folder) / "small", 500)
        large = large_corpus(Path(folder) / "large", articles)
        ratios = measure(
            {
                "one-line Textual app": [sys.executable, "-c", FLOOR],
                "one article": annotator(small.root),
                f"{articles:,} articles": annotator(large.root),
            }
        )
    sys.exit(max(ratios) > BUDGET)


def measure(programs: dict[str, list[str | Path]]) -> list[float]:
    """Start the programs in turns, print medians, and return their CPU as multiples of the first one's."""
    for argv in programs.values():
        first_paint(argv)  # byte code, the index, the system's cache
    runs = [[first_paint(argv) for argv in programs.values()] for _ in range(TURNS)]
    print(f"first paint, medians of {TURNS} starts in turns; budget {BUDGET} times the CPU of the first line")
    print("|  | CPU ms | wall ms | CPU, times | wall, times |\n| --- | ---: | ---: | ---: | ---: |")
    ratios = []
    for place, name in enumerate(programs):
        cpu, wall = (median(run[place][unit] for run in runs) for unit in (0, 1))
        times = [median(run[place][unit] / run[0][unit] for run in runs) for unit in (0, 1)]
        print(f"| {name} | {cpu:.0f} | {wall:.0f} | {times[0]:.2f} | {times[1]:.2f} |")
        ratios.append(times[0])
    return ratios


def first_paint(argv: list[str | Path]) -> tuple[float, float]:
    """Return the CPU and wall milliseconds from the start to the moment when the screen is there."""
    with Program(argv) as program:
        program.wait_for("all keys")
        return 1000 * program.cpu(), 1000 * (perf_counter() - program.begun)


if __name__ == "__main__":
    main()

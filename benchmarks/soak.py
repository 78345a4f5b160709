"""Whether memory grows with use: `python benchmarks/soak.py`.

The real program on a pseudo terminal takes 2,000 sentence steps and 500 changes of pane and screen (the list of
articles, help, codebook, statements begun and left, the terminal's size). Budget: at most 10 MB more resident memory.
"""

import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from made_corpus import large_corpus  # noqa: E402 (the repository is not installed)
from terminal_program import COLUMNS, ROWS, Program, annotator  # noqa: E402

STEPS, CHANGES = 2_000, 500
BUDGET = 10.0
ESCAPE = "\x1b"
CHANGE = (("l", ESCAPE), ("?", ESCAPE), ("b", ESCAPE), ("c", ESCAPE), ("h", ""))
WARM_UP = 10


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = large_corpus(Path(folder) / "corpus", 20)
        with Program(annotator(corpus.root), quiet=0.03) as program:
            program.wait_for("all keys")
            program.settle()
            steps(program, WARM_UP)
            changes(program, WARM_UP)
            start = report(program, "after a few of each")
            steps(program, STEPS)
            report(program, f"after {STEPS:,} sentence steps")
            changes(program, CHANGES)
            end = report(program, f"after {CHANGES} changes of pane and screen")
    grown = end - start
    print(f"{grown:.1f} MB more (at most {BUDGET:.0f})")
    sys.exit(grown > BUDGET)


def steps(program: Program, count: int) -> None:
    """Step down and up through sentences, marking some, and on to the next article now and then."""
    for number in range(count):
        program.press(">" if number % 100 == 99 else "u" if number % 10 == 9 else "jk"[number // 15 % 2])


def changes(program: Program, count: int) -> None:
    """Open something else and come back; every fifth time the terminal changes its size."""
    for number, (there, back) in enumerate(islice(cycle(CHANGE), count)):
        if back:
            program.press(there)
            program.press(back)
        else:
            wide = COLUMNS + 60 if number % 2 else COLUMNS - 40
            program.resize(wide, ROWS)
            program.settle(0.1)
            program.resize(COLUMNS, ROWS)
            program.settle(0.1)


def report(program: Program, when: str) -> float:
    megabytes = program.resident() / 1e6
    print(f"{megabytes:7.1f} MB {when}", flush=True)
    return megabytes


if __name__ == "__main__":
    main()

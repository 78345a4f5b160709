"""What starting costs: CPU of `annotator` commands beside that of importing click and pydantic.

python benchmarks/cold_start.py [CORPUS]   (default: the sample corpus, or one made for the occasion)

Paired runs: in each round every program is run once, and its CPU (user and system) is divided by that of the
baseline in the same round; the table shows medians. `status` and `check` are measured as they are run again on a
corpus that has not changed, and, below, as they are when something has (their kept answer is taken away first).
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

_ROUNDS = 15
_BASELINE = "import click; from pydantic import BaseModel"
_SAMPLE = Path(__file__).parents[1] / "corpus"


def cpu(program: list[str], forget: Path | None) -> float:
    """Run a program once; return its CPU time in milliseconds."""
    if forget:
        forget.unlink(missing_ok=True)
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(program, check=False, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def programs(corpus: Path) -> dict[str, tuple[list[str], Path | None]]:
    """Return what is measured: by name, the command and the file that is taken away before."""
    annotator = [sys.executable, "-m", "annotator"]
    answers = corpus / ".cache"
    return {
        "import click, pydantic": ([sys.executable, "-c", _BASELINE], None),
        "annotator --help": ([*annotator, "--help"], None),
        "annotator status": ([*annotator, "status", str(corpus)], None),
        "annotator check": ([*annotator, "check", str(corpus)], None),
        "annotator status, corpus changed": (
            [*annotator, "status", str(corpus)],
            answers / "status.answer",
        ),
        "annotator check, corpus changed": ([*annotator, "check", str(corpus)], answers / "check.answer"),
    }


def small_corpus(folder: Path) -> Path:
    """Make a corpus of some articles, for a tree without the sample corpus."""
    corpus = folder / "corpus"
    annotator = [sys.executable, "-m", "annotator"]
    subprocess.run([*annotator, "new", corpus], check=True, capture_output=True)
    for number in range(8):
        text = f"Report {number}. " + "The council said that the harbour would stay open. " * 40
        subprocess.run([*annotator, "add", corpus, "-"], input=text.encode(), check=True, capture_output=True)
    return corpus


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            corpus = Path(sys.argv[1])
        else:
            corpus = _SAMPLE if (_SAMPLE / "corpus.toml").is_file() else small_corpus(Path(folder))
        measured = programs(corpus)
        rounds = [{name: cpu(*program) for name, program in measured.items()} for _ in range(_ROUNDS + 1)][1:]
    print("| program | CPU ms | ratio |")
    print("| --- | ---: | ---: |")
    baseline = next(iter(measured))
    for name in measured:
        ratio = statistics.median(times[name] / times[baseline] for times in rounds)
        print(f"| {name} | {statistics.median(times[name] for times in rounds):.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()

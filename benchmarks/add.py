"""How fast `annotator add` takes articles in, and that its memory does not grow with their number.

python benchmarks/add.py [ARTICLES]   (default 4000; each has 5 KB; four sizes up to it are run)
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_TEXT = "the council said that harbour would stay open until spring because nobody wanted it closed"
_SIZE = 5_000


def article(number: int) -> str:
    """Return a text of some 5 KB in sentences and paragraphs, different for each number."""
    chance = random.Random(number)
    sentences, length = [f"Report {number} came out."], 0
    while length < _SIZE:
        words = chance.choices(_TEXT.split(), k=chance.randint(8, 24))
        sentences.append(" ".join(words).capitalize() + (".\n\n" if chance.random() < 0.2 else "."))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def add(folder: Path, count: int) -> tuple[float, float]:
    """Add `count` articles in a process of its own; return its CPU seconds and peak memory in MB."""
    source, corpus = folder / f"{count}.jsonl", folder / f"corpus-{count}"
    with source.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"title": "One title for all", "text": article(number)}) + "\n")
    program = [sys.executable, "-m", "annotator"]
    subprocess.run([*program, "new", corpus], check=True, capture_output=True)
    code = (
        "import resource, sys; from annotator.cli import cli\n"
        f"try: cli(['add', {str(corpus)!r}, {str(source)!r}])\n"
        "except SystemExit: pass\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert f"{count} added" in done.stdout, done.stdout
    source.unlink()
    seconds, memory = done.stderr.split()[-2:]
    return float(seconds), int(memory) / 1024


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    print("| articles | CPU s | articles a second | peak MB |")
    print("| ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for count in (most // 8, most // 4, most // 2, most):
            seconds, memory = add(Path(folder), count)
            print(f"| {count} | {seconds:.1f} | {count / seconds:.0f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()

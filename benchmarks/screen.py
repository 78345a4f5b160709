"""What a key costs on the screen: `python benchmarks/screen.py [--slate PROGRAM]`.

The real program on a pseudo terminal, in articles of 500 and of 20,000 words with a tenth of them in claims: CPU of
its process, bytes and frames that it sends, and the time from key to last byte. First the floor: a Textual app that
changes one line. Then, inside tmux, beside SLATE (slate-nlp on PyPI, in an environment of its own) on the same text.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from made_corpus import annotated_corpus, article  # noqa: E402 (the repository is not installed)
from terminal_program import Program, Reaction, TmuxProgram, annotator  # noqa: E402

SIZES = (500, 20_000)
RIGHT, LEFT, DOWN, ESCAPE = "\x1b[C", "\x1b[D", "\x1b[B", "\x1b"
TO_AND_FRO = 4 * RIGHT.split() + 4 * LEFT.split()
FLOOR = """
from textual.app import App
from textual.geometry import Region
from textual.strip import Segment, Strip
from textual.widget import Widget

class Line(Widget):
    number = 0
    def render_line(self, y):
        return Strip([Segment(f"ready {self.number:06}")])

class OneLine(App):
    CSS = "Line { height: 1; }"
    def compose(self):
        self.line = Line()
        yield self.line
    def on_key(self, event):
        self.line.number += 1
        self.line.refresh(Region(0, 0, 12, 1))

OneLine().run()
"""


class Limit(NamedTuple):
    """What a key may cost; None where nothing is asked."""

    cpu: float | None = None
    """Milliseconds, the median."""
    sent: int | None = None
    """Bytes, the 95th percentile."""
    wall: float | None = None
    """Milliseconds from key to last byte, the 95th percentile."""
    frames: int | None = None


SELECTING = Limit(cpu=5, sent=500)
FORM = Limit(cpu=15, frames=1)
"""A step of the sentence, or one that brings the form to its next field."""
COMMIT = Limit(wall=20)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--slate", default=shutil.which("slate"), help="the program `slate` of slate-nlp")
    slate = options.parse_args().slate
    print(
        "| key | words | CPU ms, median (p95) | bytes, median (p95) | frames | wall ms, median (p95) | limit |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    met = [floor(), *(one for words in SIZES for one in alone(words))]
    print("\nInside tmux: key to last byte on tmux's terminal\n")
    if TmuxProgram.available():
        print("| program | key | words | bytes, median (p95) | wall ms, median (p95) |")
        print("| --- | --- | ---: | ---: | ---: |")
        for words in SIZES:
            inside_tmux(words, slate)
        if slate is None:
            print("\nSLATE is not here: pip install slate-nlp elsewhere and give its program by --slate")
    else:
        print("there is no tmux here")
    sys.exit(not all(met))


def floor() -> bool:
    with Program([sys.executable, "-c", FLOOR]) as program:
        program.wait_for("ready")
        program.settle()
        return row("(a Textual app of one line)", 1, (program.press("x") for _ in range(60)), Limit())


def alone(words: int) -> Iterable[bool]:
    """Measure each kind of key in one article."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = annotated_corpus(Path(folder) / "corpus", words)
        with Program(annotator(corpus.root)) as program:
            program.wait_for("all keys")
            program.settle()
            press = program.press
            yield row("word", words, map(press, 10 * TO_AND_FRO), SELECTING)
            yield row("sentence", words, map(press, 20 * "j" if words < 1000 else 100 * "j"), FORM)
            in_passage(press, 0)
            yield row("edge by a word", words, map(press, 8 * TO_AND_FRO), SELECTING)
            yield row("edge by a clause", words, map(press, 20 * "[]"), SELECTING)
            press(ESCAPE)
            hints = [[press(key) for key in ("h", "s", "e", ESCAPE)] for _ in range(12) if press("c")]
            steps = (
                ("hints: labels shown", SELECTING),
                ("hints: where it starts", SELECTING),
                ("hints: where it ends (the form asks on)", FORM),
            )
            for place, (key, limit) in enumerate(steps):
                yield row(key, words, (turn[place] for turn in hints), limit)
            yield row("commit of a mark", words, marks(press), COMMIT)
            yield row("commit of a statement", words, statements(press), COMMIT)


def in_passage(press: Callable[[str], Reaction], further: int) -> None:
    """Begin a statement with a whole sentence as its claim, some sentences on."""
    for key in [*further * "j", "c", "s"]:
        press(key)


def marks(press: Callable[[str], Reaction]) -> Iterable[Reaction]:
    """Mark sentences as without a claim: each is undone, so that there are always some."""
    press("\x1b[H")
    for _ in range(60):
        press("i")
        yield press("x")
        press("z")


def statements(press: Callable[[str], Reaction]) -> Iterable[Reaction]:
    """Make statements; what counts is the key that completes and saves each."""
    press("\x1b[H")
    for _ in range(60):
        in_passage(press, 1)
        press("1")
        press("o")
        yield press("1")


def row(key: str, words: int, reactions: Iterable[Reaction], limit: Limit) -> bool:
    """Print what one kind of key costs; tell whether that is within its limit."""
    found = [reaction for reaction in reactions if reaction.sent]
    frames = max(reaction.frames for reaction in found)
    cpu, sent, wall = (at(0.5, [r[i] for r in found]) for i in (0, 2, 1))
    late = Limit(
        at(0.95, [r.cpu for r in found]),
        int(at(0.95, [r.sent for r in found])),
        at(0.95, [r.wall for r in found]),
    )
    missed = [
        name
        for name, value, most in (
            ("CPU", cpu, limit.cpu),
            ("bytes", late.sent, limit.sent),
            ("wall", late.wall, limit.wall),
            ("frames", frames, limit.frames),
        )
        if most is not None and value is not None and value > most
    ]
    asked = ", ".join(
        f"{name} {most}"
        for name, most in zip(("CPU", "bytes", "wall p95", "frames"), limit, strict=True)
        if most is not None
    )
    verdict = f"{asked}{': MISSED ' + ', '.join(missed) if missed else ''}"
    print(
        f"| {key} | {words:,} | {cpu:.1f} ({late.cpu:.1f}) | {sent:.0f} ({late.sent}) | {frames} "
        f"| {wall:.1f} ({late.wall:.1f}) | {verdict} |",
        flush=True,
    )
    return not missed


def at(share: float, values: list[float]) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def inside_tmux(words: int, slate: str | None) -> None:
    """Measure steps of ours and of SLATE on the same text."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = annotated_corpus(Path(folder) / "corpus", words)
        made = article(0, words)
        text = Path(folder) / "text.txt"
        text.write_text("".join(f"{made.text[s.start : s.end]}\n" for s in made.sentences), encoding="utf-8")
        with TmuxProgram(annotator(corpus.root)) as program:
            program.wait_for("all keys")
            program.settle()
            tmux_rows("annotator", words, program, "j")
        if slate is not None:
            command = [slate, "-o", "-t", "categorical", "-s", "token", text]
            with TmuxProgram(
                ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", folder, *command]
            ) as program:
                program.settle(2)
                tmux_rows("SLATE", words, program, DOWN)


def tmux_rows(name: str, words: int, program: Program, down: str) -> None:
    program.press(RIGHT)
    for key, presses in (("word", 5 * TO_AND_FRO), ("sentence", 20 * [down])):
        found = [program.press(one) for one in presses]
        sent, wall = [r.sent for r in found], [r.wall for r in found]
        print(
            f"| {name} | {key} | {words:,} | {at(0.5, sent):.0f} ({at(0.95, sent):.0f}) "
            f"| {at(0.5, wall):.1f} ({at(0.95, wall):.1f}) |",
            flush=True,
        )


if __name__ == "__main__":
    main()

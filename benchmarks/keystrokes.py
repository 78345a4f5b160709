"""How many keys a statement costs: `python benchmarks/keystrokes.py [--optional] [--screen] [--worst N]`.

An ideal annotator records gold statements through the real session and desk with the fewest keys that there are,
first with suggestions (by the rules alone), then without; what was saved is compared with the gold. `--optional`
fills the optional fields too; `--screen` presses the same keys once more on the real Textual screen, and compares
what that saved. Budget: the median of each input, in keys a statement besides the letters of new names.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

REPO = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPO), str(REPO / "benchmarks")]

from keystroke_model.annotator import IdealAnnotator, Made  # noqa: E402 (the repository is not installed)
from keystroke_model.gold import Gold, gold_of_journal, gold_of_seed, in_order, seed_corpus  # noqa: E402
from keystroke_model.hands import Hands  # noqa: E402
from keystroke_model.report import table, worst  # noqa: E402

from annotator.corpus.corpus import Corpus  # noqa: E402
from annotator.session import Session  # noqa: E402
from annotator.tui.desk import Desk  # noqa: E402

_TITLES = {
    "sample": "sample corpus, with its entities.toml",
    "cold sample": "sample corpus, cold (no name known beforehand)",
    "seed": "seed article, cold",
}
BUDGET = {
    True: {"sample": 5, "cold sample": 5, "seed": 7},
    False: {"sample": 14, "cold sample": 14, "seed": 14},
}
SAMPLE = REPO / "corpus"
SAMPLE_ANNOTATOR = "amara"
SEED = REPO.parent / "shared" / "seeds" / "gold-000.json"
SEED_TEXT = SEED.with_name("000_d6ec3844e755a751.txt")
_ME = "ideal"


@dataclass(slots=True)
class Run:
    """One input, worked through."""

    made: list[Made] = field(default_factory=list)
    reading: int = 0
    keys: dict[str, list[str]] = field(default_factory=dict)
    """The keys pressed in each article, from its first unread sentence on."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--optional", action="store_true", help="fill the optional fields too")
    parser.add_argument(
        "--screen", action="store_true", help="press the same keys on the real screen as well"
    )
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N dearest statements")
    parser.add_argument("--sample", type=Path, default=SAMPLE, help="the sample corpus, if it lies elsewhere")
    options = parser.parse_args()
    within = True
    with tempfile.TemporaryDirectory() as folder:
        for suggest in (True, False):
            for kind, corpus, golds in inputs(Path(folder) / str(suggest), options.sample):
                run = worked_through(corpus, golds, suggest=suggest, optional=options.optional)
                title = f"{_TITLES[kind]}, {'with' if suggest else 'without'} suggestions"
                print("\n".join([*table(title, run.made, run.reading), *worst(run.made, options.worst), ""]))
                within &= median(item.count for item in run.made if not item.failed) <= BUDGET[suggest][kind]
                if options.screen:
                    from keystroke_model.screen import replay  # noqa: PLC0415 (Textual only where it is asked for)

                    count = replay(corpus, _ME, run.keys, suggest=suggest)
                    print(f"  the screen saved the same {count} statements\n")
    sys.exit(not within)


def inputs(folder: Path, sample: Path) -> Iterator[tuple[str, Corpus, list[Gold]]]:
    """Yield each input: what it is, a fresh corpus without journals, and what to record."""
    if (sample / "corpus.toml").is_file():
        golds = gold_of_journal(Corpus(sample), SAMPLE_ANNOTATOR)
        yield "sample", copy_of(sample, folder / "warm"), golds
        cold = copy_of(sample, folder / "cold")
        (cold.root / "entities.toml").unlink(missing_ok=True)
        yield "cold sample", cold, golds
    if SEED.is_file():
        corpus = seed_corpus(folder / "seed", SEED_TEXT)
        yield "seed", corpus, gold_of_seed(SEED, corpus.schema())


def copy_of(source: Path, root: Path) -> Corpus:
    shutil.copytree(source, root, ignore=shutil.ignore_patterns(".cache", "*.jsonl.lock"))
    for journal in [*(root / "annotations").glob("*.jsonl"), *(root / "gold").glob("*.jsonl")]:
        journal.unlink()
    return Corpus(root)


def worked_through(corpus: Corpus, golds: list[Gold], *, suggest: bool, optional: bool = False) -> Run:
    """Record all of `golds`, article by article."""
    session = Session(corpus, corpus.open_journal(_ME), corpus.schema())
    if suggest:
        session.start_suggesting()
    ideal = IdealAnnotator(Hands(Desk(session)), optional)
    run = Run()
    for article in dict.fromkeys(gold.article for gold in golds):
        mine = in_order([gold for gold in golds if gold.article == article], corpus.schema())
        before = len(ideal.hands.pressed)
        run.made += ideal.article(article, mine)
        run.keys[article] = ideal.hands.pressed[before:]
    run.reading = ideal.reading
    session.close()
    return run


if __name__ == "__main__":
    main()

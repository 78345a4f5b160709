"""How often the digits offer the right name: `python benchmarks/suggest_offers.py [--misses]`.

Gold statements are recorded one after the other through the real session and desk; before each answer it is asked at
which digit the right name stands. Joint speakers that a suggestion has count as on the first: one key takes them.
Nothing is known before but what the corpus lists and earlier statements used. "Used before" are names that an earlier
statement used for that field, "new" all others; "alike" counts offers that have half of the words wanted. Speakers
who are not named, and targets that are statements, are left out.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPO), str(REPO / "benchmarks")]

from keystroke_model.gold import Gold, gold_of_journal, gold_of_seed, in_order, seed_corpus  # noqa: E402
from keystrokes import SAMPLE, SEED, SEED_TEXT, copy_of  # noqa: E402 (the repository is not installed)

from annotator.corpus.corpus import Corpus  # noqa: E402
from annotator.draft import Draft  # noqa: E402
from annotator.fields import UNNAMED_KINDS  # noqa: E402
from annotator.names import LISTED  # noqa: E402
from annotator.ranking import stems  # noqa: E402
from annotator.session import Session  # noqa: E402
from annotator.statements import Fields  # noqa: E402
from annotator.suggesting import named, same_words  # noqa: E402
from annotator.tui.desk import Desk  # noqa: E402
from annotator.validity import references, spans_of  # noqa: E402

_ANNOTATORS = ("amara", "bjorn", "chen")


@dataclass(frozen=True, slots=True)
class Offer:
    """One name wanted, and the digit it is offered on (0: on none)."""

    role: str
    used_before: bool
    digit: int
    wanted: str
    listed: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether a name is on offer that has half of the words wanted, or more."""
        own = stems(self.wanted).keys()
        return bool(self.digit) or any(
            2 * len(own & stems(name).keys()) >= len(own) > 0 for name in self.listed
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true", help="show each name that is on no digit")
    options = parser.parse_args()
    print(f"{'on a digit, in %':44}{'n':>5}{'on 1':>8}{'on 1-3':>8}{f'on 1-{LISTED}':>8}{'alike':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for title, corpus, golds in inputs(Path(folder)):
            found = list(offers(corpus, golds))
            for role in ("speaker", "target"):
                for used_before in (True, False):
                    group = [one for one in found if (one.role, one.used_before) == (role, used_before)]
                    if group:
                        print(_row(f"{title}: {role}, {'used before' if used_before else 'new'}", group))
            for one in found if options.misses else ():
                if not one.digit:
                    print(f"    {one.role} {one.wanted!r} not in {list(one.listed)}")


def inputs(folder: Path) -> Iterator[tuple[str, Corpus, list[Gold]]]:
    """Yield each input: what it is, a fresh corpus without journals, and what to record in it."""
    for annotator in _ANNOTATORS:
        golds = gold_of_journal(Corpus(SAMPLE), annotator)
        yield annotator, copy_of(SAMPLE, folder / annotator), golds
        cold = copy_of(SAMPLE, folder / f"{annotator} cold")
        (cold.root / "entities.toml").unlink()
        yield f"{annotator}, no name listed", cold, golds
    if SEED.is_file():
        corpus = seed_corpus(folder / "seed", SEED_TEXT)
        yield "seed article", corpus, gold_of_seed(SEED, corpus.schema())


def offers(corpus: Corpus, golds: Sequence[Gold]) -> Iterator[Offer]:
    """Record the statements in the order of their making, and say where each of their names was offered."""
    session = Session(corpus, corpus.open_journal("ideal"), corpus.schema())
    session.start_suggesting()
    desk, schema = Desk(session), corpus.schema()
    made: dict[str, str] = {}
    used: Counter[tuple[str, str]] = Counter()
    for article in dict.fromkeys(gold.article for gold in golds):
        session.open_article(article)
        for gold in in_order([gold for gold in golds if gold.article == article], schema):
            values = {spec.name: gold.fields[spec.name] for spec in schema.required}
            for spec, other in references(values, schema):
                if other in made:
                    values[spec.name] = {"statement": made[other]}
            yield from _offered(desk, values, used)
            session.draft = Draft(schema, schema.required[-1], values)
            problems = session.save()
            assert not problems, f"{gold.id}: {problems}"
            made[gold.id] = session.here.selected or ""
    session.close()


def _offered(desk: Desk, values: Fields, used: Counter[tuple[str, str]]) -> Iterator[Offer]:
    """Yield the offers for one statement, and take account of its names."""
    schema = desk.session.schema
    speaker, target = schema["speaker"], schema["target"]
    for role, asked, filled in (
        ("speaker", speaker, {schema.anchor.name}),
        ("target", target, values.keys() - {target.name}),
    ):
        desk.session.draft = Draft(schema, asked, {name: values[name] for name in values if name in filled})
        accepted, listed = _suggested(desk, values) if role == "speaker" else ((), ())
        names = listed or tuple(candidate.name for candidate in desk.candidates())
        wanted = values[asked.name]
        for entity in wanted if isinstance(wanted, list) else [wanted]:
            if isinstance(entity, Mapping) and "name" in entity and entity["kind"] not in UNNAMED_KINDS:
                name = str(entity["name"])
                digit = 1 if name in accepted else names.index(name) + 1 if name in names else 0
                yield Offer(role, used[role, name] > 0, digit, name, names)
                used[role, name] += 1


def _suggested(desk: Desk, values: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the speakers that the suggestion for this claim has (they may be joint), and those it can be given."""
    session = desk.session
    claim = spans_of(values[session.schema.anchor.name])
    found = same_words([claim], [suggestion.words for suggestion in session.suggestions])
    if not found:
        return (), ()
    suggestion = named(session.suggestions[found[0]], session.schema, session.names, desk.text)
    joint = tuple(str(speaker["name"]) for speaker in suggestion.speakers[: suggestion.together])
    return joint, tuple(str(speaker["name"]) for speaker in desk.speakers(suggestion))


def _row(title: str, group: Sequence[Offer]) -> str:
    shares = [100 * sum(0 < one.digit <= most for one in group) / len(group) for most in (1, 3, LISTED)]
    alike = 100 * sum(one.alike for one in group) / len(group)
    return f"{title:44}{len(group):5}" + "".join(f"{share:8.0f}" for share in [*shares, alike])


if __name__ == "__main__":
    main()

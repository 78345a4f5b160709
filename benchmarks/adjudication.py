"""How many keys a disagreement costs to settle: `python benchmarks/adjudication.py [--dear N]`.

A scripted adjudicator who knows the answer (the sample corpus's gold) decides each case that is asked with the fewest
keys that there are, short of filling in the form: what the votes say, a candidate whole, single fields and the rest
from a candidate, both of two, none. The keys are pressed on the real Textual screen in 80x24, and what they saved is
compared with the gold, in all fields that the gold fills anywhere but texts. Where no candidate has the gold's words,
only the form could settle it: such a case counts as dearer than any. Budget: a median of at most 2 keys.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from math import inf
from pathlib import Path
from statistics import median

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from click.testing import CliRunner  # noqa: E402 (the repository is not installed)

from annotator.adjudication import Adjudication  # noqa: E402
from annotator.caseload import Asked, Candidate, distinct  # noqa: E402
from annotator.cli import cli  # noqa: E402
from annotator.commands.adjudicate import found_cases  # noqa: E402
from annotator.corpus.corpus import Corpus  # noqa: E402
from annotator.corpus.journal import read_journal  # noqa: E402
from annotator.gold import basis_of, comparable, decisions, decisions_by_case  # noqa: E402
from annotator.schema import FieldSpec  # noqa: E402
from annotator.statements import Drop, Fields, Put, State  # noqa: E402
from annotator.tui.adjudicator import AdjudicatorApp  # noqa: E402
from annotator.validity import spans_of  # noqa: E402

BUDGET = 2
SAMPLE = REPO / "corpus"
_ME = "scripted"
_TEXTUAL = {"&": "ampersand"}

Keys = tuple[str, ...]
Answer = tuple[tuple[object, ...], ...]
"""What is decided of a case: for each statement in gold, its fields as they are compared."""


@dataclass(slots=True)
class Settled:
    """A case and the keys that settled it; None where only the form could."""

    asked: Asked
    status: str
    keys: Keys | None
    differing: int


@dataclass(slots=True)
class Adjudicator:
    """Knows the answers, and the fewest keys that give them."""

    session: Adjudication
    known: State
    compared: list[FieldSpec] = field(init=False)

    def __post_init__(self) -> None:
        puts = list(self.known.statements())
        self.compared = [
            spec
            for spec in self.session.schema.fields
            if spec.kind != "text" and any(put.fields.get(spec.name) not in (None, []) for put in puts)
        ]

    def goal(self, asked: Asked) -> Answer | None:
        """What the known gold says of a case; None where it says nothing."""
        load = self.session.caseload
        found = [load.verdict(Asked(asked.article, n)).case for n in range(load.size(asked.article))]
        on_case, _ = decisions_by_case(found, decisions(self.known, asked.article))
        return self.answer(on_case[asked.number], self.known) if on_case[asked.number] else None

    def answer(self, decided: Sequence[Put | Drop], gold: State) -> Answer:
        """Return decisions as they are compared, in whatever order they were made."""
        puts = [event for event in decided if isinstance(event, Put)]
        return tuple(sorted((self._fields(put.fields, self._in_gold(gold, put)) for put in puts), key=repr))

    def said(self, candidate: Candidate) -> tuple[object, ...]:
        """Return a candidate's statement as it is compared."""
        put = candidate.put
        assert put is not None

        def group_of(statement: str) -> int | None:
            asked = self.session.caseload.case_of(put.article, candidate.annotator, statement)
            return asked.number if asked else None

        return self._fields(put.fields, group_of)

    def _in_gold(self, gold: State, put: Put) -> Callable[[str], int | None]:
        def group_of(statement: str) -> int | None:
            other = gold.statement(statement)
            for item in basis_of(other) if other else ():
                asked = self.session.caseload.case_of(put.article, item.annotator, item.statement)
                if asked is not None:
                    return asked.number
            return None

        return group_of

    def _fields(self, fields: Fields, group_of: Callable[[str], int | None]) -> tuple[object, ...]:
        lists = self.session.corpus.entities
        return tuple(
            spans_of(fields.get(spec.name))
            if spec.kind == "passage"
            else comparable(fields.get(spec.name), spec, lists, group_of)
            for spec in self.compared
        )

    def keys(self, goal: Answer) -> Keys | None:
        """Return the fewest keys that decide the case at hand so, or None where only the form could."""
        ways = list(self._ways(goal))
        return min(ways, key=len) if ways else None

    def _ways(self, goal: Answer) -> Iterator[Keys]:
        verdict = self.session.verdict
        made = [candidate for candidate in self.session.candidates() if candidate.put is not None]
        if not goal:
            yield ("0",)
        elif len(goal) == 2:
            different = distinct(verdict.case, made)
            for pair in permutations(different, 2):
                if tuple(sorted(map(self.said, pair), key=repr)) == goal:
                    yield ("&",) if len(different) == 2 else ("&", *(item.letter for item in pair))
        elif len(goal) == 1:
            wanted = goal[0]
            if verdict.fields and self._voted(verdict.fields) == wanted:
                yield ("enter",)
            for rest in made:
                yield from self._with_rest(rest, made, wanted)

    def _voted(self, fields: Fields) -> tuple[object, ...]:
        state = self.session.journal.state
        put = next(iter(self.session.case.members.values()))
        return self._fields(fields, self._in_gold(state, put))

    def _with_rest(
        self, rest: Candidate, made: Sequence[Candidate], wanted: tuple[object, ...]
    ) -> Iterator[Keys]:
        """Yield the keys that take single fields from others, and the rest from one candidate."""
        differing = self.session.case.differing()
        keys: list[str] = []
        at = 0
        left = list(range(len(differing)))
        for place, (spec, value) in enumerate(zip(self.compared, wanted, strict=True)):
            if self.said(rest)[place] == value:
                continue
            giver = next((item for item in made if self.said(item)[place] == value), None)
            if giver is None or spec not in differing:
                return
            row = differing.index(spec)
            keys += [str(row + 1)] if row != at else []
            keys.append(giver.letter)
            left.remove(row)
            at = next((other for other in left if other > row), left[0] if left else 0)
        yield (*keys, rest.letter.upper()) if left or not keys else tuple(keys)


async def settle(session: Adjudication, adjudicator: Adjudicator) -> tuple[list[Settled], int]:
    """Decide all cases that the known gold decides; returns them, and how many it says nothing of."""
    found, unknown = [], 0
    app = AdjudicatorApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        for place, asked in enumerate(session.caseload.asked):
            goal = adjudicator.goal(asked)
            if goal is None:
                unknown += 1
                continue
            if session.at != place:  # the cases left to the form are passed over
                session.go_to(place)
            case = session.case
            keys = adjudicator.keys(goal)
            found.append(Settled(asked, session.verdict.status, keys, len(case.differing())))
            if keys is not None:
                await pilot.press(*(_TEXTUAL.get(key, key) for key in keys))
                decided = session.caseload.verdict(asked).by_people
                if not decided:  # it points to a case that was left to the form
                    assert "still open" in app.case_desk.message, f"{asked}: {keys}: {app.case_desk.message}"
                    found[-1].keys = None
                    continue
                assert adjudicator.answer(decided, session.journal.state) == goal, f"{asked}: {keys}"
    return found, unknown


def start(root: Path) -> tuple[Adjudication, State]:
    """Open a copy of the sample with a gold that holds the votes alone; returns the known gold beside it."""
    shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns(".cache"))
    known = root / "known.jsonl"
    (root / "gold" / "gold.jsonl").rename(known)
    merged = CliRunner().invoke(cli, ["merge", str(root), "-o", "gold"])
    assert merged.exit_code == 0, merged.output
    corpus = Corpus(root)
    schema, journal = corpus.schema(), corpus.open_gold("gold", _ME)
    session = Adjudication(corpus, journal, schema, found_cases(corpus, schema, "gold", journal.state))
    return session, State(read_journal(known).events)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dear", type=int, default=0, metavar="N", help="show the N dearest cases")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session, known = start(Path(folder) / "corpus")
        settled, unknown = asyncio.run(settle(session, Adjudicator(session, known)))
        session.close()
    costs = [len(item.keys) if item.keys is not None else inf for item in settled]
    print(f"{len(settled)} disagreements ({unknown} more are asked of which the gold says nothing)")
    print("| keys | disagreements | share |\n| --- | --- | --- |")
    for cost, count in sorted(Counter(costs).items()):
        print(f"| {'the form' if cost == inf else cost} | {count} | {count / len(costs):.0%} |")
    print(f"median {median(costs):g} (budget {BUDGET})")
    hard = [cost for cost, item in zip(costs, settled, strict=True) if item.status == "conflict"]
    print(f"median of the {len(hard)} that the votes do not decide: {median(hard):g}")
    for item in sorted(settled, key=lambda item: -(inf if item.keys is None else len(item.keys)))[
        : options.dear
    ]:
        print(
            f"  {item.asked.article} {item.asked.number} {item.status}, {item.differing} differ: {item.keys}"
        )
    sys.exit(median(costs) > BUDGET)


if __name__ == "__main__":
    main()

"""The cases that an adjudicator is asked about: which they are, in what order, and who said what in them. Pure."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ulid import ULID

from annotator.entities import NameList
from annotator.gold import Case, decisions, stands
from annotator.resolving import Verdict, made_by, resolve
from annotator.schema import LoadedSchema
from annotator.statements import Put, State
from annotator.validity import references, spans_of

if TYPE_CHECKING:
    from annotator.modelling import Opinion  # it imports numpy, which adjudication mostly does without

LETTERS = "abcdfhijklmnoprstuwx"
"""What candidates are called; the letters left out are keys of the adjudication screen."""


class Found(NamedTuple):
    """An article's id, its cases, and the model's opinion on each if a model decided what is in gold."""

    article: str
    cases: Sequence[Case]
    opinions: "Sequence[Opinion]" = ()


class Asked(NamedTuple):
    """A case that the adjudicator is asked about: its article, and its place among the article's cases."""

    article: str
    number: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one annotator says in a case; `put` is None for who had read the sentences and made no statement."""

    letter: str
    annotator: str
    put: Put | None


class _Held:
    """An article with its cases, and what gold says about each."""

    def __init__(self, found: Found, letters: Mapping[str, str]) -> None:
        self.cases, self.opinions = found.cases, found.opinions
        self.letters = letters
        self.verdicts: list[Verdict] = []
        self.number_of = {
            (name, put.statement): number
            for number, case in enumerate(found.cases)
            for name, put in case.members.items()
        }


class Caseload:
    """The cases of those articles in which something is to be decided, and what is decided so far."""

    def __init__(
        self,
        found: Iterable[Found],
        state: State,
        schema: LoadedSchema,
        lists: Mapping[str, NameList],
        adjudicator: str,
        *,
        only_conflicts: bool = False,
        worst_first: bool = False,
    ) -> None:
        """Take each article's cases, in the order of the articles; `state` is what gold says.

        What the votes decide is decided by the rule that made gold. With `only_conflicts`, what gold has by the votes
        is not asked.
        """
        self._schema = schema
        self._lists = lists
        self._only_conflicts = only_conflicts
        _, self._rule = made_by(state.by_id.values())
        self._articles: dict[str, _Held] = {}
        self.asked: list[Asked] = []
        for one in found:
            article = one.article
            held = self._articles[article] = _Held(one, _letters(article, adjudicator, one.cases))
            self.review(article, state)
            asked = [n for n, verdict in enumerate(held.verdicts) if verdict.by_people or self._open(verdict)]
            self.asked += [Asked(article, number) for number in _outer_first(held, schema) if number in asked]
            if not asked:
                del self._articles[article]
        if worst_first:
            self.asked.sort(key=lambda asked: severity(self.verdict(asked)), reverse=True)
        self._places = {asked: place for place, asked in enumerate(self.asked)}

    def review(self, article: str, state: State) -> None:
        """Work out anew what gold says about an article."""
        held = self._articles.get(article)
        if held is not None:
            held.verdicts = resolve(
                held.cases,
                decisions(state, article),
                self._rule,
                self._schema,
                self._lists,
                lambda: f"s-{ULID()}",
                held.opinions,
            ).verdicts

    def articles(self) -> list[str]:
        """Return the articles in which something is, or was, to be decided."""
        return list(self._articles)

    def puts(self) -> Iterator[Put]:
        """Yield what the annotators said in these articles."""
        for held in self._articles.values():
            for case in held.cases:
                yield from case.members.values()

    def size(self, article: str) -> int:
        """Return how many cases an article has, those that nobody is asked about included."""
        return len(self._articles[article].cases)

    def verdict(self, asked: Asked) -> Verdict:
        """Return what gold says about a case."""
        return self._articles[asked.article].verdicts[asked.number]

    def place(self, asked: Asked) -> int | None:
        """Return the place of a case among those that are asked."""
        return self._places.get(asked)

    def is_open(self, asked: Asked) -> bool:
        """Tell whether a case is still to be decided."""
        return self._open(self.verdict(asked))

    def open_count(self) -> int:
        """Count the cases that are still to be decided."""
        return sum(map(self.is_open, self.asked))

    def missing(self, state: State) -> int:
        """Count the cases that all agree on and that gold does not have yet: merging takes them in."""
        verdicts = [verdict for held in self._articles.values() for verdict in held.verdicts]
        return sum(
            verdict.status == "agreed" and bool(verdict.fields) and state.statement(verdict.statement) is None
            for verdict in verdicts
        )

    def case_of(self, article: str, annotator: str, statement: str | None) -> Asked | None:
        """Return the case that a statement of an annotator belongs to."""
        held = self._articles.get(article)
        number = held.number_of.get((annotator, statement or "")) if held is not None else None
        return None if number is None else Asked(article, number)

    def put(self, article: str, annotator: str, statement: str) -> Put | None:
        """Return a statement that an annotator made in one of these articles."""
        asked = self.case_of(article, annotator, statement)
        return self._articles[article].cases[asked.number].members[annotator] if asked is not None else None

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Return what each annotator says in a case, in the order of their letters in this article."""
        held = self._articles[asked.article]
        case = held.cases[asked.number]
        return [
            Candidate(letter, name, case.members.get(name))
            for name, letter in held.letters.items()
            if name in case.members or name in case.readers
        ]

    def _open(self, verdict: Verdict) -> bool:
        if verdict.by_people:
            return verdict.status == "open again"
        if verdict.status == "conflict" or verdict.case.unanimous:
            return verdict.status == "conflict"
        in_gold = any(stands(verdict.case, event) for event in verdict.before)
        return not (self._only_conflicts and in_gold)


def severity(verdict: Verdict) -> tuple[bool, bool, int, int]:
    """Return how much is in dispute: whether votes decide it, whether it is there at all, and how many fields."""
    case = verdict.case
    differing = case.differing()
    return (
        verdict.status in {"conflict", "open again"},
        not case.readers <= set(case.members),
        sum(spec.required for spec in differing),
        len(differing),
    )


def _letters(article: str, adjudicator: str, cases: Sequence[Case]) -> dict[str, str]:
    """Return the annotators of an article shuffled, each with a letter: the same after each restart."""
    names = sorted({name for case in cases for name in {*case.members, *case.readers}})
    random.Random(f"{article} {adjudicator}").shuffle(names)  # noqa: S311 (nobody gains by guessing it)
    return {name: LETTERS[place] if place < len(LETTERS) else "" for place, name in enumerate(names)}


def _outer_first(held: _Held, schema: LoadedSchema) -> list[int]:
    """Return the cases in reading order, but those that others point to before them."""
    ordered: dict[int, None] = {}
    waiting = sorted(range(len(held.cases)), key=lambda number: -held.cases[number].start)
    seen: set[int] = set()
    while waiting:
        number = waiting[-1]
        outer = [] if number in seen else list(_pointed_to(held, number, schema))
        seen.add(number)
        unplaced = [other for other in outer if other not in seen]
        if unplaced:
            waiting += unplaced
        else:
            ordered[waiting.pop()] = None
    return list(ordered)


def _pointed_to(held: _Held, number: int, schema: LoadedSchema) -> Iterator[int]:
    for name, put in held.cases[number].members.items():
        for _, statement in references(put.fields, schema):
            if (name, statement) in held.number_of:
                yield held.number_of[name, statement]


def distinct(case: Case, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates with a statement, without those who say the same as one before them."""
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in candidates:
        if candidate.put is not None:
            votes = tuple(votes[candidate.annotator] for votes in case.votes.values())
            fields = candidate.put.fields
            passages = (spans_of(fields.get(s.name)) for s in case.schema.fields if s.kind == "passage")
            found.setdefault((*votes, *passages), candidate)
    return list(found.values())

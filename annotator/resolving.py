"""What a strategy makes of the cases of an article, given the decisions that gold has already. Pure.

Decisions by people are kept. The rest is decided by votes; a statement whose required reference leads to one that is
not in gold is in conflict, and so is one that its schema refuses.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Literal

from pydantic import JsonValue, ValidationError

from annotator.entities import NameList
from annotator.gold import MERGE, Case, Status, basis_of, decisions_by_case, is_human, stands
from annotator.merge.align import TAU
from annotator.merge.consensus import Strategy
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Drop, Event, Fields, Put
from annotator.validity import closed_list_problems, reference_problems

if TYPE_CHECKING:
    from annotator.modelling import Opinion  # it imports numpy, which merging by votes does without


@dataclass(frozen=True, slots=True)
class Rule:
    """How votes decide: the strategy, how many votes it needs (None: more than half), and the alignment's tau."""

    strategy: Strategy | Literal["model"] = "majority"
    need: int | None = None
    tau: float = TAU

    @property
    def by_votes(self) -> Strategy:
        """The strategy for what no model decides."""
        return "majority" if self.strategy == "model" else self.strategy

    def __str__(self) -> str:
        """Return it as decisions record it."""
        need = "" if self.need is None else f", need {self.need}"
        tau = "" if self.tau == TAU else f", tau {self.tau}"
        return f"{self.strategy}{need}{tau}"

    @classmethod
    def recorded(cls, text: str) -> "Rule | None":
        """Return the rule that a decision records, or None where it records none."""
        found = _RECORDED.fullmatch(text)
        if found is None:
            return None
        strategy, need, tau = found.groups()
        return cls(strategy, int(need) if need else None, float(tau) if tau else TAU)  # type: ignore[arg-type]


_RECORDED = re.compile(r"(union|majority|unanimous|model)(?:, need (\d+))?(?:, tau ([\d.e-]+))?")


def made_by(gold: Iterable[Event]) -> tuple[set[str], Rule]:
    """Return the annotators whom the events of a gold journal rest on, and the rule of its last merge.

    Where none is recorded, it is the usual one.
    """
    annotators: set[str] = set()
    newest, rule = "", Rule()
    for event in gold:
        if isinstance(event, Put | Drop):
            annotators.update(item.annotator for item in basis_of(event))
            text = event.origin.by if isinstance(event, Put) else event.note
            found = Rule.recorded(text or "") if event.annotator == MERGE else None
            if found is not None and event.at >= newest:
                newest, rule = event.at, found
    return annotators, rule


@dataclass(slots=True)
class Verdict:
    """What becomes of a case."""

    case: Case
    status: Status
    statement: str
    """The statement in gold; of one that is left out, or in conflict, the one that it would be."""
    fields: Fields | None = None
    """What gold says; None where the claim is left out, or undecided."""
    by_people: list[Put | Drop] = field(default_factory=list)
    """Decisions by adjudicators, which no strategy touches."""
    before: list[Put | Drop] = field(default_factory=list)
    """Decisions that a strategy made earlier."""
    opinion: "Opinion | None" = None
    """What the model says, where there is one."""

    @property
    def rejected(self) -> bool:
        """Whether the claim is left out of gold."""
        return self.fields is None and self.status not in {"conflict", "open again"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The verdicts on all cases of an article, and the decisions whose statements are all gone."""

    verdicts: list[Verdict]
    groundless: list[Put | Drop]


def resolve(
    cases: Sequence[Case],
    decided: Sequence[Put | Drop],
    rule: Rule,
    schema: LoadedSchema,
    lists: Mapping[str, NameList],
    new_id: Callable[[], str],
    opinions: "Sequence[Opinion]" = (),
) -> Resolution:
    """Decide each case of an article.

    `decided` are the decisions in gold, `new_id` makes ids of statements, `opinions` are the model's, one a case.
    """
    on_case, groundless = decisions_by_case(cases, decided)
    verdicts = [
        _first_verdict(case, own, rule, new_id, opinion)
        for case, own, opinion in zip(cases, on_case, opinions or repeat(None, len(cases)), strict=True)
    ]
    _settle(verdicts, rule, schema, lists)
    return Resolution(verdicts, groundless)


def _first_verdict(
    case: Case,
    decided: Sequence[Put | Drop],
    rule: Rule,
    new_id: Callable[[], str],
    opinion: "Opinion | None",
) -> Verdict:
    people = [event for event in decided if is_human(event)]
    before = [event for event in decided if not is_human(event)]
    if people:
        kept: Status = "adjudicated" if all(stands(case, event) for event in people) else "open again"
        put = next((event for event in people if isinstance(event, Put)), None)
        return Verdict(
            case, kept, (put or people[0]).statement, put.fields if put else None, people, before, opinion
        )
    found: bool | None
    status: Status
    if opinion is None:
        by_votes = case.exists(rule.by_votes, rule.need)
        found, status = by_votes.value, by_votes.status
    else:
        found = None if (known := opinion.exists.decided) is None else bool(known)
        status = "conflict" if found is None else "agreed" if case.readers <= set(case.members) else "model"
    if found and status == "agreed" and not case.unanimous:
        status = "majority" if opinion is None else "model"
    statement = before[0].statement if before else new_id()
    # that it is in gold is told from its fields, which come with the references
    return Verdict(case, status, statement, {} if found else None, people, before, opinion)


def _settle(
    verdicts: Sequence[Verdict], rule: Rule, schema: LoadedSchema, lists: Mapping[str, NameList]
) -> None:
    """Fill in what gold says. A conflict takes those with it that cannot be without it, until nothing changes."""
    verdict_of = {
        (name, put.statement): verdict for verdict in verdicts for name, put in verdict.case.members.items()
    }

    def refer(annotator: str, statement: str) -> str | None:
        verdict = verdict_of.get((annotator, statement))
        return verdict.statement if verdict is not None and verdict.fields is not None else None

    open_ones = [verdict for verdict in verdicts if verdict.fields is not None and not verdict.by_people]
    lost: Sequence[Verdict] = verdicts
    while lost:
        for verdict in open_ones:
            merged = verdict.case.merged(rule.by_votes, rule.need, refer, _settled(verdict))
            verdict.fields = _completed(merged, schema, lists)
        lost = [verdict for verdict in open_ones if verdict.fields is None]
        if not lost:
            lost = _without_circles(open_ones, verdicts, schema)
        for verdict in lost:
            verdict.status, verdict.fields = "conflict", None
        open_ones = [verdict for verdict in open_ones if verdict.fields is not None]


def _settled(verdict: Verdict) -> dict[str, str | None]:
    """Return the votes that the model decides; a field that nobody answered is left to the votes."""
    believed = verdict.opinion.fields if verdict.opinion is not None else {}
    return {
        name: None if belief.decided is None else str(belief.decided)
        for name, belief in believed.items()
        if belief.value is not None
    }


def _completed(merged: Fields | None, schema: LoadedSchema, lists: Mapping[str, NameList]) -> Fields | None:
    """Return the fields as gold says them, or None where the schema or a closed list does not take them."""
    if merged is None:
        return None
    named = with_canonical_names(merged, schema, lists)
    if list(closed_list_problems(named, schema, lists)):
        return None
    try:
        return schema.complete(named)
    except ValidationError:
        return None


def with_canonical_names(values: Fields, schema: LoadedSchema, lists: Mapping[str, NameList]) -> Fields:
    """Return fields as gold says them: aliases turned into the names they stand for."""
    return {
        name: _canonical(value, schema[name], lists) if name in schema else value
        for name, value in values.items()
    }


def _canonical(value: JsonValue, spec: FieldSpec, lists: Mapping[str, NameList]) -> JsonValue:
    """Return a value with canonical names; whoever is named twice in a list stays once."""
    names = lists.get(spec.role or spec.name)
    if names is None or spec.kind not in {"entity", "either"}:
        return value
    if isinstance(value, list):
        turned = [_canonical(item, spec, lists) for item in value]
        names_so_far = [_name(item) for item in turned]
        return [
            item
            for place, item in enumerate(turned)
            if _name(item) is None or _name(item) not in names_so_far[:place]
        ]
    if isinstance(value, dict) and "name" in value:
        return {**value, "name": names.canonical(str(value["name"]))}
    return value


def _name(value: JsonValue) -> JsonValue:
    return value.get("name") if isinstance(value, dict) else None


def _without_circles(
    open_ones: Sequence[Verdict], verdicts: Sequence[Verdict], schema: LoadedSchema
) -> list[Verdict]:
    """Empty the optional links that lead back to where they start, as votes on single links can make them.

    Returns the statements that cannot do without theirs.
    """
    in_gold = {verdict.statement: verdict for verdict in verdicts if verdict.fields is not None}

    def fields_of(statement: str) -> object:
        return in_gold[statement].fields if statement in in_gold else None

    lost = []
    for verdict in open_ones:
        for spec in _circular(verdict, schema, fields_of):
            if spec.required:
                lost.append(verdict)
            elif verdict.fields is not None:
                verdict.fields = {**verdict.fields, spec.name: [] if spec.many else None}
    return lost


def _circular(
    verdict: Verdict, schema: LoadedSchema, fields_of: Callable[[str], object]
) -> Iterator[FieldSpec]:
    if verdict.fields is not None:
        for problem in reference_problems(verdict.fields, schema, verdict.statement, fields_of):
            if problem.field is not None:
                yield schema[problem.field]

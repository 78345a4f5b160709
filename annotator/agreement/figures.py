"""From what was collected to the figures of the report."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import cast

from annotator.agreement.collect import Collector
from annotator.agreement.report import (
    Confused,
    FieldReport,
    Measure,
    PairConfusion,
    PairReport,
    PersonReport,
    ProvenanceReport,
    Report,
    SuggestedReport,
    WorstArticle,
)
from annotator.agreement.values import BOUNDED, NAMED, words
from annotator.merge.alpha import alpha, category_alpha, coincidences, ordinal_alpha
from annotator.merge.bootstrap import SAMPLES, Sums, figure
from annotator.merge.coefficients import ac1, cohen_kappa, confusion, percentage
from annotator.merge.distance import jaccard, masi, nominal
from annotator.merge.figure import Figure
from annotator.merge.gamma import gamma
from annotator.merge.ratings import Ratings
from annotator.schema import FieldSpec

Answers = Ratings[Hashable]
Coefficient = Callable[[Answers], Sums]

_CONFUSED = 8
_MOST_PAIRS = 15
"""Of annotators (six have so many) whose confusion is shown pair by pair."""
_KINDS_OF_PAIR = ("both unaided", "one suggested", "both suggested")
_MOST_IN_MATRIX = 12


@dataclass(frozen=True, slots=True)
class About:
    """What the report is about, as far as it does not follow from what was collected."""

    corpus: str
    entities: str
    tau: float
    seed: int
    left_out: Mapping[str, int]


def report(found: Collector, about: About) -> Report:
    """Work out all figures."""
    maker = _Maker(found, about.seed)
    required = {spec.name: found.ratings.ratings(spec.name) for spec in found.joint_fields}
    return Report(
        corpus=about.corpus,
        schema=found.schema.identifier,
        entities=about.entities,
        tau=about.tau,
        seed=about.seed,
        samples=SAMPLES,
        annotators=list(found.names),
        articles=found.articles,
        articles_compared=found.compared_articles,
        statements=found.statements,
        aligned=found.aligned,
        left_out=dict(about.left_out),
        notices=[f"{name}: too many statements overlap; aligned greedily" for name in found.greedy],
        detection=list(maker.detection()),
        pairs=[PairReport(*pair, *counts) for pair, counts in found.half.counts().items()],
        extent=list(maker.extent()),
        fields=[maker.field(spec) for spec in found.compared],
        joint=maker.joint(),
        suggested=SuggestedReport(
            [maker.provenance(name) for name in found.names],
            list(maker.suggested(required)) if found.suggested.any else [],
        ),
        people=[maker.person(name, required) for name in found.names],
        worst_articles=[
            WorstArticle(one.article, -one.f1, one.statements)
            for one in sorted(found.worst_articles, reverse=True)
            if one.f1 > -1
        ],
        worst_statements=sorted(found.worst_statements, reverse=True),
    )


class _Maker:
    """Makes the figures, all by the same seed."""

    def __init__(self, found: Collector, seed: int) -> None:
        self._found = found
        self._seed = seed
        self._aligned = found.aligned / found.statements if found.statements else None

    def detection(self) -> Iterator[Measure]:
        found = self._found
        presence = found.presence.ratings()
        yield self._measure("F1, exact spans", found.exact.f1(), "statements of both", self._read())
        yield self._measure("F1, IoU of .5 or more", found.half.f1(), "statements of both", self._read())
        both = presence.pairable()
        sentences = sum(presence.ratings_per_unit() > 0)
        yield Measure(
            "alpha, does a sentence hold a claim",
            figure(alpha(presence), lambda: alpha(presence.by_unit()), seed=self._seed),
            "sentences",
            both / int(sentences) if sentences else None,
        )

    def joint(self) -> Measure:
        names = ", ".join(["same claim", *(spec.label for spec in self._found.joint_fields)])
        name = f"F1, {names}"
        return self._measure(name, self._found.joint.f1(), "statements of both", self._read())

    def extent(self) -> Iterator[Measure]:
        found = self._found
        nothing = "no two statements are aligned"
        yield self._measure("mean IoU", found.overlap.sums(nothing), "aligned claims", self._aligned)
        for spec in found.passages:
            name = f"mean IoU of {spec.label}"
            sums = found.passage_overlap[spec.name].sums("no two aligned statements have one")
            yield self._measure(name, sums, "pairs of statements")
        whole = found.whole_by_two / found.compared_articles if found.compared_articles else None
        yield self._measure(
            "|u, claim or not (overlapping claims joined)", found.relevant.sums(), "characters", whole
        )
        if found.category is not None:
            name = f"u, by {found.category.label} (where claims overlap: the set of theirs)"
            yield self._measure(name, found.valued.sums(), "characters", whole)
        if found.continua is not None:
            made = gamma(found.continua, seed=self._seed)
            note = f"over other seeds ±{made.sampling_error:.3f}" if made.figure.value is not None else ""
            yield Measure(f"gamma ({made.samples} samples)", made.figure, "statements", whole, note)

    def field(self, spec: FieldSpec) -> FieldReport:
        """Work out what there is to say of one field."""
        ratings = self._found.ratings.ratings(spec.name)
        measures = [self._rated(name, ratings, made) for name, made in _coefficients(spec)]
        if spec.kind in NAMED:
            name, made = _coefficients(spec)[0]
            plain = self._found.plain.ratings(spec.name) if spec in self._found.aliased else ratings
            measures.append(self._rated(f"{name}, names as given", plain, made))
        measures.append(self._rated("percentage", ratings, percentage))
        bounded = spec.kind in BOUNDED
        if bounded:
            measures.append(self._rated("AC1", ratings, ac1))
        matrix = coincidences(ratings)
        frequent = sorted(
            (
                Confused(words(matrix.values[one]), words(matrix.values[other]), float(weight))
                for one, other, weight in zip(matrix.left, matrix.right, matrix.weight, strict=True)
                if one != other and weight > 1e-9
            ),
            key=lambda pair: (-pair.count, pair.one, pair.other),
        )
        small = bounded and len(matrix.values) <= _MOST_IN_MATRIX
        return FieldReport(
            spec.name,
            spec.kind,
            measures,
            [self._category(ratings, value) for value in ratings.values] if bounded else [],
            [words(value) for value in matrix.values] if small else [],
            [[float(cell) for cell in row] for row in matrix.dense()] if small else [],
            frequent[:_CONFUSED],
            list(self._pairs(ratings)) if small else [],
        )

    def _pairs(self, ratings: Answers) -> Iterator[PairConfusion]:
        """Yield who gave what where the other gave what, for each two annotators, where they are few."""
        pairs = list(combinations(sorted(ratings.annotators), 2))
        for one, other in pairs if len(pairs) <= _MOST_PAIRS else ():
            table = confusion(ratings, one, other)
            counts = [[int(count) for count in row] for row in table.dense()]
            yield PairConfusion(one, other, counts, cohen_kappa(table))

    def provenance(self, name: str) -> ProvenanceReport:
        """Say how many of an annotator's statements came from a suggestion."""
        person, made = self._found.suggested.people[name], self._found.people[name].statements
        return ProvenanceReport(name, made, person.suggested, person.as_suggested)

    def suggested(self, ratings: Mapping[str, Answers]) -> Iterator[Measure]:
        """Work out the figures of suggested and of unaided statements, each beside the other."""
        found = self._found.suggested
        whole = ", ".join(["same claim", *(spec.label for spec in self._found.joint_fields)])
        for name, by_kind in (("same claim", found.same_claim), (whole, found.alike)):
            for kind, means in zip(("unaided", "suggested"), by_kind, strict=True):
                sums = means.sums(f"no {kind} statement is in a sentence that another has read")
                yield self._measure(f"F1, {name}: {kind}", sums, "statements")
        for kind, means in zip(_KINDS_OF_PAIR, found.overlap, strict=True):
            sums = means.sums("no two such statements are aligned")
            yield self._measure(f"mean IoU: {kind}", sums, "pairs of statements")
        marks = found.marks()
        for spec in self._found.joint_fields:
            label, made = _coefficients(spec)[0]
            marked = marks[self._found.ratings.given(spec.name)]
            for kind, pairs in zip(_KINDS_OF_PAIR, ratings[spec.name].by_pairs(marked), strict=True):
                name = f"{spec.label}, {label}: {kind}"
                yield Measure(name, self._coefficient(pairs, made), "pairs of statements")

    def person(self, name: str, ratings: Mapping[str, Answers]) -> PersonReport:
        """Work out what there is to say of one annotator."""
        person = self._found.people[name]
        without = []
        if len(self._found.names) > 2:
            for spec in self._found.joint_fields:
                label, made = _coefficients(spec)[0]
                rest = ratings[spec.name].without(name)
                without.append(self._rated(f"{spec.label}: {label}", rest, made))
        return PersonReport(
            name,
            person.statements,
            person.sentences,
            1000 * person.statements / person.words if person.words else None,
            figure(self._found.half.f1(name), seed=self._seed),
            without,
            {
                field: {answer: count / total for answer, count in sorted(counts.items())}
                for field, counts in person.marginals.items()
                if (total := counts.total())
            },
        )

    def _category(self, ratings: Answers, value: Hashable) -> Measure:
        return self._rated(words(value), ratings, lambda some: category_alpha(some, value))

    def _rated(self, name: str, ratings: Answers, made: Coefficient) -> Measure:
        found = self._coefficient(ratings, made)
        paired = ratings.ratings_per_unit()
        total = self._found.statements
        coverage = int(paired[paired > 1].sum()) / total if total else None
        return Measure(name, found, "aligned claims", coverage)

    def _coefficient(self, ratings: Answers, made: Coefficient) -> Figure:
        return figure(made(ratings), lambda: made(ratings.by_unit()), seed=self._seed)

    def _measure(self, name: str, sums: Sums, of: str, coverage: float | None = None) -> Measure:
        return Measure(name, figure(sums, seed=self._seed), of, coverage)

    def _read(self) -> float | None:
        """The share of the articles compared of which two have read something in common."""
        found = self._found
        return found.read_by_two / found.compared_articles if found.compared_articles else None


def _coefficients(spec: FieldSpec) -> list[tuple[str, Coefficient]]:
    """Return the coefficients for a kind of field, the one to judge by first."""
    if spec.many:
        return [
            ("alpha, MASI", lambda some: alpha(cast("Ratings[frozenset[object]]", some), masi)),
            ("alpha, Jaccard", lambda some: alpha(cast("Ratings[frozenset[object]]", some), jaccard)),
        ]
    if spec.kind == "scale":
        return [("alpha, ordinal", lambda some: ordinal_alpha(cast("Ratings[int]", some)))]
    return [("alpha, nominal", lambda some: alpha(some, nominal))]

"""Collects from each article what the figures are made of: some bytes a statement, whatever its length."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from annotator.agreement.suggested import Aligned, OfPair, Suggested
from annotator.agreement.values import BOUNDED, COMPARED, NAMED, plain_value, value_of
from annotator.corpus.articles import Article
from annotator.entities import KnownName, NameList
from annotator.fields import Span
from annotator.gold import Case, Voice
from annotator.merge.detection import Detection, Means, matched_keys, matched_spans
from annotator.merge.gamma import Unit as GammaUnit
from annotator.merge.overlap import iou
from annotator.merge.ratings import FieldRecorder, Recorder
from annotator.merge.unitizing import Unit, Unitizing, relevant
from annotator.reading import sentences_of_spans
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Put
from annotator.validity import spans_of

_WORST = 10


@dataclass(frozen=True, slots=True, order=True)
class Disagreement:
    """A case whose members differ, or that a reader did not find; ordered by how much."""

    differences: int
    article: str
    start: int
    quote: str
    members: tuple[str, ...]
    missed: tuple[str, ...]
    """Who had read it and made no such statement."""
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class ArticleScore:
    """How well an article's statements were found (mean pairwise F1, IoU of .5 or more), and how many they are."""

    f1: float
    article: str
    statements: int


@dataclass(slots=True)
class Person:
    """What one annotator did."""

    statements: int = 0
    words: int = 0
    """Of the sentences that they read."""
    sentences: int = 0
    marginals: dict[str, Counter[str]] = field(default_factory=dict)


class Collector:
    """Collects article by article; the figures are made of it afterwards."""

    def __init__(
        self,
        names: Sequence[str],
        schema: LoadedSchema,
        lists: Mapping[str, NameList],
        *,
        with_gamma: bool,
    ) -> None:
        self.names, self.schema = tuple(names), schema
        self.compared = [spec for spec in schema.fields if spec.kind in COMPARED]
        self.passages = [s for s in schema.fields if s.kind == "passage" and s is not schema.anchor]
        self.joint_fields = [spec for spec in self.compared if spec.required]
        self.category = next(
            (spec for spec in self.compared if spec.kind == "choice" and spec.required), None
        )
        self.exact, self.half, self.joint = Detection(names), Detection(names), Detection(names)
        self.presence: Recorder[bool] = Recorder(names, (False, True))
        self.ratings: FieldRecorder[Hashable] = FieldRecorder(
            names, {spec.name: [answer.value for answer in spec.answers] for spec in self.compared}
        )
        self.aliased = [
            spec
            for spec in self.compared
            if spec.kind in NAMED and any(known.aliases for known in _names(spec, lists))
        ]
        """The fields in which aliases make a difference; elsewhere names as given are the canonical ones."""
        self.plain: FieldRecorder[Hashable] = FieldRecorder(names, {spec.name: () for spec in self.aliased})
        self.suggested = Suggested(names)
        self.overlap = Means()
        self.passage_overlap = {spec.name: Means() for spec in self.passages}
        self.relevant, self.valued = Unitizing(), Unitizing()
        self.continua: list[Mapping[str, Sequence[GammaUnit]]] | None = [] if with_gamma else None
        self.people = {name: Person() for name in names}
        self.articles = self.compared_articles = self.read_by_two = self.whole_by_two = self.statements = (
            self.aligned
        ) = 0
        self.greedy: list[str] = []
        self.worst_statements: list[Disagreement] = []
        self.worst_articles: list[ArticleScore] = []
        self._claims: dict[str, tuple[Span, ...]] = {}
        """Of the present article, by event."""

    def add(self, article: Article, voices: Sequence[Voice], cases: Sequence[Case]) -> None:
        """Take account of an article; one with a single voice has nothing to compare."""
        self.articles += 1
        self.statements += sum(len(one.statements) for one in voices)
        for one in voices:
            self._person(article, one)
        if len(voices) < 2:
            return
        self.compared_articles += 1
        for detection in (self.exact, self.half, self.joint):
            detection.start_article()
        self.presence.start_article()
        self.ratings.start_article()
        self.plain.start_article()
        self._claims = {
            put.id: spans_of(put.fields[self.schema.anchor.name]) for one in voices for put in one.statements
        }
        touched = {
            event: frozenset(sentences_of_spans(article.sentences, spans))
            for event, spans in self._claims.items()
        }
        self._presence(article, voices, touched)
        pairs = self._detection(article, voices, cases, touched)
        self.suggested.add(voices, cases, pairs)
        self._extent(article, voices, cases)
        self._attributes(cases)
        if any(not case.exact for case in cases):
            self.greedy.append(article.id)

    def _claim(self, put: Put) -> tuple[Span, ...]:
        return self._claims[put.id]

    # -- found or not

    def _presence(
        self, article: Article, voices: Sequence[Voice], touched: Mapping[str, frozenset[Span]]
    ) -> None:
        claimed = {
            one.annotator: frozenset(span for put in one.statements for span in touched[put.id])
            for one in voices
        }
        for sentence in article.sentences:
            given = {
                one.annotator: sentence.span in claimed[one.annotator]
                for one in voices
                if sentence.span in one.read
            }
            self.presence.add(given)

    def _detection(
        self,
        article: Article,
        voices: Sequence[Voice],
        cases: Sequence[Case],
        touched: Mapping[str, frozenset[Span]],
    ) -> list[OfPair]:
        scores, pairs = [], []
        aligned = _aligned(cases, self.joint_fields)
        for a, b in combinations(sorted(voices, key=lambda one: one.annotator), 2):
            both = a.read & b.read
            if not both:
                continue
            left = [put for put in a.statements if touched[put.id] <= both]
            right = [put for put in b.statements if touched[put.id] <= both]
            found = len(left), len(right)
            claims = {
                a.annotator: [self._claim(put) for put in left],
                b.annotator: [self._claim(put) for put in right],
            }
            half = matched_spans(claims)[a.annotator, b.annotator]
            made = {put.id for put in (*left, *right)}
            same = [one for one in aligned[a.annotator, b.annotator] if one[0] in made and one[1] in made]
            for detection, matched in (
                (self.exact, matched_keys(claims[a.annotator], claims[b.annotator])),
                (self.half, half),
                (self.joint, sum(alike for _, _, alike in same)),
            ):
                detection.add(a.annotator, b.annotator, matched, found)
            if sum(found):
                scores.append(2 * half / sum(found))
            pairs.append((made, same))
        self.read_by_two += bool(pairs)
        if scores:
            score = ArticleScore(
                -sum(scores) / len(scores), article.id, sum(len(v.statements) for v in voices)
            )
            _keep_largest(self.worst_articles, score)
        return pairs

    # -- where the claims are

    def _extent(self, article: Article, voices: Sequence[Voice], cases: Sequence[Case]) -> None:
        overlaps = [case.iou for case in cases if case.iou is not None]
        self.overlap.add(sum(overlaps), len(overlaps))
        for spec in self.passages:
            pairs = [pair for case in cases for pair in combinations(case.passages(spec), 2)]
            self.passage_overlap[spec.name].add(sum(iou(*pair) for pair in pairs), len(pairs))
        body = {sentence.span for sentence in article.sentences if sentence.kind == "body"}
        whole = [one for one in voices if body and body <= one.read]
        self.whole_by_two += len(whole) > 1
        claims = {one.annotator: [self._claim(put) for put in one.statements] for one in whole}
        self.relevant.add(len(article.text), {name: relevant(own) for name, own in claims.items()})
        if self.category is not None:
            spec = self.category
            valued = {
                one.annotator: _layers(
                    [(self._claim(put), str(put.fields[spec.name])) for put in one.statements]
                )
                for one in whole
            }
            self.valued.add(len(article.text), valued)
        if self.continua is not None and len(whole) > 1:
            self.continua.append(
                {one.annotator: [self._unit(put) for put in one.statements] for one in whole}
            )

    def _unit(self, put: Put) -> GammaUnit:
        spans = self._claim(put)
        category = put.fields.get(self.category.name) if self.category else None
        return GammaUnit(spans[0].start, spans[-1].end, str(category))

    # -- what is said of them

    def _attributes(self, cases: Sequence[Case]) -> None:
        for case in cases:
            self.aligned += len(case.members) if len(case.members) > 1 else 0
            members = list(case.members)
            self.ratings.add(members, {spec.name: self._values(case, spec) for spec in self.compared})
            if self.aliased:
                self.plain.add(members, {spec.name: self._plain_values(case, spec) for spec in self.aliased})
            self._disagreement(case)

    def _values(self, case: Case, spec: FieldSpec) -> dict[str, Hashable]:
        votes = case.votes[spec.name].items()
        return {
            name: value for name, vote in votes if (value := value_of(vote, spec, case.article)) is not None
        }

    def _plain_values(self, case: Case, spec: FieldSpec) -> dict[str, Hashable]:
        votes = case.votes[spec.name].items()
        return {
            name: value
            for name, vote in votes
            if (value := plain_value(case.members[name].fields.get(spec.name), vote, spec, case.article)) is not None
        }  # fmt: skip

    def _disagreement(self, case: Case) -> None:
        differing = tuple(spec.label for spec in case.differing() if spec.required)
        missed = tuple(sorted(case.readers - set(case.members)))
        if len(case.readers | set(case.members)) > 1 and (differing or missed):
            put = next(iter(case.members.values()))
            size = len(self.joint_fields) * len(missed) + len(differing) * len(case.members)
            found = Disagreement(
                size, case.article, case.start, put.quote[:80], tuple(sorted(case.members)), missed, differing
            )
            _keep_largest(self.worst_statements, found)

    # -- who

    def _person(self, article: Article, one: Voice) -> None:
        self.suggested.add_person(one)
        person = self.people[one.annotator]
        person.statements += len(one.statements)
        person.sentences += len(one.read)
        person.words += sum(len(article.text[start:end].split()) for start, end in one.read)
        for spec in self.compared:
            if spec.kind in BOUNDED:
                counts = person.marginals.setdefault(spec.name, Counter())
                answers = [put.fields.get(spec.name) for put in one.statements]
                counts.update(str(answer) for answer in answers if answer is not None)


def _names(spec: FieldSpec, lists: Mapping[str, NameList]) -> Sequence[KnownName]:
    names = lists.get(spec.role or spec.name)
    return names.names if names is not None else ()


def _aligned(cases: Sequence[Case], fields: Sequence[FieldSpec]) -> dict[tuple[str, str], list[Aligned]]:
    """Return by two annotators their statements about one claim, and whether all these fields are alike."""
    found: defaultdict[tuple[str, str], list[Aligned]] = defaultdict(list)
    for case in cases:
        for a, b in combinations(sorted(case.members), 2):
            alike = all(case.votes[spec.name][a] == case.votes[spec.name][b] for spec in fields)
            found[a, b].append((case.members[a].id, case.members[b].id, alike))
    return found


def _layers(claims: Sequence[tuple[Sequence[Span], str]]) -> list[Unit]:
    """Cut an annotator's claims into units that do not overlap; where several lie, the value is the set of theirs."""
    steps: list[tuple[int, int, str]] = []
    for spans, value in claims:
        for start, end in spans:
            steps += [(start, 1, value), (end, -1, value)]
    units: list[Unit] = []
    present: Counter[str] = Counter()
    since = 0
    for place, change, value in sorted(steps):
        if place > since and +present:
            values = frozenset(+present)
            if units and units[-1][1] == since and units[-1][2] == values:
                units[-1] = (units[-1][0], place, values)
            else:
                units.append((since, place, values))
        since = place
        present[value] += change
    return units


def _keep_largest(heap: list, item: object) -> None:  # type: ignore[type-arg] # of things that compare
    if len(heap) < _WORST:
        heapq.heappush(heap, item)
    else:
        heapq.heappushpop(heap, item)

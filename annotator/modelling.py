"""The strategy `model`: what is likely, given how reliable each annotator turns out to be over the whole corpus.

Listed answers are decided by MACE; from 300 items up Dawid-Skene tells who confuses what. Whether a claim is there is
decided by Dawid-Skene from 300 items up, by MACE below: MACE has one rate of knowing an annotator and takes both
answers for equally likely beforehand, so it cannot tell those who miss claims from those who see too many. Names,
links and passages are decided by majority.

Each sentence that was read is one item more, in which its readers found nothing further: without those, whoever finds
most would pass for one who sees claims everywhere.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import orjson

from annotator.corpus.articles import Article
from annotator.errors import InputError
from annotator.gold import Case, Voice
from annotator.merge import dawid_skene, mace
from annotator.merge.numeric import Codes, FloatArray, np
from annotator.merge.ratings import Ratings, Recorder
from annotator.schema import LoadedSchema

MODELLED = frozenset({"choice", "scale", "flag"})

_SURE = 0.5
"""A label must be more likely than all others together; else it is a conflict."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is most likely of an item, how likely (None: nothing is known), and the entropy of all labels (nats)."""

    value: Hashable | None
    probability: float
    entropy: float

    @property
    def decided(self) -> Hashable | None:
        """The value, if it is likely enough to stand."""
        return self.value if self.probability > _SURE else None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of a case: whether the claim is there, and by field, as a vote."""

    exists: Belief
    fields: Mapping[str, Belief]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt about the annotators from one question: a field, or whether a claim is there."""

    items: int
    """Those that two annotators or more have judged."""
    decided_by: Literal["MACE", "Dawid-Skene"]
    competence: dict[str, float]
    """Of each annotator: how likely they know the answer, rather than guess; empty where MACE did not decide."""
    answers: list[str]
    prevalence: list[float]
    """By Dawid-Skene, as the confusion: how frequent each answer truly is; empty below 300 items."""
    confusion: dict[str, list[list[float]]]
    """Of each annotator: how likely the true answer (row) is given as which (column); empty below 300 items."""


@dataclass(frozen=True, slots=True)
class _Fit:
    values: tuple[Hashable, ...]
    best: Codes
    """Of each item, the code of its likeliest value, -1 where it has no rating."""
    probability: FloatArray
    entropy: FloatArray

    def belief(self, item: int) -> Belief:
        code = int(self.best[item])
        value = self.values[code] if code >= 0 else None
        return Belief(value, float(self.probability[item]), float(self.entropy[item]))


@dataclass(slots=True)
class Model:
    """The model of a corpus. Cases are known by their article and their place among its cases."""

    exists: Learnt
    fields: dict[str, Learnt]
    by_majority: list[str]
    """Fields with too few answers for a model."""
    _exists: _Fit
    _fields: dict[str, _Fit]
    _first: dict[str, int]

    def opinion(self, article: str, place: int) -> Opinion:
        """Return what the model says of a case."""
        item = self._first[article] + place
        return Opinion(
            self._exists.belief(item), {name: fit.belief(item) for name, fit in self._fields.items()}
        )


@dataclass(slots=True)
class _Questions:
    """The answers of all annotators, item by item."""

    exists: Recorder[Hashable]
    fields: dict[str, Recorder[Hashable]]
    first: dict[str, int] = field(default_factory=dict)
    """Of each article, the number of its first item."""
    cases: int = 0
    items: int = 0

    def add(self, article: Article, voices: Sequence[Voice], cases: Sequence[Case]) -> None:
        self.first[article.id] = self.items
        self.cases += len(cases)
        for case in cases:
            self.exists.add({reader: reader in case.members for reader in sorted(case.readers)})
            for name, recorder in self.fields.items():
                recorder.add({who: vote for who, vote in sorted(case.votes[name].items()) if vote != "[]"})
        for sentence in article.sentences:
            readers = sorted(one.annotator for one in voices if sentence.span in one.read)
            self.exists.add(dict.fromkeys(readers, False))
            for recorder in self.fields.values():
                recorder.add({})
        self.items += len(cases) + len(article.sentences)


def model_of(
    articles: Iterable[tuple[Article, Sequence[Voice], Sequence[Case]]],
    annotators: Sequence[str],
    schema: LoadedSchema,
) -> Model:
    """Fit the model to the cases of all articles; raises InputError below 50 of them."""
    names = [spec.name for spec in schema.fields if spec.kind in MODELLED]
    asked = _Questions(Recorder(annotators, (False, True)), {name: Recorder(annotators) for name in names})
    for article, voices, cases in articles:
        asked.add(article, voices, cases)
    if asked.cases < mace.ITEMS:
        raise InputError(
            f"the model needs at least {mace.ITEMS} cases, and there are {asked.cases}: use --strategy majority"
        )
    existence = asked.exists.ratings()
    if existence.pairable() < mace.ITEMS:
        raise InputError(
            f"fewer than {mace.ITEMS} claims and sentences were read by two annotators: use --strategy majority"
        )
    enough = existence.pairable() >= dawid_skene.ITEMS
    exists, exists_fit = _by_dawid_skene(existence) if enough else _by_mace(existence)
    model = Model(exists, {}, [], exists_fit, {}, asked.first)
    for name, recorder in asked.fields.items():
        ratings = recorder.ratings()
        if ratings.pairable() < mace.ITEMS:
            model.by_majority.append(name)
        else:
            model.fields[name], model._fields[name] = _by_mace(ratings)
    return model


def _by_dawid_skene(ratings: Ratings[Hashable]) -> tuple[Learnt, _Fit]:
    found = dawid_skene.dawid_skene(ratings)
    rated = ratings.ratings_per_unit() > 0
    best = np.where(rated, found.posterior.argmax(axis=1), -1).astype(np.int32)
    probability = np.where(rated, found.posterior.max(axis=1), 0.0)
    likely = np.maximum(found.posterior, np.finfo(np.float64).tiny)
    entropy = np.where(rated, -(likely * np.log(likely)).sum(axis=1), np.nan)
    learnt = Learnt(
        ratings.pairable(),
        "Dawid-Skene",
        {},
        list(map(_answer, found.values)),
        found.prevalence.tolist(),
        {name: rates.tolist() for name, rates in found.error_rates.items()},
    )
    return learnt, _Fit(found.values, best, probability, entropy)


def _by_mace(ratings: Ratings[Hashable]) -> tuple[Learnt, _Fit]:
    found = mace.mace(ratings)
    best = np.full(ratings.units, -1, dtype=np.int32)
    probability = np.zeros(ratings.units)
    order = np.argsort(found.probability, kind="stable")  # of an item, the likeliest is written last
    best[found.item[order]] = found.label[order]
    probability[found.item[order]] = found.probability[order]
    answered = {ratings.annotators[number] for number in np.unique(ratings.annotator)}
    competence = {name: rate for name, rate in found.competence.items() if name in answered}
    learnt = Learnt(ratings.pairable(), "MACE", competence, list(map(_answer, found.values)), [], {})
    if learnt.items >= dawid_skene.ITEMS:
        beside, _ = _by_dawid_skene(ratings)
        learnt.prevalence.extend(beside.prevalence)
        learnt.confusion.update(beside.confusion)
    return learnt, _Fit(found.values, best, probability, found.entropy)


def _answer(value: Hashable) -> str:
    """Return an answer as people read it: whether a claim is there, or a vote."""
    if isinstance(value, bool):
        return "there" if value else "not there"
    (answer,) = orjson.loads(str(value))
    return str(answer)

"""The strategy `model`: what is likely, given how reliable each annotator turns out to be over the whole corpus.

MACE (annotator.merge.mace) is fitted to whether a claim is there, by those who have read it, and to each field with
listed answers. Names, links and passages are decided by majority. Sentences that were read and in which nobody found
a claim are items too: without them, whoever finds most would pass for one who sees claims everywhere.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.corpus.articles import Article
from annotator.errors import InputError
from annotator.gold import Case, Voice
from annotator.merge.mace import ITEMS, Mace, mace
from annotator.merge.numeric import Codes, FloatArray, np
from annotator.merge.ratings import Recorder
from annotator.reading import sentences_of_spans
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

    competence: dict[str, float]
    """Of each annotator: how likely they know whether a claim is there, rather than guess."""
    by_majority: list[str] = field(default_factory=list)
    """Fields with too few answers for a model."""
    _first: dict[str, int] = field(default_factory=dict)
    _exists: _Fit | None = None
    _fields: dict[str, _Fit] = field(default_factory=dict)

    def opinion(self, article: str, place: int) -> Opinion:
        """Return what the model says of a case."""
        item = self._first[article] + place
        assert self._exists is not None
        return Opinion(
            self._exists.belief(item), {name: fit.belief(item) for name, fit in self._fields.items()}
        )


def model_of(
    articles: Iterable[tuple[Article, Sequence[Voice], Sequence[Case]]],
    annotators: Sequence[str],
    schema: LoadedSchema,
) -> Model:
    """Fit the model to the cases of all articles; raises InputError below 50 of them."""
    exists: Recorder[Hashable] = Recorder(annotators, (False, True))
    fields: dict[str, Recorder[Hashable]] = {
        spec.name: Recorder(annotators) for spec in schema.fields if spec.kind in MODELLED
    }
    first: dict[str, int] = {}
    items = count = 0
    for article, voices, cases in articles:
        first[article.id] = items
        count += len(cases)
        silent = _silent(article, voices, cases)
        items += len(cases) + len(silent)
        for case in cases:
            exists.add({reader: reader in case.members for reader in sorted(case.readers)})
            for name, recorder in fields.items():
                recorder.add({who: vote for who, vote in sorted(case.votes[name].items()) if vote != "[]"})
        for readers in silent:
            exists.add(dict.fromkeys(readers, False))
            for recorder in fields.values():
                recorder.add({})
    if count < ITEMS:
        raise InputError(
            f"the model needs at least {ITEMS} cases, and there are {count}: use --strategy majority"
        )
    found = _fitted(exists)
    if found is None:
        raise InputError(
            f"fewer than {ITEMS} claims lie in sentences that somebody has read: use --strategy majority"
        )
    fit, mace_fit = found
    model = Model(dict(mace_fit.competence), [], first, fit)
    for name, recorder in fields.items():
        made = _fitted(recorder)
        if made is None:
            model.by_majority.append(name)
        else:
            model._fields[name] = made[0]
    return model


def _silent(article: Article, voices: Sequence[Voice], cases: Sequence[Case]) -> list[list[str]]:
    """Return who has read each sentence in which nobody found a claim."""
    claims = (spans for case in cases for spans in case.passages(case.schema.anchor))
    touched = sentences_of_spans(article.sentences, (span for spans in claims for span in spans))
    readers = (
        sorted(one.annotator for one in voices if sentence.span in one.read)
        for sentence in article.sentences
        if sentence.span not in touched
    )
    return [names for names in readers if names]


def _fitted(recorder: Recorder[Hashable]) -> tuple[_Fit, Mace[Hashable]] | None:
    """Return the likeliest value of each item, or None where too few items have a rating."""
    ratings = recorder.ratings()
    if np.count_nonzero(ratings.ratings_per_unit()) < ITEMS:
        return None
    fit = mace(ratings)
    best = np.full(ratings.units, -1, dtype=np.int32)
    probability = np.zeros(ratings.units)
    order = np.argsort(fit.probability, kind="stable")  # of an item, the likeliest is written last
    best[fit.item[order]] = fit.label[order]
    probability[fit.item[order]] = fit.probability[order]
    return _Fit(fit.values, best, probability, fit.entropy), fit

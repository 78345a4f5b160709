"""Who gave which value to which unit, as arrays: 10 bytes a rating, whatever the values are.

A unit is what several annotators judged: an aligned group (for a field's values) or a sentence (for whether it
holds a claim). Missing ratings are simply not there.
"""

from array import array
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from annotator.merge.numeric import BoolArray, Codes, IntArray, ShortCodes, np, npt

V = TypeVar("V", bound=Hashable)
Integer = TypeVar("Integer", np.int16, np.int32)

RATINGS_AT_ONCE = 1 << 16
_MISSING = -1


@dataclass(frozen=True, slots=True)
class Ratings(Generic[V]):
    """Ratings in the order of their units: `unit`, `annotator` and `code` have one entry a rating.

    `code` indexes `values`, `annotator` indexes `annotators`, `article[unit]` is the number of the unit's
    article, and `articles` says how many there are.
    """

    values: tuple[V, ...]
    annotators: tuple[str, ...]
    articles: int
    article: Codes
    unit: Codes
    annotator: ShortCodes
    code: Codes

    @property
    def units(self) -> int:
        """Number of units, rated or not."""
        return len(self.article)

    def by_unit(self) -> "Ratings[V]":
        """The same with every unit as an article of its own: what resampling units needs."""
        return replace(self, articles=self.units, article=np.arange(self.units, dtype=np.int32))

    def without(self, annotator: str) -> "Ratings[V]":
        """The same without one annotator's ratings."""
        return self.only(self.annotator != self.annotators.index(annotator))

    def only(self, keep: BoolArray) -> "Ratings[V]":
        """Some of the ratings; the units keep their numbers."""
        return replace(self, unit=self.unit[keep], annotator=self.annotator[keep], code=self.code[keep])

    def ratings_per_unit(self) -> IntArray:
        """How many ratings each unit has."""
        return np.bincount(self.unit, minlength=self.units)

    def pairable(self) -> int:
        """Number of units with two ratings or more: those that agreement can be computed from."""
        same = self.unit[1:] == self.unit[:-1]
        return int(np.count_nonzero(same)) - int(np.count_nonzero(same[1:] & same[:-1]))

    def by_pairs(self, marked: BoolArray) -> list["Ratings[V]"]:
        """Each two ratings of a unit as a unit of their own, apart by how many of them are marked: none, one, both.

        A unit of three ratings gives three pairs, of four six.
        """
        pairs = np.zeros((0, 2), dtype=np.int64)
        for apart in range(1, int(self.ratings_per_unit().max(initial=0))):
            left = np.flatnonzero(self.unit[apart:] == self.unit[:-apart])
            pairs = np.concatenate([pairs, np.stack([left, left + apart], axis=1)])
        pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
        kind = marked[pairs].sum(axis=1)
        return [self._of_pairs(pairs[kind == number].ravel()) for number in range(3)]

    def _of_pairs(self, rating: IntArray) -> "Ratings[V]":
        return replace(
            self,
            article=self.article[self.unit[rating[::2]]],
            unit=np.repeat(np.arange(len(rating) // 2, dtype=np.int32), 2),
            annotator=self.annotator[rating],
            code=self.code[rating],
        )

    def chunks(self) -> Iterator["Chunk"]:
        """Pieces of some thousands of ratings that hold their units whole: no step needs much memory."""
        start, total = 0, len(self.unit)
        while start < total:
            end = min(start + RATINGS_AT_ONCE, total)
            if end < total:  # up to the end of the last unit
                end = int(np.searchsorted(self.unit, self.unit[end - 1], side="right"))
            unit = self.unit[start:end]
            yield Chunk(self.article[unit[0] : unit[-1] + 1], unit - unit[0], self.code[start:end])
            start = end


class Chunk:
    """Some ratings, their units numbered from 0 on; `article` is that of each unit."""

    def __init__(self, article: Codes, unit: Codes, code: Codes) -> None:
        self.article = article
        self.unit = unit
        self.code = code
        self.ratings_per_unit = np.bincount(unit)
        self.weight = 1.0 / np.maximum(1, self.ratings_per_unit - 1)
        """Of each unit: what a pair of its ratings counts, 1 / (m - 1)."""

    def differing_pairs(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Places of the pairs of ratings of one unit that differ, each once: neighbours, those two apart, ..."""
        for apart in range(1, int(self.ratings_per_unit.max())):
            same_unit = self.unit[apart:] == self.unit[:-apart]
            first = np.flatnonzero(same_unit & (self.code[apart:] != self.code[:-apart]))
            yield first, first + apart

    def paired(self) -> BoolArray:
        """Which ratings have a partner in their unit."""
        same = self.unit[1:] == self.unit[:-1]
        paired = np.zeros(len(self.unit), dtype=np.bool_)
        paired[1:] = same
        paired[:-1] |= same
        return paired


class Recorder(Generic[V]):
    """Collects ratings unit by unit.

    `values` given beforehand are the answers that the schema offers: they count as categories even where nobody
    chose them (Gwet's AC1 depends on their number).
    """

    def __init__(self, annotators: Sequence[str], values: Sequence[V] = ()) -> None:
        self._annotators = {name: number for number, name in enumerate(annotators)}
        self._codes: dict[V, int] = {value: code for code, value in enumerate(values)}
        self._article, self._unit = array("i"), array("i")
        self._annotator, self._code = array("h"), array("i")
        self._articles = 0

    def start_article(self) -> None:
        """From here on units belong to the next article, also where it turns out to have none."""
        self._articles += 1

    def add(self, given: Mapping[str, V]) -> None:
        """Add one unit of the present article: the value that each annotator gave, where they gave one."""
        unit = len(self._article)
        self._article.append(max(0, self._articles - 1))
        for annotator, value in given.items():
            self._unit.append(unit)
            self._annotator.append(self._annotators[annotator])
            self._code.append(self._codes.setdefault(value, len(self._codes)))

    def ratings(self) -> Ratings[V]:
        """All that was added, in the memory of the recorder: add nothing afterwards."""
        return Ratings(
            values=tuple(self._codes),
            annotators=tuple(self._annotators),
            articles=max(1, self._articles),
            article=_as_array(self._article, np.int32),
            unit=_as_array(self._unit, np.int32),
            annotator=_as_array(self._annotator, np.int16),
            code=_as_array(self._code, np.int32),
        )


class FieldRecorder(Generic[V]):
    """Collects ratings of several fields of the same units: who rated what is kept once, 4 bytes a field and rating.

    `values` are the answers offered beforehand, by field, as for `Recorder`.
    """

    def __init__(self, annotators: Sequence[str], values: Mapping[str, Sequence[V]]) -> None:
        self._annotators = {name: number for number, name in enumerate(annotators)}
        self._code_of: dict[str, dict[V, int]] = {
            field: {value: code for code, value in enumerate(offered)} for field, offered in values.items()
        }
        self._article, self._unit, self._annotator = array("i"), array("i"), array("h")
        self._codes = {field: array("i") for field in values}
        self._articles = 0

    def start_article(self) -> None:
        """From here on units belong to the next article, also where it turns out to have none."""
        self._articles += 1

    def add(self, annotators: Sequence[str], given: Mapping[str, Mapping[str, V]]) -> None:
        """Add one unit of the present article: what these annotators gave, by field and annotator, where they did."""
        unit = len(self._article)
        self._article.append(max(0, self._articles - 1))
        self._unit.extend([unit] * len(annotators))
        self._annotator.extend(self._annotators[name] for name in annotators)
        for field, codes in self._codes.items():
            code_of, own = self._code_of[field], given[field]
            codes.extend(
                code_of.setdefault(own[name], len(code_of)) if name in own else _MISSING
                for name in annotators
            )

    def given(self, field: str) -> BoolArray:
        """Of all annotators of all units, in the order in which they were added, whether they rated this field."""
        return np.asarray(_as_array(self._codes[field], np.int32) != _MISSING)

    def ratings(self, field: str) -> Ratings[V]:
        """All ratings of one field: add nothing afterwards."""
        found = Ratings(
            values=tuple(self._code_of[field]),
            annotators=tuple(self._annotators),
            articles=max(1, self._articles),
            article=_as_array(self._article, np.int32),
            unit=_as_array(self._unit, np.int32),
            annotator=_as_array(self._annotator, np.int16),
            code=_as_array(self._codes[field], np.int32),
        )
        given = self.given(field)
        return found if given.all() else found.only(given)


def _as_array(numbers: "array[int]", kind: type[Integer]) -> npt.NDArray[Integer]:
    return np.frombuffer(numbers, dtype=kind) if numbers else np.zeros(0, dtype=kind)

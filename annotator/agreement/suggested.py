"""Statements that came from accepted suggestions beside unaided ones: what each have in common with others' work.

Suggestions anchor: two annotators who accepted the same one were shown the same words. So agreement is told apart: by
statement (suggested or not) for whether another reader made the same, and by pair (none, one or both suggested) for
what two statements about one claim have in common.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.acceptance import as_suggested
from annotator.gold import Case, Voice
from annotator.merge.detection import Means
from annotator.merge.numeric import BoolArray, np
from annotator.merge.overlap import iou
from annotator.statements import Put
from annotator.validity import spans_of

Aligned = tuple[str, str, bool]
"""The events of two annotators' statements about one claim, and whether all their required fields are alike."""

OfPair = tuple[set[str], list[Aligned]]
"""What two annotators made where both have read: the events of their statements, and those about one claim."""


@dataclass(slots=True)
class Provenance:
    """Of one annotator: how many statements came from a suggestion, and how many hold just what was suggested."""

    suggested: int = 0
    as_suggested: int = 0


class Suggested:
    """Collects article by article what tells suggested statements from unaided ones."""

    def __init__(self, annotators: Sequence[str]) -> None:
        self.people = {name: Provenance() for name in annotators}
        self.same_claim = (Means(), Means())
        """Of unaided and of suggested statements, the share that the other of two readers made too."""
        self.alike = (Means(), Means())
        """The same with all required fields alike."""
        self.overlap = (Means(), Means(), Means())
        """IoU of two statements about one claim, by how many of the two were suggested."""
        self._marks = array("b")

    @property
    def any(self) -> bool:
        """Whether any statement came from a suggestion."""
        return any(person.suggested for person in self.people.values())

    def add_person(self, one: Voice) -> None:
        """Take account of what one annotator made of an article."""
        person = self.people[one.annotator]
        for put in filter(_suggested, one.statements):
            person.suggested += 1
            person.as_suggested += as_suggested(put)

    def add(self, voices: Iterable[Voice], cases: Sequence[Case], pairs: Iterable[OfPair]) -> None:
        """Take account of an article that two or more have worked on."""
        aided = {put.id for one in voices for put in filter(_suggested, one.statements)}
        self._add_cases(cases, aided)
        made, same, alike = [0, 0], [0, 0], [0, 0]
        for events, aligned in pairs:
            partnered = {event for *both, _ in aligned for event in both}
            equal = {event for *both, as_well in aligned if as_well for event in both}
            for kind, own in enumerate((events - aided, events & aided)):
                made[kind] += len(own)
                same[kind] += len(own & partnered)
                alike[kind] += len(own & equal)
        for kind in (0, 1):
            self.same_claim[kind].add(same[kind], made[kind])
            self.alike[kind].add(alike[kind], made[kind])

    def _add_cases(self, cases: Sequence[Case], aided: set[str]) -> None:
        overlaps: tuple[list[float], ...] = ([], [], [])
        for case in cases:
            puts = list(case.members.values())
            self._marks.extend(put.id in aided for put in puts)
            if case.iou is None:
                continue
            for one, other in combinations(puts, 2):
                number = (one.id in aided) + (other.id in aided)
                overlaps[number].append(_iou(one, other, case) if aided else case.iou)
        for means, values in zip(self.overlap, overlaps, strict=True):
            means.add(sum(values), len(values))

    def marks(self) -> BoolArray:
        """Of all members of all cases, in the order in which they were added, whether they were suggested."""
        return np.array(self._marks, dtype=np.bool_)


def _suggested(put: Put) -> bool:
    return put.origin.kind == "suggestion"


def _iou(one: Put, other: Put, case: Case) -> float:
    anchor = case.schema.anchor.name
    return iou(spans_of(one.fields[anchor]), spans_of(other.fields[anchor]))

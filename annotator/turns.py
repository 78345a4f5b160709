"""Who spoke where in the article at hand, by the statements made: whom "she", "it" or "both" probably means next."""

from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.fields import EntityKind
from annotator.mentions import means_several
from annotator.suggest.words import GENDER

_PEOPLE = frozenset({"he", "she", "him", "her"})
_THINGS = frozenset({"it", "its"})
_ANYBODY = frozenset({"they", "them", "both", "neither", "the two"})


@dataclass(slots=True)
class Turns:
    """The speakers of the statements that stand on their own, each with where its claim starts."""

    _made: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    _gender: dict[str, str] = field(default_factory=dict)
    """By name: "he" or "she", where a mention has shown which."""

    def add(self, start: int, speakers: tuple[str, ...]) -> None:
        """Take account of a statement whose claim starts at `start`."""
        if speakers:
            self._made.append((start, speakers))

    def mentioned(self, name: str, words: str) -> None:
        """Take account of the words that named somebody: "She", "Ms. Lund"."""
        first, *rest = words.lower().split() or [""]
        gender = GENDER.get(first.rstrip("."))
        if gender and not (rest and first in ("his", "her")):
            self._gender[name] = gender

    def meant(self, words: str, start: int, kind: Callable[[str], EntityKind | None]) -> tuple[str, ...]:
        """Return whom a pronoun means at a claim that starts at `start`: those who spoke last before it and fit.

        "" is a quotation without words that say who speaks. Other words mean nobody here, nor does "he" where "she"
        spoke last: it may mean somebody who was named since, of whom no statement tells.
        """
        pronoun = words.lower()
        if pronoun and pronoun not in _PEOPLE | _THINGS | _ANYBODY:
            return ()
        before = sorted((at for at in self._made if at[0] < start), key=lambda turn: -turn[0])
        several = means_several(pronoun) and pronoun != "they"
        for _, speakers in before:
            if (len(speakers) > 1 or not several) and all(_fits(pronoun, kind(one)) for one in speakers):
                return speakers if all(self._may_be(pronoun, one) for one in speakers) else ()
        return ()

    def _may_be(self, pronoun: str, name: str) -> bool:
        """Whether no mention has shown the other gender."""
        gender = GENDER.get(pronoun)
        return gender is None or self._gender.get(name, gender) == gender


def _fits(pronoun: str, kind: EntityKind | None) -> bool:
    if pronoun in _PEOPLE:
        return kind in {None, "person"}
    return pronoun not in _THINGS or kind != "person"

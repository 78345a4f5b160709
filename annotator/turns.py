"""Who spoke where in the article at hand, by the statements made: whom "she", "it" or "both" probably means next."""

from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.fields import EntityKind
from annotator.mentions import means_several

_PEOPLE = frozenset({"he", "she", "him", "her"})
_THINGS = frozenset({"it", "its"})
_ANYBODY = frozenset({"they", "them", "both", "neither", "the two"})


@dataclass(slots=True)
class Turns:
    """The speakers of the statements that stand on their own, each with where its claim starts."""

    _made: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def add(self, start: int, speakers: tuple[str, ...]) -> None:
        """Take account of a statement whose claim starts at `start`."""
        if speakers:
            self._made.append((start, speakers))

    def meant(self, words: str, start: int, kind: Callable[[str], EntityKind | None]) -> tuple[str, ...]:
        """Return whom a pronoun means at a claim that starts at `start`: those who spoke last before it and fit.

        "" is a quotation without words that say who speaks. Other words mean nobody here.
        """
        pronoun = words.lower()
        if pronoun and pronoun not in _PEOPLE | _THINGS | _ANYBODY:
            return ()
        before = sorted((at for at in self._made if at[0] < start), key=lambda turn: -turn[0])
        several = means_several(pronoun) and pronoun != "they"
        for _, speakers in before:
            if (len(speakers) > 1 or not several) and all(_fits(pronoun, kind(one)) for one in speakers):
                return speakers
        return ()


def _fits(pronoun: str, kind: EntityKind | None) -> bool:
    if pronoun in _PEOPLE:
        return kind in {None, "person"}
    return pronoun not in _THINGS or kind != "person"

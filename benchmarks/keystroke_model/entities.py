"""The fewest keys that name an entity: a digit, a search, words of the text, or typed letters; with its mention."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Literal

from annotator.fields import UNNAMED_KINDS, Span
from annotator.schema import FieldSpec
from annotator.validity import spans_of
from keystroke_model.hands import Hands, Keys, hint_keys

_LONGEST_QUERY = 6
"""Letters; nobody searches with more."""

_SHORTEST_SPELLING = 2
"""Keys: a letter, and enter."""

_NO_NAME = {"unnamed": "u", "author": "a", "none": "n"}


Stage = Literal["mention", "list", "spelling", "words"]
"""What a way to answer goes on with: the mention, a name on the list, another name, or the words asked for it."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Keys that give a name; `letters` of them spell a name that was never used before."""

    keys: Keys
    letters: int = 0
    new: bool = False
    """Whether the name came from the text or was typed, instead of from the list."""
    stage: Stage = "words"


def naming(hands: Hands, spec: FieldSpec, goal: Mapping[str, object], adding: bool) -> Naming | None:
    """Return the cheapest way to answer with the entity `goal`, or None; letters weigh as keys here.

    What must agree, `same_entity` says. Shorter ways are tried first, and names are spelt only where no shorter way
    is left; of two as long as each other, the one that `_onward` yields first.
    """
    further = ("&",) if adding and not hands.draft.adding else ()
    with hands.trial():
        hands.press(further)
        waiting: list[tuple[int, tuple[int, ...], Naming]] = [(0, (), Naming((), stage="mention"))]
        while waiting:
            _, order, way = heappop(waiting)
            with hands.trial():
                hands.press(way.keys)
                if _answered(hands, spec, goal, adding):
                    return Naming(further + way.keys, way.letters, way.new)
                for place, onward in enumerate(_onward(hands, spec, goal, way)):
                    cost = len(onward.keys) + (_SHORTEST_SPELLING if onward.stage == "spelling" else 0)
                    heappush(waiting, (cost, (*order, place), onward))
    return None


def same_entity(spec: FieldSpec, made: object, goal: Mapping[str, object]) -> bool:
    """Whether an entity is the gold one: its name (for an unnamed one, that it is one) and a speaker's mention."""
    if not isinstance(made, dict):
        return False
    if goal.get("kind") in UNNAMED_KINDS or made.get("kind") in UNNAMED_KINDS:
        named = made.get("kind") == goal.get("kind")
    else:
        named = made.get("name") == goal["name"]
    return named and (spec.role == "target" or spans_of(made["mention"]) == spans_of(goal["mention"]))


def _answered(hands: Hands, spec: FieldSpec, goal: Mapping[str, object], adding: bool) -> bool:
    value = hands.draft.value(spec)
    if spec.many:
        value = value[-1] if isinstance(value, list) and value and (adding or len(value) == 1) else None
    return hands.desk.prompt is None and hands.desk.hints is None and same_entity(spec, value, goal)


def _onward(hands: Hands, spec: FieldSpec, goal: Mapping[str, object], way: Naming) -> Iterator[Naming]:
    """Yield the ways that go on from one whose keys were pressed."""
    mention = spans_of(goal["mention"])[:1]
    if way.stage == "mention":
        yield replace(way, stage="list")
        for span in mention if spec.role != "target" else ():
            yield from (Naming(keys, stage="list") for keys in hint_keys(hands, ("m",), span))
    elif hands.desk.hints is not None and way.stage == "words":
        for words in hint_keys(hands, (), mention[0]) if mention else [("enter",)]:
            yield replace(way, keys=way.keys + words)
    elif hands.desk.hints is None and way.stage != "words":
        names = _listed(hands, goal) if way.stage == "list" else _spelt(hands, goal)
        for name in names:
            yield replace(name, keys=way.keys + name.keys)
        if way.stage == "list" and goal.get("kind") not in _NO_NAME:
            yield replace(way, stage="spelling")


def _listed(hands: Hands, goal: Mapping[str, object]) -> Iterator[Naming]:
    if goal.get("kind") in _NO_NAME:
        yield Naming((_NO_NAME[str(goal["kind"])],))
    for digit, candidate in enumerate(hands.desk.candidates(), 1):
        if candidate.name == goal["name"] or candidate.kind == goal.get("kind") in _NO_NAME:
            yield Naming((str(digit),), new=candidate.why.startswith("new"))


def _spelt(hands: Hands, goal: Mapping[str, object]) -> Iterator[Naming]:
    name = str(goal["name"])
    yield from _searches(hands, name)
    for span in _places(hands, name):
        yield from (Naming(keys, new=True) for keys in hint_keys(hands, ("+",), span))
    for typed in dict.fromkeys((name.lower(), name)):
        matches = hands.desk.matches(typed)
        line = matches.index(name) if name in matches else len(matches)
        steps = (line - hands.desk.likely(typed)) % (len(matches) + 1)
        moves = ("down",) * steps if 2 * steps <= len(matches) + 1 else ("up",) * (len(matches) + 1 - steps)
        yield Naming((*_line(hands, typed), *moves, "enter"), letters=len(name), new=True)


def _searches(hands: Hands, name: str) -> Iterator[Naming]:
    """Yield the shortest searches for a known name: beginnings of any of its words."""
    for length in range(1, _LONGEST_QUERY + 1):
        for start in [match.start() for match in re.finditer(r"\b\w", name)]:
            query = name[start : start + length].lower()
            matches = hands.desk.matches(query)
            if name in matches and not hands.desk.is_new(name):
                steps = (matches.index(name) - hands.desk.likely(query)) % (len(matches) + 1)
                yield Naming((*_line(hands, query), *["down"] * steps, "enter"))


def _places(hands: Hands, name: str) -> list[Span]:
    """Return where a name stands in the text that word hints cover."""
    around = hands.desk.around()
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    return [Span(*match.span()) for match in re.compile(pattern).finditer(hands.desk.text, *around)]


def _line(hands: Hands, text: str) -> Keys:
    """Return the keys that type a name, with the one that opens the line if the first letter does not."""
    typed = tuple("space" if char == " " else char for char in text)
    return typed if hands.means(typed[0]) == "type-name" else ("/", *typed)

"""The fewest keys that name an entity: a digit, a search, words of the text, or typed letters; with its mention."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.fields import UNNAMED_KINDS, Span
from annotator.schema import FieldSpec
from annotator.validity import spans_of
from keystroke_model.hands import Hands, Keys, hint_keys

_LONGEST_QUERY = 6
"""Letters; nobody searches with more."""

_NO_NAME = {"unnamed": "u", "author": "a", "none": "n"}


@dataclass(frozen=True, slots=True)
class Naming:
    """Keys that give a name; `letters` of them spell a name that was never used before."""

    keys: Keys
    letters: int = 0
    new: bool = False
    """Whether the name came from the text or was typed, instead of from the list."""


def naming(hands: Hands, spec: FieldSpec, goal: Mapping[str, object], adding: bool) -> Naming | None:
    """Return the cheapest way to answer with the entity `goal`, or None; letters weigh as keys here.

    What must agree, `same_entity` says.
    """
    further = ("&",) if adding and not hands.draft.adding else ()
    with hands.trial():
        hands.press(further)
        ways = sorted(_ways(hands, spec, goal), key=lambda way: len(way.keys))
        for way in ways:
            with hands.trial():
                hands.press(way.keys)
                if _answered(hands, spec, goal, adding):
                    return Naming(further + way.keys, way.letters, way.new)
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


def _ways(hands: Hands, spec: FieldSpec, goal: Mapping[str, object]) -> Iterator[Naming]:
    mentions: list[Keys] = [()]
    if spec.role != "target":
        mentions += [
            keys for span in spans_of(goal["mention"])[:1] for keys in hint_keys(hands, ("m",), span)
        ]
    for first in mentions:
        with hands.trial():
            hands.press(first)
            if hands.desk.hints is None:
                yield Naming(first)
                for way in _names(hands, goal):
                    for then in _asked_for_words(hands, way.keys, goal):
                        yield Naming(first + then, way.letters, way.new)


def _asked_for_words(hands: Hands, keys: Keys, goal: Mapping[str, object]) -> list[Keys]:
    """Return the keys of a name, with those of its mention where labels are shown for it after the name."""
    with hands.trial():
        hands.press(keys)
        if hands.desk.hints is None:
            return [keys]
    spans = spans_of(goal["mention"])
    return hint_keys(hands, keys, spans[0]) if spans else [(*keys, "enter")]


def _names(hands: Hands, goal: Mapping[str, object]) -> Iterator[Naming]:
    name = str(goal["name"])
    if goal.get("kind") in _NO_NAME:
        yield Naming((_NO_NAME[str(goal["kind"])],))
    for digit, candidate in enumerate(hands.desk.candidates(), 1):
        if candidate.name == name or candidate.kind == goal.get("kind") in _NO_NAME:
            yield Naming((str(digit),), new=candidate.why.startswith("new"))
    if goal.get("kind") in _NO_NAME:
        return
    yield from _searches(hands, name)
    for span in _places(hands, name):
        yield from (Naming(keys, new=True) for keys in hint_keys(hands, ("+",), span))
    new_line = ("up",) if hands.desk.likely(name) < len(hands.desk.matches(name)) else ()
    yield Naming((*_line(hands, name), *new_line, "enter"), letters=len(name), new=True)


def _searches(hands: Hands, name: str) -> Iterator[Naming]:
    """Yield the shortest searches for a known name: beginnings of any of its words."""
    for length in range(1, _LONGEST_QUERY + 1):
        for start in [match.start() for match in re.finditer(r"\b\w", name)]:
            query = name[start : start + length].lower()
            matches = hands.desk.matches(query)
            if name in matches:
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

"""The fewest keys that choose a passage: text objects, word hints, the point, and edges moved to where they belong.

Uniform-cost search over what is on the desk. Only keys that can help are tried: an edge is moved only while it is
wrong, and the edge at hand before the other one.
"""

import sys
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count

from annotator.fields import Span
from annotator.schema import FieldSpec
from keystroke_model.hands import Hands, Keys, Moment, hint_keys

_OBJECTS = ("q", "t", ",", "s", ".", '"', "w")
_REST = "."
_ONWARD = "down"
"""To the next sentence, for a further span there."""
_FURTHER = "&"
_LESS = "delete"
_LONGEST = 16
"""No span should cost more keys than this; one that does cannot be chosen."""


def passage_keys(
    hands: Hands, spec: FieldSpec, goal: Sequence[Span], within: int = sys.maxsize
) -> Keys | None:
    """Return the fewest keys that choose the spans of `goal` for the passage asked for, span by span.

    None where there are none, or more than `within`.
    """
    keys: Keys = ()
    with hands.trial():
        for number in range(1, len(goal) + 1):
            further = (_FURTHER,) if number > 1 else ()
            hands.press(further)
            found = _span_keys(hands, spec, tuple(goal[:number]), within - len(keys + further))
            if found is None:
                return None
            keys += further + found
    return keys


def mending_keys(
    hands: Hands, spec: FieldSpec, goal: Sequence[Span], within: int = sys.maxsize
) -> Keys | None:
    """Return the fewest keys that make the words just chosen those of `goal`, without asking anew.

    None where there are none, or more than `within`.
    """
    found = hands.desk.passage()
    if found is None or found[0] != spec:
        return None
    keys: Keys = (_LESS,) * (len(found[1].spans) - len(goal))
    with hands.trial():
        hands.press(keys)
        kept = len(_chosen(hands, spec))
        if _chosen(hands, spec)[:-1] != tuple(goal[: kept - 1]):
            return None
        for number in range(kept, len(goal) + 1):
            if _chosen(hands, spec) == tuple(goal[:number]):
                continue
            further = (_FURTHER,) if number > kept else ()
            hands.press(further)
            more = _span_keys(hands, spec, tuple(goal[:number]), within - len(keys + further))
            if more is None:
                return None
            keys += further + more
    return keys


def _span_keys(hands: Hands, spec: FieldSpec, goal: tuple[Span, ...], within: int) -> Keys | None:
    before, span = goal[:-1], goal[-1]
    number = count()
    waiting: list[tuple[int, int, Keys, Keys, Moment]] = [(0, next(number), (), (), hands.moment())]
    seen: set[object] = set()
    while waiting:
        cost, _, done, step, moment = heappop(waiting)
        if cost > min(within, _LONGEST):
            return None
        hands.go_back(moment)
        hands.press(step)
        keys = done + step
        if keys and _chosen(hands, spec) == goal:
            return keys
        state = _state(hands, spec)
        if state in seen:
            continue
        seen.add(state)
        here = hands.moment()
        steps = [step for step in _steps(hands, spec, before, span, keys) if _chooses_words(hands, step[0])]
        if not keys or keys[-1] == _ONWARD:
            steps += [*hint_keys(hands, (_REST,), span), *hint_keys(hands, ("h",), span)]
        for following in steps:
            heappush(waiting, (cost + len(following), next(number), keys, following, here))
    return None


def _chooses_words(hands: Hands, key: str) -> bool:
    """Whether a key is about words now: while a stance is asked for, "s" is an answer."""
    desk = hands.desk
    command = hands.keymap.command(desk.scopes(), key)
    is_answer = desk.asked is not None and any(key == answer.key for answer in desk.asked.answers)
    return not is_answer and command is not None and bool({"passage", "adjust"} & set(command.scopes))


def _chosen(hands: Hands, spec: FieldSpec) -> tuple[Span, ...]:
    return hands.draft.selection(spec).spans


def _state(hands: Hands, spec: FieldSpec) -> object:
    found = hands.desk.passage()
    edge = found[1].edge if found else None
    return _chosen(hands, spec), edge, hands.desk.cycle, hands.desk.session.here.point, hands.draft.adding


def _steps(hands: Hands, spec: FieldSpec, before: Sequence[Span], span: Span, keys: Keys) -> Iterator[Keys]:
    new = [chosen for chosen in _chosen(hands, spec) if chosen not in before]
    if not keys or (not new and keys[-1] in {"right", _ONWARD}):
        yield from ((key,) for key in _OBJECTS)
        if not before and hands.desk.session.here.point < span.start:
            yield ("right",)
        if before and hands.desk.session.here.sentence.end <= span.start:
            yield (_ONWARD,)
    elif keys[-1] in _OBJECTS and hands.desk.cycle[0] == keys[-1]:
        yield (keys[-1],)
    found = hands.desk.passage()
    if new and found is not None and found[1].spans:
        yield from _repairs(hands.desk.text, found[1].span, span)


def _repairs(text: str, chosen: Span, goal: Span) -> Iterator[Keys]:
    """Yield the keys that move an edge that is wrong: the end while that is, then the start."""
    if chosen.end != goal.end:
        onward = goal.end > chosen.end
        yield ("]" if onward else "[",)
        yield ("right" if onward else "left",)
        if abs(goal.end - chosen.end) <= 2 or text[goal.end - 1 : goal.end + 1].isalnum():
            yield (">" if onward else "<",)
    elif chosen.start != goal.start:
        onward = goal.start > chosen.start
        yield ("}" if onward else "{",)
        yield (")" if onward else "(",)
        if abs(goal.start - chosen.start) <= 2 or text[goal.start - 1 : goal.start + 1].isalnum():
            yield ("tab", *(">" if onward else "<") * abs(goal.start - chosen.start))

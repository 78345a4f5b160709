"""Choosing the words of a passage: text objects, hints, edges that move, further spans."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.draft import last_mention
from annotator.fields import Span
from annotator.schema import FieldSpec
from annotator.selecting import (
    Selection,
    character_stops,
    clause_around,
    clause_ends,
    clause_starts,
    continuation,
    paragraph,
    paragraphs_around,
    quotations,
    that_clauses,
    tidy,
    word_stops,
)
from annotator.suggesting import anchor_of
from annotator.tui.actions import answer, hinting
from annotator.tui.desk import Desk
from annotator.validity import spans_of

NEAR = 200
"""Characters from an edge on in which the next word is looked for."""


def _objects(desk: Desk, key: str, point: int, chosen: Sequence[Span]) -> Sequence[Span]:
    """Return the text objects that a key chooses among from a point on, likeliest first."""
    text, sentence = desk.text, desk.session.here.around(point, point + 1)
    start = tidy(text, Span(point, sentence.end)).start
    if key in {"q", '"'}:
        found = quotations(text, *paragraph(text, sentence.start))
        after = [span for span in found if span.end > point]
        if key == '"':
            return [tidy(text, Span(start, span.end)) for span in after]
        return after + [span for span in found if span.end <= point]
    if key == "t":
        return that_clauses(text, start, sentence.end)
    if key == ",":
        ends = clause_ends(text, start, sentence.end)
        return [tidy(text, Span(start, end)) for end in ends if end > start]
    if key == "w":
        return [clause_around(text, sentence, chosen[-1] if chosen else Span(start, start + 1))]
    return [tidy(text, sentence if key == "s" else Span(start, sentence.end))]


def _point(desk: Desk, spec: FieldSpec) -> int:
    """Return where text objects begin: where the words that were suggested do, or else at the point."""
    draft = desk.session.draft
    if draft is not None and draft.asked != spec == draft.schema.anchor:
        for span in anchor_of(draft.origin.suggested or {}, draft.schema):
            return span.start
    return desk.session.here.point


def text_object(desk: Desk, key: str) -> None:
    """Choose a text object; the same key again takes the next one of its kind."""
    draft = desk.session.draft
    found = desk.passage()
    if draft is None or found is None:
        return
    taken = found[1].spans
    chosen = () if draft.adding else taken
    point = _point(desk, found[0])
    if key == "." and not chosen and point == desk.session.here.sentence.start:
        hinting.label_onward(desk, "rest")
        desk.say("from which word to the end of the sentence?")
        return
    options = list(dict.fromkeys(_objects(desk, key, point, chosen)))
    if draft.adding:
        options = [o for o in options if not any(o.start < s.end and s.start < o.end for s in taken)]
    if not options:
        desk.say("there is none in this sentence")
        return
    turn = desk.cycle[1] + 1 if desk.cycle[0] == key else 0
    desk.choose(options[turn % len(options)])
    desk.cycle = (key, turn)


def _stops(desk: Desk, key: str, selection: Selection) -> list[int]:
    around = paragraphs_around(desk.text, selection.span)
    if key in {"left", "right"}:
        at = selection.span.end if selection.edge == "end" else selection.span.start
        before, after = (0, NEAR) if key == "right" else (NEAR, 0)
        near = Span(max(around.start, at - before), min(around.end, at + after))
        return word_stops(desk.text, near, selection.edge)
    if key in {"<", ">"}:
        return list(character_stops(desk.text, around, selection.edge))
    return (clause_ends if selection.edge == "end" else clause_starts)(desk.text, *around)


def move_edge(desk: Desk, key: str) -> None:
    """Move the edge by a word (arrows), by a clause (brackets) or by a character (< >)."""
    found = desk.passage()
    if found is None:
        return
    spec, selection = found
    step = 1 if key in {"right", "]", ">"} else -1
    if not selection.spans:
        if key in {"left", "right"}:
            desk.session.here.move_point(step)
        return
    desk.set_selection(spec, selection.move(desk.text, _stops(desk, key, selection), step))


def move_start(desk: Desk, key: str) -> None:
    """Move the first edge by a clause (braces) or by a word (brackets); the arrows go on with the edge of before."""
    found = desk.passage()
    if found is not None and found[1].spans:
        desk.selection = replace(found[1], edge="start")
        move_edge(desk, {"{": "[", "}": "]", "(": "left", ")": "right"}[key])
        if desk.selection is not None:
            desk.selection = replace(desk.selection, edge=found[1].edge)


def other_edge(desk: Desk, _key: str) -> None:
    """Move the other edge from now on."""
    found = desk.passage()
    if found is not None and found[1].spans:
        desk.selection = found[1].other_edge()
        desk.say(f"the arrows move the {desk.selection.edge}")


def further(desk: Desk, _key: str) -> None:
    """Add one more span, or one more name."""
    draft = desk.session.draft
    if draft is None or not draft.one_more():
        desk.say("nothing to add to yet")
    elif draft.asked.kind == "passage":
        desk.say("choose the further words")


def go_on_after_cue(desk: Desk, key: str) -> None:
    """Add the words on the other side of the cue; where none are found, those chosen next."""
    found = desk.passage()
    further(desk, key)
    if found is None or not found[1].spans:
        return
    last = found[1].spans[-1]
    more = _before_cue(desk, found[1].spans[0]) or continuation(
        desk.text, last.end, desk.session.here.around(last.start, last.end).end
    )
    if more is not None:
        desk.choose(more)


def _before_cue(desk: Desk, first: Span) -> Span | None:
    """Return how the sentence begins, before the cue and its subject, where what is suggested follows them."""
    draft, schema = desk.session.draft, desk.session.schema
    cue, speaker = schema.role("cue"), schema.role("speaker")
    if draft is None or cue is None or speaker is None:
        return None
    suggested, sentence = draft.origin.suggested or {}, desk.session.here.around(*first)
    said = spans_of(suggested.get(cue.name))
    mention = last_mention(suggested.get(speaker.name))
    starts = [span.start for span in (*said[:1], *([mention] if mention else ())) if span.start < first.start]
    before = tidy(desk.text, Span(sentence.start, max(sentence.start, min(starts, default=0))))
    return before if said and before.start < before.end else None


def without_last(desk: Desk, key: str) -> None:
    """Take the movable span away; of a single one, the whole answer."""
    found = desk.passage()
    if found is not None and len(found[1].spans) > 1:
        desk.set_selection(found[0], found[1].without_last())
    else:
        answer.clear(desk, key)


def accept(desk: Desk, _key: str) -> None:
    """Take the words as they are and go on."""
    draft = desk.session.draft
    if draft is None:
        return
    if draft.asked.required and not draft.answered(draft.asked):
        desk.say(f"{draft.asked.label} is not answered yet", alarm=True)
    else:
        desk.step_on(draft.step_on())

"""What lies over the text: claims, the sentence at hand, the words being chosen, the margins."""

from annotator.fields import Span
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields, MarkState, Put
from annotator.tui.desk import Desk
from annotator.tui.panes.article import LEFT, Overlay, Picture
from annotator.validity import entities, spans_of

HUES = 4

MARK_SIGNS: dict[MarkState, str] = {"none": "∅", "done": "✓", "unsure": "?", "skip": "»", "unusable": "!"}
"""How a mark is shown in the right margin."""


def picture(desk: Desk) -> Picture:
    """Return what lies over the article at hand."""
    here, draft = desk.session.here, desk.session.draft
    moving = {Overlay(here.sentence.start, here.sentence.end, "sentence", 0)}
    selected = here.selected_statement()
    if draft is None and here.point > here.sentence.start:
        moving.add(Overlay(here.point, here.point + 1, "point", 6))
    if draft is not None:
        moving |= _draft_overlays(desk)
    elif (suggestion := desk.proposal()) is not None:
        moving |= _ghost(suggestion.fields, desk.session.schema)
    elif selected is not None:
        moving |= {Overlay(*span, "selected", 2) for span in here.anchor(selected)}
        moving |= {Overlay(*span, "mention", 3) for span in _mentions(selected, desk.session.schema)}
    return Picture(
        desk.kept_while_said(_claims),
        frozenset(moving),
        desk.kept(_margins),
        desk.hints.shown() if desk.hints else {},
        here.place,
    )


def _claims(desk: Desk) -> frozenset[Overlay]:
    here = desk.session.here
    return frozenset(
        Overlay(*span, f"claim{here.number(put.statement) % HUES}", 1)
        for put in here.statements
        for span in here.anchor(put)
    )


def _draft_overlays(desk: Desk) -> set[Overlay]:
    draft, here = desk.session.draft, desk.session.here
    assert draft is not None
    found = {Overlay(*span, "chosen", 4) for span in desk.claim()}
    asked = draft.asked
    if asked.kind == "passage":
        found |= {Overlay(*span, "chosen", 4) for span in spans_of(draft.value(asked))}
        found.add(Overlay(here.point, here.point + 1, "point", 6))
    if draft.mention is not None:
        found.add(Overlay(*draft.mention, "mention", 5))
    found |= {
        Overlay(*span, "mention", 3)
        for _, item in entities(draft.values, desk.session.schema)
        for span in spans_of(item.get("mention"))
    }
    if desk.hints is not None and desk.hints.start is not None:
        found.add(Overlay(desk.hints.start, desk.hints.start + 1, "point", 6))
    return found


def _ghost(fields: Fields, schema: LoadedSchema) -> set[Overlay]:
    ghost = {Overlay(*span, "ghost", 2) for span in spans_of(fields.get(schema.anchor.name))}
    return ghost | {
        Overlay(*span, "mention", 3)
        for _, item in entities(fields, schema)
        for span in spans_of(item.get("mention"))
    }


def _mentions(put: Put, schema: LoadedSchema) -> list[Span]:
    return [span for _, item in entities(put.fields, schema) for span in spans_of(item.get("mention"))]


def _margins(desk: Desk) -> frozenset[tuple[int, str, str, str]]:
    marked, letters = desk.session.here.marked(), desk.kept_while_said(_letters)
    signs = {place: MARK_SIGNS[mark.state] for place, mark in marked.items() if mark.state}
    return frozenset(
        (place, letters.get(place, ""), "", signs.get(place, "")) for place in signs.keys() | letters.keys()
    )


def _letters(desk: Desk) -> dict[int, str]:
    here, field = desk.session.here, desk.session.schema.role("stance")
    found = {}
    for place, puts in here.said_at().items():
        left = [here.letter(put.statement) + stance_sign(put, field) for put in puts]
        found[place] = "".join(left) if len("".join(left)) < LEFT - 1 else f"{left[0]}…"
    return found


def stance_sign(put: Put, stance: FieldSpec | None) -> str:
    """Return the one character that stands for a statement's stance: "?" where there is none."""
    if stance is None:
        return ""
    value = put.fields.get(stance.name)
    return next((answer.sign for answer in stance.answers if answer.value == value), "?")

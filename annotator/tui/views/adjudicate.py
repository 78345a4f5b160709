"""The adjudication screen: candidates as columns, fields as rows, and where their words lie in the text."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from annotator.caseload import Candidate
from annotator.fields import Span
from annotator.resolving import Verdict
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields
from annotator.tui.case_desk import CaseDesk
from annotator.tui.layout import cut, printable
from annotator.tui.panes.article import LEFT, Overlay, Picture
from annotator.tui.panes.rows import Piece, Row
from annotator.tui.views import article, form
from annotator.validity import references, spans_of

LABEL = 15
"""Cells of the cursor, the field's number and its name."""
NARROWEST = 9
"""Cells of a column that can still be read."""
EMPTY = 10
"""Cells of the column of who made no statement."""
STYLES = 4
"""In how many ways (text style and hue) candidates are set apart."""


def height(schema: LoadedSchema) -> int:
    """Return how many rows the pane has: title, heads, fields, message; the form must fit, too."""
    return max(form.height(schema), min(len(schema.fields), 7) + 3)


def header_row(desk: CaseDesk, width: int) -> Row:
    """Return where we are, who decides, and how much is open."""
    adjudication = desk.adjudication
    shown = adjudication.here.article
    left = " · ".join(printable(str(part)) for part in (shown.id, shown.outlet, shown.published) if part)
    right = (
        f"{adjudication.journal.annotator} · case {adjudication.at + 1}/{len(adjudication.caseload.asked)} · "
        f"{adjudication.caseload.open_count()} open · {'unfinished' if _unfinished(desk) else 'saved ✓'} "
    )
    left = cut(f" {left}", max(0, width - cell_len(right) - 1))
    return (Piece(left, "strong"), Piece(" " * max(1, width - cell_len(left + right))), Piece(right, "dim"))


def _unfinished(desk: CaseDesk) -> bool:
    return desk.session.draft is not None or bool(desk.adjudication.chosen)


# -- the text ------------------------------------------------------------------------------------------------------


def picture(desk: CaseDesk) -> Picture:
    """Return what lies over the article: each candidate's words in a style of their own."""
    if desk.session.draft is not None:
        return article.picture(desk)
    here = desk.session.here
    spec = desk.field()
    shown = spec if spec is not None and spec.kind == "passage" else desk.session.schema.anchor
    overlays = {Overlay(here.sentence.start, here.sentence.end, "sentence", 0)}
    letters: dict[int, str] = {}
    for number, candidate in enumerate(desk.adjudication.candidates()):
        spans = _spans(candidate, shown)
        overlays |= {Overlay(*span, f"candidate{number % STYLES}", 2 + number) for span in spans}
        if spans:
            place = here.place_at(spans[0].start)
            letters[place] = letters.get(place, "") + candidate.letter.upper()
    margins = frozenset((place, cut(said, LEFT - 2), "", "") for place, said in letters.items())
    return Picture(moving=frozenset(overlays), margins=margins, at=here.place)


def _spans(candidate: Candidate, spec: FieldSpec) -> tuple[Span, ...]:
    return spans_of(candidate.put.fields.get(spec.name)) if candidate.put is not None else ()


# -- the table -----------------------------------------------------------------------------------------------------


def case_rows(desk: CaseDesk, width: int) -> list[Row]:
    """Return the rows of the pane below the text."""
    if desk.session.draft is not None:
        return form.form_rows(desk, width)
    candidates = _in_view(desk, width)
    columns = _columns(candidates, width - LABEL)
    rows: list[Row] = [_title(desk, width), _heads(desk, columns)]
    room = height(desk.session.schema) - len(rows) - 1
    rows += [_field_row(desk, spec, columns) for spec in _fields_shown(desk, room)]
    rows += [()] * (room + 2 - len(rows))
    return [*rows, form.foot(desk, width)]


def _in_view(desk: CaseDesk, width: int) -> list[Candidate]:
    """Return the candidates that there is room for: those with a statement first."""
    found = desk.adjudication.candidates()
    most = max(1, (width - LABEL) // NARROWEST)
    with_statement = [candidate for candidate in found if candidate.put is not None]
    kept = [*with_statement, *(candidate for candidate in found if candidate.put is None)][:most]
    return [candidate for candidate in found if candidate in kept]


def _columns(candidates: Sequence[Candidate], cells: int) -> list[tuple[Candidate, int]]:
    """Return the candidates with the width of each; one without a statement needs no more than its head."""
    empty = sum(candidate.put is None for candidate in candidates)
    wide = (cells - empty * EMPTY) // max(1, len(candidates) - empty)
    return [(candidate, EMPTY if candidate.put is None else wide) for candidate in candidates]


def _title(desk: CaseDesk, width: int) -> Row:
    verdict, found = desk.adjudication.verdict, desk.adjudication.candidates()
    made = "".join(candidate.letter.upper() for candidate in found if candidate.put is not None)
    without = "".join(candidate.letter.upper() for candidate in found if candidate.put is None)
    parts = [f"{made} made it", f"{without} read it and made none" if without else ""]
    if verdict.by_people:
        who = ", ".join(sorted({event.annotator for event in verdict.by_people}))
        parts.append(f"{_outcome(verdict)} by {who}")
    hidden = len(found) - len(_in_view(desk, width))
    parts.append(f"{hidden} more in a wider window" if hidden else "")
    return (
        Piece(f" {verdict.status}", "strong"),
        Piece("  " + " · ".join(part for part in parts if part), "dim"),
    )


def _outcome(verdict: Verdict) -> str:
    puts = sum(event.event == "put" for event in verdict.by_people)
    return {0: "left out", 1: "decided"}.get(puts, f"{puts} statements")


def _heads(desk: CaseDesk, columns: Iterable[tuple[Candidate, int]]) -> Row:
    order = desk.adjudication.candidates()
    pieces = [Piece(" " * LABEL)]
    for candidate, cells in columns:
        letter = candidate.letter.upper()
        name = printable(candidate.annotator) if desk.named else "" if candidate.put is not None else "none"
        text = cut(f"{letter} {name}".rstrip(), cells - 1)
        pieces.append(Piece(text, f"candidate{order.index(candidate) % STYLES}", letter))
        pieces.append(Piece(" " * (cells - cell_len(text))))
    return tuple(pieces)


def _fields_shown(desk: CaseDesk, room: int) -> list[FieldSpec]:
    """Return the fields that somebody answered, in order; where room is short, those that differ come first."""
    case = desk.adjudication.case
    differing = case.differing()
    same = [
        spec
        for spec in case.schema.fields
        if spec not in differing and any(_answered(put.fields, spec) for put in case.members.values())
    ]
    at = max(0, min(desk.row - room + 1, len(differing) - room))
    kept = [*differing[at:], *sorted(same, key=lambda spec: not spec.required)][:room]
    return [spec for spec in case.schema.fields if spec in kept]


def _answered(fields: Fields, spec: FieldSpec) -> bool:
    return fields.get(spec.name) not in (None, [], "")


def _field_row(desk: CaseDesk, spec: FieldSpec, columns: Sequence[tuple[Candidate, int]]) -> Row:
    differing = desk.adjudication.case.differing()
    if spec not in differing:
        member = next(candidate for candidate, _ in columns if candidate.put is not None)
        room = sum(cells for _, cells in columns) - 1
        label = Piece(f"   {spec.label:<{LABEL - 4}} ", "dim")
        return (label, Piece(_said(desk, spec, member, room), "dim"))
    at = spec == desk.field()
    label_text = cut(f"{'▸' if at else ' '}{differing.index(spec) + 1} {spec.label}", LABEL - 1)
    pieces = [Piece(f"{label_text:<{LABEL - 1}}", "asked" if at else "strong"), Piece(" ")]
    for candidate, cells in columns:
        ticked = _ticked(desk, spec, candidate)
        text = _said(desk, spec, candidate, cells - 1 - 2 * ticked)
        text = f"✓ {text}" if ticked else text
        pieces.append(Piece(text, "strong" if ticked else "", candidate.letter if at else ""))
        pieces.append(Piece(" " * max(0, cells - cell_len(text))))
    return tuple(pieces)


def _ticked(desk: CaseDesk, spec: FieldSpec, candidate: Candidate) -> bool:
    """Whether a candidate's answer is the one taken: just now or, where a person has decided, in gold."""
    adjudication = desk.adjudication
    taken = adjudication.chosen.get(spec.name)
    if taken is not None or candidate.put is None:
        return taken == candidate.annotator
    value = candidate.put.fields.get(spec.name)
    return any(
        put.fields.get(spec.name) == value and not list(references({spec.name: value}, adjudication.schema))
        for put in adjudication.decided()
    )


def _said(desk: CaseDesk, spec: FieldSpec, candidate: Candidate, cells: int) -> str:
    """Return a candidate's answer in so many cells; of a passage both ends, for that is where they differ."""
    if candidate.put is None:
        return ""
    fields = candidate.put.fields
    pointed = [
        statement for _, statement in references({spec.name: fields.get(spec.name)}, desk.session.schema)
    ]
    if pointed:
        put = desk.adjudication.caseload.put(candidate.put.article, candidate.annotator, pointed[0])
        return cut(f"→ {printable(put.quote)}" if put is not None else "→ a statement", cells)
    text = "".join(piece.text for piece in form.shown_value(desk, spec, fields))
    if not text:
        return "—"
    return both_ends(text, cells) if spec.kind == "passage" else cut(text, cells)


def both_ends(text: str, cells: int) -> str:
    """Return text in so many cells, with an ellipsis in its middle where some of it is left out."""
    if cell_len(text) <= cells:
        return text
    head = cut(text, max(1, cells // 2))
    tail = text
    while tail and cell_len(head) + cell_len(tail) > cells:
        tail = tail[1:]
    return head + tail.lstrip()

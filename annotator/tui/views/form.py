"""The form: one row a field, the candidates of the one asked for, what stands against it."""

from collections.abc import Iterable

from rich.cells import cell_len

from annotator.fields import UNNAMED_KINDS
from annotator.names import Candidate
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields
from annotator.suggesting import Suggestion
from annotator.tui.desk import Desk
from annotator.tui.layout import cut, printable
from annotator.tui.panes.rows import Piece, Row
from annotator.validity import spans_of

LABEL = 13
"""Cells of the field's name."""
_TEXT_OBJECTS = (
    ("q", "quotation"),
    ("t", "that…"),
    (",", "clause"),
    ("s", "sentence"),
    (".", "rest"),
    ("h", "hints"),
)
"""How words are chosen, by key."""
_OTHER_NAMES = (("/", "find"), ("+", "from text"), ("u", "unnamed"), ("a", "author"), ("n", "none"))
_OTHER_TARGETS = (("/", "or type to find"), ("+", "from text"))
"""What can be answered besides the names on the digits, by key."""
_MENDS = (
    (("a",), "accept"),
    (("r",), "reject"),
    (("q", "t", ",", ".", "s", "w", "h"), "words"),
    (("[", "]"), "end"),
    (("(", ")"), "start"),
    (("&",), "goes on"),
    ((";",), "next speaker"),
)
"""What can be done with what is suggested, by key."""
ASKED_ROWS = 2
"""Rows that the field asked for may take."""


def height(schema: LoadedSchema) -> int:
    """Return how many rows the form has for a schema."""
    return len(schema.required) + ASKED_ROWS + 2


def form_rows(desk: Desk, width: int) -> list[Row]:
    """Return the rows of the form."""
    draft, here = desk.session.draft, desk.session.here
    schema = desk.session.schema
    put = here.selected_statement()
    suggestion = desk.proposal()
    if suggestion is not None:
        return _suggested(desk, suggestion, width)
    if draft is not None:
        values, asked = draft.values, draft.asked
        letter = here.letter(draft.statement) if draft.statement else "new"
    elif put is not None:
        values, asked, letter = put.fields, None, here.letter(put.statement)
    else:
        return _with_foot(desk, _nothing_here(desk), width)
    rows: list[Row] = [_title(desk, letter)]
    for spec in schema.required:
        rows += _field_rows(desk, spec, values, width)
    if asked is not None and not asked.required:
        rows += _field_rows(desk, asked, values, width)
    room = height(schema) - len(rows) - 1
    return _with_foot(desk, [*rows, *_optional_rows(desk, values, asked, width, room)], width)


def _title(desk: Desk, letter: str) -> Row:
    draft, here = desk.session.draft, desk.session.here
    if draft is not None:
        state = "a statement in the making" if draft.is_new else "changing a saved statement"
        return (Piece(f" {letter:<4}", "strong"), Piece(state, "dim"))
    others = here.statements_here()
    at = next((i + 1 for i, put in enumerate(others) if put.statement == here.selected), 1)
    count = f"statement {at} of {len(others)} in this sentence, ⇥ next" if len(others) > 1 else "saved"
    put = here.selected_statement()
    review = here.problems_of(put) if put else []
    warning = Piece(printable(f"  needs review: {review[0]}"), "alarm") if review else Piece("")
    return (Piece(f" {letter:<4}", "strong"), Piece(count, "dim"), warning)


def _suggested(desk: Desk, suggestion: Suggestion, width: int) -> list[Row]:
    selected = desk.session.here.selected
    saved = f"   statement {desk.session.here.letter(selected)} is selected, ⇥ shows it" if selected else ""
    rows: list[Row] = [
        (
            Piece(" ⟨suggested⟩ ", "strong"),
            Piece(f"{suggestion.reason}{' ' + '·' * (4 - suggestion.tier)}{saved}", "dim"),
        )
    ]
    for spec in desk.session.schema.required:
        found = _field_rows(desk, spec, suggestion.fields, width)
        if spec.role == "speaker":
            found = _wrapped(
                found[0][0], [*found[0][1:], Piece("  "), *_speakers(desk, suggestion)], width, ASKED_ROWS
            )
        rows += found
    mends = [
        piece
        for keys, what in _MENDS
        for piece in (*(Piece(f"{key} ", "key", key) for key in keys), Piece(f"{what}  "))
    ]
    return _with_foot(desk, [*rows, *_wrapped(Piece("   "), mends, width, 1)], width)


def _speakers(desk: Desk, suggestion: Suggestion) -> list[Piece]:
    """Return the speakers that a suggestion can be accepted with, one a digit."""
    pieces = []
    for number, speaker in enumerate(desk.speakers(suggestion), 1):
        pieces += [
            Piece(str(number), "key", str(number)),
            Piece(f" {_short(str(speaker['name']), 26)}  ", "", str(number)),
        ]
    return pieces


def _nothing_here(desk: Desk) -> list[Row]:
    here = desk.session.here
    mark = here.mark_of(here.sentence)
    going_on = here.statements_going_on()
    said = {"none": "read: no claim here", "done": "read", "unsure": "unsure", "skip": "skipped"}
    state = said.get(mark.state or "", "") if mark else "not read yet"
    note = f" — {printable(mark.note)}" if mark and mark.note else ""
    if going_on:
        letters = ", ".join(here.letter(put.statement) for put in going_on)
        state = f"{state} · {letters} goes on here"
    kind = "" if here.sentence.kind == "body" else f"{here.sentence.kind} · "
    return [
        (Piece(f" {kind}{state}{note}", "dim"),),
        (),
        (
            Piece("   c", "key", "c"),
            Piece(" a statement    "),
            *(() if going_on else (Piece("x", "key", "x"), Piece(" nothing here    "))),
            Piece("␣", "key", "space"),
            Piece(" go on"),
        ),
    ]


def _field_rows(desk: Desk, spec: FieldSpec, values: Fields, width: int) -> list[Row]:
    draft = desk.session.draft
    is_asked = draft is not None and draft.asked == spec
    pointer = "▸" if is_asked else " "
    label = Piece(
        f" {pointer} {spec.key.upper()} {spec.label:<{LABEL - 5}} ",
        "asked" if is_asked else "label",
        spec.key.upper(),
    )
    room = width - cell_len(label.text)
    value = [piece._replace(text=cut(piece.text, room)) for piece in shown_value(desk, spec, values)]
    if not is_asked:
        return [(label, *value)]
    choices = _choices(desk, spec)
    between = [Piece("   ")] if value and choices else []
    return _wrapped(label, [*value, *between, *choices], width, ASKED_ROWS)


def _wrapped(label: Piece, pieces: Iterable[Piece], width: int, rows: int) -> list[Row]:
    """Lay pieces out in some rows, as many as there is room for; none is cut in the middle."""
    indent = cell_len(label.text)
    lines: list[list[Piece]] = [[label]]
    used = indent
    laid = list(pieces)
    for piece, following in zip(laid, [*laid, Piece("")][1:], strict=True):
        cells = cell_len(piece.text)
        # a key and what it stands for stay together
        together = cells + (cell_len(following.text) if piece.style == "key" else 0)
        if used + together > width and used > indent:
            if len(lines) == rows:
                break
            lines.append([Piece(" " * indent)])
            used = indent
            if not piece.text.strip():
                continue
        lines[-1].append(piece)
        used += cells
    return [tuple(line) for line in lines]


def shown_value(desk: Desk, spec: FieldSpec, values: Fields) -> list[Piece]:
    """Return a field's answer as pieces; nothing where there is none."""
    value = values.get(spec.name)
    if value in (None, [], ""):
        return []
    if spec.kind == "passage":
        spans = spans_of(value)
        return [Piece(printable(" … ".join(desk.text[start:end] for start, end in spans)), "chosen")]
    if spec.answers:
        label = next((answer.label for answer in spec.answers if answer.value == value), f"{value}?")
        return [Piece(printable(label), "chosen")]
    if isinstance(value, list | dict):
        items = value if isinstance(value, list) else [value]
        return [Piece(" + ".join(_item(desk, item) for item in items), "chosen")]
    return [Piece(printable(str(value)), "chosen")]


def _item(desk: Desk, item: object) -> str:
    if not isinstance(item, dict):
        return ""
    if "statement" in item:
        put = desk.session.here.state.statement(str(item["statement"]))
        quote = f" “{_short(put.quote)}”" if put else " (no longer there)"
        return f"statement {desk.session.here.letter(str(item['statement']))}{quote}"
    mention = " ".join(desk.text[start:end] for start, end in spans_of(item.get("mention")))
    named = f" (“{_short(mention)}”)" if mention and mention != item["name"] else ""
    unnamed = (
        "unnamed: " if item.get("kind") == "unnamed" and item["name"] != UNNAMED_KINDS["unnamed"] else ""
    )
    return printable(f"{unnamed}{item['name']}{named}")


def _short(text: str, cells: int = 30) -> str:
    return cut(printable(text), cells)


def _choices(desk: Desk, spec: FieldSpec) -> list[Piece]:
    """Return what can be answered, with the keys for it."""
    prompt = desk.prompt
    if prompt is not None and prompt.purpose in {"name", "text", "letter"}:
        return _typed(desk)
    if spec.answers:
        return [
            piece
            for answer in spec.answers
            for piece in (
                Piece(answer.key, "key", answer.key),
                Piece(f" {printable(answer.label)}   ", "", answer.key),
            )
        ]
    if spec.kind in {"entity", "either"}:
        names = [_name_choice(number, name) for number, name in enumerate(desk.candidates(), 1)]
        others = _OTHER_TARGETS if spec.role == "target" else _OTHER_NAMES
        more = [Piece(f"{key} {what}  ", "dim", key) for key, what in others]
        more += [Piece("@ statement", "dim", "@")] if spec.kind == "either" else []
        return [*(piece for pair in names for piece in pair), *more]
    if spec.kind == "passage":
        return [Piece(f"{key} {what}  ", "dim", key) for key, what in _TEXT_OBJECTS]
    if spec.kind == "link":
        here = desk.session.here
        draft = desk.session.draft
        possible = [put for put in here.statements if draft is None or put.statement != draft.statement]
        near = sorted(possible, key=lambda put: abs(here.place_of(put) - here.place))[:4]
        return [
            Piece(f"{here.letter(put.statement)} “{_short(put.quote, 22)}”  ", "", here.letter(put.statement))
            for put in near
        ]
    return []


def _name_choice(number: int, candidate: Candidate) -> tuple[Piece, Piece]:
    style = "dim" if candidate.why.startswith("new") else ""
    return Piece(str(number), "key", str(number)), Piece(
        f" {_short(candidate.name, 26)}  ", style, str(number)
    )


def _typed(desk: Desk) -> list[Piece]:
    prompt = desk.prompt
    assert prompt is not None
    at = prompt.cursor
    before, under, after = map(printable, (prompt.text[:at], prompt.text[at : at + 1], prompt.text[at + 1 :]))
    pieces = [Piece(before), Piece(under or " ", "cursor"), Piece(f"{after}  ")]
    if prompt.purpose == "name":
        found = desk.matches(prompt.text)
        for number, name in enumerate(found[:6]):
            pieces.append(Piece(f"{_short(name, 26)}  ", "strong" if number == prompt.highlighted else "dim"))
        if prompt.text.strip():
            is_new = prompt.highlighted >= len(found)
            pieces.append(
                Piece("⏎ new name" if is_new else "⏎ take   ↑ new name", "strong" if is_new else "dim")
            )
    return pieces


def _optional_rows(desk: Desk, values: Fields, asked: FieldSpec | None, width: int, rows: int) -> list[Row]:
    pieces = []
    for spec in desk.session.schema.fields:
        if spec.required or spec == asked:
            continue
        key = spec.key.upper()
        value = "".join(piece.text for piece in shown_value(desk, spec, values))
        label = f"{key} {spec.label}{f' {_short(value, 24)}' if value else ''}  "
        pieces.append(Piece(label, "" if value else "dim", key))
    return _wrapped(Piece(" "), pieces, width, min(rows, ASKED_ROWS)) if rows > 0 else []


def _with_foot(desk: Desk, rows: list[Row], width: int) -> list[Row]:
    """Put the message, or the line that is being typed, into the last row of the form."""
    room = height(desk.session.schema) - len(rows) - 1
    return [*rows, *([()] * room), foot(desk, width)]


def foot(desk: Desk, width: int) -> Row:
    """Return the message, or the line that is being typed."""
    prompt = desk.prompt
    if prompt is not None and (
        desk.session.draft is None or prompt.purpose not in {"name", "text", "letter"}
    ):
        return (Piece(f" {prompt.label}: ", "strong"), *_typed(desk))
    if desk.message:
        return (Piece(cut(f" {printable(desk.message)}", width), "alarm" if desk.alarm else "strong"),)
    return _reasons(desk, width)


def _reasons(desk: Desk, width: int) -> Row:
    """Return why the names on the digits are offered, where a name is asked for."""
    draft = desk.session.draft
    if draft is None or draft.asked is None or draft.asked.kind not in {"entity", "either"}:
        return ()
    said = [f"{number} {name.why}" for number, name in enumerate(desk.candidates(), 1) if name.why]
    return (Piece(cut(printable(f"   why: {'; '.join(said)}"), width), "dim"),) if said else ()

"""The article's statements, for wide screens: they stand beside the text."""

from annotator.tui.desk import Desk
from annotator.tui.layout import printable
from annotator.tui.panes.rows import Piece, Row
from annotator.tui.views.article import stance_sign
from annotator.tui.views.form import shown_value


def statement_rows(desk: Desk, width: int) -> list[Row]:
    """Return three rows a statement, those around the sentence at hand first."""
    here, schema = desk.session.here, desk.session.schema
    stance = schema.role("stance")
    rows: list[Row] = []
    start = next((i for i, put in enumerate(here.statements) if here.place_of(put) >= here.place), 0)
    for put in here.statements[max(0, start - 2) :]:
        chosen = put.statement == here.selected
        head = f"{'▸' if chosen else ' '}{here.letter(put.statement)}{stance_sign(put, stance)} "
        rows.append(
            (
                Piece(head, "strong" if chosen else "", put.statement),
                Piece(
                    printable(put.quote)[: width - len(head) - 1], "strong" if chosen else "", put.statement
                ),
            )
        )
        others = [
            "".join(piece.text for piece in shown_value(desk, spec, put.fields))
            for spec in schema.required
            if spec != schema.anchor
        ]
        rows.append((Piece("    " + " · ".join(others), "dim", put.statement),))
        rows.append(())
    return rows

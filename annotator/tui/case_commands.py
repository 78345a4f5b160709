# ruff: noqa: E501 (the table reads as rows)
"""The commands of the adjudication screen, as a table like the annotator's; what is edited there is edited as always."""

from dataclasses import replace

from annotator.caseload import LETTERS
from annotator.tui.actions import deciding
from annotator.tui.actions.deciding import on_case
from annotator.tui.case_desk import CaseDesk
from annotator.tui.commands import COMMANDS, Command, Keymap, act, press
from annotator.tui.desk import Scope

_CASE: tuple[Scope, ...] = ("case",)

_ALWAYS = {"undo", "redo", "help", "codebook", "quit"}
"""Commands of the annotation screen that mean the same here."""
_KEYS_ELSEWHERE = {"codebook": ("f2",)}
"""Those whose usual key is a candidate's letter."""

_OWN: tuple[Command, ...] = (
    Command("take", tuple(LETTERS.upper()), "take whole", "Take a candidate whole (after single fields were taken: the rest from it) and go on.", _CASE, on_case(deciding.take), "A B C…"),
    Command("take-field", tuple(LETTERS), "take field", "Take the field under the cursor from a candidate and go to the next that differs; the last one saves.", _CASE, on_case(deciding.take_field), "a b c…"),
    Command("as-in-gold", ("enter",), "as voted", "Take what the votes say, or let an earlier decision stand.", _CASE, on_case(deciding.as_in_gold)),
    Command("none-is-right", ("0",), "none is right", "There is no such claim: leave it out of gold.", _CASE, on_case(deciding.none_is_right)),
    Command("both", ("&",), "both", "Two candidates are valid: two statements.", _CASE, on_case(deciding.both)),
    Command("gap", ("g",), "gap", "The guidelines do not say: leave it out, with a note of what is missing.", _CASE, on_case(deciding.guideline_gap)),
    Command("edit-case", ("e",), "edit", "Go through the fields by hand; those taken so far are filled in.", _CASE, on_case(deciding.edit)),
    Command("next-open", ("space",), "next open", "Go to the next case that is still open.", _CASE, on_case(deciding.next_open)),
    Command("names", ("v",), "names", "Show whose the candidates are, for this case (again: hide them).", _CASE, on_case(deciding.show_names)),
    Command("case", ("right", "left"), "case", "The next or previous case, decided ones too.", _CASE, on_case(deciding.step_case), "← →", in_bar=False),
    Command("cursor", ("down", "up"), "field", "The next or previous field that differs.", _CASE, on_case(deciding.move_cursor), "↑ ↓", in_bar=False),
    Command("field-number", tuple("123456789"), "field", "Go to a field that differs by its number.", _CASE, on_case(deciding.field_by_number), "1–9", in_bar=False),
    Command("take-back", ("backspace", "escape"), "take back", "Forget the field taken last.", _CASE, on_case(deciding.take_back), in_bar=False),
    Command("read-on", ("pagedown", "pageup"), "read", "Read on or back in the article.", _CASE, on_case(deciding.read_on), "PgDn PgUp", in_bar=False),
)  # fmt: skip


def _shared() -> list[Command]:
    """Return the annotator's commands that count here: those of a statement being made, and a few always."""
    found = []
    for command in COMMANDS:
        scopes = tuple(scope for scope in command.scopes if scope not in {"browse", "proposal"})
        if command.id in _ALWAYS:
            scopes += _CASE
        if scopes:
            keys = _KEYS_ELSEWHERE.get(command.id, command.keys)
            found.append(replace(command, scopes=scopes, keys=keys))
    return found


CASE_COMMANDS: tuple[Command, ...] = (*_OWN, *_shared())


def press_on_case(desk: CaseDesk, keymap: Keymap, key: str) -> None:
    """Take one key."""
    prompt = desk.prompt
    if prompt is not None and prompt.purpose == "note" and key == "enter":
        act(desk, lambda: deciding.submit_gap(desk))
    else:
        press(desk, keymap, key)
    desk.settle()

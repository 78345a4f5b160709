"""Adjudicating: taking candidates and fields, the other answers, and moving from case to case."""

from collections.abc import Callable

from annotator.caseload import Candidate, distinct
from annotator.tui.case_desk import CaseDesk
from annotator.tui.desk import Desk
from annotator.tui.prompt import Prompt

CaseAction = Callable[[CaseDesk, str], None]


def on_case(action: CaseAction) -> Callable[[Desk, str], None]:
    """Make an action of the adjudication screen one that stands in the table of commands."""

    def act(desk: Desk, key: str) -> None:
        assert isinstance(desk, CaseDesk)
        action(desk, key)

    return act


def take(desk: CaseDesk, key: str) -> None:
    """Take a candidate whole, or what was not taken yet from it, and go on."""
    candidate = _named(desk, key)
    if candidate is None or _paired(desk, candidate):
        return
    if candidate.put is None:
        desk.adjudication.drop("none-is-right")
        _saved(desk)
    else:
        desk.adjudication.propose(candidate)
        desk.save()


def take_field(desk: CaseDesk, key: str) -> None:
    """Take the field under the cursor from a candidate; where none is left, the decision is saved."""
    candidate, spec = _named(desk, key), desk.field()
    if candidate is None or _paired(desk, candidate):
        return
    if spec is None:
        desk.say("they differ in no field: the capital takes it")
    elif desk.adjudication.take_field(spec, candidate):
        desk.adjudication.propose()
        desk.save()
    else:
        desk.go_to_undecided()


def as_in_gold(desk: CaseDesk, _key: str) -> None:
    """Take what gold says already: by the votes, or by a decision made before the case changed."""
    adjudication = desk.adjudication
    if adjudication.verdict.by_people:
        adjudication.confirm()
        _saved(desk)
    elif adjudication.verdict.rejected:
        adjudication.drop("none-is-right")
        _saved(desk)
    else:
        adjudication.propose_gold()
        desk.save()


def none_is_right(desk: CaseDesk, _key: str) -> None:
    """Decide that there is no such claim."""
    desk.adjudication.drop("none-is-right")
    _saved(desk)


def both(desk: CaseDesk, _key: str) -> None:
    """Decide that two candidates are valid; where more than two differ, they are asked for."""
    found = distinct(desk.adjudication.case, desk.adjudication.candidates())
    if len(found) == 2:
        desk.adjudication.both(found)
        _saved(desk)
    elif len(found) < 2:
        desk.say("there are no two different statements here")
    else:
        desk.pair = []
        desk.say("both are valid: which two? a letter each, esc for none")


def guideline_gap(desk: CaseDesk, _key: str) -> None:
    """Ask for the note that goes with a gap in the guidelines."""
    desk.prompt = Prompt("note", "what the guidelines leave open")


def submit_gap(desk: CaseDesk) -> None:
    """Leave the claim out of gold because the guidelines do not say; the note says what is missing."""
    prompt = desk.prompt
    if prompt is None or not prompt.text.strip():
        desk.say("say what the guidelines leave open", alarm=True)
        return
    desk.prompt = None
    if desk.attempt(lambda: desk.adjudication.drop("guideline-gap", prompt.text.strip())):
        _saved(desk)
    else:
        desk.prompt = prompt


def edit(desk: CaseDesk, _key: str) -> None:
    """Go through the fields of the statement by hand."""
    desk.adjudication.edit_case()
    desk.selection = None


def show_names(desk: CaseDesk, _key: str) -> None:
    """Show who the candidates are, or no longer."""
    desk.named = not desk.named


def next_open(desk: CaseDesk, _key: str) -> None:
    """Go to the next open case."""
    if not desk.adjudication.next_open():
        desk.say("nothing is open any more")


def step_case(desk: CaseDesk, key: str) -> None:
    """Go to the next or previous case, decided or not."""
    desk.adjudication.go_to(desk.adjudication.at + (1 if key == "right" else -1))


def move_cursor(desk: CaseDesk, key: str) -> None:
    """Go to the next or previous field that differs."""
    count = max(1, len(desk.adjudication.case.differing()))
    desk.row = (desk.row + (1 if key == "down" else -1)) % count


def field_by_number(desk: CaseDesk, key: str) -> None:
    """Go to a field that differs by its number."""
    if int(key) <= len(desk.adjudication.case.differing()):
        desk.row = int(key) - 1


def take_back(desk: CaseDesk, _key: str) -> None:
    """Forget the field taken last, or the question that was begun."""
    spec = desk.adjudication.take_back() if desk.pair is None else None
    desk.pair = None
    if spec is not None:
        desk.row = desk.adjudication.case.differing().index(spec)


def read_on(desk: CaseDesk, key: str) -> None:
    """Read on or back in the article; the case stays at hand."""
    for _ in range(4):
        desk.session.here.step(1 if key == "pagedown" else -1)


def _named(desk: CaseDesk, key: str) -> Candidate | None:
    candidate = desk.candidate(key)
    if candidate is None:
        desk.say(f"there is no candidate {key.upper()}")
    return candidate


def _paired(desk: CaseDesk, candidate: Candidate) -> bool:
    """Take a candidate as one of two that are valid, while these are asked for."""
    if desk.pair is None:
        return False
    if candidate.put is None or candidate in desk.pair:
        desk.say("name two different statements, a letter each")
    elif desk.pair:
        pair, desk.pair = [*desk.pair, candidate], None
        desk.adjudication.both(pair)
        _saved(desk)
    else:
        desk.pair.append(candidate)
        desk.say(f"{candidate.letter.upper()} and which other?")
    return True


def _saved(desk: CaseDesk) -> None:
    desk.say("saved ✓")

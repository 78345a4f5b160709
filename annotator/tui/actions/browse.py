"""Reading: moving, marking, and acting on statements that are there."""

from collections.abc import Callable

from annotator.statements import MarkState
from annotator.tui.desk import Desk
from annotator.tui.prompt import Prompt


def next_sentence(desk: Desk, _key: str) -> None:
    """Go on; a sentence with statements is marked done."""
    if desk.attempt(lambda: _at_end(desk, desk.session.next())) and desk.message == "saved ✓":
        desk.say("")


def down(desk: Desk, _key: str) -> None:
    """Go to the next sentence without a mark."""
    _at_end(desk, desk.session.here.step(1))


def up(desk: Desk, _key: str) -> None:
    """Go to the sentence before."""
    desk.session.here.step(-1)


def look_around(desk: Desk, key: str) -> None:
    """Go to the sentence after or before, while a name is asked for."""
    desk.session.here.step(1 if key == "down" else -1)


def page(desk: Desk, key: str) -> None:
    """Go eight sentences on or back."""
    for _ in range(8):
        desk.session.here.step(1 if key == "pagedown" else -1)


def first_or_last(desk: Desk, key: str) -> None:
    """Go to the first or the last sentence."""
    here = desk.session.here
    here.go_to(0 if key == "home" else len(here.article.sentences) - 1)


def point(desk: Desk, key: str) -> None:
    """Move the point, from which text objects are chosen, by a word."""
    desk.session.here.move_point(1 if key == "right" else -1)


def next_unread(desk: Desk, _key: str) -> None:
    """Go to the next sentence that was not read, in a later article if need be."""
    if not desk.session.next_unread():
        desk.say("everything has been read")


def article(desk: Desk, key: str) -> None:
    """Go to the next or the previous article."""
    if not desk.session.step_article(1 if key == ">" else -1):
        desk.say("there is no further article")


def _at_end(desk: Desk, moved: bool) -> None:
    if not moved:
        desk.say("end of the article: i goes to the next unread sentence, > to the next article")


def _mark(desk: Desk, state: MarkState, go_on: bool) -> None:
    here = desk.session.here
    mark = here.mark_of(here.sentence)
    takes_back = mark is not None and mark.state == state and not go_on
    if desk.attempt(lambda: desk.session.mark(None if takes_back else state)) and go_on:
        _at_end(desk, here.step(1))


def nothing_here(desk: Desk, _key: str) -> None:
    """Mark the sentence as read with no claim in it, and go on."""
    _mark(desk, "none", go_on=True)


def unsure(desk: Desk, _key: str) -> None:
    """Mark the sentence as undecided, or take that back."""
    _mark(desk, "unsure", go_on=False)


def skip(desk: Desk, _key: str) -> None:
    """Mark the sentence as skipped, and go on."""
    _mark(desk, "skip", go_on=True)


def take_mark_back(desk: Desk, _key: str) -> None:
    """Take the sentence's mark back."""
    if desk.session.here.mark_of(desk.session.here.sentence):
        desk.attempt(lambda: desk.session.mark(None))


def accept(desk: Desk, _key: str) -> None:
    """Make a statement of what is suggested; the stance is yours."""
    suggestion = desk.proposal()
    if suggestion is not None:
        desk.session.accept(suggestion)


def on_words(action: Callable[[Desk, str], None]) -> Callable[[Desk, str], None]:
    """Return an action on words that takes what is suggested first, or starts a statement."""

    def choose(desk: Desk, key: str) -> None:
        accept(desk, key)
        if desk.session.draft is None:
            desk.session.begin()
        action(desk, key)

    return choose


def accept_with_speaker(desk: Desk, key: str) -> None:
    """Make a statement of what is suggested, by the speaker on this digit."""
    suggestion = desk.proposal()
    if suggestion is not None:
        offered = desk.speakers(suggestion)
        if int(key) > len(offered):
            desk.say(f"there is no name on {key}")
        else:
            desk.session.accept(suggestion, offered[int(key) - 1])


def reject(desk: Desk, _key: str) -> None:
    """Decline what is suggested."""
    suggestion = desk.proposal()
    if suggestion is not None:
        desk.attempt(lambda: desk.session.reject(suggestion))


def unusable(desk: Desk, _key: str) -> None:
    """Mark the whole article as unusable, or take that back."""
    marked = desk.session.here.article_mark is not None
    if desk.attempt(lambda: desk.session.mark_article(None if marked else "unusable")):
        desk.say("the article counts again" if marked else "the article is marked unusable")


def note(desk: Desk, _key: str) -> None:
    """Write a note on the sentence's mark."""
    mark = desk.session.here.mark_of(desk.session.here.sentence)
    if mark is None:
        desk.say("a note goes with a mark: mark the sentence first (x, u or v)")
        return
    desk.prompt = Prompt("note", "note", mark.note or "")


def new_statement(desk: Desk, _key: str) -> None:
    """Start a statement in this sentence."""
    desk.session.begin()


def next_statement(desk: Desk, key: str) -> None:
    """Select the next (or previous) statement of the sentence."""
    here = desk.session.here
    if desk.proposal() is None:
        here.select_next(-1 if key == "shift+tab" else 1)
    desk.statement_chosen = here.selected or ""


def choose_statement(desk: Desk, _key: str) -> None:
    """Select a statement of the article by its letter."""
    desk.prompt = Prompt("letter", "statement (its letter)")


def edit_field(desk: Desk, key: str) -> None:
    """Answer a field of the selected statement, or of the one being made, anew."""
    spec = next((spec for spec in desk.session.schema.fields if spec.key.upper() == key), None)
    if spec is None:
        desk.say(f"no field has the key {key}")
        return
    if desk.session.draft is None:
        if not desk.attempt(lambda: desk.session.edit(spec.name)):
            return
    else:
        desk.session.draft.go_to(spec)
        desk.session.keep()
    desk.selection = None
    desk.ask_for_text()


def edit(desk: Desk, _key: str) -> None:
    """Go through the selected statement's fields again, from the first."""
    desk.attempt(lambda: desk.session.edit(desk.session.schema.anchor.name))
    desk.selection = None


def duplicate(desk: Desk, _key: str) -> None:
    """Make another statement over the same words, with another target."""
    desk.attempt(desk.session.duplicate)


def delete(desk: Desk, _key: str) -> None:
    """Take the selected statement out; undo brings it back."""
    if desk.attempt(desk.session.delete):
        desk.say("deleted; z brings it back")


def undo(desk: Desk, _key: str) -> None:
    """Take the last change back."""
    desk.attempt(lambda: desk.say(f"undone: {what}" if (what := desk.session.undo()) else "nothing to undo"))


def redo(desk: Desk, _key: str) -> None:
    """Do again what was undone."""
    desk.attempt(lambda: desk.say("done again" if desk.session.redo() else "nothing to do again"))


def find(desk: Desk, _key: str) -> None:
    """Find words in this article."""
    desk.prompt = Prompt("find", "find", desk.found_last)


def find_again(desk: Desk, key: str) -> None:
    """Go to the next (or previous) sentence with the words looked for."""
    if not desk.found_last or not desk.session.here.find(desk.found_last, 1 if key == "n" else -1):
        desk.say(
            f"“{desk.found_last}” is not in this article" if desk.found_last else "nothing was looked for yet"
        )


def jump(desk: Desk, _key: str) -> None:
    """Go to a sentence by its number."""
    desk.prompt = Prompt("jump", "sentence number")


def toggle_all(desk: Desk, _key: str) -> None:
    """Step through headlines, captions and furniture too, or no longer."""
    here = desk.session.here
    here.show_all = not here.show_all
    desk.say(
        "all lines are stepped through"
        if here.show_all
        else "headlines, captions and furniture are passed over"
    )


def want(what: str) -> Callable[[Desk, str], None]:
    """Return the action that asks the screen for something that it alone can do."""

    def ask(desk: Desk, _key: str) -> None:
        desk.wanted = what

    return ask

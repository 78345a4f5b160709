"""Answering the other fields: names, choices, links, flags, lines of text; and leaving a statement."""

from annotator.draft import entity, last_mention, unnamed_entity, with_mention
from annotator.errors import StatementError
from annotator.fields import UNNAMED_KINDS, EntityKind, Span
from annotator.mentions import means_several, with_attributes, without_possessive
from annotator.statements import Fields
from annotator.suggesting import anchor_of, named
from annotator.tui.desk import Desk
from annotator.tui.hints import hints_over
from annotator.tui.prompt import Prompt

_NO_NAME: dict[str, EntityKind] = {"u": "unnamed", "a": "author", "n": "none"}
_KIND_ORDER: tuple[EntityKind | None, ...] = (None, "person", "organization", "document", "group")


def option(desk: Desk, key: str) -> None:
    """Give the answer that has this key."""
    answers = desk.asked.answers if desk.asked else ()
    chosen = next((answer for answer in answers if answer.key == key), None)
    if chosen is not None:
        desk.answer(chosen.value)


def pick(desk: Desk, key: str) -> None:
    """Take the name on this digit."""
    names = desk.candidates()
    if int(key) > len(names):
        desk.say(f"there is no name on {key}")
        return
    _take(desk, names[int(key) - 1].name)


def _take(desk: Desk, name: str, at: Span | None = None, *, new: bool = False) -> None:
    """Answer with a name, which may stand `at` a place in the text; of a `new` one nothing is known yet."""
    draft, asked = desk.session.draft, desk.asked
    if draft is not None and asked is not None:
        mention = draft.mention or _mention(desk, name, at, new=new)
        answer = entity(name, desk.new_kind or desk.session.names.kind(name), mention)
        if new and mention is None and asked.role == "speaker":
            _ask_for_words(desk, answer)
        else:
            desk.answer(answer)


def _ask_for_words(desk: Desk, answer: Fields) -> None:
    """Ask for the words that an entity is called here, by hints, before it is the answer."""
    desk.hints = hints_over(desk.text, desk.around(), desk.window(), "mention")
    desk.hints.of = answer
    desk.say(f"the words for “{answer['name']}” here; ⏎ there are none")


def with_words(desk: Desk, answer: Fields, span: Span) -> None:
    """Answer with an entity once its words are chosen; they describe a source that is not named."""
    span = without_possessive(desk.text, span)
    if answer["kind"] in UNNAMED_KINDS:
        desk.answer(unnamed_entity(answer["kind"], span, desk.text[span.start : span.end]))
    else:
        desk.answer(with_mention(answer, span))


def _mention(desk: Desk, name: str, at: Span | None, *, new: bool) -> Span | None:
    """Return the words that probably name an entity: those `at` its place, or near the claim."""
    draft, names, window, claim = desk.session.draft, desk.session.names, desk.window(), desk.claim()
    if draft is None or draft.asked.role != "speaker":
        outside = () if draft and draft.asked.role == "target" else claim
        return at or names.find_mention(name, desk.text, window, outside)
    if at is not None and window.start <= at.start < window.end:
        return with_attributes(desk.text, at, window, claim)
    before = last_mention(draft.value(draft.asked))
    if draft.adding and before is not None and means_several(desk.text[before.start : before.end]):
        return before
    if new and before is not None and not draft.adding:
        return before  # another name for what the same words mean
    found = names.speaker_mention(name, desk.text, window, claim) or at
    found = found or (None if draft.adding else before)
    if new and desk.new_kind is None and found and desk.text[found.start : found.end].lower() == "it":
        return None  # whom nobody has called a thing is seldom meant by that
    return found


def next_speaker(desk: Desk, _key: str) -> None:
    """Take the next name that was suggested for the speaker."""
    draft, speaker = desk.session.draft, desk.session.schema.role("speaker")
    if draft is None or speaker is None:
        return
    schema, words = desk.session.schema, anchor_of(draft.origin.suggested or {}, desk.session.schema)
    of = next((one for one in desk.session.suggestions if words and one.words == words), None)
    offered = desk.speakers(named(of, schema, desk.session.names, desk.text)) if of else []
    if len(offered) < 2:
        desk.say("no other speaker was suggested")
        return
    now = draft.value(speaker)
    current = now[-1] if isinstance(now, list) and now else now
    chosen = offered[(offered.index(current) + 1) % len(offered)] if current in offered else offered[0]
    draft.values[speaker.name] = [chosen] if speaker.many else chosen
    desk.session.keep()


def find_name(desk: Desk, key: str) -> None:
    """Search all known names, or type a new one; a letter is the first of it."""
    desk.prompt = Prompt("name", "name", key if key.isalpha() else "")


def name_from_text(desk: Desk, _key: str) -> None:
    """Take words of the text as a new name (by hints)."""
    desk.hints = hints_over(desk.text, desk.around(), desk.window(), "name")


def mention(desk: Desk, _key: str) -> None:
    """Choose the words that name the entity here (by hints), before or after its name."""
    desk.hints = hints_over(desk.text, desk.around(), desk.window(), "mention")


def hinted_name(desk: Desk, span: Span, as_mention: bool) -> None:
    """Take hinted words as a name with that mention, or only as the mention."""
    draft, asked = desk.session.draft, desk.asked
    if draft is None or asked is None:
        return
    span = without_possessive(desk.text, span)
    if not as_mention:
        name = desk.session.names.known_as(" ".join(desk.text[span.start : span.end].split()))
        _take(desk, name, at=span)
    elif draft.answered(asked) and not draft.adding:
        changed = with_mention(draft.value(asked), span)
        draft.values[asked.name] = changed
        desk.step_on(draft.step_on())
    else:
        draft.mention = span
        desk.say("now the name")


def no_name(desk: Desk, key: str) -> None:
    """Answer that the source is unnamed, that it is the author, or that there is no speaker."""
    draft = desk.session.draft
    if draft is None:
        return
    words = desk.text[draft.mention.start : draft.mention.end] if draft.mention else ""
    answer = unnamed_entity(_NO_NAME[key], draft.mention, words)
    if answer["kind"] == "unnamed" and not words:
        _ask_for_words(desk, answer)
    else:
        desk.answer(answer)


def name_speaker(desk: Desk, key: str) -> None:
    """Give the speaker another name, found or typed, whatever is asked for."""
    draft, speaker = desk.session.draft, desk.session.schema.role("speaker")
    if draft is not None and speaker is not None:
        draft.go_to(speaker)
        find_name(desk, key)


def another_speaker(desk: Desk, _key: str) -> None:
    """Add a speaker, whatever is asked for."""
    draft, speaker = desk.session.draft, desk.session.schema.role("speaker")
    if draft is None or speaker is None or not speaker.many:
        desk.say("there is one speaker only")
        return
    draft.go_to(speaker)
    draft.adding = draft.answered(speaker)
    desk.session.keep()


def kind(desk: Desk, _key: str) -> None:
    """Say what kind of entity the next name is: person, organization, document, group."""
    desk.new_kind = _KIND_ORDER[(_KIND_ORDER.index(desk.new_kind) + 1) % len(_KIND_ORDER)]
    desk.say(f"kind of the next name: {desk.new_kind or 'as known'}")


def link(desk: Desk, key: str) -> None:
    """Point to another statement by its letter."""
    desk.prompt = Prompt("letter", "statement (its letter)", "" if key == "@" else key)
    letter_typed(desk)


def letter_typed(desk: Desk) -> None:
    """Take the letters typed once no statement has longer ones that begin with them."""
    here, typed = desk.session.here, desk.prompt.text.strip().lower() if desk.prompt else ""
    letters = [here.letter(put.statement) for put in here.statements]
    if typed and not any(letter.startswith(typed) and letter != typed for letter in letters):
        desk.prompt = None
        take_letter(desk, typed)


def take_letter(desk: Desk, letter: str) -> None:
    """Answer with the statement that a letter stands for, or select it where no statement is being made."""
    put = desk.session.here.by_letter(letter.strip().lower())
    draft = desk.session.draft
    if put is None or (draft is not None and put.statement == draft.statement):
        desk.say(f"no other statement has the letter {letter}", alarm=True)
        return
    desk.prompt = None
    if draft is None:
        desk.session.here.select(put.statement)
    else:
        desk.answer({"statement": put.statement})


def clear(desk: Desk, _key: str) -> None:
    """Take an optional answer away."""
    draft = desk.session.draft
    if draft is not None:
        if draft.asked.required:
            desk.say(f"{draft.asked.label} needs an answer")
        else:
            desk.step_on(draft.clear())


def back(desk: Desk, _key: str) -> None:
    """Go one field back."""
    draft = desk.session.draft
    if draft is not None and not draft.step_back():
        desk.say("this is the first field; escape leaves the statement")
    desk.session.keep()


def leave(desk: Desk, _key: str) -> None:
    """Leave the statement unfinished; undo brings it back, if there is anything in it."""
    saved = desk.session.draft is not None and not desk.session.draft.is_new
    kept = desk.session.cancel()
    desk.selection = None
    desk.say(("left as it was saved" if saved else "left") + ("; z takes it up again" if kept else ""))


def submit(desk: Desk) -> None:
    """Take what was typed, for what it was typed."""
    prompt = desk.prompt
    if prompt is None:
        return
    typed = prompt.text.strip()
    desk.prompt = None
    if prompt.purpose == "name":
        if not desk.attempt(lambda: _typed_name(desk, typed, prompt.highlighted)):
            desk.prompt = prompt
    elif prompt.purpose == "text":
        desk.answer(typed)
    elif prompt.purpose == "letter":
        take_letter(desk, typed)
    elif prompt.purpose == "note":
        here = desk.session.here
        mark = here.mark_of(here.sentence)
        if mark is not None and not desk.attempt(lambda: desk.session.mark(mark.state, typed or None)):
            desk.prompt = prompt
    elif prompt.purpose == "find":
        desk.found_last = typed
        if typed and not desk.session.here.find(typed):
            desk.say(f"“{typed}” is not in this article")
    elif typed.isdecimal():
        desk.session.here.go_to(int(typed) - 1)


def _typed_name(desk: Desk, typed: str, highlighted: int) -> None:
    """Take the highlighted match, or what was typed as a new name where that line is highlighted."""
    matches = desk.matches(typed)
    if highlighted < len(matches):
        _take(desk, matches[highlighted], new=desk.is_new(matches[highlighted]))
    elif typed and desk.asked is not None:
        if desk.session.names.closed(desk.asked):
            raise StatementError(
                f"the list of names for {desk.asked.label} is closed: “{typed}” is not in it"
            )
        _take(desk, typed, new=True)

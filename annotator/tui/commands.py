# ruff: noqa: E501 (the table reads as rows)
"""The commands, as one table: bindings, key bar, help screen, palette and manual are made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.tui.actions import answer, browse, hinting, select
from annotator.tui.desk import Desk, Scope

SCOPE_TITLES: dict[Scope, str] = {
    "proposal": "A suggested statement",
    "browse": "Reading",
    "case": "Adjudicating a case",
    "passage": "Choosing words",
    "adjust": "The words just chosen, while the next field is asked for",
    "entity": "Choosing a name",
    "source": "Choosing a name that may be missing",
    "target": "Choosing a target",
    "either": "Choosing a name or a statement",
    "choice": "Choosing an answer",
    "scale": "Choosing a grade",
    "flag": "Yes or no",
    "link": "Pointing to a statement",
    "hints": "Word hints",
    "draft": "While a statement is made",
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `keys` as Textual names them (printable ones as themselves), the first one is shown."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scopes: tuple[Scope, ...]
    action: Callable[[Desk, str], None]
    shown: str | None = None
    """How the keys are written where the first one alone says too little."""
    in_bar: bool = True
    means: tuple[str, ...] = ()
    """Where the user chose other keys: those of the table that they stand for, in their order."""

    def meaning(self, key: str) -> str:
        """Return the key of the table that a key stands for: actions with two directions tell them by it."""
        return self.means[min(self.keys.index(key), len(self.means) - 1)] if self.means else key

    @property
    def keys_shown(self) -> str:
        """The keys as people read them."""
        return self.shown or _NAMES.get(self.keys[0], self.keys[0])


_NAMES = {"space": "␣", "enter": "⏎", "escape": "esc", "backspace": "⌫", "up": "↑", "down": "↓", "tab": "⇥"}
_DIGITS = tuple("123456789")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_CAPITALS = tuple(letter.upper() for letter in _LETTERS)
_WORDS: tuple[Scope, ...] = ("passage", "adjust")
_MENDED: tuple[Scope, ...] = (*_WORDS, "proposal")
"""Where words are chosen, and where what is suggested is accepted with other words."""
_BEGUN: tuple[Scope, ...] = (*_MENDED, "browse")
"""And where they start a statement."""
_NAME: tuple[Scope, ...] = ("entity", "either")
_ANSWER: tuple[Scope, ...] = ("choice", "scale", "flag")

_OBJECT = browse.on_words(select.text_object)
_EDGE = browse.on_words(select.move_edge)
_START = browse.on_words(select.move_start)

COMMANDS: tuple[Command, ...] = (
    Command("accept", ("a", "enter"), "accept", "Make a statement of what is suggested; its stance and target are yours.", ("proposal",), browse.accept),
    Command("accept-by", _DIGITS, "speaker", "Make a statement of what is suggested, by the speaker on this digit.", ("proposal",), browse.accept_with_speaker, "1–9"),
    Command("reject", ("r",), "reject", "Decline what is suggested.", ("proposal",), browse.reject),
    Command("next", ("space", "enter"), "next", "Go on; a sentence with statements is marked done.", ("browse",), browse.next_sentence),
    Command("none", ("x",), "nothing here", "Read, and there is no claim in it: mark it so and go on.", ("browse",), browse.nothing_here),
    Command("new", ("c",), "new", "Start a statement in this sentence.", ("browse",), browse.new_statement),
    Command("field", _CAPITALS, "field", "Answer a field anew: its letter, as a capital, stands in the form.", ("browse", "draft"), browse.edit_field, "A–Z"),
    Command("duplicate", ("d",), "again", "Another statement over the same words, with another target.", ("browse",), browse.duplicate),
    Command("unsure", ("u",), "unsure", "Mark the sentence as undecided (again: take that back).", ("browse",), browse.unsure),
    Command("skip", ("v",), "skip", "Mark the sentence as skipped, and go on.", ("browse",), browse.skip),
    Command("undo", ("z", "ctrl+z"), "undo", "Take the last change back, after a restart too.", ("browse",), browse.undo),
    Command("redo", ("y", "ctrl+y"), "redo", "Do again what was undone.", ("browse",), browse.redo),
    Command("help", ("?", "f1"), "all keys", "Show all keys.", ("browse", "draft"), browse.want("help")),
    Command("articles", ("l",), "articles", "The list of articles, with filters.", ("browse",), browse.want("articles")),
    Command("unread", ("i",), "unread", "Go to the next sentence that was not read, in a later article if need be.", ("browse",), browse.next_unread),
    Command("delete", ("backspace", "delete"), "delete", "Take the selected statement out (undo brings it back).", ("browse",), browse.delete),
    Command("statement", ("tab", "shift+tab"), "statement", "Select the next statement of the sentence.", ("browse",), browse.next_statement),
    Command("by-letter", ("@", "'"), "by letter", "Select any statement of the article by its letter.", ("browse",), browse.choose_statement),
    Command("edit", ("e",), "edit", "Go through the selected statement's fields again, from the first.", ("browse",), browse.edit),
    Command("down", ("down", "j"), "down", "The next sentence, without a mark.", ("browse", "passage"), browse.down, in_bar=False),
    Command("up", ("up", "k"), "up", "The sentence before.", ("browse", "passage"), browse.up, in_bar=False),
    Command("look-around", ("down", "up"), "look around", "The next sentence or the one before, to take a name from.", ("entity", "either"), browse.look_around, "↓ ↑", in_bar=False),
    Command("page", ("pagedown", "pageup"), "page", "Eight sentences on or back.", ("browse",), browse.page, "PgDn PgUp", in_bar=False),
    Command("ends", ("home", "end"), "ends", "The first or the last sentence.", ("browse",), browse.first_or_last, "Home End", in_bar=False),
    Command("point", ("right", "left"), "word", "Move the point, from which words are chosen, by a word.", ("browse",), browse.point, "← →", in_bar=False),
    Command("jump", ("g",), "go to", "Go to a sentence by its number.", ("browse",), browse.jump),
    Command("article", (">", "<"), "article", "The next or the previous article.", ("browse",), browse.article, "< >"),
    Command("find", ("/",), "find", "Find words in this article.", ("browse",), browse.find),
    Command("find-again", ("n", "p"), "again", "The next (p: previous) sentence with these words.", ("browse",), browse.find_again, "n p", in_bar=False),
    Command("note", (";", "#"), "note", "Write a note on the sentence's mark.", ("browse",), browse.note),
    Command("unmark", ("-",), "no mark", "Take the sentence's mark back.", ("browse",), browse.take_mark_back),
    Command("unusable", ("!",), "unusable", "Mark the whole article as unusable (again: take that back).", ("browse",), browse.unusable),
    Command("all-lines", ("w",), "all lines", "Step through headlines, captions and furniture too.", ("browse",), browse.toggle_all),
    Command("codebook", ("b", "f2"), "codebook", "The schema's descriptions and the guidelines.", ("browse",), browse.want("codebook")),
    Command("quit", ("ctrl+q", ":"), "quit", "Leave; everything is saved already.", ("browse",), browse.want("quit")),
    Command("quotation", ("q",), "quotation", "The quotation at or after the point; again: the next one.", _BEGUN, _OBJECT, in_bar=False),
    Command("that", ("t",), "that …", "What follows “that”, to the end of the sentence; again: the next one.", _BEGUN, _OBJECT, in_bar=False),
    Command("clause", (",",), "clause", "From the point to the next comma or dash; again: to the one after.", _BEGUN, _OBJECT, in_bar=False),
    Command("sentence", ("s",), "sentence", "The whole sentence.", _BEGUN, _OBJECT, in_bar=False),
    Command("rest", (".",), "rest", "From the point to the end of the sentence; with the point at its beginning, from the word whose label is typed.", _BEGUN, _OBJECT, in_bar=False),
    Command("quotation-end", ('"',), "end of quotation", "From the point to the end of the quotation; again: of the next one.", _BEGUN, _OBJECT, in_bar=False),
    Command("whole-clause", ("w",), "whole clause", "The clause around the words chosen; again: the one around that.", _MENDED, _OBJECT, in_bar=False),
    Command("hints", ("h",), "hints", "Label the words: type where it starts, then where it ends.", _BEGUN, browse.on_words(hinting.start), in_bar=False),
    Command("edge-clause", ("]", "["), "clause", "Move the edge to the next (previous) natural boundary.", _MENDED, _EDGE, "[ ]"),
    Command("edge-word", ("right", "left"), "word", "Move the edge by a word (before anything is chosen: the point).", _WORDS, select.move_edge, "← →"),
    Command("edge-character", (">", "<"), "character", "Move the edge by a character.", _WORDS, select.move_edge, "< >"),
    Command("start-clause", ("{", "}"), "start", "Move the start to the previous (next) natural boundary.", _MENDED, _START, "{ }", in_bar=False),
    Command("start-word", ("(", ")"), "start", "Move the start back (on) by a word: with “that” or without.", _MENDED, _START, "( )", in_bar=False),
    Command("other-edge", ("tab", "o"), "other edge", "Move the other edge from now on.", _WORDS, select.other_edge),
    Command("go-on-after-cue", ("&",), "goes on", "Accept what is suggested, and add the words on the other side of “she said”.", ("proposal",), browse.on_words(select.go_on_after_cue), in_bar=False),
    Command("further", ("&",), "one more", "Add a further span, or a further name.", ("draft",), select.further),
    Command("less", ("delete", "-"), "less", "Take the last span away.", _WORDS, select.without_last, in_bar=False),
    Command("pick", _DIGITS, "name", "Take the name on this digit.", _NAME, answer.pick, "1–9"),
    Command("search-name", ("/",), "find or type", "Search all known names, or type a new one.", _NAME, answer.find_name),
    Command("type-name", _LETTERS, "find or type", "The first letter of a name: search all that are known, or type a new one.", ("target",), answer.find_name, "a–z"),
    Command("new-name", ("+",), "from text", "Take words of the text as a new name (by hints).", _NAME, answer.name_from_text),
    Command("mention", ("m", "*"), "mention", "Choose the words that name the entity here (by hints).", _NAME, answer.mention),
    Command("unnamed", ("u", "a", "n"), "unnamed, author, none", "An unnamed source (u), the author's own voice (a), no speaker (n).", ("source",), answer.no_name, "u a n"),
    Command("kind", ("k", "%"), "kind", "Say what kind of entity the next name is.", _NAME, answer.kind),
    Command("statement-letter", ("@",), "statement", "A statement instead of a name, by its letter.", ("either",), answer.link),
    Command("link-letter", _LETTERS, "statement", "The statement with this letter.", ("link",), answer.link, "a–z"),
    Command("next-speaker", (";",), "other speaker", "Take the next name that was suggested for the speaker.", ("draft", "proposal"), browse.on_words(answer.next_speaker), in_bar=False),
    Command("name-speaker", ("/",), "name the speaker", "Find or type another name for the speaker, whatever is asked for; the words that name it here stay.", ("draft",), answer.name_speaker, in_bar=False),
    Command("another-speaker", ("+",), "one more speaker", "Add a speaker, whatever is asked for.", ("draft",), answer.another_speaker, in_bar=False),
    Command("clear", ("-",), "no answer", "Take an optional answer away.", ("draft",), answer.clear, in_bar=False),
    Command("hint-letter", _LETTERS, "label", "Type the label of the first word, then of the last.", ("hints",), hinting.letter, "a–z"),
    Command("hint-to", (".", ",", "enter"), "to the end", "After the first word: up to the sentence's end (.), the clause's (,) or that word alone (⏎). Before it: there are none (⏎).", ("hints",), hinting.end, ". , ⏎"),
    Command("hint-cancel", ("escape", "backspace"), "no hints", "Take the labels away.", ("hints",), hinting.cancel),
    Command("go-on", ("enter",), "go on", "Take the field as it is and go on; save where nothing is missing.", ("draft",), select.accept),
    Command("back", ("backspace",), "back", "Go one field back.", ("draft",), answer.back),
    Command("leave", ("escape",), "leave", "Leave the statement; undo brings it back.", ("draft",), answer.leave),
)  # fmt: skip


class Keymap:
    """Which command a key means, by scope."""

    def __init__(self, commands: Iterable[Command] = COMMANDS, own: Mapping[str, str] | None = None) -> None:
        """Take the table, with the user's own keys by command id ("none": "x"); raises KeyError for unknown ids."""
        table = {command.id: command for command in commands}
        for name, keys in (own or {}).items():
            chosen = table[name]
            table[name] = replace(chosen, keys=tuple(keys.split()), shown=None, means=chosen.keys)
        self.commands = tuple(table.values())
        self._by_key = {
            (scope, key): command
            for command in self.commands
            for scope in command.scopes
            for key in command.keys
        }

    def command(self, scopes: Iterable[Scope], key: str) -> Command | None:
        """Return the command that a key means in the first scope that knows it."""
        return next((c for scope in scopes if (c := self._by_key.get((scope, key))) is not None), None)

    def in_scope(self, scopes: Iterable[Scope]) -> list[Command]:
        """Return the commands of some scopes, without those whose keys an earlier scope takes."""
        found: dict[str, Command] = {}
        taken: set[str] = set()
        for scope in scopes:
            here = [c for c in self.commands if scope in c.scopes and c.keys[0] not in taken]
            found.update((command.id, command) for command in here)
            taken |= {key for command in self.commands if scope in command.scopes for key in command.keys}
        return list(found.values())


def press(desk: Desk, keymap: Keymap, key: str) -> None:
    """Take one key: it is typed where there is a line to type in, else it means a command."""
    act(desk, lambda: _type(desk, key) if desk.prompt else _command(desk, keymap, key))


def act(desk: Desk, action: Callable[[], None]) -> None:
    """Do something for the annotator; what is refused is shown."""
    desk.session.touch()
    desk.say("")
    desk.problems = []
    asked, cycle = desk.asked, desk.cycle
    desk.attempt(action)
    if desk.cycle == cycle:
        desk.cycle = ("", -1)
    if desk.asked is not asked:
        desk.ask_for_text()


def paste(desk: Desk, text: str) -> None:
    """Put text into the line that is being typed, if there is one."""
    if desk.prompt is not None:
        desk.prompt.insert(text)
        if desk.prompt.purpose == "name":
            desk.prompt.highlighted = desk.likely(desk.prompt.text)
        _keep_typed(desk)


def _command(desk: Desk, keymap: Keymap, key: str) -> None:
    """Answers of the field asked for come first, then the commands in scope."""
    asked = desk.asked
    if asked is not None and desk.hints is None and any(key == option.key for option in asked.answers):
        answer.option(desk, key)
    else:
        command = keymap.command(desk.scopes(), key)
        if command is not None:
            command.action(desk, command.meaning(key))


def _type(desk: Desk, key: str) -> None:
    prompt = desk.prompt
    assert prompt is not None
    if key == "enter":
        answer.submit(desk)
    elif key == "escape":
        desk.prompt = None
    elif key in {"up", "down"} and prompt.purpose == "name":
        count = len(desk.matches(prompt.text)) + 1
        prompt.highlighted = (prompt.highlighted + (1 if key == "down" else -1)) % count
    elif prompt.press(key):
        if prompt.purpose == "letter":
            answer.letter_typed(desk)
        elif prompt.purpose == "name":
            prompt.highlighted = desk.likely(prompt.text)
        _keep_typed(desk)


def _keep_typed(desk: Desk) -> None:
    """Keep a text as it is typed, so that a crash loses nothing."""
    draft, prompt = desk.session.draft, desk.prompt
    if draft is not None and prompt is not None and prompt.purpose == "text":
        draft.values[draft.asked.name] = prompt.text
        desk.session.keep()

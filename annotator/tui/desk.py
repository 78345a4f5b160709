"""What lies before the annotator: the session, and what is half pressed (hints, a line of text, a selection).

No Textual in here: `Desk.press` takes a key, everything else follows. The screen shows what it left, and tests and
the keystroke benchmark drive it without a terminal.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, TypeVar

from annotator.draft import Outcome, entity
from annotator.errors import AnnotatorError
from annotator.fields import UNNAMED_KINDS, EntityKind, Span
from annotator.names import LISTED, Candidate
from annotator.reading import sentence_at
from annotator.schema import FieldSpec, Problem
from annotator.selecting import Selection, paragraphs_around
from annotator.session import Session
from annotator.statements import READ, Fields
from annotator.suggesting import Suggestion, named
from annotator.tui.hints import Hints
from annotator.tui.prompt import Prompt, resembles
from annotator.validity import entities, spans_of

Scope = Literal[
    "proposal",
    "browse",
    "passage",
    "adjust",
    "entity",
    "either",
    "source",
    "target",
    "choice",
    "scale",
    "flag",
    "link",
    "text",
    "hints",
    "draft",
    "case",
]

Result = TypeVar("Result")

_NOT_LISTED = frozenset(UNNAMED_KINDS.values())
"""Answers that have a key of their own: they take no digit from a name."""


@dataclass(slots=True)
class Desk:
    """The state of the annotation screen."""

    session: Session
    hints: Hints | None = None
    prompt: Prompt | None = None
    selection: Selection | None = None
    """The passage being adjusted, with its movable edge; None where no edge was moved yet."""
    cycle: tuple[str, int] = ("", -1)
    """The text object chosen last and how often in a row."""
    message: str = ""
    alarm: bool = False
    """Whether the message is about something that went wrong."""
    problems: list[Problem] = field(default_factory=list)
    statement_chosen: str | None = ""
    """The statement that was selected by hand: while it is, it is shown instead of suggestions."""
    new_kind: EntityKind | None = None
    """The kind said for the next name."""
    found_last: str = ""
    """The words looked for last."""
    wanted: str = ""
    """What only the screen can do: "quit", "articles", "help", "codebook"."""
    _offered: tuple[object, list[Candidate]] = (None, [])
    _kept: dict[str, tuple[object, object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ask_for_text()

    @property
    def text(self) -> str:
        """The text of the article at hand."""
        return self.session.here.text

    @property
    def asked(self) -> FieldSpec | None:
        """The field that is asked for, while a statement is being made."""
        return self.session.draft.asked if self.session.draft else None

    def kept(self, work_out: Callable[["Desk"], Result]) -> Result:
        """Return what a function of the article's statements and marks gives, worked out again once they change."""
        return self._kept_while(self.session.here.version, work_out)

    def kept_while_said(self, work_out: Callable[["Desk"], Result]) -> Result:
        """Return what a function of the article's statements and rejections gives; marks do not change it."""
        return self._kept_while(self.session.here.said_version, work_out)

    def _kept_while(self, version: object, work_out: Callable[["Desk"], Result]) -> Result:
        key = (self.session.here.article.id, version)
        known = self._kept.get(work_out.__qualname__)
        if known is None or known[0] != key:
            known = self._kept[work_out.__qualname__] = (key, work_out(self))
        return known[1]  # type: ignore[return-value]

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands count now, the first that knows a key wins."""
        draft = self.session.draft
        if self.hints is not None:
            return ("hints",)
        if draft is None:
            return ("proposal", "browse") if self.proposal() else ("browse",)
        around: tuple[Scope, ...] = ("adjust",) if draft.passage_field() not in {None, draft.asked} else ()
        return (*_name_scopes(draft.asked), draft.asked.kind, *around, "draft")

    def proposal(self) -> Suggestion | None:
        """The suggestion on offer: the first in the sentence at hand that nobody has dealt with."""
        here = self.session.here
        if (
            not self.session.suggestions
            or self.session.draft is not None
            or self.statement_chosen == here.selected
        ):
            return None
        mark = here.mark_of(here.sentence)
        if mark is not None and mark.state in READ:
            return None
        found = self._kept_while((here.said_version, here.place), _proposal)
        return named(found, self.session.schema, self.session.names, self.text) if found else None

    def speakers(self, suggestion: Suggestion) -> list[Fields]:
        """The speakers on offer for a suggestion, one a digit: those suggested, then the names likely here."""
        spec, names = self.session.schema.role("speaker"), self.session.names
        claim = suggestion.words
        if spec is None or not claim:
            return []
        window = self._sentences_of(claim)
        mention = next((spans_of(speaker["mention"]) for speaker in suggestion.speakers), ())
        found = {str(speaker["name"]): speaker for speaker in suggestion.speakers}
        for known in names.candidates(
            spec, self.text, paragraphs_around(self.text, window, after=False), claim
        ):
            at = mention[0] if mention else names.speaker_mention(known.name, self.text, window, claim)
            if known.name not in _NOT_LISTED:
                found.setdefault(known.name, entity(known.name, known.kind, at))
        return list(found.values())[:LISTED]

    # -- saying -----------------------------------------------------------------------------------------------

    def say(self, message: str, alarm: bool = False) -> None:
        """Show a message until the next key; files are named from the corpus on, so that the reason fits too."""
        self.message, self.alarm = message.replace(f"{self.session.corpus.root}{os.sep}", ""), alarm

    def attempt(self, action: Callable[[], object]) -> bool:
        """Run something that may be refused; a refusal is shown, and False returned."""
        try:
            action()
        except AnnotatorError as error:
            self.say(str(error), alarm=True)
            return False
        return True

    # -- the statement being made -----------------------------------------------------------------------------

    def window(self) -> Span:
        """The range in which a claim's speaker is looked for: the sentences of the claim, or the one at hand."""
        here = self.session.here
        draft = self.session.draft
        claim = spans_of(draft.value(draft.schema.anchor)) if draft else ()
        if not claim:
            return here.sentence.span
        return self._sentences_of(claim)

    def _sentences_of(self, claim: Sequence[Span]) -> Span:
        sentences = self.session.here.article.sentences
        first, last = sentence_at(sentences, claim[0].start), sentence_at(sentences, claim[-1].end - 1)
        return Span(sentences[first].start, sentences[last].end)

    def around(self) -> Span:
        """The range that word hints cover: the claim's paragraphs (or the sentence's) and their neighbours."""
        return paragraphs_around(self.text, self.window())

    def nearby(self) -> Span:
        """The range in which names are looked for: the claim's paragraphs and the one before."""
        return paragraphs_around(self.text, self.window(), after=False)

    def claim(self) -> tuple[Span, ...]:
        """The anchor of the statement being made."""
        draft = self.session.draft
        return spans_of(draft.value(draft.schema.anchor)) if draft else ()

    def candidates(self) -> list[Candidate]:
        """The names on offer for the field asked for, one a digit."""
        draft = self.session.draft
        if draft is None or draft.asked.kind not in {"entity", "either"}:
            return []
        window, claim = self.window(), self.claim()
        here = self.session.here.article.id
        others = entities(draft.values, draft.schema)
        beside = tuple(str(item["name"]) for spec, item in others if spec != draft.asked)
        key = (here, draft.asked.name, window, claim, beside, len(self.session.journal.events))
        if self._offered[0] != key:
            offered = self.session.names.candidates(draft.asked, self.text, self.nearby(), claim, beside)
            self._offered = (key, [one for one in offered if one.name not in _NOT_LISTED])
        return self._offered[1]

    def matches(self, typed: str) -> list[str]:
        """The names on offer for what is typed: known ones that match, and the new one as the article writes it.

        That one comes first, but after a match that what is typed may well be the beginning of.
        """
        asked, names = self.asked, self.session.names
        if asked is None or not typed.strip():
            return []
        found = names.search(typed, asked)
        spelt = names.spelt(typed, self.text)
        if names.closed(asked) or spelt in (typed, *found):
            return found
        known = found[: bool(found) and self._begins(found[0], typed)]
        return [*known, spelt, *found[len(known) :]]

    def likely(self, typed: str) -> int:
        """Return which line enter takes at first: the best match, or the new name where that is unlike it."""
        found = self.matches(typed)
        if not found or self.asked is None or self.session.names.closed(self.asked):
            return 0
        return 0 if self.is_new(found[0]) or self._begins(found[0], typed) else len(found)

    def is_new(self, name: str) -> bool:
        """Whether a name was never used and is on no list."""
        return not self.session.names.knows(name)

    def _begins(self, name: str, typed: str) -> bool:
        """Whether what is typed may be the beginning of a known name or of one of its aliases."""
        lists = self.session.corpus.entities.values()
        aliases = [known.aliases for names in lists for known in names.names if known.name == name]
        return any(resembles(form, typed) for form in (name, *chain.from_iterable(aliases)))

    def passage(self) -> tuple[FieldSpec, Selection] | None:
        """The passage field that selecting keys work on, and its words with the movable edge."""
        draft = self.session.draft
        spec = draft.passage_field() if draft else None
        if draft is None or spec is None:
            return None
        kept = draft.selection(spec)
        if self.selection is not None and self.selection.spans == kept.spans:
            return spec, self.selection
        return spec, kept

    def choose(self, span: Span, stay: bool = False) -> None:
        """Choose words for the passage asked for (or just answered) and, unless told to stay, step on."""
        found = self.passage()
        draft = self.session.draft
        if found is None or draft is None or not self.text[span.start : span.end].strip():
            return
        spec, selection = found
        selection = selection.choose(self.text, span, further=draft.adding)
        self.set_selection(spec, selection, stay or draft.asked != spec)

    def set_selection(self, spec: FieldSpec, selection: Selection, stay: bool = True) -> None:
        """Take other words for a passage field; steps on to the next field unless told to stay."""
        draft = self.session.draft
        if draft is None:
            return
        draft.choose(spec, selection)
        self.selection = selection
        if stay:
            self.session.keep()
        else:
            self.step_on(draft.step_on())

    def ask_for_text(self) -> None:
        """Open the line to type in where the field asked for is a text."""
        draft = self.session.draft
        if draft is not None and draft.asked.kind == "text":
            self.prompt = Prompt("text", draft.asked.label, str(draft.value(draft.asked) or ""))

    def answer(self, value: object) -> None:
        """Answer the field asked for."""
        draft = self.session.draft
        if draft is not None:
            self.step_on(draft.answer(value))  # type: ignore[arg-type]

    def step_on(self, outcome: Outcome) -> None:
        """Go on after an answer: keep the draft, or save it where nothing required is missing."""
        self.hints = self.prompt = self.new_kind = None
        if outcome == "finished":
            self.save()
        if self.session.draft is not None:
            self.session.keep()

    def save(self) -> None:
        """Save the statement; what stands against it is shown beside its field, and that field is asked for."""
        draft = self.session.draft
        if draft is None:
            return
        if not self.attempt(lambda: self.problems.extend(self.session.save())):
            return
        if self.problems:
            first = self.problems[0]
            self.say(str(first), alarm=True)
            if first.field is not None and first.field in draft.schema:
                draft.go_to(draft.schema[first.field])
            return
        self.selection = None
        self.say("saved ✓")

    def tell_notices(self) -> None:
        """Show what the journal has to say, each notice once; what went wrong with the key itself comes first."""
        notices, self.session.journal.notices = self.session.journal.notices, []
        if notices:
            refusal = [self.message] if self.alarm else []
            self.say(" · ".join(dict.fromkeys([*refusal, *notices])), alarm=True)


def _name_scopes(spec: FieldSpec) -> tuple[Scope, ...]:
    """Return what more can be pressed where a name is asked for: a target has one, a source need not be named."""
    if spec.kind not in {"entity", "either"}:
        return ()
    return ("target",) if spec.role == "target" else ("source",)


def _proposal(desk: Desk) -> Suggestion | None:
    """Return the first pending suggestion of the sentence at hand."""
    here = desk.session.here
    pending = desk.session.pending(paragraphs_around(desk.text, here.sentence.span))
    return next((one for one in pending if here.place_at(one.words[0].start) == here.place), None)

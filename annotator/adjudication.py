"""One adjudicator at work: the case at hand, what was taken for it, and the decisions.

An adjudicator is an annotator whose statements say which others they resolve: this is a session over a gold journal
that steps through cases instead of sentences. As in annotation, a method that changes
data returns only after the events are on the disk. All events of one decision bear the same instant: they are undone
and redone together.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from pydantic import JsonValue

from annotator.caseload import Asked, Candidate, Caseload, Found
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Journal
from annotator.corpus.resume import read_resume
from annotator.draft import Draft
from annotator.errors import StatementError
from annotator.gold import Case, basis_of, is_human, referring, stands
from annotator.resolving import Verdict, with_canonical_names
from annotator.schema import FieldSpec, LoadedSchema, Problem
from annotator.session import Session
from annotator.statements import Drop, DropReason, Event, Fields, Origin, Put, Subject
from annotator.validity import quote, references


class Adjudication(Session):
    """One adjudicator at work on one gold."""

    def __init__(
        self,
        corpus: Corpus,
        journal: Journal,
        schema: LoadedSchema,
        found: Iterable[Found],
        clock: Callable[[], float] = time.time,
        *,
        only_conflicts: bool = False,
        worst_first: bool = False,
    ) -> None:
        """Take up the case left last, or the first open one; `found` are the cases of each article.

        Raises StatementError where annotators differ nowhere.
        """
        kept = read_resume(corpus.cache, journal.kept_as)
        self.caseload = Caseload(
            found,
            journal.state,
            schema,
            corpus.entities,
            journal.annotator,
            only_conflicts=only_conflicts,
            worst_first=worst_first,
        )
        if not self.caseload.asked:
            raise StatementError(f"{corpus.root}: there is nothing to adjudicate: the annotators agree")
        self.chosen: dict[str, str] = {}
        """By field of the case at hand: the annotator whose answer was taken."""
        self._beside: list[str] = []
        """The statements of this case in gold that the one being edited stands beside."""
        self._sent_on: set[Asked] = set()
        self.at = 0
        """Place of the case at hand among those that are asked."""
        super().__init__(corpus, journal, schema, clock)
        self._take_up_case(kept)
        if missing := self.caseload.missing(journal.state):
            journal.notices.append(f"gold lacks {missing} that all agree on: annotator merge takes them in")

    def naming(self) -> Iterator[Put]:
        """Yield the statements of gold and of the annotators."""
        return chain(super().naming(), self.caseload.puts())

    # -- the case at hand -------------------------------------------------------------------------------------

    @property
    def asked(self) -> Asked:
        """Where the case at hand is."""
        return self.caseload.asked[self.at]

    @property
    def verdict(self) -> Verdict:
        """What gold says about the case at hand."""
        return self.caseload.verdict(self.asked)

    @property
    def case(self) -> Case:
        """The case at hand."""
        return self.verdict.case

    def candidates(self) -> list[Candidate]:
        """Return what each annotator says in the case at hand."""
        return self.caseload.candidates(self.asked)

    def undecided(self) -> list[FieldSpec]:
        """Return the fields that differ and for which no answer was taken yet."""
        return [spec for spec in self.case.differing() if spec.name not in self.chosen]

    def decided(self) -> list[Put]:
        """Return the statements that gold has for the case at hand by an adjudicator."""
        return [event for event in self.verdict.by_people if isinstance(event, Put)]

    # -- moving -----------------------------------------------------------------------------------------------

    def go_to(self, at: int) -> None:
        """Go to a case by its place; answers taken for the one before, and its draft, are forgotten."""
        self.at = max(0, min(at, len(self.caseload.asked) - 1))
        self.chosen, self._beside, self.draft, self.set_aside = {}, [], None, None
        self._look()

    def next_open(self) -> bool:
        """Go to the next open case, round the end; False if all are decided."""
        count = len(self.caseload.asked)
        for step in range(1, count + 1):
            at = (self.at + step) % count
            if self.caseload.is_open(self.caseload.asked[at]):
                self.go_to(at)
                return True
        return False

    def _look(self) -> None:
        """Open the article of the case at hand, at its sentence."""
        article, start = self.asked.article, self.case.start
        if self.here.article.id != article:
            self.open_article(article)
        self.here.go_to(self.here.place_at(start))
        self.keep()

    def keep(self) -> None:
        """Keep the case, and what was taken for it, beside place and draft."""
        name, put = next(iter(sorted(self.case.members.items())))
        self.also_kept = {
            "case": [self.asked.article, name, put.statement],
            "chosen": dict(self.chosen),
            "beside": list(self._beside),
        }
        super().keep()

    def _take_up_case(self, kept: dict[str, JsonValue]) -> None:
        case, chosen, beside = kept.get("case"), kept.get("chosen"), kept.get("beside")
        asked = self.caseload.case_of(*map(str, case)) if isinstance(case, list) and len(case) == 3 else None
        place = self.caseload.place(asked) if asked is not None else None
        if place is None:
            self.go_to(0)
            if not self.caseload.is_open(self.asked):
                self.next_open()
            return
        self.at = place
        self._beside = [str(item) for item in beside] if isinstance(beside, list) else []
        fields = {spec.name for spec in self.case.differing()}
        for field, name in chosen.items() if isinstance(chosen, dict) else ():
            if field in fields and name in self.case.members:
                self.chosen[field] = str(name)
        self._look()

    # -- deciding ---------------------------------------------------------------------------------------------

    def take_field(self, spec: FieldSpec, candidate: Candidate) -> bool:
        """Take one field from a candidate; True once all that differ are taken.

        Raises StatementError for a candidate who made no statement.
        """
        if candidate.put is None:
            raise StatementError(
                f"{candidate.letter.upper()} made no statement here: the capital takes just that"
            )
        self.chosen[spec.name] = candidate.annotator
        self.keep()
        return not self.undecided()

    def take_back(self) -> FieldSpec | None:
        """Forget the answer taken last, and return its field."""
        if not self.chosen:
            return None
        field, _ = self.chosen.popitem()
        self.keep()
        return self.schema[field]

    def propose(self, rest: Candidate | None = None) -> None:
        """Make a draft of the answers taken; what was not taken comes from `rest`, or stays open.

        Raises StatementError where it points to a case that comes first, after going there.
        """
        self._beside = []
        self._take(self._draft(self._composed(self.chosen, rest.annotator if rest else None)))

    def propose_gold(self) -> None:
        """Make a draft of what gold says by the votes; raises StatementError where it says nothing."""
        if not self.verdict.fields:
            raise StatementError("the votes do not decide it")
        self._beside = []
        self._take(self._draft(dict(self.verdict.fields)))

    def edit_case(self) -> None:
        """Make a draft of the decided statement, or of the answers taken so far, to go through its fields."""
        puts = self.decided()
        selected = next(
            (put for put in puts if put.statement == self.here.selected), puts[0] if puts else None
        )
        if selected is None:
            self.propose()
        else:
            self._beside = [put.statement for put in puts if put is not selected]
            self._take(self._draft(dict(selected.fields), selected.statement))
        if self.draft is not None:
            self.draft.go_to((self.draft.unanswered() or self.undecided() or [self.schema.anchor])[0])
            self.keep()

    def confirm(self) -> None:
        """Let earlier decisions on the case stand although it has changed; raises StatementError without any."""
        people = self.verdict.by_people
        if not people:
            raise StatementError("nobody has decided it yet")
        puts = {event.statement: event.fields for event in people if isinstance(event, Put)}
        if puts:
            self._decide(puts)
        elif isinstance(people[0], Drop):
            self.drop(people[0].reason, people[0].note)

    def save(self) -> list[Problem]:
        """Make the draft the decision on the case, and go to the next open one; returns what stands against it."""
        draft, problems = self.draft, self.problems()
        if draft is None or problems:
            return problems
        beside = {put.statement: put.fields for put in self.decided() if put.statement in self._beside}
        self._decide({draft.statement or self.verdict.statement: draft.values, **beside})
        return []

    def both(self, pair: Sequence[Candidate]) -> None:
        """Decide that two candidates are valid, as two statements; raises StatementError where one cannot be."""
        known = [put.statement for put in self.decided()]
        ids = list(dict.fromkeys([self.verdict.statement, *known, f"s-{self._clock.ulid()}"]))
        wanted = {}
        for statement, candidate in zip(ids, pair, strict=False):
            wanted[statement] = self._composed({}, candidate.annotator)
            self.draft = self._draft(wanted[statement])
            problems, self.draft = self.problems(), None
            if problems:
                raise StatementError(f"{candidate.letter.upper()}: {problems[0]}")
        self._decide(wanted)

    def drop(self, reason: DropReason | None, note: str | None = None) -> None:
        """Decide that gold has no statement for this case, and go to the next open one."""
        statement = self.verdict.statement
        content: dict[str, object] = {"statement": statement, "reason": reason, "note": note}
        content["basis"] = self.case.basis
        with self._clock.one_instant():
            event = self._event("drop", Subject("statement", "", statement), content)
            self._write([event, *self._closing({statement})])
        self._decided()

    # -- undo -------------------------------------------------------------------------------------------------

    def undo(self) -> str:
        """Take the last decision back whole, or bring back the draft left since; says what that was."""
        return self._stepped(super().undo, lambda: self._history.done)

    def redo(self) -> str:
        """Decide again what was undone last; says how it was undone."""
        return self._stepped(super().redo, lambda: self._history.undone)

    def _stepped(self, step: Callable[[], str], stack: Callable[[], list[Event]]) -> str:
        """Take a step of the history, and go to its case."""
        before = list(stack())
        moved = step()
        if len(stack()) == len(before):  # a draft came back, or there was nothing
            return moved
        places = [self._place_of(event) for event in before[len(stack()) :]]
        self.go_to(next((place for place in places if place is not None), self.at))
        return moved

    def _place_of(self, event: Event) -> int | None:
        """Return the place of the case that an event decided; one that takes a decision back replaces that."""
        replaced = (self.journal.state.by_id.get(old) for old in event.replaces)
        for one in (event, *replaced):
            for item in basis_of(one) if isinstance(one, Put | Drop) else ():
                asked = self.caseload.case_of(event.article, item.annotator, item.statement)
                if asked is not None and (place := self.caseload.place(asked)) is not None:
                    return place
        return None

    # -- inside -----------------------------------------------------------------------------------------------

    def _draft(self, values: Fields, statement: str | None = None) -> Draft:
        origin = Origin(kind="adjudication", basis=self.case.basis)
        in_gold = statement or self.verdict.statement
        known = self.journal.state.statement(in_gold) is not None
        return Draft(self.schema, self.schema.anchor, values, in_gold if known else None, origin)

    def _composed(self, chosen: dict[str, str], rest: str | None) -> Fields:
        """Return the fields as taken from the annotators, as gold says them."""
        case, values = self.case, {}
        differing = case.differing()
        for spec in self.schema.fields:
            giver = chosen.get(spec.name, rest)
            if giver is None and spec not in differing:
                giver = self._any_giver(spec)
            if giver is not None:
                value = case.members[giver].fields.get(spec.name)
                self._check_references({spec.name: value}, giver)
                values[spec.name] = referring(value, partial(self._refer, giver))
        return with_canonical_names(values, self.schema, self.corpus.entities)

    def _any_giver(self, spec: FieldSpec) -> str | None:
        """Return whose answer stands for all; texts are not compared, so all must have the same."""
        texts = {str(put.fields.get(spec.name)) for put in self.case.members.values()}
        return None if spec.kind == "text" and len(texts) > 1 else min(self.case.members)

    def _refer(self, annotator: str, statement: str) -> str | None:
        """Return the statement that gold has for one of an annotator's."""
        asked = self.caseload.case_of(self.asked.article, annotator, statement)
        in_gold = self.caseload.verdict(asked).statement if asked is not None else ""
        return in_gold if self.journal.state.statement(in_gold) is not None else None

    def _check_references(self, values: Fields, annotator: str) -> None:
        """See to it that what is pointed to is decided first; asked once more, it is left out."""
        for spec, statement in references(values, self.schema):
            asked = self.caseload.case_of(self.asked.article, annotator, statement)
            if asked is None or self._refer(annotator, statement) is not None or asked == self.asked:
                continue
            place = self.caseload.place(asked) if self.caseload.is_open(asked) else None
            if place is not None and self.asked not in self._sent_on:
                self._sent_on.add(self.asked)
                self.go_to(place)
                raise StatementError(f"its {spec.label} is this claim, which is still open: decide it first")
            if place is None and self.caseload.verdict(asked).fields is not None:
                raise StatementError(f"its {spec.label} is not in gold yet: annotator merge takes it in")

    def _decide(self, wanted: dict[str, Fields]) -> None:
        """Write the statements that gold has for this case, where it does not have them yet, and go on."""
        case = self.case
        with self._clock.one_instant():
            events = []
            for statement, values in wanted.items():
                fields = self.schema.complete(values)
                old = self.journal.state.statement(statement)
                if not (old and old.fields == fields and is_human(old) and stands(case, old)):
                    events.append(self._put(statement, fields))
            events += self._closing(set(wanted))
            if events:
                self._write(events)
        for values in wanted.values():
            self.names.learn(values, self.here.text)
        self._decided()

    def _put(self, statement: str, fields: Fields) -> Event:
        words = quote(fields, self.schema, self.here.text)
        origin = Origin(kind="adjudication", basis=self.case.basis)
        content = {"statement": statement, "fields": fields, "quote": words, "origin": origin}
        return self._event("put", Subject("statement", "", statement), content)

    def _closing(self, kept: set[str]) -> list[Event]:
        """Take back what was decided on this case under other statements."""
        earlier = {event.statement for event in [*self.verdict.by_people, *self.verdict.before]} - kept
        return [
            self._event(
                "drop",
                Subject("statement", "", statement),
                {"statement": statement, "reason": "duplicate"},
            )
            for statement in sorted(earlier)
        ]

    def _decided(self) -> None:
        self.draft = None
        self._sent_on.discard(self.asked)
        if not self.next_open():
            self.go_to(self.at)

    def _write(self, events: list[Event]) -> None:
        before = self.journal.events
        super()._write(events)
        reread = self.journal.events is not before
        for article in self.caseload.articles() if reread else {event.article for event in events}:
            self.caseload.review(article, self.journal.state)

"""The ideal annotator: reads an article, and records each gold statement with the fewest keys."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from annotator.schema import FieldSpec, LoadedSchema
from annotator.validity import spans_of
from keystroke_model.entities import naming, same_entity
from keystroke_model.gold import Gold
from keystroke_model.hands import Hands, Keys
from keystroke_model.passages import mending_keys, passage_keys
from keystroke_model.suggested import reachable

_NEW: Keys = ("c",)
_NEXT_SPEAKER = ";"
_TYPE = "/"
_STARTS = {"quotation", "that", "clause", "sentence", "rest", "quotation-end", "hints"}
"""Commands that start a statement with words."""


class CannotError(Exception):
    """The tool has no keys for this statement."""


@dataclass(slots=True)
class Made:
    """A statement as it was made: the keys by field, without the letters of new names."""

    gold: Gold
    keys: dict[str, Keys] = field(default_factory=dict)
    optional: dict[str, Keys] = field(default_factory=dict)
    letters: int = 0
    speaker_letters: int = 0
    new_names: int = 0
    failed: str = ""

    @property
    def count(self) -> int:
        """Keys for the headline fields, without the letters of new names."""
        return sum(len(keys) for keys in self.keys.values()) - self.letters


@dataclass(slots=True)
class IdealAnnotator:
    """Works through articles; `reading` counts the keys between statements."""

    hands: Hands
    optional: bool = False
    """Whether fields that are not required are filled too."""
    reading: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    """The statement made for each gold one."""
    later: list[Gold] = field(default_factory=list)
    """What is still to be recorded in the article at hand."""

    def article(self, article: str, golds: Sequence[Gold]) -> Iterator[Made]:
        """Read an article to its end and record `golds`, which come in the order of their making."""
        desk = self.hands.desk
        if desk.session.here.article.id != article:
            desk.session.open_article(article)
        here = desk.session.here
        starts = {self._place(gold) for gold in golds}
        if any(here.article.sentences[place].kind != "body" for place in starts):
            self._read("w")
        for number, gold in enumerate(golds, 1):
            self._go_to(self._place(gold), starts)
            self.later = list(golds[number:])
            yield self._record(gold)
        self._go_to(len(here.article.sentences), starts)
        if here.show_all:
            self._read("w")

    def _place(self, gold: Gold) -> int:
        here = self.hands.desk.session.here
        return here.place_at(spans_of(gold.fields[self._schema.anchor.name])[0].start)

    @property
    def _schema(self) -> LoadedSchema:
        return self.hands.desk.session.schema

    def _read(self, key: str) -> None:
        self.hands.press([key])
        self.reading += 1

    def _go_to(self, place: int, starts: set[int]) -> None:
        here = self.hands.desk.session.here
        while here.place > place:
            self._read("up")
        while here.place < place:
            before = here.place
            claims = here.statements_here() or here.statements_going_on()
            empty = before not in starts and not claims and here.mark_of(here.sentence) is None
            self._read("x" if empty else "space")
            if here.place == before:
                return

    # -- one statement ----------------------------------------------------------------------------------------

    def _record(self, gold: Gold) -> Made:
        made = Made(gold)
        hands, session = self.hands, self.hands.desk.session
        try:
            for keys, name in self._fields(gold, made):
                (made.keys if self._schema[name].required else made.optional)[name] = keys
        except CannotError as error:
            made.failed = str(error)
            if session.draft is not None:
                hands.desk.prompt = hands.desk.hints = None
                session.cancel()
            return made
        assert session.draft is None, f"{gold.id}: {hands.desk.message}"
        assert session.here.selected is not None
        self.ids[gold.id] = session.here.selected
        self._verify(made)
        return made

    def _fields(self, gold: Gold, made: Made) -> Iterator[tuple[Keys, str]]:
        """Make the statement; yields the keys of each field once they are pressed."""
        opening = self._begin(gold)
        self.hands.press(opening)
        yield opening, self._schema.anchor.name
        target = self._schema.required[-1]
        optional = [spec for spec in self._schema.fields if not spec.required] if self.optional else []
        for spec in [*self._schema.required[:-1], *optional, target]:
            keys = self._answer(spec, gold, made)
            if keys:
                yield (opening + keys if spec == self._schema.anchor else keys), spec.name

    def _begin(self, gold: Gold) -> Keys:
        """Return the keys that start a statement: anew, as a copy of one in this sentence, or as it is suggested."""
        accept = self.hands.desk.session.accept
        best: tuple[int, Keys] = (sys.maxsize, _NEW)
        for keys, suggestion, speaker in reachable(self.hands, self.later):
            best = self._better(best, keys, partial(accept, suggestion, speaker), gold)
        for ways in (self._new, self._mended, self._copies):
            for keys in ways(gold, best[0] - 1):
                best = self._better(best, keys, partial(self.hands.press, keys), gold)
        return best[1]

    def _better(
        self, best: tuple[int, Keys], keys: Keys, begin: Callable[[], object], gold: Gold
    ) -> tuple[int, Keys]:
        """Return these keys with what they and the fields that they can save cost, if that is less than the best."""
        left = best[0] - 1 - len(keys)
        cost = self._cost(begin, gold, left) if left >= 0 else sys.maxsize
        return (len(keys) + cost, keys) if cost <= left else best

    def _new(self, gold: Gold, within: int) -> Iterator[Keys]:
        """Yield the keys that start a new statement: those that choose its words, unless they mean something else."""
        goal = spans_of(gold.fields[self._schema.anchor.name])
        with self.hands.trial():
            self.hands.press(_NEW)
            keys = passage_keys(self.hands, self._schema.anchor, goal, within)
        starts = (
            keys is not None and self.hands.desk.proposal() is None and self.hands.means(keys[0]) in _STARTS
        )
        yield keys if keys is not None and starts and self._choose(keys, gold) else _NEW

    def _mended(self, gold: Gold, within: int) -> Iterator[Keys]:
        """Yield the keys that accept what is suggested and mend its words at once."""
        if self.hands.desk.proposal() is None:
            return
        with self.hands.trial():
            self.hands.press(["a"])
            goal = spans_of(gold.fields[self._schema.anchor.name])
            found = mending_keys(self.hands, self._schema.anchor, goal, within)
        for keys in (("&",), found):
            if keys and self.hands.accepts(keys[0]) and self._choose(keys, gold):
                yield keys

    def _choose(self, keys: Keys, gold: Gold) -> bool:
        """Whether some keys, pressed now, make a statement with the words of the gold one."""
        with self.hands.trial():
            self.hands.press(keys)
            held = self.hands.desk.session.draft is not None
            return held and self._holds(self._schema.anchor, gold.fields[self._schema.anchor.name])

    def _copies(self, gold: Gold, _within: int) -> Iterator[Keys]:
        here = self.hands.desk.session.here
        own = [put.statement for put in here.statements_here()]
        for steps in range(len(own)):
            with self.hands.trial():
                self.hands.press(["tab"] * steps)
                put = here.selected_statement()
                shared = (self._schema.anchor, self._schema.role("speaker"))
                if put and any(s and self._same(s, put.fields[s.name], gold.fields[s.name]) for s in shared):
                    yield ("tab",) * steps + ("d",)

    def _cost(self, begin: Callable[[], object], gold: Gold, within: int) -> int:
        """Count the keys of the fields that a beginning can save; more than `within` are not looked for."""
        cost = 0
        try:
            with self.hands.trial():
                begin()
                for spec in self._schema.required:
                    if spec.role in {"claim", "speaker"} and cost <= within:
                        cost += len(self._answer(spec, gold, Made(gold), within - cost))
                return cost
        except CannotError:
            return sys.maxsize

    def _answer(self, spec: FieldSpec, gold: Gold, made: Made, within: int = sys.maxsize) -> Keys:
        draft, goal = self.hands.draft, gold.fields.get(spec.name)
        if goal in (None, [], "") or spec.kind in {"text", "scale"} or self._holds(spec, goal):
            return ()
        if not spec.required and _is_reference(goal) and self._made(goal) is None:
            return ()  # it is filled in later, once that statement is made
        if draft.asked == spec:
            return self._keys_for(spec, goal, made, within)
        anew = (spec.key.upper(),)
        mending = self._mending(spec, goal, within)
        if mending is not None and not self._costs_less(spec, gold, len(mending)):
            self.hands.press(mending)
            return mending
        further = self._one_more(spec, gold)
        if not further and (renaming := self._renaming(spec, goal, made)):
            return renaming
        self.hands.press(further or anew)
        return (further or anew) + self._keys_for(spec, goal, made, within - 1, adding=bool(further))

    def _renaming(self, spec: FieldSpec, goal: object, made: Made) -> Keys:
        """Give the speaker its name at once, where asking for it first would lead to the same line to type in."""
        if spec.role != "speaker" or self.hands.means(_TYPE) != "name-speaker":
            return ()
        with self.hands.trial():
            self.hands.press((spec.key.upper(),))
            tried = Made(made.gold)
            keys = self._keys_for(spec, goal, tried, sys.maxsize)
        if keys[:1] != (_TYPE,):
            return ()
        self.hands.press(keys)
        made.letters += tried.letters
        made.speaker_letters += tried.speaker_letters
        made.new_names += tried.new_names
        return keys

    def _one_more(self, spec: FieldSpec, gold: Gold) -> Keys:
        """Return the key that asks for one more speaker, where the first ones are there already."""
        held, goals = _listed(self.hands.draft.value(spec)), _listed(gold.fields[spec.name])
        same = 0 < len(held) < len(goals) and all(
            same_entity(spec, *pair) for pair in zip(held, goals, strict=False)
        )
        return (
            ("+",) if same and self.hands.means("+") == "another-speaker" and spec.role == "speaker" else ()
        )

    def _mending(self, spec: FieldSpec, goal: object, within: int) -> Keys | None:
        """Return the fewest keys that mend what is suggested for a field while another one is asked for."""
        if spec.kind == "passage":
            return mending_keys(self.hands, spec, spans_of(goal), within)
        for keys in [(_NEXT_SPEAKER,) * times for times in range(1, 5)] if spec.role == "speaker" else []:
            with self.hands.trial():
                self.hands.press(keys)
                if self._holds(spec, goal):
                    return keys
        return None

    def _costs_less(self, spec: FieldSpec, gold: Gold, mending: int) -> bool:
        """Whether asking for a field anew takes fewer keys than mending it."""
        anew = (spec.key.upper(),)
        left = mending - 1 - len(anew)
        if left < 1:
            return False
        try:
            with self.hands.trial():
                self.hands.press(anew)
                return len(self._keys_for(spec, gold.fields[spec.name], Made(gold), left)) <= left
        except CannotError:
            return False

    def _keys_for(
        self, spec: FieldSpec, goal: object, made: Made, within: int, *, adding: bool = False
    ) -> Keys:
        if spec.kind == "passage":
            found = passage_keys(self.hands, spec, spans_of(goal), within)
            if found is None:
                raise CannotError(f"{spec.name}: cannot choose {spans_of(goal)}")
        elif spec.kind in {"entity", "either"} and not _is_reference(goal):
            held = len(_listed(self.hands.draft.value(spec))) if adding else 0
            return self._names(spec, _listed(goal)[held:], made, held)
        elif _is_reference(goal):
            found = self._link(spec, goal)
        else:
            found = (str(next(answer.key for answer in spec.answers if answer.value == goal)),)
        self.hands.press(found)
        return found

    def _names(self, spec: FieldSpec, goals: Sequence[Mapping[str, object]], made: Made, held: int) -> Keys:
        keys: Keys = ()
        for number, goal in enumerate(goals):
            way = naming(self.hands, spec, goal, adding=number + held > 0)
            if way is None:
                raise CannotError(f"{spec.name}: cannot name {goal['name']} with mention {goal['mention']}")
            self.hands.press(way.keys)
            keys += way.keys
            if spec.required:
                made.letters += way.letters
                made.speaker_letters += way.letters * (spec.role == "speaker")
                made.new_names += way.new
        return keys

    def _made(self, goal: object) -> str | None:
        """Return the statement made for the gold one that a reference points to."""
        return self.ids.get(str(goal["statement"])) if isinstance(goal, dict) else None

    def _link(self, spec: FieldSpec, goal: object) -> Keys:
        made = self._made(goal)
        if made is None:
            raise CannotError(f"{spec.name}: the statement it points to is not there")
        here = self.hands.desk.session.here
        letter = here.letter(made)
        others = [here.letter(put.statement) for put in here.statements if put.statement != made]
        end = ("enter",) if any(other.startswith(letter) for other in others) else ()
        return (*("@" if spec.kind == "either" else ""), *letter, *end)

    # -- checking ---------------------------------------------------------------------------------------------

    def _holds(self, spec: FieldSpec, goal: object) -> bool:
        """Whether the draft has the answer already (from a statement it was copied from)."""
        return self.hands.draft.answered(spec) and self._same(spec, self.hands.draft.value(spec), goal)

    def _verify(self, made: Made) -> None:
        put = self.hands.desk.session.here.selected_statement()
        assert put is not None
        for spec in self._schema.fields:
            if spec.name in {*made.keys, *made.optional} or spec.required:
                goal, value = made.gold.fields[spec.name], put.fields[spec.name]
                assert self._same(spec, value, goal), f"{made.gold.id} {spec.name}: {value} is not {goal}"

    def _same(self, spec: FieldSpec, value: object, goal: object) -> bool:
        if _is_reference(goal):
            return value == {"statement": self._made(goal)}
        if spec.kind in {"entity", "either"}:
            values, goals = _listed(value), _listed(goal)
            return len(values) == len(goals) and all(
                same_entity(spec, left, right) for left, right in zip(values, goals, strict=True)
            )
        if spec.kind == "passage":
            return spans_of(value) == spans_of(goal)
        return value == goal


def _is_reference(value: object) -> bool:
    return isinstance(value, dict) and "statement" in value


def _listed(value: object) -> list[Mapping[str, object]]:
    items: list[object] = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]

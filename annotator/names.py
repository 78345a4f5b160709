"""Names for speakers and targets: what is known, what is likely here, and fuzzy search over all of it.

Nothing is chosen for the annotator: names are ranked so that the likely ones are on the digits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from annotator.entities import NameList
from annotator.fields import UNNAMED_KINDS, EntityKind, Span
from annotator.mentions import describing_nouns, distance, nearest, stand_in, with_attributes
from annotator.name_search import matching
from annotator.new_names import NewNames
from annotator.ranking import (
    ELSEWHERE,
    IN_CLAIM,
    IN_TITLE,
    LATER,
    NEARBY,
    NEAREST,
    NEW,
    NEW_IN_TITLE,
    SPOKE_LAST,
    Ranking,
    paired,
    recent,
    shared,
    stems,
)
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields, Put
from annotator.suggest.words import DETERMINERS, OBJECT_PRONOUNS, PRONOUNS, RELATIVES
from annotator.surfaces import Surfaces, other_case, places
from annotator.turns import Turns
from annotator.validity import entities, spans_of

_NEW = "new, from the text"

_PRONOUNS = PRONOUNS | OBJECT_PRONOUNS | DETERMINERS | RELATIVES | {"the two"}
"""What names nobody for good: such words are not learnt as a form of a name."""

TOO_COMMON = 200
"""Names: a word that more of them have tells none of them apart."""

LISTED = 9
"""How many names are offered at once: one a digit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that is offered: `mention` is where the text near the claim has it, `why` says what speaks for it."""

    name: str
    kind: EntityKind | None
    mention: Span | None
    why: str


@dataclass(slots=True)
class _Known:
    kind: EntityKind | None = None
    aliases: tuple[str, ...] = ()


def role_of(spec: FieldSpec) -> str:
    """Return under which heading a field's names are kept: its role or, without one, its name."""
    return spec.role or spec.name


class Names:
    """All names that an annotator can meet: from `entities.toml`, and from the statements made so far."""

    def __init__(self, schema: LoadedSchema, lists: Mapping[str, NameList]) -> None:
        self._schema = schema
        self._lists = lists
        self._known: dict[str, _Known] = {}
        self._used: dict[str, dict[str, int]] = {}
        """By role: the names used in it, the latest last, and when: larger is later."""
        self._clock = 0
        self._here: dict[str, dict[str, int]] = {}
        """For the article at hand: by role, name and when last used."""
        self._forms: dict[str, set[str]] = {}
        """For the article at hand: by name, the words that have named it."""
        self._by_stem: dict[str, set[str]] = {}
        """By content word: the known names that have it."""
        self._pairs: dict[str, Counter[str]] = {}
        """By speaker: how often each target was used with it."""
        self._counts_here: Counter[str] = Counter()
        self.title = ""
        self._title: dict[str, str] = {}
        self._in_text: NewNames | None = None
        self._turns = Turns()
        self._listed = {
            role: dict.fromkeys(known.name for known in names.names) for role, names in lists.items()
        }
        self._surfaces_: Surfaces | None = None
        self._mentioned: tuple[object, dict[str, list[Span]]] = (None, {})
        self._searched: dict[tuple[str, str], list[str]] = {}
        """By what was typed and role, while no name is learnt: each letter asks for the same search several times."""
        for names in lists.values():
            for known in names.names:
                self._add(known.name, _Known(known.kind, known.aliases))

    def closed(self, spec: FieldSpec) -> bool:
        """Whether a field takes only names of its list."""
        names = self._lists.get(role_of(spec))
        return names is not None and names.closed

    def open_article(self, text: str, puts: Iterable[Put], title: str | None = None) -> None:
        """Make the article with this text and these statements the one whose names come first."""
        self._here, self._forms, self._surfaces_ = {}, {}, None
        self._searched.clear()
        self._counts_here, self._turns = Counter(), Turns()
        self.title = title or ""
        self._title = stems(self.title)
        for put in puts:
            self._learn_here(put.fields, text)

    def learn(self, values: Fields, text: str | None = None) -> None:
        """Take account of one statement; with the article's `text`, of one in the article at hand."""
        by_role: dict[str, list[str]] = {}
        for spec, item in entities(values, self._schema):
            name = str(item["name"])
            if _has_a_key(item):
                continue
            self._clock += 1
            known = self._known.get(name) or self._add(name, _Known())
            used = self._used.setdefault(role_of(spec), {})
            used.pop(name, None)
            used[name] = self._clock
            kind = item.get("kind")
            known.kind = kind or known.kind  # type: ignore[assignment]
            by_role.setdefault(role_of(spec), []).append(name)
        for speaker in by_role.get("speaker", ()):
            self._pairs.setdefault(speaker, Counter()).update(by_role.get("target", ()))
        self._surfaces_ = None
        self._searched.clear()
        if text is not None:
            self._learn_here(values, text)

    def forget(self, names: Iterable[str]) -> None:
        """Offer some names no more, because no statement has them any longer; those on a list stay."""
        listed = {known.name for names_of_role in self._lists.values() for known in names_of_role.names}
        for name in set(names) - listed:
            for by_name in (*self._used.values(), *self._here.values(), *self._pairs.values()):
                by_name.pop(name, None)
            self._known.pop(name, None)
            self._forms.pop(name, None)
            self._pairs.pop(name, None)
            for stem in stems(name):
                self._by_stem.get(stem, set()).discard(name)
        self._surfaces_ = None
        self._searched.clear()

    def _add(self, name: str, known: _Known) -> _Known:
        self._known[name] = known
        for stem in stems(name):
            self._by_stem.setdefault(stem, set()).add(name)
        return known

    def _learn_here(self, values: Fields, text: str) -> None:
        claim, parent = spans_of(values.get(self._schema.anchor.name)), self._schema.role("parent")
        if claim and not (parent and values.get(parent.name)):
            found = (item for spec, item in entities(values, self._schema) if spec.role == "speaker")
            speakers = [str(item["name"]) for item in found if not _has_a_key(item)]
            self._turns.add(claim[0].start, tuple(speakers))
        for spec, item in entities(values, self._schema):
            name = str(item["name"])
            if _has_a_key(item):
                continue
            self._clock += 1
            self._here.setdefault(role_of(spec), {})[name] = self._clock
            self._counts_here[name] += 1
            mention = item.get("mention")
            if isinstance(mention, list) and len(mention) == 1:
                words = text[mention[0][0] : mention[0][1]]
                self._turns.mentioned(name, words)
                if words.lower() not in _PRONOUNS:
                    self._forms.setdefault(name, set()).add(words)

    def knows(self, name: str) -> bool:
        """Whether a name is on a list or was used in a statement."""
        return name in self._known

    def kind(self, name: str) -> EntityKind | None:
        """Return what kind of entity a name was last said to be."""
        known = self._known.get(name)
        return known.kind if known else None

    def known_as(self, words: str) -> str:
        """Return the known name that some words of the article stand for, or the words themselves."""
        return self._surfaces().name_of(words) or words

    def meant(self, words: str, start: int) -> tuple[str, ...]:
        """Return whom a pronoun ("": nothing at all) probably means at a claim that starts at `start`."""
        return self._turns.meant(words, start, self.kind)

    def candidates(
        self,
        spec: FieldSpec,
        text: str,
        window: Span,
        claim: Sequence[Span],
        beside: Sequence[str] = (),
    ) -> list[Candidate]:
        """Return the names to offer for a field, likeliest first, at most `LISTED`.

        As a target, those that share words with the claim, that were used lately, or used together with the names
        `beside` it; then noun phrases of the claim and the title. Otherwise those that the text around the claim
        (`window`) has, nearest first, then those used in this article, latest first, then those used elsewhere.
        """
        role = role_of(spec)
        is_target = spec.role == "target"
        outside = () if is_target else claim
        found = {name: nearest(spans, outside) for name, spans in self._mentions(text, window).items()}
        new = {} if self.closed(spec) else self._new_in_text(text, window, outside)
        if is_target:
            ranking = self._targets(role, text, window, claim, beside)
            if not self.closed(spec):
                self._new_targets(ranking, text, claim, new)
        else:
            ranking = self._speakers(role, claim, found, new)
        ranked = ranking.best()
        rest = (name for name in self._elsewhere(role) if name not in ranking.found)
        ranked += [(name, "known") for name in islice(rest, max(0, LISTED - len(ranked)))]
        if self.closed(spec):
            ranked = [(name, why) for name, why in ranked if name in self._listed.get(role, ())]
        return [
            Candidate(
                name, self.kind(name), found.get(name) or self.find_mention(name, text, window, outside), why
            )
            for name, why in ranked[:LISTED]
        ]

    def _targets(
        self, role: str, text: str, window: Span, claim: Sequence[Span], beside: Sequence[str]
    ) -> Ranking:
        """Rank the known targets by what speaks for them."""
        ranking = Ranking()
        here = self._latest_here(role)
        recent(ranking, here, self._counts_here)
        in_claim = stems(" ".join(text[span.start : span.end] for span in claim))
        nearby = {
            stem: word
            for stem, word in stems(text[window.start : window.end]).items()
            if stem not in in_claim
        }
        pairs = sum((self._pairs.get(name, Counter()) for name in beside), Counter[str]())
        sharing = [self._by_stem.get(stem, ()) for stem in in_claim]
        alike = {name for names in sharing if len(names) <= TOO_COMMON for name in names}
        likely = dict.fromkeys([*here, *sorted(alike), *pairs])
        for name in likely:
            if self._of_role(name, role):
                if name not in here:
                    ranking.add(name, ELSEWHERE, "")
                shared(ranking, name, in_claim, IN_CLAIM)
                shared(ranking, name, nearby, NEARBY)
                shared(ranking, name, self._title, IN_TITLE)
        paired(ranking, pairs, [name for name in likely if self._of_role(name, role)])
        return ranking

    def _new_targets(
        self, ranking: Ranking, text: str, claim: Sequence[Span], names: Mapping[str, Span]
    ) -> None:
        """Rank what the claim and the title may be about: noun phrases, and names that the text has."""
        from annotator.suggest.topics import topics  # noqa: PLC0415 (needed where there are targets only)

        places = [(text, span, "new, in the claim", NEW) for span in claim]
        places.append((self.title, Span(0, len(self.title)), "new, in the title", NEW_IN_TITLE))
        for source, span, why, weight in places:
            for order, (_, name) in enumerate(topics(source, *span)):
                if self._surfaces().name_of(name) is None:
                    ranking.add(name, weight / (1 if " " in name else 2) - LATER * order, why)
                    shared(ranking, name, self._title, IN_TITLE, known=False)
        for name in names:
            ranking.add(name, 0, _NEW)

    def _speakers(
        self,
        role: str,
        claim: Sequence[Span],
        found: Mapping[str, Span | None],
        new: Mapping[str, Span],
    ) -> Ranking:
        """Rank names by how near to the claim they stand, then by how lately this article used them."""
        ranking = Ranking()
        near = [(span, name, "nearby") for name, span in found.items() if span and self._speaks(name, role)]
        near += [(span, name, _NEW) for name, span in new.items()]
        for place, (_, name, why) in enumerate(
            sorted(near, key=lambda item: (distance(item[0], claim), item[1]))
        ):
            ranking.add(name, NEAREST / (1 + place), why)
        for place, name in enumerate(self._latest_here(role)):
            ranking.add(name, SPOKE_LAST / (1 + place), "in this article")
        return ranking

    def _latest_here(self, role: str) -> list[str]:
        here = self._here.get(role, {})
        return sorted(here, key=lambda name: here[name], reverse=True)

    def _speaks(self, name: str, role: str) -> bool:
        """Whether a name may be a speaker: it was one, or it is no mere target."""
        others = any(name in used for other, used in self._used.items() if other != role)
        return self._of_role(name, role) or not others or name[:1].isupper()

    def search(self, query: str, spec: FieldSpec) -> list[str]:
        """Return the known names that match `query`, at most `LISTED`: first those whose words begin as its words do.

        Then those that it resembles (fuzzy); in both groups, those used in this article first.
        """
        role = role_of(spec)
        found = self._searched.get((query, role))
        if found is None:
            found = self._searched[query, role] = self._search(query, spec, role)
        return found

    def _search(self, query: str, spec: FieldSpec, role: str) -> list[str]:
        names = [name for name in self._known if not self.closed(spec) or name in self._listed.get(role, ())]
        surfaces = [(name, name) for name in names]
        surfaces += [(alias, name) for name in names for alias in self._known[name].aliases]
        return matching(query, surfaces, self._here.get(role, {}))[:LISTED]

    def spelt(self, typed: str, text: str) -> str:
        """Return a new name typed in small letters as the text would write it."""
        return self._names_of(text).spelt(typed)

    def find_mention(self, name: str, text: str, window: Span, outside: Sequence[Span]) -> Span | None:
        """Return the words nearest to the claim that name this entity, in a range but not inside the claim itself."""
        mentions = [span for form in self._surface_forms(name) for span in places(form, text, window)]
        return nearest(mentions, outside)

    def speaker_mention(self, name: str, text: str, window: Span, claim: Sequence[Span]) -> Span | None:
        """Return the words in a range that probably name the speaker of a claim: a name, "the mayor", or "she"."""
        found = self.find_mention(name, text, window, claim)
        if found is not None:
            return with_attributes(text, found, window, claim)
        kind = self.kind(name)
        heads = describing_nouns(name, kind, self._surface_forms(name))
        return stand_in(text, window, claim, heads, kind)

    def _surfaces(self) -> Surfaces:
        """The forms of the names in play, gathered anew after each change."""
        if self._surfaces_ is None:
            names = sorted(self._in_play())
            self._surfaces_ = Surfaces((form, name) for name in names for form in self._surface_forms(name))
        return self._surfaces_

    def _mentions(self, text: str, window: Span) -> dict[str, list[Span]]:
        """Where the names in play stand in a range; kept while neither changes, as edges move over the same range."""
        key = (self._surfaces(), text, window)
        if self._mentioned[0] != key:
            self._mentioned = (key, self._surfaces().mentions(text, window))
        return self._mentioned[1]

    def _surface_forms(self, name: str) -> set[str]:
        known = self._known.get(name, _Known())
        forms = {name, *known.aliases, *self._forms.get(name, ())}
        parts = name.split()
        if known.kind != "document" and len(parts) > 1 and all(part[:1].isupper() for part in parts):
            forms.add(parts[-1])
        return forms | {other_case(form) for form in forms}

    def _in_play(self) -> set[str]:
        used = {name for names in self._here.values() for name in names}
        return used | {known.name for names in self._lists.values() for known in names.names}

    def _of_role(self, name: str, role: str) -> bool:
        return name in self._used.get(role, ()) or name in self._listed.get(role, ())

    def _elsewhere(self, role: str) -> Iterator[str]:
        """Yield names of a role: those used, latest first, then those listed."""
        yield from reversed(self._used.get(role, {}))
        yield from self._listed.get(role, ())

    def _new_in_text(self, text: str, window: Span, outside: Sequence[Span]) -> dict[str, Span]:
        """Return names that only the text has, each with where it stands nearest to the claim."""
        found: dict[str, Span] = {}
        for place, name in self._names_of(text).within(window):
            if any(place.start < span.end and span.start < place.end for span in outside):
                continue
            if self._surfaces().name_of(name) is None:
                found[name] = min(found.get(name, place), place, key=lambda span: distance(span, outside))
        return found

    def _names_of(self, text: str) -> NewNames:
        if self._in_text is None or self._in_text.text is not text:
            self._in_text = NewNames(text)
        return self._in_text


def _has_a_key(item: Mapping[str, object]) -> bool:
    """Whether an entity is "the author" or "no speaker": answers that need no place in a list."""
    return (item.get("kind"), item["name"]) in UNNAMED_KINDS.items()

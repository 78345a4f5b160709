"""Names for speakers and targets: what is known, what is likely here, and fuzzy search over all of it.

Nothing is chosen for the annotator: names are ranked so that the likely ones are on the digits.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from annotator.entities import NameList
from annotator.fields import EntityKind, Span
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import Fields, Put
from annotator.validity import entities

LISTED = 9
"""How many names are offered at once: one a digit."""

_PROPER = re.compile(
    r"(?:[A-Z][\w’'&-]*\w|[A-Z]\.)(?:\s+(?:(?:of|de|van|von|al|the|for|and)\s+)?(?:[A-Z][\w’'&-]*\w|[A-Z]\.))*"
)
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "we",
        "us",
        "i",
        "you",
        "who",
        "his",
        "its",
        "their",
        "this",
        "that",
        "one",
        "both",
    ]
)
_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "in",
        "on",
        "at",
        "but",
        "and",
        "or",
        "for",
        "if",
        "when",
        "while",
        "after",
        "before",
        "as",
        "to",
        "by",
        "from",
        "with",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]
)


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
    uses: Counter[str] = field(default_factory=Counter)
    """How often, by role."""
    last: dict[str, int] = field(default_factory=dict)
    """When last used in a role: larger is later."""


def role_of(spec: FieldSpec) -> str:
    """Return under which heading a field's names are kept: its role or, without one, its name."""
    return spec.role or spec.name


class Names:
    """All names that an annotator can meet: from `entities.toml`, and from the statements made so far."""

    def __init__(self, schema: LoadedSchema, lists: Mapping[str, NameList]) -> None:
        self._schema = schema
        self._lists = lists
        self._known: dict[str, _Known] = {}
        self._clock = 0
        self._here: dict[str, dict[str, int]] = {}
        """For the article at hand: by role, name and when last used."""
        self._forms: dict[str, set[str]] = {}
        """For the article at hand: by name, the words that have named it."""
        for names in lists.values():
            for known in names.names:
                self._known[known.name] = _Known(known.kind, known.aliases)

    def closed(self, spec: FieldSpec) -> bool:
        """Whether a field takes only names of its list."""
        names = self._lists.get(role_of(spec))
        return names is not None and names.closed

    def open_article(self, text: str, puts: Iterable[Put]) -> None:
        """Make the article with this text and these statements the one whose names come first."""
        self._here, self._forms = {}, {}
        for put in puts:
            self._learn_here(put.fields, text)

    def learn(self, values: Fields, text: str | None = None) -> None:
        """Take account of one statement; with the article's `text`, of one in the article at hand."""
        for spec, item in entities(values, self._schema):
            self._clock += 1
            known = self._known.setdefault(str(item["name"]), _Known())
            known.uses[role_of(spec)] += 1
            known.last[role_of(spec)] = self._clock
            kind = item.get("kind")
            known.kind = kind or known.kind  # type: ignore[assignment]
        if text is not None:
            self._learn_here(values, text)

    def _learn_here(self, values: Fields, text: str) -> None:
        for spec, item in entities(values, self._schema):
            name = str(item["name"])
            self._clock += 1
            self._here.setdefault(role_of(spec), {})[name] = self._clock
            mention = item.get("mention")
            if isinstance(mention, list) and len(mention) == 1:
                words = text[mention[0][0] : mention[0][1]]
                if words.lower() not in _PRONOUNS:
                    self._forms.setdefault(name, set()).add(words)

    def kind(self, name: str) -> EntityKind | None:
        """Return what kind of entity a name was last said to be."""
        known = self._known.get(name)
        return known.kind if known else None

    def known_as(self, words: str) -> str:
        """Return the known name that some words of the article stand for, or the words themselves."""
        return next((name for name in sorted(self._in_play()) if words in self._surface_forms(name)), words)

    def candidates(self, spec: FieldSpec, text: str, window: Span, claim: Sequence[Span]) -> list[Candidate]:
        """Return the names to offer for a field, likeliest first, at most `LISTED`.

        Names that the text around the claim (`window`) mentions come first, nearest first, then those used in
        this article, latest first, then names that only the text has, then those used elsewhere.
        """
        role = role_of(spec)
        outside = () if spec.role == "target" else claim
        found = {name: self.find_mention(name, text, window, outside) for name in self._in_play()}
        near = sorted((_distance(mention, claim), name) for name, mention in found.items() if mention)
        here = self._here.get(role, {})
        ranked: dict[str, str] = {}
        for _, name in near:
            if self._fits(name, role):
                ranked.setdefault(name, "nearby")
        for name in sorted(here, key=lambda name: here[name], reverse=True):
            ranked.setdefault(name, "in this article")
        if not self.closed(spec):
            for name in self._new_in_text(text, window, outside):
                ranked.setdefault(name, "new, from the text")
        shared = _content_words("".join(text[span.start : span.end] for span in claim))
        for name in sorted(
            self._of_role(role), key=lambda name: self._elsewhere(name, role, shared), reverse=True
        ):
            ranked.setdefault(name, "known")
        return [
            Candidate(name, self.kind(name), mention, why)
            for name, why in list(ranked.items())[:LISTED]
            for mention in [found[name] if name in found else self.find_mention(name, text, window, outside)]
        ]

    def search(self, query: str, spec: FieldSpec) -> list[str]:
        """Return all known names by how well they match `query` (fuzzy), at most `LISTED`."""
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (not needed before the first search)

        role = role_of(spec)
        names = [name for name in self._known if not self.closed(spec) or self._listed(name, role)]
        surfaces = [(name, name) for name in names]
        surfaces += [(alias, name) for name in names for alias in self._known[name].aliases]
        found = process.extract(
            query,
            [surface for surface, _ in surfaces],
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=2 * LISTED,
            score_cutoff=50,
        )
        found.sort(key=lambda hit: (-round(hit[1]), surfaces[hit[2]][1] not in self._here.get(role, {})))
        return list(dict.fromkeys(surfaces[index][1] for _, _, index in found))[:LISTED]

    def find_mention(self, name: str, text: str, window: Span, outside: Sequence[Span]) -> Span | None:
        """Return the words nearest to the claim that name this entity, in a range but not inside the claim itself."""
        hits = (Span(*match.span()) for match in self._pattern(name).finditer(text, *window))
        free = [hit for hit in hits if not any(hit.start < s.end and s.start < hit.end for s in outside)]
        return min(free, key=lambda hit: (_distance(hit, outside), hit.start - hit.end), default=None)

    def _pattern(self, name: str) -> re.Pattern[str]:
        forms = sorted(self._surface_forms(name), key=len, reverse=True)
        return _whole_words(tuple(forms))

    def _surface_forms(self, name: str) -> set[str]:
        known = self._known.get(name, _Known())
        forms = {name, *known.aliases, *self._forms.get(name, ())}
        parts = name.split()
        if known.kind in {None, "person"} and len(parts) > 1 and all(part[:1].isupper() for part in parts):
            forms.add(parts[-1])
        return forms

    def _in_play(self) -> set[str]:
        used = {name for names in self._here.values() for name in names}
        return used | {known.name for names in self._lists.values() for known in names.names}

    def _fits(self, name: str, role: str) -> bool:
        return role in self._known.get(name, _Known()).uses or self._listed(name, role) or role != "target"

    def _listed(self, name: str, role: str) -> bool:
        names = self._lists.get(role)
        return names is not None and any(known.name == name for known in names.names)

    def _of_role(self, role: str) -> Iterator[str]:
        return (n for n, known in self._known.items() if role in known.uses or self._listed(n, role))

    def _elsewhere(self, name: str, role: str, shared: set[str]) -> tuple[int, int]:
        return len(_content_words(name) & shared), self._known[name].last.get(role, 0)

    def _new_in_text(self, text: str, window: Span, outside: Sequence[Span]) -> Iterator[str]:
        for match in _PROPER.finditer(text, window.start, window.end):
            if any(match.start() < span.end and span.start < match.end() for span in outside):
                continue
            name = match.group().removesuffix("’s").removesuffix("'s")
            first, _, rest = name.partition(" ")
            if first.lower() in _NOT_NAMES:
                name = rest
            if len(name) > 2 and name.lower() not in _NOT_NAMES and not self._stands_for_known(name):
                yield name

    def _stands_for_known(self, words: str) -> bool:
        return any(words in self._surface_forms(name) for name in self._in_play())


@lru_cache(1024)
def _whole_words(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def _distance(span: Span, claim: Sequence[Span]) -> int:
    return min((max(span.start - part.end, part.start - span.end, 0) for part in claim), default=span.start)


def _content_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w{4,}", text.lower()) if word not in _NOT_NAMES}

"""Who a speaker's mention probably is: the article's own names, ranked, each with a reason in a few words.

Names are learnt as the article is read, so a mention is only resolved to what stands before it, as a reader would.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from typing import NamedTuple

from annotator.proposals import SpeakerGuess
from annotator.suggest import words
from annotator.suggest.sources import Source, name_in, sources, without_titles
from annotator.suggest.tokens import Range, Tokens

MOST = 5
"""Names offered for one claim."""
REMEMBERED = 24
"""Names and speakers, the latest first, that a pronoun can mean."""
LONGEST_FIRST = 12
"""Tokens of the first of two that a sentence names together."""
LONGEST_INITIALS = 5
"""Letters: longer words in capitals are a dateline or shouted, and no initials of a name."""

_NAMES = re.compile("N+")
_ONE = r"(D*(?:[BNn#ie]s?)*[Nn](?:[OI]D*[nNs#]+)*)"
_TOGETHER = re.compile(rf"{_ONE}C{_ONE}(?=[,Adezvp])")
"""Two that a sentence begins with: "The Union and the diocese are on her side"."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_BOTH = frozenset({"both", "neither", "two", "pair"})
_PERSONAL = frozenset({"he", "him", "his", "she", "her"})
_BEFORE_SUBJECT = re.compile("[CUB]?(?:D?[ni#e]*,)?")
"""Before a name with which a sentence begins: "But the mayor, Tom Dahl, disagreed"."""
_OWN_VOICE = frozenset(["i", "we", "my", "our", "me", "us"])


class Name(NamedTuple):
    """A name of the article: as written in full, and whether it names an organisation."""

    full: str
    organization: bool


@dataclass(slots=True)
class Cast:
    """The names and speakers met so far, the latest first."""

    full_names: dict[str, Name] = field(default_factory=dict)
    """By surname: the longest form seen."""
    runs: dict[str, str] = field(default_factory=dict)
    """By a run of capitalised words: its surname."""
    people: set[str] = field(default_factory=set)
    gender: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    """By common noun ("report", "senator"): the speaker last described by it."""
    recent: deque[Name] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    spoke: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    subjects: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """Who spoke, or began a sentence by a full name."""
    _read_last: tuple[Tokens | None, Range, list[Source]] = (None, (0, 0), [])
    pair: tuple[str, ...] = ()
    """Those last named together, or who last spoke together."""

    def meet(self, tokens: Tokens, first: int, last: int) -> None:
        """Learn the names in the tokens `[first, last)`, and who is named together there."""
        if tokens.words[first] in ("he", "she"):
            self._show_gender(tokens.words[first])
        for run in _NAMES.finditer(tokens.tags, first, last):
            text = tokens.string(*run.span())
            surname = self.runs.get(text)
            if surname is None:
                if self._says_nothing(tokens, text, first, *run.span()):
                    continue
                surname = self.runs[text] = self._learn(tokens, *run.span())
            if surname:
                name = self.full_names[surname]
                self.recent.appendleft(name)
                if self._is_subject(tokens, first, run.span(), name):
                    self.subjects.appendleft(name.full)
        joined = tokens.tags.find("C", first, min(last, first + LONGEST_FIRST)) >= 0
        together = _TOGETHER.match(tokens.tags, first, last) if joined else None
        if together and "N" in together[1] + together[2]:
            self.pair = tuple(self._resolve(each)[0].name for each in sources(tokens, together.span()))

    def _is_subject(self, tokens: Tokens, sentence: int, place: Range, name: Name) -> bool:
        """Whether a sentence begins with the full name of somebody."""
        if name.organization or " " not in name.full or tokens.tags[place[1] : place[1] + 1] == "s":
            return False
        return _BEFORE_SUBJECT.fullmatch(tokens.tags, sentence, place[0]) is not None

    def _show_gender(self, pronoun: str) -> None:
        """Learn the gender of whom "he" or "she" can only mean: nobody else who fits was named since."""
        gender = words.GENDER[pronoun]
        meant = next(self._fitting(gender), "")
        named = (name.full for name in self.recent if not name.organization and " " in name.full)
        fitting = (name for name in named if self.gender.get(name, gender) == gender)
        if meant and meant == next(fitting, ""):
            self.gender.setdefault(meant, gender)

    def _says_nothing(self, tokens: Tokens, text: str, sentence: int, start: int, end: int) -> bool:
        """Whether the capital is that of a sentence's first word, or of a dateline."""
        opens = start == sentence or (start == sentence + 1 and tokens.tags[sentence] in "*(")
        alone = end == start + 1 and tokens.words[start] not in self.full_names
        return (opens and alone) or (len(text) > LONGEST_INITIALS and text.isupper())

    def _learn(self, tokens: Tokens, title: int, end: int) -> str:
        """Keep a name under its last word, in its longest form; return that word, or "" for a mere title."""
        start, end = without_titles(tokens, title, end)
        if start == end:
            return ""
        surname = tokens.words[end - 1]
        name = self._name(tokens, start, end)
        known = self.full_names.get(surname)
        if known is None or (not known.organization and len(known.full) < len(name.full)):
            self.full_names[surname] = known = name
            if not name.organization:
                self.people.add(name.full)
        if start > title:
            called = tokens.words[start - 1].rstrip(".")
            self.nouns[called] = known.full
            if gender := words.GENDER.get(called):
                self.gender[known.full] = gender
        return surname

    @staticmethod
    def _name(tokens: Tokens, start: int, end: int) -> Name:
        article = start > 0 and tokens.words[start - 1] == "the"
        organization = article or not words.ORGANIZATION_WORDS.isdisjoint(tokens.words[start:end])
        return Name(" ".join(tokens.string(start, end).split()), organization)

    def guess(
        self, tokens: Tokens, mention: Range | None, outer: str | None = None
    ) -> tuple[SpeakerGuess, ...]:
        """Rank the names that the mention can mean; `outer` is the speaker of the claim around this one.

        Those who speak together come first, the second one marked so.
        """
        unique: dict[str, SpeakerGuess] = {}
        for found in self._candidates(tokens, mention, outer):
            unique.setdefault(found.name.casefold(), found)
        return tuple(unique.values())[:MOST]

    def remember(self, tokens: Tokens, mention: Range | None, names: Sequence[SpeakerGuess]) -> None:
        """Note who has just spoken (the first of `names`, and who speaks together with it), and how described."""
        speaking = [*names[:1], *takewhile(lambda guess: guess.together, names[1:])]
        if mention is not None and tokens.words[mention[0]] in ("he", "she"):
            self._show_gender(tokens.words[mention[0]])
        self.spoke.extendleft(guess.name for guess in reversed(speaking))
        self.subjects.extendleft(guess.name for guess in reversed(speaking))
        if len(speaking) > 1:
            self.pair = tuple(guess.name for guess in speaking)
        alone = mention is None or (mention[1] - mention[0] == 1 and tokens.tags[mention[0]] in "PRDWH")
        described = [] if mention is None or alone else self._mentioned(tokens, mention)
        for source, guess in zip(described, speaking, strict=False):
            if source.noun:
                self.nouns[source.noun] = guess.name

    def _mentioned(self, tokens: Tokens, mention: Range) -> list[Source]:
        """Return who is mentioned; asked twice for each claim, so the last answer is kept."""
        if self._read_last[0] is not tokens or self._read_last[1] != mention:
            self._read_last = (tokens, mention, sources(tokens, mention))
        return self._read_last[2]

    def _candidates(self, tokens: Tokens, mention: Range | None, outer: str | None) -> Sequence[SpeakerGuess]:
        """Return names with reasons, best first, perhaps with repetitions."""
        if mention is None:
            return [*self._speakers("spoke last"), *self._names("named before")]
        first, last = mention
        word = tokens.words[last - 1]
        if self._means_pair(tokens, first, last):
            return [*_together(self.pair, f"“{word}”: named together"), *self._speakers("spoke last")]
        if last - first > 1 or word in words.SOME or tokens.tags[first] not in "PRDWH":
            return self._described(tokens, first, last)
        return self._meant(tokens, first, word, outer)

    def _meant(self, tokens: Tokens, at: int, word: str, outer: str | None) -> list[SpeakerGuess]:
        """Rank whom one pronoun at token `at` can mean."""
        if word in _OWN_VOICE and outer:
            return [SpeakerGuess(outer, f"“{word}” in their words")]
        if word in _PERSONAL:
            return self._people(words.GENDER[word], f"“{word}”: ")
        if tokens.tags[at] in "WH":
            return [*self._before(tokens, at), *self._names("named before")]
        return [*self._speakers(f"“{word}”: spoke last"), *self._names("named before")]

    def _means_pair(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether "both", "neither" or "the two" means those last named together, or "they" who spoke last."""
        alone = last - first == 1 or (last - first == 2 and tokens.words[first] == "the")
        word = tokens.words[last - 1]
        if not self.pair or not alone:
            return False
        return word in _BOTH or (word == "they" and bool(self.spoke) and self.spoke[0] in self.pair)

    def _described(self, tokens: Tokens, first: int, last: int) -> list[SpeakerGuess]:
        """Rank for a mention that is a name or a description, or two of them."""
        mentioned = self._mentioned(tokens, (first, last))
        resolved = [self._resolve(source) for source in mentioned]
        if len(resolved) == 1:
            definite = tokens.words[first] in _DEFINITE and not mentioned[0].name
            inside = "" if mentioned[0].name else name_in(tokens, first, last)
            also = [SpeakerGuess(inside, "named here")] if inside else []
            return [*resolved[0], *also, *(self._speakers("spoke last") if definite else [])]
        places = [(tokens.chars(*source.place),) for source in mentioned]
        together = [
            guesses[0]._replace(mention=place, together=number > 0)
            for number, (guesses, place) in enumerate(zip(resolved, places, strict=True))
        ]
        return [*together, *chain.from_iterable(guesses[1:] for guesses in resolved)]

    def _resolve(self, source: Source) -> list[SpeakerGuess]:
        """Rank the names that one source can have."""
        if source.name:
            known = self.full_names.get(source.name.split()[-1].lower())
            written = SpeakerGuess(source.name, "named here")
            if known and source.name in known.full and source.name != known.full:
                return [SpeakerGuess(known.full, f"“{source.name}” in full"), written]
            return [written]
        known_as = self.nouns.get(source.noun) if source.definite else None
        earlier = [SpeakerGuess(known_as, f"the {source.noun} named before")] if known_as else []
        return [*earlier, SpeakerGuess(source.words, "as written", unnamed=source.unnamed)]

    def _before(self, tokens: Tokens, i: int) -> list[SpeakerGuess]:
        """Name what a relative pronoun follows."""
        name = name_in(tokens, max(0, i - 12), i)
        if not name:
            return []
        known = self.full_names.get(name.split()[-1].lower())
        return [SpeakerGuess(known.full if known else name, f"before “{tokens.words[i]}”")]

    def _people(self, gender: str, reason: str) -> list[SpeakerGuess]:
        """Rank people: who spoke or began a sentence last, then who was named last; never one of the other gender."""
        unique = islice(dict.fromkeys(self._fitting(gender)), MOST)
        return [
            SpeakerGuess(name, reason + ("spoke last" if name in self.spoke else "named last"))
            for name in unique
        ]

    def _fitting(self, gender: str) -> Iterator[str]:
        """Yield who may be of a gender, in the order of `_people`, perhaps with repetitions."""
        first = (name for name in self.subjects if name in self.people)
        named = (name.full for name in self.recent if not name.organization)
        return (name for name in chain(first, named) if self.gender.get(name, gender) == gender)

    def _speakers(self, reason: str) -> list[SpeakerGuess]:
        return [SpeakerGuess(name, reason) for name in islice(self.spoke, 3)]

    def _names(self, reason: str) -> list[SpeakerGuess]:
        return [SpeakerGuess(name.full, reason) for name in islice(self.recent, 3)]


def _together(names: Sequence[str], reason: str) -> list[SpeakerGuess]:
    return [SpeakerGuess(name, reason, together=number > 0) for number, name in enumerate(names)]

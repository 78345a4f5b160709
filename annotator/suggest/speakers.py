"""Who a speaker's mention probably is: the article's own names, ranked, each with a reason in a few words.

Names are learnt as the article is read, so a mention is only resolved to what stands before it, as a reader would.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from annotator.proposals import SpeakerGuess
from annotator.suggest import words
from annotator.suggest.tokens import Range, Tokens

MOST = 5
"""Names offered for one claim."""
REMEMBERED = 24
"""Names and speakers, the latest first, that a pronoun can mean."""

_NAMES = re.compile("N+")
_HEAD = re.compile("D*(?:[BNn#i]s?)*[Nn]")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_GENDER = {"mr": "he", "ms": "she", "mrs": "she"}
_PERSONAL = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_OWN_VOICE = frozenset(["i", "we", "my", "our", "me", "us"])


@dataclass(frozen=True, slots=True)
class Name:
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

    def meet(self, tokens: Tokens, first: int, last: int) -> None:
        """Learn the names in the tokens `[first, last)`."""
        for run in _NAMES.finditer(tokens.tags, first, last):
            text = tokens.string(*run.span())
            surname = self.runs.get(text)
            if surname is None:
                surname = self.runs[text] = self._learn(tokens, *run.span())
            if surname:
                self.recent.appendleft(self.full_names[surname])

    def _learn(self, tokens: Tokens, title: int, end: int) -> str:
        """Keep a name under its last word, in its longest form; return that word, or "" for a mere title."""
        start, end = _without_titles(tokens, title, end)
        if start == end:
            return ""
        surname = tokens.words[end - 1]
        name = self._name(tokens, start, end)
        known = self.full_names.get(surname)
        if known is None or (not known.organization and len(known.full) < len(name.full)):
            self.full_names[surname] = known = name
            if not name.organization:
                self.people.add(name.full)
        if start > title and (gender := _GENDER.get(tokens.words[start - 1].rstrip("."))):
            self.gender[known.full] = gender
        return surname

    @staticmethod
    def _name(tokens: Tokens, start: int, end: int) -> Name:
        article = start > 0 and tokens.words[start - 1] == "the"
        organization = article or any(word in words.ORGANIZATION_WORDS for word in tokens.words[start:end])
        return Name(" ".join(tokens.string(start, end).split()), organization)

    def guess(
        self, tokens: Tokens, mention: Range | None, outer: str | None = None
    ) -> tuple[SpeakerGuess, ...]:
        """Rank the names that the mention can mean; `outer` is the speaker of the claim around this one."""
        guesses = list(self._candidates(tokens, mention, outer))
        unique: dict[str, SpeakerGuess] = {}
        for name, reason in guesses:
            unique.setdefault(name.casefold(), SpeakerGuess(name, reason))
        return tuple(unique.values())[:MOST]

    def remember(self, tokens: Tokens, mention: Range | None, name: str | None) -> None:
        """Note who has just spoken, and by which nouns they were described."""
        if name is None:
            return
        self.spoke.appendleft(name)
        head = _HEAD.match(tokens.tags, *mention) if mention is not None else None
        if head is not None and tokens.tags[head.end() - 1] == "n":
            self.nouns[tokens.words[head.end() - 1]] = name

    def _candidates(self, tokens: Tokens, mention: Range | None, outer: str | None) -> list[tuple[str, str]]:
        """Return names with reasons, best first, perhaps with repetitions."""
        if mention is None:
            return [*self._speakers("spoke last"), *self._names("named before")]
        first, last = mention
        word = tokens.words[first]
        if last - first == 1 and word in _OWN_VOICE and outer:
            return [(outer, f"“{word}” in their words")]
        if last - first == 1 and word in _PERSONAL:
            return self._people(_PERSONAL[word], f"“{word}”: ")
        if last - first == 1 and tokens.tags[first] in "WH":
            return [*self._before(tokens, first), *self._names("named before")]
        if last - first == 1 and tokens.tags[first] in "PRD":
            return [*self._speakers(f"“{word}”: spoke last"), *self._names("named before")]
        return self._described(tokens, first, last)

    def _described(self, tokens: Tokens, first: int, last: int) -> list[tuple[str, str]]:
        """Rank for a mention that is a name or a description."""
        head_end = tokens.tags.find(",", first, last)
        end = last if head_end < 0 else head_end
        text = " ".join(tokens.string(first, end).split())
        runs = list(re.finditer("N+", tokens.tags[first:end]))
        named: list[tuple[str, str]] = []
        for run in reversed(runs):
            start, stop = _without_titles(tokens, first + run.start(), first + run.end())
            if start < stop and tokens.tags[stop : stop + 1] != "s":
                known = self.full_names.get(tokens.words[stop - 1])
                written = " ".join(tokens.string(start, stop).split())
                if known and written in known.full and written != known.full:
                    named.append((known.full, f"“{written}” in full"))
                named.append((written, "named here"))
        head = _HEAD.match(tokens.tags, first, end)
        if named and (head is None or tokens.tags[head.end() - 1] == "N"):
            return named
        noun = tokens.words[head.end() - 1] if head else ""
        known_as = self.nouns.get(noun)
        definite = tokens.words[first] in _DEFINITE
        earlier = [(known_as, f"the {noun} named before")] if definite and known_as else []
        return [*earlier, (text, "as written"), *named, *(self._speakers("spoke last") if definite else [])]

    def _before(self, tokens: Tokens, i: int) -> list[tuple[str, str]]:
        """Name what a relative pronoun follows."""
        start = max(0, i - 12)
        runs = list(re.finditer("N+", tokens.tags[start:i]))
        for run in reversed(runs):
            first, last = _without_titles(tokens, start + run.start(), start + run.end())
            if first < last:
                known = self.full_names.get(tokens.words[last - 1])
                return [(known.full if known else tokens.string(first, last), f"before “{tokens.words[i]}”")]
        return []

    def _people(self, gender: str, reason: str) -> list[tuple[str, str]]:
        """Rank people: who spoke last, then who was named last; never one of the other gender."""
        spoke = [(name, reason + "spoke last") for name in self.spoke if name in self.people]
        named = [(name.full, reason + "named last") for name in self.recent if not name.organization]
        return [each for each in spoke + named if self.gender.get(each[0], gender) == gender]

    def _speakers(self, reason: str) -> list[tuple[str, str]]:
        return [(name, reason) for name in list(self.spoke)[:3]]

    def _names(self, reason: str) -> list[tuple[str, str]]:
        return [(name.full, reason) for name in list(self.recent)[:3]]


def _without_titles(tokens: Tokens, start: int, end: int) -> Range:
    """Leave out "Mr.", "Sen." and the like at the start of a name."""
    while start < end and tokens.words[start].rstrip(".") in words.TITLES:
        start += 1
    return start, end

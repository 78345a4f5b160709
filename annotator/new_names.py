"""Names that only the text has: runs of capitalised words, without titles, each in its longest form. Pure.

Patterns over English news; in another language they find more that is no name, or less.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice, pairwise, takewhile

from annotator.fields import Span
from annotator.mentions import CAPITAL, LETTER
from annotator.suggest import words
from annotator.suggest.datelines import body_start
from annotator.suggest.words import TITLES

_BLANK = r"[^\S\n]+"
_WORD = (
    rf"(?:(?:{CAPITAL}\.){{2,}}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen)\.|{CAPITAL}\."
    rf"|{CAPITAL}(?:{LETTER}|[’'&-])*{LETTER}(?:(?<=s)[’'](?=\s{CAPITAL}))?)"
)
_PROPER = re.compile(rf"{_WORD}(?:{_BLANK}(?:(?:of|de|van|von|al|the|for|and|&){_BLANK})?{_WORD})*")
_BEGINNING = re.compile(r"(?:^|[\n.!?:“\"‘([—–-])\s*$")
"""Before a capital that says nothing: where a sentence begins, or a quotation."""
_SMALL_WORD = re.compile(r"(?<!\w)[^\W\dA-Z]+(?!\w)")
_TYPED_WORD = re.compile(r"(?:\w\.){2,}|\w+")
_MOST_WORDS = 6
"""Of a name that is typed."""
_INITIALS = re.compile(rf"(?<=[a-z]\s)(?:(?:{CAPITAL}\.){{2,}}|{CAPITAL}(?:{CAPITAL}|\d)+(?!\w))")
"""U.S., NATO: within a sentence, for a headline may be all in capitals."""
_LINE = re.compile(r"[^\n]+")
_CLITIC = re.compile(r"(?:n[’']t|[’'](?:s|m|re|ve|ll|d))$")
_WORDS = re.compile(r"\S+")
_LONGEST_GAP = 4
_SHORTENED = "jan feb mar apr may jun jul aug sept sep oct nov dec mr mrs ms dr per given according"

NO_NAMES = frozenset(
    chain(
        words.PRONOUNS,
        words.OBJECT_PRONOUNS,
        words.RELATIVES,
        words.WH_WORDS,
        words.DETERMINERS,
        words.AUXILIARIES,
        words.NEGATIONS,
        words.PREPOSITIONS,
        words.PARTICLES_OR_PREPOSITIONS,
        words.CONJUNCTIONS,
        words.CONTRASTS,
        words.SUBORDINATORS,
        words.ADVERBS,
        words.TIME_WORDS,
        ("to", "of", "nobody", "nothing", "anything", "something", "please", "yes", "let"),
        _SHORTENED.split(),
    )
)
"""Words that are no name by themselves, and begin none."""


class NewNames:
    """The names in one text, found in one pass, and where each stands."""

    def __init__(self, text: str) -> None:
        """Read the text once: time is linear in it."""
        self.text = text
        bodies = ((body_start(text, *line.span()), line.end()) for line in _LINE.finditer(text))
        runs = chain.from_iterable(_PROPER.finditer(text, start, end) for start, end in bodies)
        found = [(run.start(), place, name) for run in runs for place, name in _names_in(run)]
        certain = {
            name
            for start, place, name in found
            if " " in name or place.start > start or not _begins(text, place)
        }
        self._certain = certain
        self._capitals: dict[str, str] | None = None
        full = _full_names(certain)
        self._names = [(place, full.get(name, name)) for _, place, name in found if name in certain]

    def spelt(self, typed: str) -> str:
        """Return what was typed in small letters with the capitals that the text gives to its names.

        A name counts whole ("north korea"), or by its last word; words that the text has in small letters stay.
        """
        if typed != typed.lower():
            return typed
        if self._capitals is None:
            self._capitals = _capitals(self._certain, self.text)
        found, done, pieces = list(_TYPED_WORD.finditer(typed)), 0, ""
        for first, word in enumerate(found):
            ends = [last.end() for last in reversed(found[first : first + _MOST_WORDS])]
            end = next((end for end in ends if typed[word.start() : end] in self._capitals), 0)
            if word.start() >= done and end:
                pieces += typed[done : word.start()] + self._capitals[typed[word.start() : end]]
                done = end
        return pieces + typed[done:]

    def within(self, window: Span) -> Iterator[tuple[Span, str]]:
        """Yield the names that stand in a range of the text, with their places, in order."""
        first = bisect_left(self._names, window.start, key=_start)
        return takewhile(lambda found: found[0].start < window.end, islice(self._names, first, None))


def _start(found: tuple[Span, str]) -> int:
    return found[0].start


def _full_names(names: set[str]) -> dict[str, str]:
    """Return, for each name that is only the end of a longer one ("Falk"), the first such ("Ines Falk")."""
    longer: dict[str, str] = {}
    for name in sorted(names):
        parts = name.split()
        for at in range(1, len(parts)):
            longer.setdefault(" ".join(parts[at:]), name)
    return {name: longer[name] for name in names if name in longer}


def _capitals(names: set[str], text: str) -> dict[str, str]:
    """Return how names are written, by their small letters, but for words that the text has in small letters too."""
    small = set(_SMALL_WORD.findall(text))
    written = chain(_INITIALS.findall(text), sorted(names), (name.split()[-1] for name in sorted(names)))
    return {form.lower(): form for form in written if form.lower() not in small}


def _begins(text: str, span: Span) -> bool:
    """Whether a sentence or a quotation begins with the word, or it is a dateline: its capital says nothing."""
    before = text[max(0, span.start - _LONGEST_GAP) : span.start]
    return _BEGINNING.search(before) is not None or text[span.start : span.end].isupper()


def _names_in(run: re.Match[str]) -> Iterator[tuple[Span, str]]:
    """Yield the names in a run of capitalised words: two people apart, without "The" or "Fisheries Minister"."""
    text = run.string
    words_of_run = _without_titles(list(_WORDS.finditer(text, *run.span())))
    ands = [at for at, word in enumerate(words_of_run) if word.group() == "and"]
    parts = [words_of_run[left + 1 : right] for left, right in pairwise([-1, *ands, len(words_of_run)])]
    alike = len({len(part) > 1 for part in parts}) == 1  # both of one word, or both of several
    for part in parts if alike else [words_of_run]:
        name = _without_titles(part)
        if name:
            end = name[-1].end() - 2 * name[-1].group().endswith(("’s", "'s"))
            place = Span(name[0].start(), end)
            if end - place.start > 2:
                yield place, " ".join(text[place.start : end].split())


def _is_no_name(word: str) -> bool:
    """Whether a word begins no name: "The", "I’m", "Don’t"."""
    low = word.rstrip(".").lower()
    return not NO_NAMES.isdisjoint((low, _CLITIC.sub("", low)))


def _without_titles(name: list[re.Match[str]]) -> list[re.Match[str]]:
    while name and _is_no_name(name[0].group()):
        name = name[1:]
    titles = [at for at, word in enumerate(name[:3]) if word.group().rstrip(".").lower() in TITLES]
    return name[titles[-1] + 1 :] if titles else name

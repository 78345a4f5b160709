"""Words with their offsets, each with a one-letter tag, so that the rules can be regular expressions over tags.

| tag | word | tag | word |
| --- | --- | --- | --- |
| P | he, she, they | v z d p g | cue verb: plain, -s, past, participle, -ing |
| R | him, them | e | another word in -ed, or a common verb |
| W | who, which | i | another word in -ing |
| H | that | N | capitalised word |
| D | the, his, many | n | any other word |
| A | is, will, has | # | number |
| B | adverb | M | Tuesday, March |
| ! | not, never | s | possessive 's |
| O | of | C U | and, but |
| I Y T | in; after, as; to | S Q | because, when; what, how |
| . , ; : - ( ) | themselves | X | according |
| * | any other mark | q | a word or mark inside a quotation |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from annotator.suggest import words
from annotator.suggest.lexicon import CUE_VERBS

Range = tuple[int, int]
"""Half-open: of code points in the text, or of tokens."""

TOKEN = re.compile(
    r"""(
    [a-z]{2,}(?![\w'’\u0300-\u036f-])                                # most words and marks, the quick way
  | [A-Z](?:[a-z]{2,}(?![\w'’.\u0300-\u036f-])|[a-z]{6,}(?![\w'’\u0300-\u036f-]))
  | [,“”();:?!] | \.(?!\.\.) | [aAI](?=\s)
  | \b(?:[^\W\d_]\.){2,}                                              # U.S., a.m.
  | (?=[A-Zv])\b(?:Mr|Mrs|Ms|Dr|Messrs|Sens?|Reps?|Govs?|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|Prof|No|vs|Inc|Corp
        |Co|Ltd|v|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.(?=\s*[\w,(])           # titles, months, initials
  | \d+(?:-[^\W\d]+)+                                                # 43-year-old
  | \$?\d+(?:[.,:]\d+)*%?                                             # 3.5, $1,000, 40%
  | (?<=\w)['’](?:s|S|re|ve|ll|d|m)\b                                 # clitics
  | [^\W\d]++(?:[\u0300-\u036f]++[^\W\d]*+)*+(?:['’]t\b|['’](?!(?:s|S|re|ve|ll|d|m)\b)(?=[^\W\d])[^\W\d]+|-\w+)*
  | \w+
  | \.\.\.|…|--|['’]{2}|``|\S
    )""",
    re.VERBOSE,
)
LONGEST_SENTENCE = 250
"""Tokens: a run without a full stop is cut here, so that no rule sees more and time stays linear."""

_MOST_WORDS = 1 << 15
"""Words remembered at a time."""

_PUNCTUATION = {
    **dict.fromkeys(".?!…", "."),
    "...": ".",
    **dict.fromkeys(("—", "–", "--"), "-"),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **{mark: mark for mark in ",;:"},
}
_FORM_TAGS = {"base": "v", "s": "z", "past": "d", "participle": "p", "ing": "g"}


def _closed_classes() -> dict[str, str]:
    """Return the tag of each word that has a fixed one; of two classes the later one stands."""
    classes: tuple[tuple[str, frozenset[str]], ...] = (
        ("B", words.ADVERBS),
        ("M", words.TIME_WORDS),
        ("D", words.DETERMINERS),
        ("Q", words.WH_WORDS),
        ("S", words.SUBORDINATORS),
        ("I", words.PREPOSITIONS),
        ("Y", words.PARTICLES_OR_PREPOSITIONS),
        ("P", words.PRONOUNS),
        ("R", words.OBJECT_PRONOUNS),
        ("W", words.RELATIVES),
        ("C", words.CONJUNCTIONS),
        ("U", words.CONTRASTS),
        ("A", words.AUXILIARIES),
        ("!", words.NEGATIONS),
        ("H", frozenset({"that"})),
        ("O", frozenset({"of"})),
        ("T", frozenset({"to"})),
        ("X", frozenset({"according"})),
    )
    tags = dict.fromkeys(words.UNNAMED_NOUNS | words.SPOKESPEOPLE, "n")
    tags.update(dict.fromkeys(words.COMMON_VERBS, "e"))
    tags.update((form, _FORM_TAGS[cue.form]) for form, cue in CUE_VERBS.items())
    for tag, members in classes:
        tags.update(dict.fromkeys(members, tag))
    return tags | _PUNCTUATION | dict.fromkeys(("'s", "’s"), "s")


_TAGS = _closed_classes()
_ADJECTIVE = re.compile(
    r".*(?:al|ic|ive|ous|ful|ary|able|ible|less|ish|est)|new|recent|first|own|former|key|main|big"
)
_OPENINGS = re.compile(r"(?:^|[.:-])[*(]*")
_PASSING = re.compile("[VZKbts]")
_SUBJECT_PRONOUN = re.compile("P[B!]*n")
"""An unknown word after it is a verb."""
_PEOPLE = frozenset({"he", "she", "they", "i"})
_ROUNDING = frozenset({"about", "around", "over", "nearly", "roughly", "almost"})
_NUMBER = re.compile(r"\$?\d|half|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|all")
_DATING = frozenset({"last", "next", "this", "earlier"})


@dataclass(slots=True)
class Tokens:
    """The words and marks of one paragraph; offsets are code points of the whole text."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    tags: str

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self.words)

    def chars(self, first: int, last: int) -> Range:
        """Return the code points that the tokens `[first, last)` cover."""
        return self.starts[first], self.ends[last - 1]

    def string(self, first: int, last: int) -> str:
        """Return the text of the tokens `[first, last)`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def tokenize(text: str, start: int, end: int) -> Tokens:
    """Split a paragraph into tagged words and marks."""
    paragraph = text[start:end]
    pieces = TOKEN.split(paragraph)  # gap, token, gap, token, …, gap
    offsets = list(accumulate(map(len, pieces), initial=start))
    raw = pieces[1::2]
    if not raw:
        return Tokens(text, (), (), (), "")
    lower, tags, initial = zip(*map(_LOOKED_UP.__getitem__, raw), strict=True)
    settled = list(initial if _is_heading(raw, tags) else tags)
    for opening in _OPENINGS.finditer("".join(settled)):
        if opening.end() < len(settled):
            settled[opening.end()] = initial[opening.end()]
    starts, ends = offsets[1::2], offsets[2::2]
    for mark in ("’", "'"):
        if mark in paragraph:
            _mark_possessives(mark, lower, starts, ends, settled)
    return Tokens(text, lower, starts, ends, _settle(settled, lower))


def _mark_possessives(
    mark: str, lower: Sequence[str], starts: Sequence[int], ends: Sequence[int], tags: list[str]
) -> None:
    """Tag the marks that make a plural possessive: "the boats’ owners", where no quotation is open."""
    quoting = "‘" in lower if mark == "’" else lower.count(mark) > 1
    for i in range(1, 0 if quoting else len(lower) - 1):
        if lower[i] == mark and lower[i - 1][-1] == "s" and ends[i - 1] == starts[i] and tags[i + 1] in "nN":
            tags[i] = "s"


def _look_up(word: str) -> tuple[str, str, str]:
    """Return a word in lower case, its tag inside a sentence, and its tag where a sentence begins.

    Inside a sentence a capital makes a name of a word that is not of a closed class. Five tags are passing ones,
    settled by the words around: `V` and `Z` could be nouns as well, `K` is a cue only before certain words, `t` can
    be part of a date, `b` of a number.
    """
    low = word.lower()
    tag = _TAGS.get(low) or _open_class(word, low)
    if tag in "vz" and low in words.NOUN_LIKE:
        tag = tag.upper()
    elif tag in "vzdpg" and not CUE_VERBS[low].frames:
        tag = "K"
    elif low in words.TIME_UNITS:
        tag = "t"
    elif low in _ROUNDING:
        tag = "b"
    if word == "US":
        return low, "N", "N"
    named = word[0].isupper() and tag in "nvzdpgeBVZKtb"
    return low, "N" if named else tag, tag


class _Words(dict[str, tuple[str, str, str]]):
    """What `_look_up` said of each word; starts anew once it has `_MOST_WORDS`."""

    def __missing__(self, word: str) -> tuple[str, str, str]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = _look_up(word)
        return found


_LOOKED_UP = _Words()


def _settle(tags: list[str], lower: Sequence[str]) -> str:
    """Decide the tags that depend on the words around."""
    for i in range(1, len(tags) - 1) if "&" in lower else ():
        if lower[i] == "&" and tags[i - 1] == tags[i + 1] == "N":  # Brenner & Sons
            tags[i] = "N"
    joined = "".join(tags)
    for subject in _SUBJECT_PRONOUN.finditer(joined):
        if lower[subject.start()] in _PEOPLE:
            tags[subject.end() - 1] = "e"
    for passing in _PASSING.finditer(joined):
        i = passing.start()
        tag, before = tags[i], tags[i - 1] if i else ""
        if tag == "s":
            tags[i] = "A" if before and before in "PWHAQ" else "s"
        elif tag == "t":
            tags[i] = "M" if i and lower[i - 1] in _DATING else "n"
        elif tag == "b":
            tags[i] = "D" if i + 1 < len(tags) and _NUMBER.match(lower[i + 1]) else _TAGS.get(lower[i], "B")
        elif tag == "K":
            tags[i] = _settle_phrase(lower, i)
        else:
            tags[i] = "n" if _is_noun(tags, lower, i) else tag.lower()
    return "".join(tags)


def _settle_phrase(lower: Sequence[str], i: int) -> str:
    """Tag a verb that is a cue only as part of a phrase: "point" in "point to", not in "point the way"."""
    cue = CUE_VERBS[lower[i]]
    if any(tuple(lower[i + 1 : i + 1 + len(phrase)]) == phrase for phrase in cue.phrases):
        return _FORM_TAGS[cue.form]
    return {"past": "e", "participle": "e", "ing": "i"}.get(cue.form, "n")


def _is_noun(tags: Sequence[str], lower: Sequence[str], i: int) -> bool:
    """Whether the place of a word is a noun's: "the report", "a new report", "the party report said"."""
    before = tags[i - 1] if i else ""
    if before == "n" and i > 1 and tags[i - 2] in "DsOIN" and _ADJECTIVE.fullmatch(lower[i - 1]):
        return True
    if before == "N" and i > 1 and tags[i - 2] == "s":
        return True
    if before == "D" and tags[i] == "V" and lower[i - 1] in words.SEVERAL:
        return False
    if before and before in "DsOI":
        return True
    return bool(before) and before in "nNV" and i + 1 < len(tags) and tags[i + 1] in "dAep"


def _is_heading(raw: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether nearly all longer words have a capital, which then says nothing: a headline, or all capitals."""
    if tags.count("N") * 3 < len(tags):
        return False
    longer = [word for word in raw if len(word) > 4]
    return sum(word[0].isupper() for word in longer) * 10 > len(longer) * 8


def _open_class(word: str, low: str) -> str:
    """Guess the class of a word that no list has, from its shape."""
    first = word[0]
    if first.isupper():
        return "N"
    if first.isalpha():
        if low.endswith("ly"):
            return "n" if low in words.NOT_ADVERBS else "B"
        if low.endswith("ed") and len(low) > 3 and not low.endswith("eed"):
            return "e"
        if low.endswith("ing") and len(low) > 5:
            return "i"
        return "n"
    return "#" if first.isdigit() or first == "$" else "*"


def paragraphs(text: str) -> list[Range]:
    """Return the paragraphs: lines, those of hard-wrapped text joined where one runs on in lower case."""
    found: list[Range] = []
    for match in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*\S[^\n\r\x0b\x0c\x85\u2028\u2029]*", text):
        start, end = match.span()
        wrapped = found and end > start and text[found[-1][1] : start].count("\n") == 1
        if wrapped and found[-1][1] - found[-1][0] > 40 and match.group().lstrip()[:1].islower():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found

"""Where English news sentences end: one scan over the marks, and for each the rules of news.

A mark (``. ! ? …``) with the closing quotation marks and brackets behind it ends a sentence unless a rule
says that the sentence goes on: the next word is in lower case, the full stop belongs to a title, an
abbreviation, an initial or an enumerator, or a reporting clause follows the question that it quotes. Each look
to the left and to the right is bounded, so that time is linear in the length of the text.

Closed lists of abbreviations and of words that begin sentences go back to Grefenstette & Tapanainen (1994), "What is
a word, what is a sentence?", and Mikheev (2002), "Periods, capitalized words, etc.".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.corpus.english_words import (
    AFTER_TIME,
    BEFORE_NUMBER,
    GOES_ON_WITH,
    MEDIAL,
    NEVER_END,
    READY_TO_END,
    REPORTING_VERBS,
    SHOUTED_NAMES,
    STARTERS,
    STREETS,
    TIMES,
)

_ABBREVIATIONS = NEVER_END | MEDIAL | STREETS | READY_TO_END
_LONGEST_ABBREVIATION = 16
_LONGEST_ENUMERATOR = 5

_QUOTES = frozenset("“”‘’\"'«»`")
_DASHES = frozenset("-–—―")
_CONTINUATION = frozenset(",;:%&/=)]}")

_MARK = re.compile(
    r"(?P<mark>\.(?:[ \xa0]\.){2,}|[.!?…]+(?:[ \xa0]{1,2}(?:\.{3}|…)(?=\s{1,2}[“‘\"']?[A-Z]))?)"
    r"(?P<close>(?:[”’\"')\]}»*]|[ \xa0\u2009\u202f](?:[”»]|''(?=\s|$))|“(?=\s|$))*)"
    r"(?P<gap>\s*)"
    r"(?P<open>(?:[“‘\"'(\[{«`#@$€£•*¿¡+]|[-–—―]+\s*)*)"
    r"(?P<word>\w[\w’'-]*)?"
)
_TOKEN = re.compile(r"[\w.’']*\Z")
_ACRONYM = re.compile(r"(?:\w\.)+\w")
_ENUMERATOR = re.compile(r"[\s(“\"]*(?:\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})")
_BRAND = re.compile(r"[a-z]+[A-Z]|(?:al|el)-[A-Z]")  # may begin a sentence: eBay, wikiHow, al-Shabab
_SIGNATURE = re.compile(r"[-–—―]{1,2} ?[A-Z][^.!?\n]{1,80}$")  # “…” — Name, at the end of a paragraph
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.)")
_NAME = r"[A-Z][\w.’'-]{0,30}"
_CLAUSE = re.compile(
    rf"{_NAME}(?: {_NAME})? (?:is|was|has|had|will|would|also|did|does|could|can|may|might|"
    r"says?|said|told|announced|reported|plans|expects|declined|agreed|posted|rose|fell|gained|lost)\b"
)
_REPORTING = re.compile(
    rf"{_NAME}(?: (?:{_NAME}|de|van|von|al)){{0,5}}"
    r"(?:,[^.!?\n“”\"]{1,60},| \([^)\n]{1,60}\))?"
    rf" (?:(?:then|later|also|once|had|has|reportedly) )?(?:{REPORTING_VERBS})\b"
    r"(?!,? [“‘\"']| (?:he|she|it|they|we|that|the|there)\b)"
)


def sentence_starts(text: str) -> Iterator[int]:
    """Yield where a new sentence starts inside a paragraph, in code points, in order; never 0, never the end."""
    begin = 0
    for found in _MARK.finditer(text):
        start = found.end("gap")
        if start < len(text) and _ends_sentence(_place(text, begin, found)):
            begin = start
            yield start


@dataclass(slots=True)
class _Place:
    """A mark and what stands around it, in the order of the text."""

    text: str
    begin: int  # of the sentence that the mark may end
    token: str  # the word that touches the mark, empty when too long for an abbreviation
    start: int  # of the mark
    mark: str
    close: str  # quotation marks and brackets behind the mark
    gap: str  # blanks
    open: str  # quotation marks, brackets and dashes before the next word
    word: str
    end: int  # of the word

    @property
    def open_start(self) -> int:
        return self.end - len(self.word) - len(self.open)

    @property
    def word_start(self) -> int:
        return self.end - len(self.word)

    @property
    def closes_quote(self) -> bool:
        return not _QUOTES.isdisjoint(self.close)


def _place(text: str, begin: int, found: re.Match[str]) -> _Place:
    mark, close, gap, opening, word = found.groups("")
    start = max(begin, found.start() - _LONGEST_ABBREVIATION)
    token = _TOKEN.search(text, start, found.start())
    is_whole = token is not None and (token.start() > start or start == begin)
    word_before = token[0] if token is not None and is_whole else ""
    return _Place(text, begin, word_before, found.start(), mark, close, gap, opening, word, found.end())


def _ends_sentence(at: _Place) -> bool:
    """Return the verdict of the first rule that has one; a mark that no rule knows ends the sentence."""
    for rule in _RULES:
        verdict = rule(at)
        if verdict is not None:
            return verdict
    return True


def _blank_was_lost(at: _Place) -> bool | None:
    """A copy error glued two sentences together: “… by Friday.”The mayor."""
    if at.gap:
        return None
    if not at.word[:1].isupper() or not at.token[-2:].islower():
        return False
    if at.close or at.open:
        return "”" in at.close or (at.open[:1] == "“" and not at.close)
    is_sentence = at.word in STARTERS or (len(at.token) > 2 and at.token.isalpha() and at.word[1:].islower())
    return is_sentence and at.text[at.end : at.end + 1].isspace()


def _no_word_follows(at: _Place) -> bool | None:
    """Punctuation follows, as in "the F.B.I. (…)" or "etc. ;"."""
    if at.word:
        return None
    rest = at.text[at.end : at.end + 1]
    return bool(rest.strip()) and rest not in _CONTINUATION and not _is_abbreviation(at.token)


def _lower_case_follows(at: _Place) -> bool | None:
    """The sentence goes on, unless it was written carelessly or a web address or a brand comes next."""
    if not at.word[0].islower() or at.open[-1:] in {"@", "#"} or _BRAND.match(at.word):
        return None
    if at.mark != "." or at.close:
        return False
    is_word = (
        len(at.token) > 3 and at.token.isalpha() and at.token.islower() and at.token not in _ABBREVIATIONS
    )
    return is_word or _ADDRESS.match(at.text, at.word_start) is not None


def _dash_follows(at: _Place) -> bool | None:
    """An aside may hold a question, and a quotation may be signed: “… at last.” — Ada Quill."""
    if at.open[:1] not in _DASHES:
        return None
    is_aside = at.mark[-1] in "?!" and at.open[:2] not in {"-", "- "}
    return False if is_aside or _SIGNATURE.match(at.text, at.open_start) else None


def _ellipsis(at: _Place) -> bool | None:
    """Three dots end a sentence only where the next word is sure to begin one."""
    if at.mark.replace("…", "...").replace(" ", "").replace("\xa0", "") != "...":
        return None
    return at.start > at.begin and (at.word in STARTERS or _clause_follows(at))


def _inner_bracket(at: _Place) -> bool | None:
    """A bracket that closes in the middle of a sentence: "Kaine (D-Va.) Tuesday"."""
    if (")" in at.close or "]" in at.close) and at.text[at.begin] not in "([":
        return at.word in STARTERS
    return None


def _question_or_exclamation(at: _Place) -> bool | None:
    """A reporting clause may follow the quotation: “Why now?” Mr. Watson asks."""
    if at.mark == ".":
        return None
    if at.token in SHOUTED_NAMES and "." not in at.mark:
        return at.word in STARTERS
    is_quotation = at.mark[-1] in "?!" and at.closes_quote and not at.open
    return not (is_quotation and _REPORTING.match(at.text, at.word_start))


def _stop_of_title_or_number(at: _Place) -> bool | None:
    """The full stop belongs to "Sen." before a name, "No." before a number, "2." at the start."""
    if at.token in NEVER_END or (at.token in BEFORE_NUMBER and at.word[0].isdigit()):
        return False
    is_short = at.start - at.begin <= _LONGEST_ENUMERATOR
    return False if is_short and _ENUMERATOR.fullmatch(at.text, at.begin, at.start) else None


def _stop_of_abbreviation(at: _Place) -> bool | None:
    """The full stop may be that of the abbreviation alone: what follows tells."""
    if not _is_abbreviation(at.token):
        return None
    if at.word[0].isdigit() or at.open[:1] in _DASHES:
        return False
    if at.word in STARTERS:
        return len(at.word) > 1 or at.text[at.end : at.end + 1] != "."  # not the A of "J. A. Smith"
    if at.token in READY_TO_END:
        return at.token not in TIMES or at.word not in AFTER_TIME
    if at.closes_quote:
        return len(at.token) > 1
    return _company_or_state_ends(at)


def _company_or_state_ends(at: _Place) -> bool:
    """After "Inc." or "Calif." a quotation or a clause with a subject of its own begins a sentence."""
    if at.token not in MEDIAL or at.word in GOES_ON_WITH:
        return False
    return not _QUOTES.isdisjoint(at.open) or _clause_follows(at)


def _is_abbreviation(token: str) -> bool:
    """Whether the full stop behind the word may be its own: an initial, an acronym, or a listed one."""
    if len(token) == 1:
        return token.isupper()
    return token in _ABBREVIATIONS or _ACRONYM.fullmatch(token) is not None


def _clause_follows(at: _Place) -> bool:
    """Whether one or two names with a verb come next: "Nekton has …"."""
    return _CLAUSE.match(at.text, at.word_start) is not None


_RULES: tuple[Callable[[_Place], bool | None], ...] = (
    _blank_was_lost,
    _no_word_follows,
    _lower_case_follows,
    _dash_follows,
    _ellipsis,
    _inner_bracket,
    _question_or_exclamation,
    _stop_of_title_or_number,
    _stop_of_abbreviation,
)

"""Where English news sentences end: one scan over the marks, and for each the rules of news.

A mark (``. ! ? …``) with the closing quotation marks and brackets behind it ends a sentence unless a rule
says that the sentence goes on: the next word is in lower case, the full stop belongs to a title, an
abbreviation, an initial or an enumerator, or a reporting clause follows the question that it quotes. Each look
to the left and to the right is bounded, so that time is linear in the length of the text.

Closed lists of abbreviations and of words that begin sentences go back to Grefenstette & Tapanainen (1994), "What is
a word, what is a sentence?", and Mikheev (2002), "Periods, capitalized words, etc.".
"""

import re
from collections.abc import Iterator

from annotator.corpus.english_words import (
    AFTER_TIME,
    BEFORE_NUMBER,
    GOES_ON_WITH,
    MEDIAL,
    NEVER_END,
    READY_TO_END,
    REPORTING_VERBS,
    STARTERS,
    STREETS,
)

_LONGEST_ABBREVIATION = 16
_LONGEST_ASIDE = 60

_MARK = re.compile(
    r"(?P<mark>(?:[.!?…](?:[ \xa0]{1,2}(?=[.…](?!\d)))?)+)"
    r"(?P<close>(?:[”’\"')\]}»*]|[ \xa0\u2009\u202f](?:[”»]|''(?=\s|$))|“(?=\s|$))*)"
    r"(?P<gap>\s*)"
    r"(?P<open>(?:[“‘\"'(\[{«`#@$€£•*¿¡+]|[-–—―]+\s*)*)"
    r"(?P<word>\w[\w’'-]*)?"
)
_TOKEN = re.compile(r"[\w.’']*\Z")
_ACRONYM = re.compile(r"(?:\w\.)+\w\Z")
_ENUMERATOR = re.compile(r"[\s(“\"]*(?:\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})")
_BRAND = re.compile(r"[a-z]+[A-Z]|(?:al|el)-[A-Z]")  # may begin a sentence: eBay, wikiHow, al-Shabab
_QUOTES = frozenset("“”‘’\"'«»`")
_DASHES = ("-", "–", "—", "―")
_SIGNATURE = re.compile(r"[-–—―]{1,2} ?[A-Z][^.!?\n]{1,80}$")  # “…” — Name, at the end of a paragraph
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.)")
_CONTINUATION = ",;:%&/=)]}"
_TIMES = frozenset(("a.m", "p.m", "A.M", "P.M", "am", "pm"))
_SHOUTED_NAMES = frozenset(("Yahoo", "Jeopardy", "Jeb"))
_CLAUSE = re.compile(
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? (?:is|was|has|had|will|would|also|did|does|could|can|may|might|"
    r"says?|said|told|announced|reported|plans|expects|declined|agreed|posted|rose|fell|gained|lost)\b"
)
_REPORTING = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Rev|Prof|Gen|Col|Lt|Sgt|Capt)\. )?"
    r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|al)){0,4}"
    rf"(?:,[^.!?\n“”\"]{{1,{_LONGEST_ASIDE}}},| \([^)\n]{{1,{_LONGEST_ASIDE}}}\))?"
    rf" (?:(?:then|later|also|once|had|has|reportedly) )?(?:{REPORTING_VERBS})\b"
    r"(?!,? [“‘\"']| (?:he|she|it|they|we|that|the|there)\b)"
)


def sentence_starts(text: str) -> Iterator[int]:
    """Yield where a new sentence starts inside a paragraph, in code points, in order; never 0, never the end."""
    begin = 0
    for found in _MARK.finditer(text):
        start = found.end("gap")
        if start < len(text) and _ends_sentence(text, begin, found):
            begin = start
            yield start


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether the mark ends the sentence that starts at begin."""
    mark, close, gap, opening, word = found.group("mark", "close", "gap", "open", "word")
    token = _token_before(text, begin, found.start())
    if not gap:
        return _ends_without_blank(text, found, token)
    if not word:
        return not opening and text[found.end()] not in _CONTINUATION
    if word[0].islower() and opening[-1:] not in {"@", "#"} and not _BRAND.match(word):
        return mark == "." and not close and _ends_before_lower_case(text, found, token)
    if opening[:1] in _DASHES and _SIGNATURE.match(text, found.start("open")):
        return False
    dots = mark.replace("…", "...").replace(" ", "").replace("\xa0", "")
    if dots == "...":
        return word in STARTERS or _CLAUSE.match(text, found.start("word")) is not None
    if _is_inner_bracket(text[begin], close):
        return word in STARTERS
    if dots == ".":
        return _ends_with_full_stop(text, begin, found, token)
    if token in _SHOUTED_NAMES and "." not in dots:
        return word in STARTERS
    return not _is_quoted_question(text, found)


def _token_before(text: str, begin: int, end: int) -> str:
    """Return the word that touches the mark; empty when it is too long for an abbreviation."""
    start = max(begin, end - _LONGEST_ABBREVIATION)
    found = _TOKEN.search(text, start, end)
    return found[0] if found and found.start() > start or start == begin and found else ""


def _is_inner_bracket(first: str, close: str) -> bool:
    """Whether the mark closes a bracket in the middle of a sentence, as in "Kaine (D-Va.)"."""
    return (")" in close or "]" in close) and first not in "(["


def _is_quoted_question(text: str, found: re.Match[str]) -> bool:
    """Whether a reporting clause follows a quoted question or exclamation: “Why now?” Mr. Watson asks."""
    quoted = found["mark"][-1] in "?!" and not _QUOTES.isdisjoint(found["close"]) and not found["open"]
    return quoted and _REPORTING.match(text, found.end("gap")) is not None


def _ends_with_full_stop(text: str, begin: int, found: re.Match[str], token: str) -> bool:
    close, opening, word = found.group("close", "open", "word")
    quote_ends = not _QUOTES.isdisjoint(close)
    is_number = word[0].isdigit()
    if token in NEVER_END or (token in BEFORE_NUMBER and is_number):
        return False
    if found.start() - begin <= 5 and _ENUMERATOR.fullmatch(text, begin, found.start()):
        return False
    is_initial = len(token) == 1 and token.isupper()
    is_acronym = _ACRONYM.fullmatch(token) is not None
    if not (is_initial or is_acronym or token in MEDIAL or token in STREETS or token in READY_TO_END):
        return True
    if is_number or opening[:1] in _DASHES:
        return False
    if word in STARTERS:
        return not (len(word) == 1 and text[found.end() : found.end() + 1] == ".")  # "J. A. Smith"
    if token in READY_TO_END:
        return not (token in _TIMES and word in AFTER_TIME)
    if quote_ends:
        return not is_initial
    if token not in MEDIAL or word in GOES_ON_WITH:
        return False
    return not _QUOTES.isdisjoint(opening) or _CLAUSE.match(text, found.start("word")) is not None


def _ends_without_blank(text: str, found: re.Match[str], token: str) -> bool:
    """Whether a mark ends a sentence though the blank behind it was lost: “… next week.”The council …"""
    close, opening, word = found.group("close", "open", "word")
    if not word or not word[0].isupper() or not token[-2:].islower():
        return False
    if close or opening:
        return "”" in close or (opening[:1] == "“" and not close)
    followed = text[found.end() : found.end() + 1].isspace()
    return followed and (word in STARTERS or (len(token) > 2 and token.isalpha() and word[1:].islower()))


def _ends_before_lower_case(text: str, found: re.Match[str], token: str) -> bool:
    """Whether a full stop ends a sentence though no capital follows: carelessly written, or a web address."""
    is_word = len(token) > 3 and token.isalpha() and token.islower()
    known = token in NEVER_END or token in MEDIAL or token in BEFORE_NUMBER
    return (is_word and not known) or _ADDRESS.match(text, found.start("word")) is not None

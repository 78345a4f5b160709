"""What a paragraph of a news page is: body, headline, dateline, caption or furniture.

The rules are conservative: a paragraph is body unless its form says otherwise, because a sentence that is passed
over costs a statement, and a line of furniture only a key press. The words are English; in other languages
little but headlines and credits is told apart.
"""

import re
from collections.abc import Sequence
from typing import Literal

Kind = Literal["body", "headline", "dateline", "caption", "furniture"]

_LONGEST_FURNITURE = 300
_LONGEST_CAPTION = 600
_LONGEST_HEADLINE = 200
_LONGEST_DATELINE = 120
_LONGEST_SUBHEAD = 60
_SHORTEST_FULL = 40
_MOST_SUBHEAD_WORDS = 8
_MOST_OUTLET_WORDS = 8


def _any_of(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(patterns), flags)


_SOCIAL = (
    r"(?:share|tweet|facebook|twitter|e-?mail|print|whatsapp|linkedin|reddit|pinterest|pin it|copy link|save)"
)
_WIRE = r"(?:ap|afp|upi|epa|reuters|bloomberg|(?:the )?associated press|getty images|agence france-presse)"
# Matched at the start alone: looking for all of this at every character would take most of the time.
_FURNITURE_AS_A_WHOLE = _any_of(
    # signing up, logging in
    r"(?:please )?(?:sign up|subscribe|sign in|log in|register|become a (?:member|subscriber))\b.{0,120}$",
    r"(?:get|receive|join|try|enjoy)\b.{0,80}\b(?:newsletters?|inbox|e-?mail alerts?|digital access)\b.{0,60}$",
    r"(?:our |free |daily |weekly |morning |evening |e-?mail )*newsletters?$",
    r"support (?:our|local|independent|quality) (?:\w+ )?(?:journalism|reporting|news|newsroom)(?:[:.!].{0,120})?$",
    # rights
    r"©|\(c\)|copyright\b(?! (?:law|infring|claim|act\b|reform|rule|holder))",
    r"(?:terms (?:of|and) \w+|privacy (?:policy|notice)|cookie \w+|contact us|about us|advertise with us)\W*$",
    # comments
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b.{0,40}$",
    r"(?:view|show|hide|read|see|load) (?:all |the |\d+ )*comments?$|(?:\d+ )?comments?(?: \(\d+\))?$",
    r"comments (?:are|have been) (?:closed|disabled|turned off|(?:pre-)?moderated)\b",
    r"join the (?:conversation|discussion)\W*$",
    # instructions to the reader
    r"(?:click|tap|swipe) (?:here|to|for|on|through)\b",
    r"(?:download|get) (?:our|the) (?:\w+ )?app\b.{0,60}$|listen to this (?:article|story)\b|back to top$",
    r"follow (?:us|me|him|her|them|@\w+|\w+ \w+)(?: \S+){0,4} on (?:twitter|x|facebook|instagram|youtube)\b",
    rf"{_SOCIAL}(?:\W+{_SOCIAL})*\W*$|share (?:this|on|via)\b[^.]{{0,60}}$|loading\W*$|\d+ min(?:ute)?s? read$",
    # advertising, other articles
    r"(?:advertisement|advertising|sponsored(?: content)?|paid (?:post|content)|promoted)\W*$",
    r"(?:story|article) continues (?:below|after)\b.{0,40}$|continue reading\b.{0,60}$",
    r"(?:related(?: articles?| stories| content| topics| coverage| links)?|read (?:more|also|next)|also read|see also"
    r"|more (?:stories|news|coverage)|recommended|trending|most (?:read|popular|viewed)|up next|editor['’]s picks"
    r"|you (?:may|might) also (?:like|be interested in)|don['’]t miss|in case you missed it)(?::.{0,200})?$",
    r"(?:read more|more (?:from|on))\b[^.!?]{0,80}$",
    # agencies and production
    r"\W*(?:additional )?(?:reporting|writing|editing|compiled|translated) by\b|\W*additional reporting\b",
    rf"{_WIRE}(?:\W+{_WIRE})*$|(?:abstract|full text)\.?$",
    r"this (?:story|article|post|report) (?:has been|was) (?:updated|corrected|(?:first|originally) published)\b",
    flags=re.IGNORECASE,
)
_FURNITURE_HINTS = (
    "comment",
    "©",
    "rights reserved",
    "click here",
    "contributed to this",
    "letters may be",
    "sign up here",
    "subscribe here",
)
_FURNITURE_INSIDE = _any_of(
    r"\bcomment(?:s|ing)? (?:policy|guidelines)\.?$|\bwelcomes? your comments?\b|\bbefore commenting\b",
    r"©\s?\d{4}|\ball rights reserved\.?$|\bclick here\b.{0,60}$",
    r"\bcontributed to this (?:report|story|article)\.?\)?$",
    r"(?:^|[.!?] )letters may be (?:cut|edited|published|shortened)\b|(?:^|[.!?] )(?:sign up|subscribe) here\.?$",
)

_AGENCY = (
    r"(?:Getty(?: Images)?|AP(?: Photo| Images)?|AFP|REUTERS|Reuters|EPA|UPI|Shutterstock|iStock(?:photo)?|Alamy"
    r"|Bloomberg|Xinhua|TASS)"
)
_INSIDE = r"[^()\[\]]{0,80}"
_CREDIT = _any_of(
    rf"{_INSIDE}/ ?{_AGENCY}",
    rf"{_AGENCY} ?/{_INSIDE}",
    rf"{_AGENCY} Photo{_INSIDE}",
    rf"{_INSIDE}\bvia {_AGENCY}",
    r"(?:via )?Getty(?: Images)?",
    rf"(?:File |Staff )?(?:[Pp]hoto|Image|Picture|Photograph|Credit|Illustration|Courtesy)\b{_INSIDE}",
).pattern
_PHOTO_OF = r"(?:photo|photograph|image (?:made|taken|released|provided|from))"
_PHOTO_BY = r"(?:Photo|Photograph|Image)s? (?:by|courtesy of) [A-Z][\w.’'/& -]{2,60}$"
_CAPTION_AS_A_WHOLE = _any_of(
    rf"(?:[A-Z][\w.’'-]{{0,30}} ?){{1,4}}/ ?(?:\w+/ ?)?{_AGENCY}$|{_AGENCY} ?/ ?[A-Z][\w.’' -]{{1,40}}$",
    r"FILE(?: PHOTO| IMAGE)? ?[-–—:]|File photo\b|Pictured:|Caption:",
    r"(?:Photo|Photograph|Image|Picture|Video|Audio|Illustration|Graphic)s?(?: credit| source)? ?[:|] ?\S",
    rf"In this (?:[\w.]+ \d+, \d{{4}},? )?(?:file |undated )*{_PHOTO_OF}\b",
    r"(?:[A-Z][\w.’'&-]{0,30} ){1,5}(?:Photos?|Illustration)$",
    _PHOTO_BY,
)
_CREDITED = r"[A-Z][\w.’'&-]{0,30}(?: [A-Z][\w.’'&-]{0,30}){0,4}"
_CREDIT_AT_END = _any_of(
    rf"[(\[](?:{_CREDIT})[)\]]\W*$",
    rf"[.!?|] {_PHOTO_BY}",
    rf"[.!?][”’\"]? \({_CREDITED} ?/ ?{_CREDITED}\)$",  # a name and a house, behind a whole sentence
)
_LABELLED_CREDIT = re.compile(
    r"(?<=\s)(?:Image|Photo|Photograph|Picture|Video|Audio|Credit|Illustration): [^:!?]{1,80}$"
)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = _any_of(
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},?(?: \d{{4}})?\b",
    r"\b\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b",
    r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?",
    flags=re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|last|first|originally|updated?"
    r"|published|posted|modified|created|on|at|\d{1,2}:\d\d|[ecmp][sd]?t|gmt|bst|utc)\b\.?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"(?:^|\s)[-–—|•·/]+(?:\s|$)|[—|•·]")
_PLACE_AND_DATE = re.compile(rf"[^\d,]{{2,40}}, (?:{_DATE.pattern})$", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|Written by|Story by) [A-Z][^.!?]{2,100}$")
_BYLINE_OF_A_DESK = re.compile(
    r"By (?:a|our|the) (?:[\w’'-]+ ){0,4}(?:correspondents?|desk|editors?|reporters?|staff|team|writers?)$"
)

_WORD = re.compile(r"[^\W\d_][\w.’'&-]*")
_TERMINAL = re.compile(r"[.!?…:;,][”’\"')\]]*$")
_SPEECH = re.compile(r"[“”\"]")
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "de", "for", "in", "of", "on", "or", "the", "to", "van", "von")
)


def kinds_of(paragraphs: Sequence[str]) -> list[Kind]:
    """Return the kind of each paragraph of an article, in order.

    What stands above the first paragraph of body text may be a headline or a byline; further down only
    a short line without a full stop between two full paragraphs is a headline.
    """
    kinds = [_kind_by_form(paragraph) for paragraph in paragraphs]
    is_full = [
        kind == "body" and _is_full(paragraph) for kind, paragraph in zip(kinds, paragraphs, strict=True)
    ]
    last_full = max((i for i, full in enumerate(is_full) if full), default=0)
    in_head, has_headline = True, False
    for i, paragraph in enumerate(paragraphs[:last_full]):
        if kinds[i] != "body":
            continue
        if in_head:
            kinds[i] = _kind_in_head(paragraph, paragraphs[i + 1], has_headline=has_headline)
            in_head, has_headline = kinds[i] != "body", has_headline or kinds[i] == "headline"
        elif is_full[i - 1] and is_full[i + 1] and _is_subhead(paragraph):
            kinds[i] = "headline"
    return kinds


def credit_start(caption: str) -> int | None:
    """Return where the credit of a caption starts, when it has a label of its own ("Image: …")."""
    found = _LABELLED_CREDIT.search(caption)
    return None if found is None else found.start()


def _kind_by_form(paragraph: str) -> Kind:
    """Return the kind that a paragraph has wherever it stands."""
    size = len(paragraph)
    if size > _LONGEST_CAPTION:
        return "body"
    if not any(character.isalnum() for character in paragraph):
        return "furniture"
    if size <= _LONGEST_FURNITURE and _is_furniture(paragraph):
        return "furniture"
    if _CAPTION_AS_A_WHOLE.match(paragraph) or _CREDIT_AT_END.search(paragraph) or credit_start(paragraph):
        return "caption"
    return "dateline" if size <= _LONGEST_DATELINE and _is_date(paragraph) else "body"


def _kind_in_head(paragraph: str, below: str, *, has_headline: bool) -> Kind:
    """Return the kind of a paragraph that only headlines, datelines and the like stand above."""
    if len(paragraph) > _LONGEST_HEADLINE or paragraph[0].islower():
        return "body"
    if _is_byline(paragraph):
        return "dateline"
    if not has_headline and paragraph.endswith("?") and (_is_byline(below) or _is_date(below)):
        return "headline"
    words = _WORD.findall(paragraph)
    is_titled = not has_headline and len(words) >= 4 and _is_title_case(words, shortest=5)
    return "headline" if is_titled or not _TERMINAL.search(paragraph) else "body"


def _is_byline(paragraph: str) -> bool:
    if _BYLINE.match(paragraph):
        return _is_title_case(_WORD.findall(paragraph))
    return _BYLINE_OF_A_DESK.match(paragraph) is not None


def _is_furniture(paragraph: str) -> bool:
    """Whether a paragraph without any quotation speaks to the reader of the page, not of the news."""
    if _SPEECH.search(paragraph):
        return False
    if _FURNITURE_AS_A_WHOLE.match(paragraph):
        return True
    lowered = paragraph.lower()
    return any(hint in lowered for hint in _FURNITURE_HINTS) and _FURNITURE_INSIDE.search(lowered) is not None


def _is_date(paragraph: str) -> bool:
    """Whether the paragraph is a date, at most with the outlet or the place beside it."""
    rest, dates = _DATE.subn(" ", paragraph)
    if not dates:
        return False
    rest = _DATE_WORDS.sub(" ", rest)
    words = _WORD.findall(rest)
    if re.search(r"[\d!?]", rest) or len(words) > _MOST_OUTLET_WORDS:
        return False
    return not words or (
        _is_title_case(words) and bool(_SEPARATOR.search(paragraph) or _PLACE_AND_DATE.match(paragraph))
    )


def _is_subhead(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST_SUBHEAD or len(paragraph.split()) > _MOST_SUBHEAD_WORDS:
        return False
    return paragraph[0].isupper() and not _TERMINAL.search(paragraph) and not _SPEECH.search(paragraph)


def _is_full(paragraph: str) -> bool:
    """Whether a paragraph of body is long enough, and ends as running text does."""
    return len(paragraph) >= _SHORTEST_FULL and _TERMINAL.search(paragraph[-8:]) is not None


def _is_title_case(words: Sequence[str], shortest: int = 1) -> bool:
    """Whether all words are capitalised, but for the small ones and those under the given length."""
    return all(word[0].isupper() or word in _SMALL_WORDS or len(word) < shortest for word in words)

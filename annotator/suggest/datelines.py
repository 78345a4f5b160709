"""Datelines, "HALVERN, March 4 — ", and bylines, "By Ann Lee": where and who wrote it, nobody who speaks. Pure."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?:,?\s\d{{4}})?"
_SHORT = r"[^\n—–:;“”\"()]{1,40}?"
_DATELINE = re.compile(
    rf"^\s*(?P<town>[^\W\d_][^\n,—–:;“”\"()]{{1,30}}?)"
    rf"(?:,\s(?P<date>{_DATE})|,\s{_SHORT})?\s?(?P<agency>\([^()\n]{{1,30}}\))?\s?(?:—|–|--|\s-)\s",
)
_DASH = re.compile("[—–-]")
_BYLINE = re.compile(
    r"\s*(?:By|BY)(?:\s(?:[A-ZÀ-Þ][\w.’'-]*|and|of|de|van|von|&|staff|writers?|reporters?|correspondents?|editors?),?)+\s*"
)


def body_start(text: str, start: int, end: int) -> int:
    """Return where the words of the paragraph `text[start:end]` begin: after its dateline; `end` for a byline.

    A dateline's town is in capitals, or a date or an agency follows it: "Halvern (AP) — ".
    """
    if end - start < 120 and _BYLINE.fullmatch(text, start, end):
        return end
    head = text[start : min(end, start + 120)]
    found = _DATELINE.match(head) if _DASH.search(head) else None
    if found is None:
        return start
    town = found["town"]
    told = town.isupper() or (town[0].isupper() and (found["date"] or found["agency"]))
    return start + found.end() if told else start

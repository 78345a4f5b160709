"""The lines of brat's standoff files, as its documentation has them: one annotation a line, known by an id.

Text-bound annotations (T), events (E), attributes (A, and M of old files), normalisations (N) and notes (#) are read.
Tabs may come several in a row: brat itself writes two before the name of a normalisation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.reading import checked_spans

_TEXT_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_EVENT = re.compile(r"(\S+):(T\d+)((?: +\S+:[TE]\d+)*) *")
_ATTRIBUTE = re.compile(r"(\S+) ([A-Z]\d+)(?: (\S+))? *")
_NORMALISATION = re.compile(r"(\S+) ([A-Z]\d+) (\S+)")
_NOTE = re.compile(r"(\S+) ([A-Z]\d+)")
_TOO_LARGE = 10  # digits; no text is as long


class TextBound(NamedTuple):
    """Words of the text, with a type; `text` is what the file says that they are."""

    where: str
    type: str
    spans: tuple[tuple[int, int], ...]
    text: str


class Event(NamedTuple):
    """A trigger, by its id, and what plays a role in the event: (role, id) pairs."""

    where: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


class Attribute(NamedTuple):
    """An attribute; `value` is None for one that is only there or not."""

    where: str
    type: str
    value: str | None


class Note(NamedTuple):
    """Free text about an annotation, or the name that a normalisation gives it."""

    where: str
    type: str
    text: str


@dataclass(slots=True)
class Standoff:
    """The annotations of one file: by their ids, or by the id of what they are about."""

    text_bounds: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: dict[str, list[Attribute]] = field(default_factory=dict)
    names: dict[str, list[Note]] = field(default_factory=dict)
    notes: dict[str, list[Note]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def parse(lines: Iterable[tuple[str, str]]) -> Standoff:
    """Return what the lines hold, each given with its place; a line that is none of brat's is among the refused."""
    found = Standoff()
    seen: set[str] = set()
    for where, line in lines:
        id_, body, text = (*re.split(r"\t+", line, maxsplit=2), "", "")[:3]
        fault = f"the id {id_} comes twice" if id_ in seen else _take(found, where, id_, body, text)
        seen.add(id_)
        if fault:
            found.refused.append(Refusal(where, fault))
    return found


def _take(found: Standoff, where: str, id_: str, body: str, text: str) -> str | None:
    """Add one annotation; returns why it cannot be taken."""
    kind = id_[:1]
    if kind == "T" and (match := _TEXT_BOUND.fullmatch(body)):
        if any(len(number) > _TOO_LARGE for number in re.findall(r"\d+", match[2])):
            return "an offset is outside of any text"
        pairs = (tuple(map(int, pair.split())) for pair in match[2].split(";"))
        found.text_bounds[id_] = TextBound(where, match[1], tuple((a, b) for a, b in pairs), text)
    elif kind == "E" and (match := _EVENT.fullmatch(body)):
        arguments = tuple((role, id_) for role, _, id_ in (arg.rpartition(":") for arg in match[3].split()))
        found.events[id_] = Event(where, match[1], match[2], arguments)
    elif kind in {"A", "M"} and (match := _ATTRIBUTE.fullmatch(body)):
        found.attributes.setdefault(match[2], []).append(Attribute(where, match[1], match[3]))
    elif kind == "N" and (match := _NORMALISATION.fullmatch(body)):
        found.names.setdefault(match[2], []).append(Note(where, match[1], text))
    elif kind == "#" and (match := _NOTE.fullmatch(body)):
        found.notes.setdefault(match[2], []).append(Note(where, match[1], text))
    elif kind in {"R", "*"}:
        return "relations between words are not read; statements are events"
    else:
        return f"no line of a brat file: “{id_[:20]} {body[:40]}”"
    return None


def words_at(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the words at spans as brat writes them: fragments joined by a blank, no line breaks."""
    return " ".join(text[start:end] for start, end in spans).replace("\n", " ")


def checked(text: str, bound: TextBound) -> list[Span]:
    """Return the spans of a text-bound annotation; raises StatementError for what does not fit the text."""
    spans = checked_spans(text, bound.spans, None)
    found = words_at(text, bound.spans)
    if found.split() != bound.text.split():
        raise StatementError(f"the text has “{found[:40]}” there, not “{bound.text[:40]}”")
    return spans


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return spans as one where only a line break parts them: brat cuts what goes over several lines there."""
    made: list[Span] = []
    for span in spans:
        if made and _is_line_break(text[made[-1].end : span.start]):
            made[-1] = Span(made[-1].start, span.end)
        else:
            made.append(span)
    return made


def are_apart(text: str, spans: Iterable[Span]) -> bool:
    """Tell whether a passage has several spans in spite of only a line break between them."""
    return any(_is_line_break(text[left.end : right.start]) for left, right in pairwise(spans))


def _is_line_break(gap: str) -> bool:
    return "\n" in gap and not gap.strip()


def fragments(text: str, spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Return spans cut at line breaks, as brat wants them."""
    cut = []
    for start, end in spans:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            words = line[0].strip()
            if words:
                at = start + line.start() + line[0].index(words)
                cut.append(Span(at, at + len(words)))
    return cut

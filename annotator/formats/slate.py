"""SLATE's annotations: labels on words, lines or characters, and links between them.

A file has a line for each annotation, `SPANS - LABELS`. Positions are tuples of line, word of the line (parted by
white space) and character of the word, as far as the scope of the annotation goes, all from 0; a span is a position,
or a pair of the first and the last one. A file of links has no labels.

Words that are labelled with the schema's anchor are a statement; answers can stand beside that label. Words of other
fields belong to the statement that a link joins them to. Format: Kummerfeld (2019), SLATE, ACL System Demonstrations.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.format import Format, ImportedArticle, ImportedStatement
from annotator.formats.reading import checked_spans, name_by_words, read_text, text_lines
from annotator.schema import FieldSpec, LoadedSchema

_SPANS = re.compile(r"[()\[\], 0-9]{1,10000}")


@dataclass(slots=True)
class _Labelled:
    """Labelled words: a statement, or a part of one."""

    where: str
    spec: FieldSpec
    spans: list[Span]
    values: dict[str, JsonValue] = field(default_factory=dict)
    joined: bool = False


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    files: dict[Path, list[Path]] = {}
    for path in paths:
        text_file = _text_file(path)
        if text_file is None:
            yield Refusal(
                str(path), "there is no text of its name without an ending (NEWS.txt.annotations: NEWS.txt)"
            )
        else:
            files.setdefault(text_file, []).append(path)
    for text_file, annotations in files.items():
        read = read_text(text_file)
        yield read if isinstance(read, Refusal) else _article(text_file, *read, annotations, schema)


def _text_file(path: Path) -> Path | None:
    """Return the file that an annotation file is about: its name without one ending or several."""
    parts = path.name.split(".")
    places = (path.with_name(".".join(parts[:number])) for number in range(len(parts) - 1, 0, -1))
    return next((place for place in places if place.is_file()), None)


def _article(
    text_file: Path, text: str, sha256: str, paths: Iterable[Path], schema: LoadedSchema
) -> ImportedArticle:
    reader = _Reader(text, schema)
    for path in paths:
        reader.take(path)
    return ImportedArticle(
        where=", ".join(map(str, paths)),
        name=text_file.stem,
        text=text,
        sha256=sha256,
        source=text_file.name,
        statements=tuple(reader.statements()),
        refused=tuple(reader.refused),
    )


class _Reader:
    """Takes the lines of all files of one text; what does not fit is among `refused`."""

    def __init__(self, text: str, schema: LoadedSchema) -> None:
        self._text, self._schema = text, schema
        self._words = [
            [
                Span(line.start() + word.start(), line.start() + word.end())
                for word in re.finditer(r"\S+", line[0])
            ]
            for line in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)
        ]
        self._labelled: list[_Labelled] = []
        self._links: list[tuple[str, list[Span]]] = []
        self.refused: list[Refusal] = []

    def take(self, path: Path) -> None:
        """Read one file."""
        try:
            for where, line in text_lines(path):
                if isinstance(line, Refusal):
                    self.refused.append(line)
                    continue
                try:
                    self._line(where, line)
                except StatementError as error:
                    self.refused.append(Refusal(where, str(error)))
        except OSError as error:
            self.refused.append(Refusal(str(path), f"cannot be read ({error.strerror})"))

    def statements(self) -> list[ImportedStatement]:
        """Return the statements, with what links join to them."""
        for where, spans in self._links:
            try:
                self._join(spans)
            except StatementError as error:
                self.refused.append(Refusal(where, str(error)))
        found = []
        for item in self._labelled:
            if item.spec == self._schema.anchor:
                found.append(ImportedStatement(item.where, item.where, item.values))
            elif not item.joined:
                anchor = self._schema.anchor.label
                self.refused.append(
                    Refusal(item.where, f"no link joins this {item.spec.label} to a {anchor}")
                )
        return found

    def _line(self, where: str, line: str) -> None:
        places, dash, labels = line.partition("-")
        if not dash:
            raise StatementError("no line of SLATE: it has no “-” between spans and labels")
        spans = [self._span(first, last) for first, last in _positions(places.strip())]
        if not labels.split():
            self._links.append((where, spans))
            return
        specs = {label: self._schema[label] for label in labels.split() if label in self._schema}
        answers = dict(self._answer(label) for label in labels.split() if label not in specs)
        if len(specs) != 1:
            raise StatementError("it needs one label that is a field, and has “" + " ".join(specs) + "”")
        (spec,) = specs.values()
        item = _Labelled(where, spec, checked_spans(self._text, spans, None))
        if spec == self._schema.anchor:
            item.values = {spec.name: _passage(item.spans), **answers}
        elif answers or spec.kind not in {"passage", "entity", "either"}:
            raise StatementError(f"“{labels.strip()}” is no label for words of a {self._schema.anchor.label}")
        self._labelled.append(item)

    def _span(self, first: tuple[int, ...], last: tuple[int, ...]) -> Span:
        """Return the characters from one position to another, both included; raises StatementError."""
        return Span(self._characters(first).start, self._characters(last).end)

    def _characters(self, position: tuple[int, ...]) -> Span:
        """Return where the line, the word or the character at a position stands."""
        try:
            words = self._words[position[0]]
            if len(position) == 1:
                return Span(words[0].start, words[-1].end)
            word = words[position[1]]
        except IndexError:
            raise StatementError(f"the text has no {position}") from None
        if len(position) == 2:
            return word
        start = word.start + position[2]
        if start >= word.end:
            raise StatementError(f"the text has no {position}")
        return Span(start, start + 1)

    def _answer(self, label: str) -> tuple[str, str | int | bool]:
        """Return the field that a label answers, and the answer: `oppose`, or `stance=mixed` where two have it."""
        name, equals, wanted = label.rpartition("=")
        found = [
            (spec.name, answer.value)
            for spec in self._schema.fields
            for answer in spec.answers
            if wanted in {answer.label, str(answer.value)} and (not equals or name == spec.name)
        ]
        if len(found) != 1:
            fields = " or ".join(f"{field}={wanted}" for field, _ in found)
            known = f"it could be {fields}" if found else "the schema has no such field and no such answer"
            raise StatementError(f"the label “{label}”: {known}")
        return found[0]

    def _join(self, spans: list[Span]) -> None:
        """Add the parts at the ends of a link to the statement at one of them."""
        ends = list(map(self._at, spans))
        statements = [item for item in ends if item.spec == self._schema.anchor]
        if len(statements) != 1:
            raise StatementError(
                f"the link joins {len(statements)} of {self._schema.anchor.label}, and must join one"
            )
        for item in ends:
            if item is not statements[0]:
                self._add(statements[0].values, item)
                item.joined = True

    def _at(self, span: Span) -> _Labelled:
        """Return what is labelled at the end of a link: just that, or the shortest that has some of it."""
        there = [
            item for item in self._labelled if any(a < span.end and span.start < b for a, b in item.spans)
        ]
        if not there:
            raise StatementError(
                f"the link leads to “{self._text[span.start : span.end][:40]}”, which has no label"
            )
        return min(there, key=lambda item: (span not in item.spans, sum(b - a for a, b in item.spans)))

    def _add(self, values: dict[str, JsonValue], item: _Labelled) -> None:
        spec, passage = item.spec, _passage(item.spans)
        entity: JsonValue = {"name": name_by_words(self._text, item.spans), "kind": None, "mention": passage}
        value = passage if spec.kind == "passage" else entity
        if not spec.many:
            if spec.name in values:
                raise StatementError(f"“{spec.name}” comes twice, and takes one value")
            values[spec.name] = value
            return
        several = values.setdefault(spec.name, [])
        assert isinstance(several, list)
        several.append(value)


def _positions(places: str) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the first and the last position of each span, as a line names them; raises StatementError."""
    if re.fullmatch(r"\d{1,9}( \d{1,9})*", places):
        yield from (((int(line),), (int(line),)) for line in places.split())
        return
    try:
        if not _SPANS.fullmatch(places):
            raise ValueError
        found = ast.literal_eval(places)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise StatementError(f"“{places[:40]}” are no spans of SLATE") from None
    for span in found if isinstance(found, list) else [found]:
        pair = isinstance(span, tuple) and len(span) == 2 and isinstance(span[0], tuple)
        first, last = span if pair else (span, span)
        yield _position(first), _position(last)


def _position(value: object) -> tuple[int, ...]:
    position = (value,) if isinstance(value, int) else value
    if (
        not isinstance(position, tuple)
        or not 1 <= len(position) <= 3
        or not all(type(n) is int for n in position)
    ):
        raise StatementError(
            f"{str(value)[:40]} is no place in the text (labels of a whole document are not read)"
        )
    return position


def _passage(spans: Iterable[Span]) -> JsonValue:
    return [list(span) for span in spans]


FORMAT = Format(
    name="slate",
    title="SLATE annotations: labels and links",
    offsets="tokens",
    read=_read,
)

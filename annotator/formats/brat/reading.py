"""Articles with statements out of brat's files: what brat itself writes after an edit, too.

A statement is an event whose type is the schema's anchor, or words of that type alone. Ids may have been given anew,
entities that brat added are called by their words or by a normalisation, and notes of other people's hands become
the schema's first text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.brat.configuration import ANSWERED
from annotator.formats.brat.naming import field_of, values_by_name
from annotator.formats.brat.standoff import Attribute, Event, Standoff, TextBound, checked, joined, parse
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.reading import input_files, name_by_words, read_text, text_lines
from annotator.schema import FieldSpec, LoadedSchema

Values = dict[str, object]


def annotation_files(paths: Iterable[Path]) -> Iterable[Path]:
    """Return the annotation files at paths and in folders, each once; for a text, the one beside it."""
    return dict.fromkeys(path.with_suffix(".ann") for path in input_files(paths, (".ann",)))


def read_standoff(path: Path) -> Standoff | Refusal:
    """Return the annotations of a file."""
    lines, refused = [], []
    try:
        for where, line in text_lines(path):
            if isinstance(line, Refusal):
                refused.append(line)
            else:
                lines.append((where, line))
    except OSError as error:
        return Refusal(str(path), f"cannot be read ({error.strerror})")
    found = parse(lines)
    found.refused[:0] = refused
    return found


def read_article(path: Path, schema: LoadedSchema) -> ImportedArticle | Refusal:
    """Return the article of an annotation file, with its statements; its text is beside it."""
    text_file = path.with_suffix(".txt")
    read = read_text(text_file)
    if isinstance(read, Refusal):
        return read
    standoff = read_standoff(path)
    if isinstance(standoff, Refusal):
        return standoff
    text, sha256 = read
    reader = _Reader(text, schema, standoff)
    statements = tuple(reader.statements())
    return ImportedArticle(
        where=str(path),
        name=path.stem,
        text=text,
        sha256=sha256,
        source=text_file.name,
        statements=statements,
        refused=(*standoff.refused, *reader.refused),
    )


class _Reader:
    """Makes the statements of one article; what does not fit is among `refused`."""

    def __init__(self, text: str, schema: LoadedSchema, standoff: Standoff) -> None:
        self._text, self._schema, self._standoff = text, schema, standoff
        self.refused: list[Refusal] = []
        self._keys = {
            str(said["id"]): id_
            for id_ in standoff.events
            for note in standoff.notes.get(id_, ())
            if (said := _object(note.text)) and "id" in said
        }
        """Events by the ids of their statements, as notes name them."""

    def statements(self) -> Iterator[ImportedStatement]:
        """Yield a statement for each event, and for words of the anchor's type that no event has."""
        used: set[str] = set()
        for id_, event in self._standoff.events.items():
            used |= {event.trigger, *(target for _, target in event.arguments)}
            try:
                yield ImportedStatement(event.where, id_, self._of_event(id_, event))
            except StatementError as error:
                self.refused.append(Refusal(event.where, str(error)))
        for id_, bound in self._standoff.text_bounds.items():
            if id_ in used:
                continue
            try:
                if bound.type != self._schema.anchor.name:
                    raise StatementError(f"{id_} is no part of a statement: no event has it")
                values: Values = {bound.type: _passage(joined(self._text, checked(self._text, bound)))}
                yield ImportedStatement(bound.where, id_, values | self._answers(id_))
            except StatementError as error:
                self.refused.append(Refusal(bound.where, str(error)))

    def _of_event(self, id_: str, event: Event) -> Values:
        anchor = self._schema.anchor.name
        if event.type != anchor:
            raise StatementError(f"“{event.type}” is no event of this schema, which has “{anchor}”")
        note, texts = self._notes(id_)
        apart = note.get("apart", ())
        apart = apart if isinstance(apart, list) else ()
        found: dict[str, list[object]] = {}
        for role, target in event.arguments:
            spec = field_of(role, self._schema)
            if spec is None or spec.kind in {*ANSWERED, "text"}:
                raise StatementError(f"the schema has no field for the role “{role}”")
            value = self._value(spec, target, apart=spec.name in apart)
            found.setdefault(spec.name, []).append(value)
        values = {anchor: self._words(event.trigger, anchor, apart=anchor in apart), **self._answers(id_)}
        values |= texts | self._noted(id_, note.get("fields"), found)
        for name, items in found.items():
            if len(items) > 1 and not self._schema[name].many:
                raise StatementError(f"“{name}” comes twice, and takes one value")
            values[name] = items if self._schema[name].many else items[0]
        return values

    def _value(self, spec: FieldSpec, target: str, *, apart: bool) -> object:
        """Return what an argument stands for; raises StatementError where the field takes no such thing."""
        if target.startswith("E"):
            if spec.kind not in {"link", "either"}:
                raise StatementError(f"“{spec.name}” cannot point to a statement")
            return {"statement": target}
        if spec.kind == "link":
            raise StatementError(f"“{spec.name}” must point to a statement")
        mention = self._words(target, spec.name, apart=apart)
        if spec.kind == "passage":
            return mention
        names = [note.text.strip() for note in self._standoff.names.get(target, ()) if note.text.strip()]
        spans = checked(self._text, self._bound(target))
        name = names[0] if names else name_by_words(self._text, spans)
        entity: Values = {"name": name, "kind": None, "mention": mention}
        for note in self._standoff.notes.get(target, ()):
            said = _object(note.text)
            if said is None:
                raise StatementError(f"the note on {target} is no entity as JSON ({note.where})")
            entity |= {key: said[key] for key in ("name", "kind") if key in said}
        return entity

    def _words(self, id_: str, type_: str, *, apart: bool) -> JsonValue:
        bound = self._bound(id_)
        if bound.type != type_:
            raise StatementError(f"{id_} is a “{bound.type}”, not a “{type_}”")
        spans = checked(self._text, bound)
        return _passage(spans if apart else joined(self._text, spans))

    def _bound(self, id_: str) -> TextBound:
        if id_ not in self._standoff.text_bounds:
            raise StatementError(f"there is no {id_} in the file")
        return self._standoff.text_bounds[id_]

    def _answers(self, id_: str) -> Values:
        return {item.type: self._answer(item) for item in self._standoff.attributes.get(id_, ())}

    def _answer(self, attribute: Attribute) -> object:
        name, value = attribute.type, attribute.value
        if name not in self._schema or self._schema[name].kind not in ANSWERED:
            raise StatementError(f"the schema has no field for the attribute “{name}”")
        if value is None and self._schema[name].kind == "flag":
            return True
        known = values_by_name(self._schema[name])
        if value is None or value not in known:
            raise StatementError(f"“{value}” is no answer to “{name}” ({', '.join(known)})")
        return known[value]

    def _notes(self, id_: str) -> tuple[Mapping[str, object], Values]:
        """Return the note on an event that this tool wrote, and what a person wrote there, as a field."""
        written: dict[str, object] = {}
        texts: Values = {}
        for note in self._standoff.notes.get(id_, ()):
            said = _object(note.text)
            if said is None:
                texts.setdefault(self._free_text(), note.text)
            else:
                written.update(said)
        return written, texts

    def _noted(self, id_: str, fields: object, found: dict[str, list[object]]) -> Values:
        """Return the texts in the fields of a note; what else is in them goes among what was found, to its place."""
        values: Values = {}
        for name, value in fields.items() if isinstance(fields, dict) else ():
            if name not in self._schema:
                raise StatementError(f"the note on {id_} has “{name}”, which is no field of the schema")
            if self._schema[name].kind == "text":
                values[name] = value
                continue
            for place, item in _placed(value) if self._schema[name].many else [(0, value)]:
                found.setdefault(name, []).insert(place, self._keyed(item))
        return values

    def _keyed(self, item: object) -> object:
        """Return what a note has for a field: an entity without words, or a reference by the event it leads to."""
        if not isinstance(item, dict) or item.get("mention") is not None:
            raise StatementError("its note is not as it was written")
        if "statement" in item:
            statement = str(item["statement"])
            return {"statement": self._keys.get(statement, statement)}
        return item

    def _free_text(self) -> str:
        """Return the field for a note of a person's own words; raises StatementError."""
        name = next((spec.name for spec in self._schema.fields if spec.kind == "text"), None)
        if name is None:
            raise StatementError("it has a note, and the schema has no text field")
        return name


def _passage(spans: Iterable[Span]) -> JsonValue:
    return [list(span) for span in spans]


def _object(text: str) -> Mapping[str, object] | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _placed(value: object) -> Iterator[tuple[int, object]]:
    """Yield the items of a list that have no words, with their places in it; raises StatementError."""
    for item in value if isinstance(value, list) else [None]:
        if not isinstance(item, list) or len(item) != 2 or not isinstance(item[0], int):
            raise StatementError("its note is not as it was written")
        yield item[0], item[1]

"""Articles and statements from Label Studio's JSON: our own tasks, or what people made of them in its editor."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.heads import foreign_article, read_head, with_statements
from annotator.formats.label_studio.config import LABELS, NAME
from annotator.formats.label_studio.names import read_entity_line
from annotator.formats.parts import Answer, Part, answer_of, field_of, values_of
from annotator.formats.reading import checked_spans, input_files, name_by_words
from annotator.schema import LoadedSchema


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class _Value(_Strict):
    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []


class _Result(_Strict):
    """One result: a region, what is said beside one, or a relation."""

    type: str
    id: str | None = None
    from_name: str | None = None
    value: _Value = _Value()
    from_id: str = ""
    to_id: str = ""
    direction: str = "right"
    labels: list[str] | None = None


class _Annotation(_Strict):
    result: list[_Result]
    was_cancelled: bool | None = False


class _Task(_Strict):
    data: dict[str, object]
    annotations: list[_Annotation]


_TASKS = TypeAdapter(list[_Task])


def read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    """Yield an article for each annotation of each task; one that was cancelled is left out."""
    for path in input_files(paths, (".json",)):
        try:
            tasks = _TASKS.validate_python(orjson.loads(path.read_bytes()))
        except orjson.JSONDecodeError as error:
            yield Refusal(str(path), f"not JSON ({error})")
            continue
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            yield Refusal(str(path), f"not what Label Studio exports as JSON ({place}: {first['msg']})")
            continue
        for number, task in enumerate(tasks, 1):
            yield from _articles(f"{path}: task {number}", path.name, task, schema)


def _articles(
    where: str, source: str, task: _Task, schema: LoadedSchema
) -> Iterator[ImportedArticle | Refusal]:
    text, head = task.data.get("text"), task.data.get("article")
    if not isinstance(text, str):
        yield Refusal(where, "its data has no “text”")
        return
    if isinstance(head, dict):
        article = read_head(where, source, head, text, schema)
    else:
        name = task.data.get("id")
        article = foreign_article(where, source, name if isinstance(name, str) else None, text, task.data)
    if isinstance(article, Refusal):
        yield article
        return
    for annotation in task.annotations:
        if not annotation.was_cancelled:
            yield with_statements(article, _Statements(where, text, annotation, schema).read())


@dataclass
class _Region:
    """Words that were labelled, with what is said beside them and what they are joined to."""

    id: str
    label: str
    spans: list[Span]
    answers: dict[str, _Value] = field(default_factory=dict)
    joined: list[tuple[str, "_Region"]] = field(default_factory=list)
    """By field: the regions that relations lead to."""
    is_further: bool = False
    """Whether it is more words of another one."""


class _Statements:
    """Reads the statements of one annotation: a statement is a region with the label of the anchor."""

    def __init__(self, where: str, text: str, annotation: _Annotation, schema: LoadedSchema) -> None:
        self._where, self._text, self._schema = where, text, schema
        self._results = annotation.result
        self._regions: dict[str, _Region] = {}

    def read(self) -> Iterator[ImportedStatement | Refusal]:
        """Yield each statement, or why it cannot be taken; and what belongs to no statement."""
        for step, kind in (
            (self._add_region, "labels"),
            (self._add_answer, ""),
            (self._add_relation, "relation"),
        ):
            for number, result in enumerate(self._results, 1):
                if (result.type == kind) if kind else result.type not in {"labels", "relation"}:
                    try:
                        step(result)
                    except StatementError as error:
                        yield Refusal(f"{self._where}: result {number}", str(error))
        reached = {id(found) for region in self._regions.values() for _, found in region.joined}
        for region in self._regions.values():
            where = f"{self._where}: region {region.id}"
            if region.label == self._schema.anchor.name and not region.is_further:
                try:
                    yield ImportedStatement(where, region.id, self._values(region))
                except StatementError as error:
                    yield Refusal(where, str(error))
            elif id(region) not in reached:
                yield Refusal(
                    where, f"no relation joins this {region.label} to a {self._schema.anchor.label}"
                )

    def _add_region(self, result: _Result) -> None:
        name, value = result.id or "", result.value
        if not name or name in self._regions:
            raise StatementError(f"a region without an id, or a second one of the id “{name}”")
        if result.from_name != LABELS or len(value.labels) != 1:
            raise StatementError(f"{name}: it needs one label of “{LABELS}”, and has {value.labels}")
        spec = field_of(value.labels[0], self._schema)
        if value.start is None or value.end is None:
            raise StatementError(f"{name}: it has no offsets")
        words = [value.text] if isinstance(value.text, str) else None
        span = checked_spans(self._text, [(value.start, value.end)], words)
        self._regions[name] = _Region(name, spec.name, span)

    def _add_answer(self, result: _Result) -> None:
        self._region(result.id or "").answers[result.from_name or ""] = result.value

    def _add_relation(self, result: _Result) -> None:
        start, end = self._region(result.from_id), self._region(result.to_id)
        if result.direction == "left":
            start, end = end, start
        anchor = self._schema.anchor.name
        for label in result.labels or [end.label]:
            if label == start.label == end.label:
                end.is_further = True
            elif start.label != anchor or end.label not in {label, anchor}:
                raise StatementError(
                    f"a relation “{label}” from {start.label} to {end.label} means nothing here"
                )
            start.joined.append((label, end))

    def _region(self, name: str) -> _Region:
        if name not in self._regions:
            raise StatementError(f"it belongs to “{name}”, which is no region that was taken")
        return self._regions[name]

    def _values(self, head: _Region) -> dict[str, object]:
        answers: dict[str, Answer] = {}
        parts: list[tuple[int | None, Part]] = [(None, Part(head.label, self._words(head)))]
        for name, value in head.answers.items():
            spec = field_of(name, self._schema)
            lines = value.text if isinstance(value.text, list) else [value.text or ""]
            if spec.kind in {"entity", "either"}:
                parts += [(None, Part(name, (), *read_entity_line(line))) for line in lines]
            elif spec.kind == "text":
                answers[name] = "\n".join(lines)
            elif len(value.choices) == 1:
                answers[name] = answer_of(spec, value.choices[0])
            else:
                raise StatementError(f"{name}: {len(value.choices)} answers")
        for label, region in head.joined:
            if not region.is_further or label != region.label:
                parts.append(self._part(head, label, region))
        return dict(values_of(_in_order(parts), answers, self._schema))

    def _part(self, head: _Region, label: str, region: _Region) -> tuple[int | None, Part]:
        """Return what a relation leads to, with its number in its field where the region's id has one."""
        if region.label == self._schema.anchor.name:
            return None, Part(label, statement=region.id)
        found = re.fullmatch(re.escape(f"{head.id}-{label}-") + r"(\d{1,6})-\d+", region.id)
        number = int(found[1]) if found else None
        spans = self._words(region)
        if self._schema[label].kind == "passage":
            return number, Part(label, spans)
        said = region.answers[NAME].text if NAME in region.answers else None
        line = said[0] if isinstance(said, list) and said else said
        name, kind = (
            read_entity_line(line) if isinstance(line, str) else (name_by_words(self._text, spans), None)
        )
        return number, Part(label, spans, name, kind)

    def _words(self, region: _Region) -> tuple[Span, ...]:
        """Return the spans of a region and of those that continue it."""
        spans = list(region.spans)
        for label, more in region.joined:
            if label == region.label == more.label:
                spans += more.spans
        return tuple(checked_spans(self._text, spans, None))


def _in_order(parts: list[tuple[int | None, Part]]) -> Iterator[Part]:
    """Yield the parts of each field by number; those without one fill the gaps, in the order they came in."""
    fields: dict[str, list[tuple[int | None, Part]]] = {}
    for number, part in parts:
        fields.setdefault(part.field, []).append((number, part))
    for found in fields.values():
        placed = {number: part for number, part in found if number is not None}
        rest = iter([part for number, part in found if placed.get(number or 0) is not part])
        free = (number for number in count(1) if number not in placed)
        placed.update(zip(free, rest, strict=False))
        yield from (placed[number] for number in sorted(placed))

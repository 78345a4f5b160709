"""Articles as Label Studio's tasks, and the labelling configuration beside them."""

from collections.abc import Iterator, Sequence

import orjson

from annotator.fields import Span
from annotator.formats.format import Dataset
from annotator.formats.heads import head_row
from annotator.formats.label_studio.config import LABELS, NAME, TEXT, labeling_config
from annotator.formats.label_studio.names import entity_line
from annotator.formats.output import Folder
from annotator.formats.parts import Part, answer_label, answers_of, numbered_parts
from annotator.formats.views import Accepted, AnnotatedArticle, Row
from annotator.schema import LoadedSchema
from annotator.validity import spans_of


def write_folder(datasets: Sequence[Dataset], folder: Folder) -> None:
    """Write `tasks.json`, a task for each annotator's work in an article, and `labeling_config.xml`."""
    for dataset in datasets:
        within = folder.within(dataset.split)
        with within.open("labeling_config.xml") as file:
            file.write(labeling_config(dataset.schema).encode())
        with within.open("tasks.json") as file:
            before = b"[\n"
            for annotated in dataset.articles():
                file.write(before + orjson.dumps(_task(annotated, dataset.schema)))
                before = b",\n"
            file.write(b"\n]\n" if before != b"[\n" else b"[]\n")


def _task(annotated: AnnotatedArticle, schema: LoadedSchema) -> Row:
    text = annotated.article.text
    results = [result for item in annotated.statements for result in _Results(item, text, schema).all()]
    return {"data": {"text": text, "article": head_row(annotated)}, "annotations": [{"result": results}]}


class _Results:
    """Makes the results of one statement: regions, what is said beside them, and relations."""

    def __init__(self, item: Accepted, text: str, schema: LoadedSchema) -> None:
        self._item, self._text, self._schema = item, text, schema
        self._head = item.put.statement
        self._first = spans_of(item.values[schema.anchor.name])[0]

    def all(self) -> Iterator[Row]:
        """Yield the statement's first words, which its answers are beside, and then everything else."""
        unmentioned: dict[str, list[str]] = {}
        for number, part in numbered_parts(self._item.values, self._schema):
            if part.statement is not None:
                yield _relation(self._head, part.statement, part.field)
            elif part.spans:
                yield from self._regions(number, part)
            else:
                unmentioned.setdefault(part.field, []).append(entity_line(part.name or "", part.kind))
        for name, answer in answers_of(self._item.values, self._schema).items():
            spec = self._schema[name]
            if spec.kind == "text":
                if answer:
                    yield self._beside(self._head, self._first, name, "textarea", text=[answer])
            else:
                label = answer_label(spec, answer)
                yield self._beside(self._head, self._first, name, "choices", choices=[label])
        for name, lines in unmentioned.items():
            yield self._beside(self._head, self._first, name, "textarea", text=lines)

    def _regions(self, number: int, part: Part) -> Iterator[Row]:
        """Yield a region for each span, joined by relations: from the head to the first, and on to the others."""
        is_anchor = part.field == self._schema.anchor.name
        first = self._head if is_anchor else f"{self._head}-{part.field}-{number}-1"
        for place, span in enumerate(part.spans, 1):
            region = first if place == 1 else f"{self._head}-{part.field}-{number}-{place}"
            words = self._text[span.start : span.end]
            yield self._beside(region, span, LABELS, "labels", text=words, labels=[part.field])
            if place > 1:
                yield _relation(first, region, part.field)
        if part.name is not None:
            line = entity_line(part.name, part.kind)
            yield self._beside(first, part.spans[0], NAME, "textarea", text=[line])
        if not is_anchor:
            yield _relation(self._head, first, part.field)

    def _beside(self, region: str, span: Span, control: str, kind: str, **value: object) -> Row:
        return {
            "id": region,
            "from_name": control,
            "to_name": TEXT,
            "type": kind,
            "value": {"start": span.start, "end": span.end, **value},
        }


def _relation(start: str, end: str, field: str) -> Row:
    return {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [field]}

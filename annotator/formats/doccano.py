"""doccano's JSONL for sequence labelling with relations: an article a line, its statements drawn over the text.

Offsets are UTF-16 code units, as doccano's page draws them. The article and its statements whole are a JSON text
beside the drawing, which doccano keeps as metadata and exports again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

import orjson

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.formats.article_rows import article_row
from annotator.formats.drawing import Arrow, Drawing, DrawnSpan, drawing_of, drawn_article
from annotator.formats.format import Dataset, Format, ImportedArticle
from annotator.formats.offsets import Offsets, utf16_offsets
from annotator.formats.reading import read_rows, whole_number
from annotator.formats.views import AnnotatedArticle, Row
from annotator.schema import LoadedSchema
from annotator.statements import json_line

_WHOLE = "annotated_article"


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    for annotated in dataset.articles():
        file.write(json_line(_row(annotated, dataset.schema)))


def _row(annotated: AnnotatedArticle, schema: LoadedSchema) -> Row:
    article = annotated.article
    units = utf16_offsets(article.text).to_units
    drawing = drawing_of(((item.put.statement, item.values) for item in annotated.statements), schema)
    ids = {span: number for number, span in enumerate(drawing.spans, 1)}
    arrows = [arrow for tail in drawing.arrows.values() for arrow in tail]
    whole = article_row(annotated)
    del whole["text"]
    return {
        "text": article.text,
        "entities": [
            {"id": id_, "label": span.label, "start_offset": units(span.start), "end_offset": units(span.end)}
            for span, id_ in ids.items()
        ],
        "relations": [
            {"id": id_, "from_id": ids[arrow.tail], "to_id": ids[arrow.head], "type": arrow.label}
            for id_, arrow in enumerate(arrows, 1)
        ],
        "article": article.id,
        "annotator": annotated.annotator,
        _WHOLE: orjson.dumps(whole).decode(),
    }


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    return read_rows(paths, partial(_article, schema))


def _article(schema: LoadedSchema, where: str, source: str, line: Row) -> ImportedArticle | Refusal:
    text = line.get("text")
    if not isinstance(text, str):
        return Refusal(where, "it has no “text”")
    try:
        drawing = _drawing(line, utf16_offsets(text))
    except StatementError as error:
        return Refusal(where, str(error))
    except (LookupError, TypeError, ValueError) as error:
        return Refusal(where, f"not as doccano exports sequence labels with relations ({error!r:.60})")
    whole = line.get(_WHOLE)
    try:
        row = json.loads(whole) if isinstance(whole, str) else None
    except ValueError:
        return Refusal(where, f"“{_WHOLE}” is not JSON")
    return drawn_article(where, source, text, drawing, row, line, schema)


def _drawing(line: Mapping[str, object], units: Offsets) -> Drawing:
    """Return what is drawn over a text; raises StatementError, LookupError, TypeError or ValueError."""
    drawing = Drawing()
    spans = {}
    for entity in _rows(line, "entities"):
        start, end = (whole_number(entity[name]) for name in ("start_offset", "end_offset"))
        span = DrawnSpan(str(entity["label"]), units.to_code_points(start), units.to_code_points(end))
        spans[entity["id"]] = span
        drawing.spans[span] = None
    for relation in _rows(line, "relations"):
        tail, head = spans[relation["from_id"]], spans[relation["to_id"]]
        drawing.draw(Arrow(tail, head, str(relation["type"])))
    return drawing


def _rows(line: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    rows = line.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StatementError(f"“{name}” is no list of objects; export “JSONL (relation)”")
    yield from rows


FORMAT = Format(
    name="doccano",
    title="doccano JSONL: sequence labels with relations",
    offsets="UTF-16 code units",
    suffix=".jsonl",
    write_file=_write,
    read=_read,
)

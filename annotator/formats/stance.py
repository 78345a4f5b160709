"""Rows for stance classification: a claim, its target and the label, with the sentences around."""

from collections.abc import Iterator
from typing import IO

from annotator.errors import AnnotatorError
from annotator.formats.format import Dataset, Format
from annotator.formats.views import AnnotatedArticle, Row
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import json_line


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    stance, target = _roles(dataset.schema)
    for annotated in dataset.articles():
        for row in _rows(annotated, dataset.schema, stance, target):
            file.write(json_line(row))


def _roles(schema: LoadedSchema) -> tuple[FieldSpec, FieldSpec]:
    stance, target = schema.role("stance"), schema.role("target")
    if stance is None or target is None or not stance.answers:
        raise AnnotatorError("the format stance needs a schema with the roles stance and target")
    return stance, target


def _rows(
    annotated: AnnotatedArticle, schema: LoadedSchema, stance: FieldSpec, target: FieldSpec
) -> Iterator[Row]:
    article, anchor = annotated.article, schema.anchor.name
    claims = {item.put.statement: item.put.quote for item in annotated.statements}
    labels: list[object] = [answer.value for answer in stance.answers]
    for item in annotated.statements:
        label = item.fields[stance.name]
        if label is None:
            continue
        words: Row = item.fields[anchor]  # type: ignore[assignment] # a passage, always there
        around = article.sentences[item.first : item.last + 1]
        yield {
            "id": item.put.statement,
            "article": article.id,
            "annotator": annotated.annotator,
            "claim": words["text"],
            "target": _target(item.fields[target.name], claims),
            "context": article.text[around[0].start : around[-1].end],
            "label": labels.index(label),
            "label_text": str(label),
        }


def _target(shown: object, claims: dict[str, str]) -> str:
    """Return what the stance is towards: names, or the words of another claim."""
    several = shown if isinstance(shown, list) else [shown]
    return "; ".join(
        item["name"] if item["name"] is not None else claims.get(item["statement"], "")
        for item in several
        if isinstance(item, dict)
    )


FORMAT = Format(
    name="stance",
    title="rows for stance classification",
    offsets="none",
    not_held=("offsets, and all fields but the claim, the target and the stance",),
    suffix=".jsonl",
    write_file=_write,
)

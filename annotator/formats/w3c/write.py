"""Articles as texts, each with a page of annotations beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import orjson

from annotator.fields import Span
from annotator.formats.format import Dataset
from annotator.formats.heads import head_row
from annotator.formats.offsets import utf16_offsets
from annotator.formats.output import Folder
from annotator.formats.parts import Part, answer_label, answers_of, numbered_parts
from annotator.formats.views import Accepted, AnnotatedArticle, Row
from annotator.schema import LoadedSchema

CODE_POINTS: Final = "code points"
UTF16: Final = "UTF-16 code units"

_TERMS = "urn:annotator:"
_CONTEXT: list[object] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "article": {"@id": f"{_TERMS}article", "@type": "@json"},
        "unit": f"{_TERMS}unit",
        "field": f"{_TERMS}field",
        "kind": f"{_TERMS}kind",
        "statement": {"@id": f"{_TERMS}statement", "@type": "@id"},
    },
]
"""The standard's terms, by the address that the Recommendation gives, and what it has no term for."""

_AROUND = 32  # characters before and after a quote


def write_folder(datasets: Sequence[Dataset], folder: Folder) -> None:
    """Write `<annotator>/<article>.txt`, and `.jsonld` with the annotations that an annotator made in it."""
    for dataset in datasets:
        within = folder.within(dataset.split)
        for annotated in dataset.articles():
            path = f"{annotated.annotator}/{annotated.article.id}"
            with within.open(f"{path}.txt") as file:
                file.write(annotated.article.text.encode())
            with within.open(f"{path}.jsonld") as file:
                page = _page(annotated, dataset.schema, UTF16 if dataset.options["utf16"] else CODE_POINTS)
                file.write(orjson.dumps(page, option=orjson.OPT_APPEND_NEWLINE))


def _page(annotated: AnnotatedArticle, schema: LoadedSchema, unit: str) -> Row:
    make = _Annotations(annotated, schema, unit)
    return {
        "@context": _CONTEXT,
        "id": f"{annotated.article.id}.jsonld",
        "type": "AnnotationPage",
        "article": head_row(annotated),
        "unit": unit,
        "items": [annotation for item in annotated.statements for annotation in make.of(item)],
    }


class _Annotations:
    """Makes the annotations of an article: one for each statement, and one for each other thing it points at."""

    def __init__(self, annotated: AnnotatedArticle, schema: LoadedSchema, unit: str) -> None:
        self._schema, self._text = schema, annotated.article.text
        self._source = f"{annotated.article.id}.txt"
        same: Callable[[int], int] = int
        self._offset = utf16_offsets(self._text).to_units if unit == UTF16 else same

    def of(self, item: Accepted) -> Iterator[Row]:
        """Yield the annotations of a statement, that of the statement itself first."""
        own = f"#{item.put.statement}"
        parts = list(numbered_parts(item.values, self._schema))
        anchor = next(part for _, part in parts if part.field == self._schema.anchor.name)
        yield {
            "id": own,
            "type": "Annotation",
            "motivation": "classifying",
            "creator": {"type": "Person", "name": item.put.annotator},
            "created": item.put.at,
            "body": list(self._answers(item)),
            "target": list(self._words(anchor.spans)),
        }
        for number, part in parts:
            if part is not anchor:
                yield {
                    "id": f"{own}-{part.field}-{number}",
                    "type": "Annotation",
                    "motivation": "linking",
                    "field": part.field,
                    "statement": own,
                    "body": list(_thing(part)),
                    "target": list(self._words(part.spans)) or own,
                }

    def _answers(self, item: Accepted) -> Iterator[Row]:
        for name, answer in answers_of(item.values, self._schema).items():
            purpose = "commenting" if self._schema[name].kind == "text" else "classifying"
            label = answer_label(self._schema[name], answer)
            yield {"type": "TextualBody", "purpose": purpose, "field": name, "value": label}

    def _words(self, spans: Iterable[Span]) -> Iterator[Row]:
        for start, end in spans:
            position = {
                "type": "TextPositionSelector",
                "start": self._offset(start),
                "end": self._offset(end),
            }
            quote = {
                "type": "TextQuoteSelector",
                "exact": self._text[start:end],
                "prefix": self._text[max(0, start - _AROUND) : start],
                "suffix": self._text[end : end + _AROUND],
            }
            yield {"type": "SpecificResource", "source": self._source, "selector": [position, quote]}


def _thing(part: Part) -> Iterator[object]:
    """Yield what words are linked to: the entity they name, or another statement."""
    if part.statement is not None:
        yield f"#{part.statement}"
    if part.name is not None:
        kind = {} if part.kind is None else {"kind": part.kind}
        yield {"type": "TextualBody", "purpose": "identifying", "value": part.name, **kind}

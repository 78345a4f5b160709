"""Prodigy's JSONL, as its documentation has it: an article a line, with tokens, spans and relations between spans.

Prodigy itself is sold and not public: nothing here has been opened in it. Tokens are cut where spans begin and end,
so that every span has whole tokens; the article and its statements whole are beside them, under a key of our own.
Format: prodi.gy/docs/api-interfaces (spans and relations).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.formats.article_rows import article_row
from annotator.formats.drawing import Arrow, Drawing, DrawnSpan, drawing_of, drawn_article
from annotator.formats.format import Dataset, Format, ImportedArticle
from annotator.formats.reading import read_rows, whole_number
from annotator.formats.tokens import tokens_of
from annotator.formats.views import AnnotatedArticle, Row
from annotator.schema import LoadedSchema
from annotator.statements import json_line

_WHOLE = "annotated_article"


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    for annotated in dataset.articles():
        file.write(json_line(_row(annotated, dataset.schema)))


def _row(annotated: AnnotatedArticle, schema: LoadedSchema) -> Row:
    article = annotated.article
    drawing = drawing_of(((item.put.statement, item.values) for item in annotated.statements), schema)
    tokens = _Tokens(article.text, drawing)
    arrows = [arrow for tail in drawing.arrows.values() for arrow in tail]
    whole = article_row(annotated)
    del whole["text"]
    return {
        "text": article.text,
        "tokens": tokens.rows(),
        "spans": [tokens.span(span) for span in drawing.spans],
        "relations": [
            {
                "head": tokens.last(arrow.tail),
                "child": tokens.last(arrow.head),
                "head_span": tokens.span(arrow.tail),
                "child_span": tokens.span(arrow.head),
                "label": arrow.label,
            }
            for arrow in arrows
        ],
        "answer": "accept",
        "meta": {"article": article.id, "annotator": annotated.annotator},
        _WHOLE: whole,
    }


class _Tokens:
    """The tokens of a text, none of which goes over an end of a span."""

    def __init__(self, text: str, drawing: Drawing) -> None:
        self._text = text
        borders = sorted({border for span in drawing.spans for border in span[1:]} | {0, len(text)})
        self._tokens = [token for start, end in pairwise(borders) for token in tokens_of(text, start, end)]
        self._starts = [token.start for token in self._tokens]
        self._ends = [token.end for token in self._tokens]

    def rows(self) -> list[Row]:
        """Return the tokens; `ws` says whether a blank follows."""
        return [
            {
                "text": self._text[start:end],
                "start": start,
                "end": end,
                "id": number,
                "ws": self._text[end : end + 1].isspace(),
            }
            for number, (start, end) in enumerate(self._tokens)
        ]

    def last(self, span: DrawnSpan) -> int:
        """Return the last token of a span, by which relations name it."""
        return bisect_left(self._ends, span.end)

    def span(self, span: DrawnSpan) -> Row:
        """Return a span, its last token included."""
        return {
            "start": span.start,
            "end": span.end,
            "token_start": bisect_left(self._starts, span.start),
            "token_end": self.last(span),
            "label": span.label,
        }


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    return read_rows(paths, partial(_article, schema))


def _article(schema: LoadedSchema, where: str, source: str, line: Row) -> ImportedArticle | Refusal:
    text = line.get("text")
    if not isinstance(text, str):
        return Refusal(where, "it has no “text”")
    if line.get("answer", "accept") != "accept":
        return Refusal(where, f"its answer is “{line['answer']}”, not “accept”")
    try:
        drawing = _drawing(line)
    except StatementError as error:
        return Refusal(where, str(error))
    except (LookupError, TypeError, ValueError) as error:
        return Refusal(where, f"not as Prodigy has spans and relations ({error!r:.60})")
    return drawn_article(where, source, text, drawing, line.get(_WHOLE), line, schema)


def _drawing(line: Mapping[str, object]) -> Drawing:
    """Return what is drawn over a text; raises StatementError, LookupError, TypeError or ValueError."""
    drawing = Drawing()
    for row in _rows(line, "spans"):
        drawing.spans[_drawn(row)] = None
    for row in _rows(line, "relations"):
        tail, head = _drawn(row["head_span"]), _drawn(row["child_span"])
        drawing.draw(Arrow(tail, head, str(row["label"])))
    return drawing


def _rows(line: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    rows = line.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StatementError(f"“{name}” is no list of objects")
    return rows


def _drawn(row: object) -> DrawnSpan:
    if not isinstance(row, Mapping):
        raise StatementError("a span is no object")
    return DrawnSpan(str(row["label"]), whole_number(row["start"]), whole_number(row["end"]))


FORMAT = Format(
    name="prodigy",
    title="Prodigy JSONL: spans and relations",
    offsets="code points",
    suffix=".jsonl",
    write_file=_write,
    read=_read,
    verified=False,
)

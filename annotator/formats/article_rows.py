"""The view `articles`: an article whole, with what one annotator has in it; nothing of either is lost."""

import hashlib
from collections.abc import Callable
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from annotator.corpus.articles import Article
from annotator.corpus.drafts import Refusal, metadata_of, one_line
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.format import ImportedArticle, ImportedMark, ImportedStatement
from annotator.formats.values import read_value
from annotator.formats.views import Accepted, AnnotatedArticle, Row, metadata_row
from annotator.reading import Sentence
from annotator.schema import LoadedSchema
from annotator.statements import Mark, MarkState


def article_row(annotated: AnnotatedArticle) -> Row:
    """Return an article with one annotator's marks and statements as a row."""
    article = annotated.article
    return {
        **metadata_row(article),
        "source_name": article.source.name if article.source else None,
        "source_sha256": article.source.sha256 if article.source else None,
        "segmenter": article.segmenter,
        "text_sha256": article.sha256,
        "text": article.text,
        "sentences": [
            {"start": sentence.start, "end": sentence.end, "kind": sentence.kind}
            for sentence in article.sentences
        ],
        "annotator": annotated.annotator,
        "marks": [_mark_row(mark) for mark in annotated.marks],
        "statements": [_statement_row(statement) for statement in annotated.statements],
    }


def standoff_row(annotated: AnnotatedArticle) -> Row:
    """Return the same row without any words of the article: offsets, hashes and labels; `hydrated` puts them back."""
    row = article_row(annotated)
    return {**row, "title": None, "text": "", "statements": _with_words(row["statements"], lambda *_: "")}


def hydrated(row: Row, article: Article) -> Row:
    """Return a row as it was before its words were taken out; raises StatementError for spans that do not fit."""
    text = article.text

    def words(start: int, end: int) -> str:
        if not 0 <= start < end <= len(text):
            raise StatementError(f"[{start}, {end}) is not a span of the text of {len(text)} characters")
        return text[start:end]

    statements = _with_words(row["statements"], words)
    return {**row, "title": article.title, "text": text, "statements": statements}


def _with_words(value: object, words: Callable[[int, int], str]) -> object:
    """Return a value with other words in its passages, wherever it has some."""
    if isinstance(value, list):
        return [_with_words(item, words) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"text", "spans"}:
        spans = [{**span, "text": words(span["start"], span["end"])} for span in value["spans"]]
        return {"text": " ".join(span["text"] for span in spans).strip(), "spans": spans}
    return {name: _with_words(item, words) for name, item in value.items()}


def _mark_row(mark: Mark) -> Row:
    start, end = mark.sentence or (None, None)
    return {"start": start, "end": end, "state": mark.state, "note": mark.note, "at": mark.at}


def _statement_row(statement: Accepted) -> Row:
    put = statement.put
    return {
        "id": put.statement,
        "event": put.id,
        "schema": put.schema_,
        "guidelines": put.guidelines,
        "at": put.at,
        "seconds": statement.seconds,
        "origin": put.origin.kind,
        "fields": statement.fields,
    }


class _MarkRow(BaseModel):
    model_config = ConfigDict(strict=True)

    start: int | None
    end: int | None
    state: MarkState
    note: str | None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("a mark has a start and an end, or neither")
        return self


class _StatementRow(BaseModel):
    id: str
    fields: dict[str, object]


class _Row(BaseModel):
    """A row of the view, as far as it is read back."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    author: str | None
    url: str | None
    language: str | None
    source_name: str | None
    source_sha256: str | None
    segmenter: str
    text_sha256: str
    text: str
    sentences: tuple[Sentence, ...]
    marks: list[_MarkRow]
    statements: list[_StatementRow]


_NO_WORDS = "its words were taken out: `annotator hydrate` puts them back"
_METADATA = {"title", "outlet", "published", "author", "url", "language"}


class ArticleRows:
    """Reads rows of the view `articles` back."""

    def __init__(self, schema: LoadedSchema) -> None:
        self._schema = schema

    def read(self, where: str, source: str, row: Row) -> ImportedArticle | Refusal:
        """Return what a row holds; `where` is its place and `source` the name of its file.

        A row that is none of this view, or whose text is not the one of its hash, is refused as a whole, a statement
        that does not fit its text by itself.
        """
        text = row.get("text")
        if isinstance(text, str) and _sha256(text) != row.get("text_sha256"):
            return Refusal(
                where, "its text is not the one that was exported (text_sha256)" if text else _NO_WORDS
            )
        try:
            given = _Row.model_validate(row)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return Refusal(
                where, f"no line of the view articles ({'.'.join(map(str, first['loc']))}: {first['msg']})"
            )
        statements, refused = [], []
        for statement in given.statements:
            place = f"{where}: statement {statement.id}"
            try:
                values = {
                    name: read_value(self._schema[name], value, given.text)
                    for name, value in statement.fields.items()
                }
                statements.append(ImportedStatement(place, statement.id, values))
            except KeyError as error:
                refused.append(Refusal(place, f"{error} is missing, or no field of the schema"))
            except StatementError as error:
                refused.append(Refusal(place, str(error)))
        return ImportedArticle(
            where=where,
            name=given.id,
            text=given.text,
            sha256=given.source_sha256 or given.text_sha256,
            source=given.source_name or source,
            metadata=metadata_of(given.model_dump(include=_METADATA)),
            sentences=given.sentences,
            segmenter=one_line(given.segmenter),
            statements=tuple(statements),
            marks=tuple(ImportedMark(_sentence(mark), mark.state, mark.note) for mark in given.marks),
            refused=tuple(refused),
        )


def _sentence(mark: _MarkRow) -> Span | None:
    return None if mark.start is None or mark.end is None else Span(mark.start, mark.end)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()

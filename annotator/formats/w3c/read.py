"""Articles and statements from pages of Web Annotations, each with its text beside it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from annotator.corpus.drafts import Refusal
from annotator.errors import StatementError
from annotator.fields import Span
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.heads import foreign_article, read_head, with_statements
from annotator.formats.offsets import utf16_offsets
from annotator.formats.parts import Answer, Part, answer_of, field_of, values_of
from annotator.formats.reading import checked_spans, input_files
from annotator.formats.w3c.write import CODE_POINTS, UTF16
from annotator.schema import LoadedSchema


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True)


class _Selector(_Strict):
    type: str
    start: int | None = None
    end: int | None = None
    exact: str | None = None


class _Words(_Strict):
    """A target: words of the text."""

    selector: list[_Selector]


class _Body(_Strict):
    field: str | None = None
    value: str = ""
    kind: str | None = None


class _Annotation(_Strict):
    id: str
    field: str | None = None
    statement: str | None = None
    body: list[_Body | str] = []
    target: list[_Words] | str


class _Page(_Strict):
    type: Literal["AnnotationPage"]
    unit: Literal["code points", "UTF-16 code units"] = CODE_POINTS
    article: dict[str, object] | None = None
    items: list[_Annotation] = Field(default_factory=list)


def read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    """Yield the article of each `.jsonld` file: an AnnotationPage, whose text is in the `.txt` of the same name."""
    for path in input_files(paths, (".jsonld",)):
        try:
            page = _Page.model_validate(orjson.loads(path.read_bytes()))
            text = path.with_suffix(".txt").read_bytes().decode()
        except orjson.JSONDecodeError as error:
            yield Refusal(str(path), f"not JSON ({error})")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            yield Refusal(str(path), f"no AnnotationPage that can be read ({place}: {first['msg']})")
        except FileNotFoundError:
            yield Refusal(str(path), f"its text is not beside it, in {path.with_suffix('.txt').name}")
        except UnicodeDecodeError as error:
            yield Refusal(str(path.with_suffix(".txt")), f"not UTF-8 ({error.reason} at byte {error.start})")
        else:
            yield _article(path, page, text, schema)


def _article(path: Path, page: _Page, text: str, schema: LoadedSchema) -> ImportedArticle | Refusal:
    where = str(path)
    if page.article is None:
        article: ImportedArticle | Refusal = foreign_article(where, path.name, path.stem, text, {})
    else:
        article = read_head(where, path.name, page.article, text, schema)
    if isinstance(article, Refusal):
        return article
    return with_statements(article, _Statements(where, text, page, schema).read())


class _Statements:
    """Reads the statements of a page: an annotation that belongs to no statement is one."""

    def __init__(self, where: str, text: str, page: _Page, schema: LoadedSchema) -> None:
        self._where, self._text, self._schema = where, text, schema
        self._items = page.items
        self._offsets = utf16_offsets(text) if page.unit == UTF16 else None

    def read(self) -> Iterator[ImportedStatement | Refusal]:
        """Yield each statement, or why it cannot be taken; and what belongs to no statement of the page."""
        own = {item.id for item in self._items if item.statement is None}
        linked: dict[str, list[_Annotation]] = {}
        for item in self._items:
            if item.statement is not None and item.statement not in own:
                yield Refusal(
                    f"{self._where}: {item.id}", f"it belongs to “{item.statement}”, which is not there"
                )
            elif item.statement is not None:
                linked.setdefault(item.statement, []).append(item)
        for item in self._items:
            if item.statement is None:
                where = f"{self._where}: {item.id}"
                try:
                    parts = [self._anchor(item), *map(self._part, linked.get(item.id, []))]
                    values = values_of(parts, self._answers(item), self._schema)
                    yield ImportedStatement(where, item.id, values)
                except StatementError as error:
                    yield Refusal(where, str(error))

    def _anchor(self, item: _Annotation) -> Part:
        return Part(self._schema.anchor.name, self._spans(item.target))

    def _answers(self, item: _Annotation) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for body in item.body:
            if isinstance(body, str) or body.field is None:
                raise StatementError("it has a body that says for which field it is no answer")
            answers[body.field] = answer_of(field_of(body.field, self._schema), body.value)
        return answers

    def _part(self, item: _Annotation) -> Part:
        field, bodies = item.field or "", item.body
        if len(bodies) > 1:
            raise StatementError(f"{item.id}: it links to {len(bodies)} things")
        if bodies and isinstance(bodies[0], str):
            return Part(field, statement=bodies[0])
        spans = self._spans(item.target) if isinstance(item.target, list) else ()
        body = bodies[0] if bodies else None
        return Part(field, spans, body.value, body.kind) if isinstance(body, _Body) else Part(field, spans)

    def _spans(self, target: list[_Words] | str) -> tuple[Span, ...]:
        """Return the spans of a target; each has a position, and where it has a quote, those are its words."""
        if isinstance(target, str):
            raise StatementError(f"its target “{target[:40]}” has no selectors")
        spans, quotes = [], []
        for words in target:
            position = next((item for item in words.selector if item.type == "TextPositionSelector"), None)
            if position is None or position.start is None or position.end is None:
                raise StatementError("a target has no TextPositionSelector with start and end")
            spans.append((self._code_point(position.start), self._code_point(position.end)))
            exact = (item.exact for item in words.selector if item.type == "TextQuoteSelector")
            quotes.append(next(exact, None))
        for span, quote in zip(spans, quotes, strict=True):
            checked_spans(self._text, [span], None if quote is None else [quote])
        return tuple(checked_spans(self._text, spans, None))

    def _code_point(self, offset: int) -> int:
        return offset if self._offsets is None else self._offsets.to_code_points(offset)

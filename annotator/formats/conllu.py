"""CoNLL-U Plus: a token a line, and a column for each field that has words, with its spans as B and I.

A cell is `_`, or `B-2|I-5`: a span of the article's statement 2 begins here, and one of statement 5 goes on. Of
several values in one field the second is `B-2.2`. What has no words is in a comment, `# statement 2 = {…}`, on the
sentence in which the claim begins. Format: universaldependencies.org/ext-format.html.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from annotator.fields import Span
from annotator.formats.format import Dataset, Format
from annotator.formats.parts import parts_of
from annotator.formats.tokens import tokens_of
from annotator.formats.views import AnnotatedArticle, Row
from annotator.reading import marks_by_sentence
from annotator.schema import LoadedSchema
from annotator.validity import passages

_WORDS = {"passage", "entity", "either"}
Cells = dict[tuple[int, str], list[str]]
"""What is in the cells, by the number of the token in the article and the field."""


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    names = [spec.name for spec in dataset.schema.fields if spec.kind in _WORDS]
    columns = " ".join(f"ANNOTATOR:{name.upper()}" for name in names)
    file.write(f"# global.columns = ID FORM MISC {columns}\n".encode())
    for annotated in dataset.articles():
        for lines in _sentences(annotated, dataset.schema, names):
            file.write("".join(f"{line}\n" for line in [*lines, ""]).encode())


def _sentences(annotated: AnnotatedArticle, schema: LoadedSchema, names: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each sentence, comments first."""
    article = annotated.article
    tokens = [tokens_of(article.text, sentence.start, sentence.end) for sentence in article.sentences]
    cells = _cells(annotated, schema, [token for sentence in tokens for token in sentence])
    marks = marks_by_sentence(article.sentences, annotated.marks)
    said: dict[int, list[str]] = {}
    for number, statement in enumerate(annotated.statements, 1):
        content = {"id": statement.put.statement, **_content(statement.fields, schema)}
        said.setdefault(statement.first, []).append(f"# statement {number} = {json.dumps(content)}")
    before = 0
    for index, sentence in enumerate(article.sentences):
        lines = [f"# newdoc id = {article.id}", f"# annotator = {annotated.annotator}"] if index == 0 else []
        lines += [f"# sent_id = {annotated.annotator}/{article.id}/{index + 1}"]
        lines += [f"# text = {article.text[sentence.start : sentence.end].replace(chr(10), ' ')}"]
        lines += [f"# kind = {sentence.kind}"]
        mark = marks.get(sentence.span)
        lines += [f"# mark = {mark.state}"] if mark else []
        lines += said.get(index, [])
        for number, token in enumerate(tokens[index]):
            row = ["|".join(cells.get((before + number, name), ())) or "_" for name in names]
            lines.append("\t".join([str(number + 1), *_form(article.text, token), *row]))
        before += len(tokens[index])
        yield lines


def _form(text: str, token: Span) -> tuple[str, str]:
    """Return a token, and where it is in the article."""
    glued = token.end < len(text) and not text[token.end].isspace()
    return text[
        token.start : token.end
    ], f"TokenRange={token.start}:{token.end}{'|SpaceAfter=No' if glued else ''}"


def _cells(annotated: AnnotatedArticle, schema: LoadedSchema, tokens: list[Span]) -> Cells:
    """Return what is in the cells: a span is on each token that it has a character of."""
    cells: Cells = {}
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    for number, statement in enumerate(annotated.statements, 1):
        several: dict[str, int] = {}
        for part in parts_of(statement.values, schema):
            several[part.field] = place = several.get(part.field, 0) + 1
            name = str(number) if place == 1 else f"{number}.{place}"
            for start, end in part.spans:
                first, after = bisect_right(ends, start), bisect_left(starts, end)
                for token in range(first, after):
                    label = f"{'B' if token == first else 'I'}-{name}"
                    cells.setdefault((token, part.field), []).append(label)
    return cells


def _content(fields: Row, schema: LoadedSchema) -> Row:
    """Return what a statement says without words of the text."""
    return {
        spec.name: _without_words(fields[spec.name])
        for spec in schema.fields
        if spec.kind != "passage" and fields[spec.name] not in (None, "", [])
    }


def _without_words(value: object) -> object:
    if isinstance(value, list):
        return [_without_words(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        key: item for key, item in value.items() if key in {"name", "kind", "statement"} and item is not None
    }


def losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterable[str]:
    """Yield what is lost of an article."""
    text = annotated.article.text
    tokens = [
        token
        for sentence in annotated.article.sentences
        for token in tokens_of(text, sentence.start, sentence.end)
    ]
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    for statement in annotated.statements:
        for _, spans in passages(statement.values, schema):
            for start, end in spans:
                if start not in starts or end not in ends:
                    yield "spans that begin or end inside a token have all of it"


FORMAT = Format(
    name="conllu",
    title="CoNLL-U Plus, with a BIO column for each field that has words",
    offsets="code points",
    not_held=("metadata of articles", "notes on marks", "borders of spans inside a token"),
    suffix=".conllup",
    write_file=_write,
    losses=losses,
)

"""Chat JSONL for training language models: a sentence or an article in, its statements as JSON out.

The answer holds words instead of offsets: models cannot count characters. A statement that another one points to is
called by its number in the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import orjson

from annotator.errors import AnnotatorError
from annotator.formats.format import Dataset, Format, FormatOption
from annotator.formats.parts import POINTING
from annotator.formats.views import Accepted, AnnotatedArticle, Row
from annotator.reading import marks_by_sentence
from annotator.schema import FieldSpec, LoadedSchema
from annotator.statements import READ, json_line

_ASK = (
    "List every claim that somebody makes in the text, in the order of the text, "
    "as a JSON array with an object for each."
)


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    told = {"role": "system", "content": _instruction(dataset.schema)}
    examples = _sentences(dataset) if dataset.options["unit"] == "sentence" else _articles(dataset)
    for text, answer in examples:
        asked = {"role": "user", "content": text}
        answered = {"role": "assistant", "content": orjson.dumps(answer).decode()}
        file.write(json_line({"messages": [told, asked, answered]}))


def _instruction(schema: LoadedSchema) -> str:
    """Return what the model is told: the fields, their answers and their meaning."""
    return "\n".join([_ASK, "", *map(_field_line, _asked(schema))])


def _asked(schema: LoadedSchema) -> list[FieldSpec]:
    """Return the fields that a model is asked for: not those in which annotators talk to each other."""
    return [spec for spec in schema.fields if spec.kind != "text"]


def _field_line(spec: FieldSpec) -> str:
    what = {
        "passage": "words of the text, or the words of each part in a list",
        "entity": "a name",
        "either": "a name, or the number of another claim in the list",
        "link": "the number of another claim in the list",
        "flag": "true or false",
    }.get(spec.kind) or "one of " + ", ".join(orjson.dumps(answer.value).decode() for answer in spec.answers)
    several = "a list, of each " if spec.many else ""
    empty = "" if spec.required or spec.many else "; null where there is none"
    meaning = f" ({spec.description})" if spec.description else ""
    return f"- {spec.name}: {several}{what}{empty}{meaning}"


def _sentences(dataset: Dataset) -> Iterator[tuple[str, list[Row]]]:
    """Yield each sentence that somebody read, with the statements that start in it; most have none.

    Left out is a sentence that only goes on with a claim: it can be asked for neither that nor nothing.
    """
    if dataset.is_gold:
        raise AnnotatorError("a gold does not say which sentences were read: add --unit article")
    for row in dataset.rows("sentences"):
        statements, anchor = row["statements"], dataset.schema.anchor.name
        assert isinstance(statements, list)
        begun = [
            (item["id"], item["fields"])
            for item in statements
            if item["fields"][anchor]["spans"][0]["sentence_start"] is not None
        ]
        if begun or not statements:
            yield str(row["text"]), _answer(dataset.schema, begun)


def _articles(dataset: Dataset) -> Iterator[tuple[str, list[Row]]]:
    """Yield each article that was read to the end; in any other, what is missing would pass for no claim."""
    anchor = dataset.schema.anchor.name
    for annotated in dataset.articles():
        if dataset.is_gold or _read_to_the_end(annotated):
            in_order = sorted(annotated.statements, key=lambda item: _start(item, anchor))
            found = [(item.put.statement, item.fields) for item in in_order]
            yield annotated.article.text, _answer(dataset.schema, found)


def _start(statement: Accepted, anchor: str) -> tuple[int, str]:
    spans: list[list[int]] = statement.values[anchor]  # type: ignore[assignment] # a passage that was accepted
    return spans[0][0], statement.put.statement


def _read_to_the_end(annotated: AnnotatedArticle) -> bool:
    marks = marks_by_sentence(annotated.article.sentences, annotated.marks)
    body = [sentence.span for sentence in annotated.article.sentences if sentence.kind == "body"]
    return all(span in marks and marks[span].state in READ for span in body)


def _answer(schema: LoadedSchema, found: Sequence[tuple[str, Row]]) -> list[Row]:
    asked = _asked(schema)
    numbers = {statement: number for number, (statement, _) in enumerate(found, 1)}
    return [{spec.name: _plain(spec, fields[spec.name], numbers) for spec in asked} for _, fields in found]


def _plain(spec: FieldSpec, shown: object, numbers: Mapping[str, int]) -> object:
    """Return a value as a model is to write it; a reference out of the text is no answer."""
    if isinstance(shown, list):
        return [value for item in shown if (value := _plain(spec, item, numbers)) is not None]
    if spec.kind not in POINTING or shown is None:
        return shown
    if isinstance(shown, str):
        return numbers.get(shown)
    assert isinstance(shown, dict)
    if spec.kind == "passage":
        words = [span["text"] for span in shown["spans"]]
        return words if len(words) > 1 else words[0]
    return shown["name"] if shown["name"] is not None else numbers.get(shown["statement"])


def _losses(annotated: AnnotatedArticle, _: LoadedSchema) -> Iterator[str]:
    if annotated.marks and not _read_to_the_end(annotated):
        yield "articles that were not read to the end are left out by --unit article"
    for statement in annotated.statements:
        if statement.last > statement.first:
            yield "claims run over the end of the sentence that --unit sentence gives"


FORMAT = Format(
    name="chat",
    title="chat messages for training language models",
    offsets="none",
    not_held=(
        "offsets, names of annotators, ids",
        "what sentences are not read",
        "kinds and mentions of entities",
    ),
    suffix=".jsonl",
    options=(FormatOption("unit", "what the model is given", ("sentence", "article"), "sentence"),),
    write_file=_write,
    losses=_losses,
)

"""spaCy's DocBin: texts as tokens with `doc.spans`, as SpanCat is trained on; the rest in `doc.user_data`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple

from annotator.formats.format import Dataset, Format, FormatOption, needed
from annotator.formats.output import Folder
from annotator.formats.views import Row
from annotator.schema import LoadedSchema

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ALL = "sc"
"""The group that SpanCat reads unless it is told otherwise; it has the spans of all fields."""

_DOCS_IN_A_FILE = 500  # a DocBin is in memory as a whole


class _Source(NamedTuple):
    """What a Doc is made of; `start` and `end` are the keys of its offsets in spans."""

    text: str
    language: object
    """Of the article, a text or None."""
    sentences: set[object]
    """Where each begins."""
    statements: list[Row]
    start: str
    end: str
    rest: Row
    """What `doc.user_data` has."""


def _write(datasets: Sequence[Dataset], folder: Folder) -> None:
    """Write `0001.spacy` and so on; spaCy's training reads all `.spacy` files of a folder."""
    for dataset in datasets:
        rows, within = dataset.rows(), folder.within(dataset.split)
        for number in count(1):
            packed = _packed(dataset, islice(rows, _DOCS_IN_A_FILE))
            if packed is None:
                break
            with within.open(f"{number:04}.spacy") as file:
                file.write(packed)


def _packed(dataset: Dataset, rows: Iterable[Row]) -> bytes | None:
    """Return the DocBin of these rows; None where there are none, AnnotatorError without spaCy."""
    try:
        from spacy.tokens import DocBin  # noqa: PLC0415 (only who uses this format needs it)
    except ImportError:
        raise needed("spaCy", "spacy") from None
    docs = _Docs(dataset).made(rows)
    packed = DocBin(attrs=["ORTH", "SENT_START"], store_user_data=True, docs=docs)
    return packed.to_bytes() if len(packed) else None


class _Docs:
    """Makes the Docs of one file; a vocabulary keeps every text it has seen, and goes with it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self._schema = dataset, dataset.schema
        self._languages: dict[str, Language] = {}

    def made(self, rows: Iterable[Row]) -> Iterator["Doc"]:
        """Yield a Doc for each article of each annotator, or for each sentence that was read."""
        source = self._article if self._dataset.view == "articles" else self._sentence
        for row in rows:
            yield self._doc(source(row))

    def _article(self, row: Row) -> _Source:
        sentences: list[Row] = row["sentences"]  # type: ignore[assignment]
        statements: list[Row] = row["statements"]  # type: ignore[assignment]
        starts = {sentence["start"] for sentence in sentences}
        return _Source(str(row.pop("text")), row["language"], starts, statements, "start", "end", row)

    def _sentence(self, row: Row) -> _Source:
        article: Row = row["article"]  # type: ignore[assignment]
        statements: list[Row] = row["statements"]  # type: ignore[assignment]
        text = str(row.pop("text"))
        return _Source(text, article["language"], {0}, statements, "sentence_start", "sentence_end", row)

    def _doc(self, source: _Source) -> "Doc":
        doc = self._language(source.language).make_doc(source.text)
        for token in doc:
            token.is_sent_start = token.idx in source.sentences
        groups: dict[str, list[tuple[int, int, str, str]]] = {ALL: []}
        for statement in source.statements:
            fields: Row = statement["fields"]  # type: ignore[assignment]
            for field, start, end, label in self._spans(fields, source):
                span = (start, end, label, str(statement["id"]))
                groups.setdefault(field, []).append(span)
                if field == label:
                    groups[ALL].append(span)
        for group, spans in groups.items():
            doc.spans[group] = [
                doc.char_span(start, end, label=label, span_id=statement, alignment_mode="expand")
                for start, end, label, statement in spans
            ]
        doc.user_data.update(source.rest)
        return doc

    def _spans(self, fields: Row, source: _Source) -> Iterator[tuple[str, int, int, str]]:
        """Yield the spans of a statement with group and label: the field; for the stance, the stance itself."""
        stance = self._schema.role("stance")
        for field, span in _shown_spans(fields, self._schema):
            start, end = span[source.start], span[source.end]
            if isinstance(start, int) and isinstance(end, int):
                yield field, start, end, field
                if stance and field == self._schema.anchor.name and fields[stance.name] is not None:
                    yield stance.name, start, end, str(fields[stance.name])

    def _language(self, of_article: object) -> "Language":
        """Return an empty pipeline whose tokens are those of the language that was asked for, or the article's."""
        import spacy  # noqa: PLC0415

        spoken = str(of_article or "xx").replace("_", "-").partition("-")[0]
        code = self._dataset.options["language"] or spoken
        if code not in self._languages:
            try:
                self._languages[code] = spacy.blank(code)
            except ImportError as error:  # no such language, or its tokens need a library of their own
                if self._dataset.options["language"]:
                    raise needed(f"what spaCy needs for “{code}” ({error})", "spacy") from None
                self._languages[code] = spacy.blank("xx")
        return self._languages[code]


def _shown_spans(fields: Row, schema: LoadedSchema) -> Iterator[tuple[str, Row]]:
    """Yield the spans of passages and mentions in a statement's fields, as rows show them, with their field."""
    for spec in schema.fields:
        value = fields[spec.name]
        items: Iterable[object] = value if isinstance(value, list) else [value]
        for item in items:
            passage = item if spec.kind == "passage" or not isinstance(item, dict) else item.get("mention")
            if isinstance(passage, dict):
                yield from ((spec.name, span) for span in passage["spans"])


FORMAT = Format(
    name="spacy",
    title="spaCy DocBin, with the spans that SpanCat is trained on",
    offsets="tokens",
    not_held=(
        "borders inside a token: `doc.spans` has the whole token, `doc.user_data` the exact offsets",
        "--view sentences: words outside of the sentence that a statement starts in",
    ),
    views=("articles", "sentences"),
    options=(FormatOption("language", "Cut into tokens as spaCy does for this language, like en.", ("",)),),
    write_folder=_write,
)

"""Attributions as PolNeAR has them: brat files in which an event joins source, cue and content.

Each is a statement without a stance and a target, which need an annotator. The file of an annotator is called by the
article and by them, `ARTICLE_ANNOTATOR.ann`; the text is beside it or in the folder `text` beside its folder.
Format and data: Newell, Margolin and Ruths (2018), An Attribution Relations Corpus for Political News, LREC.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import JsonValue

from annotator.corpus.drafts import Refusal
from annotator.errors import AnnotatorError, StatementError
from annotator.fields import Span
from annotator.formats.brat.reading import annotation_files, read_standoff
from annotator.formats.brat.standoff import Event, Standoff, checked
from annotator.formats.format import Format, ImportedArticle, ImportedStatement
from annotator.formats.reading import name_by_words, read_text
from annotator.schema import FieldSpec, LoadedSchema

_ATTRIBUTION = "Attribution"


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    fields = _fields(schema)
    for path in annotation_files(paths):
        yield _article(path, fields)


def _fields(schema: LoadedSchema) -> dict[str, FieldSpec]:
    """Return the fields that the parts of an attribution become; raises AnnotatorError."""
    speaker, cue = schema.role("speaker"), schema.role("cue")
    if speaker is None:
        raise AnnotatorError("polnear: the schema has no field of the role speaker for the sources")
    fields = {"Content": schema.role("claim") or schema.anchor, "Source": speaker}
    return fields | ({"Cue": cue} if cue is not None else {})


def _article(path: Path, fields: dict[str, FieldSpec]) -> ImportedArticle | Refusal:
    text_file = _text_file(path)
    if text_file is None:
        return Refusal(str(path), "its text is neither beside it nor in the folder “text” beside its folder")
    read, standoff = read_text(text_file), read_standoff(path)
    if isinstance(read, Refusal):
        return read
    if isinstance(standoff, Refusal):
        return standoff
    text, sha256 = read
    statements, refused = [], list(standoff.refused)
    for id_, event in standoff.events.items():
        try:
            statements.append(ImportedStatement(event.where, id_, _values(event, standoff, text, fields)))
        except StatementError as error:
            refused.append(Refusal(event.where, str(error)))
    return ImportedArticle(
        where=str(path),
        name=text_file.stem,
        text=text,
        sha256=sha256,
        source=text_file.name,
        statements=tuple(statements),
        refused=tuple(refused),
    )


def _text_file(path: Path) -> Path | None:
    """Return the text of an annotation file: of its own name, or of that without the annotator at its end."""
    folders = (path.parent, path.parent.parent / "text")
    names = (path.stem, path.stem.rpartition("_")[0])
    places = (folder / f"{name}.txt" for name in names if name for folder in folders)
    return next((place for place in places if place.is_file()), None)


def _values(
    event: Event, standoff: Standoff, text: str, fields: dict[str, FieldSpec]
) -> dict[str, JsonValue]:
    """Return what is said of an attribution; raises StatementError for what is none, or does not fit the text."""
    if event.type != _ATTRIBUTION:
        raise StatementError(f"“{event.type}” is no {_ATTRIBUTION}")
    spans: dict[str, list[Span]] = {}
    for role, target in event.arguments:
        part = role.rstrip("0123456789")
        if part not in {"Content", "Source", "Cue"}:
            raise StatementError(f"“{role}” is no part of an attribution")
        if target not in standoff.text_bounds:
            raise StatementError(f"there is no {target} in the file")
        spans.setdefault(part, []).extend(checked(text, standoff.text_bounds[target]))
    return {
        spec.name: _value(spec, text, _passage(text, spans[part]))
        for part, spec in fields.items()
        if part in spans
    }


def _passage(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans as one passage: PolNeAR chooses words, so that white space parts nothing."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and not text[made[-1].end : span.start].strip():
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return made


def _value(spec: FieldSpec, text: str, spans: list[Span]) -> JsonValue:
    passage: JsonValue = [list(span) for span in spans]
    if spec.kind == "passage":
        return passage
    entity: JsonValue = {"name": name_by_words(text, spans), "kind": None, "mention": passage}
    return [entity] if spec.many else entity


FORMAT = Format(
    name="polnear",
    title="attributions of PolNeAR: source, cue and content, in brat files",
    offsets="code points",
    read=_read,
)

"""Articles and statements from CAS files, ours or those that were made in INCEpTION with our layers."""

import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.corpus.drafts import Refusal
from annotator.errors import AnnotatorError, StatementError
from annotator.fields import Span
from annotator.formats.cas.files import CasFile, cas_files
from annotator.formats.cas.types import (
    ARTICLE,
    ARTICLE_FEATURES,
    DKPRO_DOCUMENT,
    ENTITY,
    PASSAGE,
    SENTENCE,
    STATEMENT,
    answer_features,
)
from annotator.formats.format import ImportedArticle, ImportedStatement, needed
from annotator.formats.heads import foreign_article, read_head, with_statements
from annotator.formats.parts import Answer, Part, values_of
from annotator.formats.reading import checked_spans
from annotator.formats.views import Row
from annotator.schema import LoadedSchema

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import FeatureStructure


def read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    """Yield the article of each CAS; raises AnnotatorError without dkpro-cassis."""
    types: dict[bytes, TypeSystem] = {}
    for file in cas_files(paths):
        if isinstance(file, Refusal):
            yield file
            continue
        try:
            article = _article(_load(file, types), file, schema)
        except AnnotatorError:
            raise
        except Exception as error:  # noqa: BLE001 (of a hostile file, cassis and lxml raise whatever they meet)
            reason = " ".join(str(error).split())[:200]
            yield Refusal(file.where, f"not a CAS that can be read ({type(error).__name__}: {reason})")
        else:
            yield article


def _load(file: CasFile, types: dict[bytes, "TypeSystem"]) -> "Cas":
    """Load a CAS; an offset that is none in UTF-16 is an error, while cassis would only warn."""
    try:
        from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem  # noqa: PLC0415
    except ImportError:
        raise needed("dkpro-cassis", "cas") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", message="Not mapping")
        if file.types is None:
            return load_cas_from_json(BytesIO(file.data))
        if file.types not in types:
            _refuse_declarations(file.types)
            types[file.types] = load_typesystem(BytesIO(file.types))
        _refuse_declarations(file.data)
        return load_cas_from_xmi(BytesIO(file.data), types[file.types])


def _refuse_declarations(xml: bytes) -> None:
    """Raise for XML that declares entities or a document type: no CAS does, and they can be bombs."""
    from xml.sax.handler import ContentHandler  # noqa: PLC0415

    from defusedxml.sax import parseString  # noqa: PLC0415

    parseString(xml, ContentHandler(), forbid_dtd=True)


def _article(cas: "Cas", file: CasFile, schema: LoadedSchema) -> ImportedArticle | Refusal:
    text = cas.sofa_string
    if not isinstance(text, str):
        return Refusal(file.where, "it has no text")
    article = _head(cas, text, file, schema)
    if isinstance(article, Refusal):
        return article
    return with_statements(article, _Statements(cas, text, file.where, schema).read())


def _head(cas: "Cas", text: str, file: CasFile, schema: LoadedSchema) -> ImportedArticle | Refusal:
    for found in _all(cas, ARTICLE):
        head: Row = {name: _feature(found, name) for name in ARTICLE_FEATURES}
        sentences = _all(cas, SENTENCE)
        head["sentences"] = [
            {"start": item.begin, "end": item.end, "kind": _feature(item, "kind")} for item in sentences
        ]
        head["marks"] = [
            {"start": item.begin, "end": item.end, "state": mark, "note": _feature(item, "note")}
            for item in sentences
            if (mark := _feature(item, "mark"))
        ]
        return read_head(file.where, file.name, head, text, schema)
    for found in _all(cas, DKPRO_DOCUMENT):
        said = {"title": found.documentTitle, "language": found.language}
        name = found.documentTitle or Path(file.name).stem
        return foreign_article(file.where, file.name, name, text, said)
    return foreign_article(file.where, file.name, Path(file.name).stem, text, {})


def _all(cas: "Cas", name: str) -> list["FeatureStructure"]:
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


def _feature(found: "FeatureStructure", name: str) -> Any:
    """Return a feature; None where it is not given, or where the type of that file does not have it."""
    return getattr(found, name, None)


class _Statements:
    """Reads the statements of one CAS."""

    def __init__(self, cas: "Cas", text: str, where: str, schema: LoadedSchema) -> None:
        self._where, self._text, self._schema = where, text, schema
        self._answers = answer_features(schema)
        self._found = _all(cas, STATEMENT)
        self._keys = {id(item): _feature(item, "identifier") or f"#{item.xmiID}" for item in self._found}
        self._indexed = {id(item) for name in (PASSAGE, ENTITY) for item in _all(cas, name)}

    def read(self) -> Iterator[ImportedStatement | Refusal]:
        """Yield each statement of the CAS, or why it cannot be taken."""
        for item in self._found:
            where = f"{self._where}: Statement {self._keys[id(item)]}"
            try:
                values = values_of(self._parts(item), self._given(item), self._schema)
                yield ImportedStatement(where, self._keys[id(item)], values)
            except StatementError as error:
                yield Refusal(where, str(error))

    def _given(self, item: "FeatureStructure") -> dict[str, Answer]:
        answers = {spec.name: _feature(item, feature) for feature, spec in self._answers.items()}
        return {name: answer for name, answer in answers.items() if answer is not None}

    def _parts(self, item: "FeatureStructure") -> list[Part]:
        found: dict[tuple[str | None, ...], list[FeatureStructure]] = {}
        args = _feature(item, "args")
        for link in args.elements if args else ():
            found.setdefault(self._thing(link), []).append(link.target)
        parts = [self._part(thing, targets) for thing, targets in found.items()]
        if all(part.field != self._schema.anchor.name for part in parts):
            words = checked_spans(self._text, [(item.begin, item.end)], None)
            parts.append(Part(self._schema.anchor.name, tuple(words)))
        return parts

    def _thing(self, link: "FeatureStructure") -> tuple[str | None, ...]:
        """Return what is the same in the links to all words of one thing: role, name, kind, statement."""
        target = link.target
        if id(target) in self._keys:
            return (link.role, None, None, self._keys[id(target)])
        if id(target) not in self._indexed:
            raise StatementError(f"its link “{link.role}” leads to nothing that can be pointed at")
        return (link.role, _feature(target, "name"), _feature(target, "kind"), None)

    def _part(self, thing: tuple[str | None, ...], targets: list["FeatureStructure"]) -> Part:
        role, name, kind, statement = thing
        field = (role or "").partition(" ")[0]
        spans: list[Span] = []
        for target in targets if statement is None else ():
            if not _feature(target, "unmentioned"):
                words = _feature(target, "words")
                checked_spans(self._text, [(target.begin, target.end)], [words] if words else None)
                spans.append(Span(target.begin, target.end))
        passage = tuple(checked_spans(self._text, spans, None)) if spans else ()
        return Part(field, passage, name, kind, statement)

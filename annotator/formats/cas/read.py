"""Articles and statements from CAS files, ours or those that were made in INCEpTION with our layers."""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.corpus.drafts import Refusal
from annotator.errors import AnnotatorError, StatementError
from annotator.fields import Span
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
from annotator.formats.reading import checked_spans, input_files
from annotator.formats.views import Row
from annotator.schema import LoadedSchema

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import FeatureStructure


def read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    """Yield the article of each `.xmi` and `.json` file; raises AnnotatorError without dkpro-cassis."""
    types: dict[Path, TypeSystem] = {}
    for path in input_files(paths, (".xmi", ".json")):
        try:
            cas = _load(path, types)
        except (AnnotatorError, ImportError):
            raise
        except Exception as error:  # noqa: BLE001 (of a hostile file, cassis and lxml raise whatever they meet)
            yield Refusal(str(path), f"not a CAS that can be read ({' '.join(str(error).split())[:200]})")
            continue
        yield _article(cas, path, schema)


def _load(path: Path, types: dict[Path, "TypeSystem"]) -> "Cas":
    """Load a CAS; an offset that is none in UTF-16 is an error, while cassis would only warn."""
    try:
        from cassis import load_cas_from_json, load_cas_from_xmi  # noqa: PLC0415
    except ImportError:
        raise needed("dkpro-cassis", "cas") from None
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", message="Not mapping")
        if path.suffix == ".json":
            return load_cas_from_json(file)
        _refuse_declarations(path)
        return load_cas_from_xmi(file, _types_of(path, types))


def _types_of(path: Path, known: dict[Path, "TypeSystem"]) -> "TypeSystem":
    """Return the type system beside an XMI file, or in the folder above."""
    from cassis import load_typesystem  # noqa: PLC0415

    places = [folder / "TypeSystem.xml" for folder in (path.parent, path.parent.parent)]
    place = next((place for place in places if place.is_file()), None)
    if place is None:
        raise ValueError("there is no TypeSystem.xml beside it, nor in the folder above")
    if place not in known:
        _refuse_declarations(place)
        known[place] = load_typesystem(place)
    return known[place]


def _refuse_declarations(path: Path) -> None:
    """Raise for XML that declares entities or a document type: no CAS does, and they can be bombs."""
    from xml.sax.handler import ContentHandler  # noqa: PLC0415

    from defusedxml.sax import parse  # noqa: PLC0415

    parse(str(path), ContentHandler(), forbid_dtd=True)


def _article(cas: "Cas", path: Path, schema: LoadedSchema) -> ImportedArticle | Refusal:
    text = cas.sofa_string
    if not isinstance(text, str):
        return Refusal(str(path), "it has no text")
    article = _head(cas, text, path, schema)
    if isinstance(article, Refusal):
        return article
    return with_statements(article, _Statements(cas, text, path, schema).read())


def _head(cas: "Cas", text: str, path: Path, schema: LoadedSchema) -> ImportedArticle | Refusal:
    for found in _all(cas, ARTICLE):
        head: Row = {name: getattr(found, name, None) for name in ARTICLE_FEATURES}
        sentences = _all(cas, SENTENCE)
        head["sentences"] = [
            {"start": item.begin, "end": item.end, "kind": item.kind or "body"} for item in sentences
        ]
        head["marks"] = [
            {"start": item.begin, "end": item.end, "state": item.mark, "note": item.note}
            for item in sentences
            if item.mark
        ]
        return read_head(str(path), path.name, head, text, schema)
    for found in _all(cas, DKPRO_DOCUMENT):
        said = {"title": found.documentTitle, "language": found.language}
        return foreign_article(str(path), path.name, path.stem, text, said)
    return foreign_article(str(path), path.name, path.stem, text, {})


def _all(cas: "Cas", name: str) -> list["FeatureStructure"]:
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


class _Statements:
    """Reads the statements of one CAS."""

    def __init__(self, cas: "Cas", text: str, path: Path, schema: LoadedSchema) -> None:
        self._cas, self._text, self._path, self._schema = cas, text, path, schema
        self._answers = answer_features(schema)
        self._found = _all(cas, STATEMENT)
        self._keys = {id(item): item.identifier or f"#{item.xmiID}" for item in self._found}
        self._indexed = {id(item) for name in (PASSAGE, ENTITY) for item in _all(cas, name)}

    def read(self) -> Iterator[ImportedStatement | Refusal]:
        """Yield each statement of the CAS, or why it cannot be taken."""
        for item in self._found:
            where = f"{self._path}: Statement {self._keys[id(item)]}"
            try:
                values = values_of(self._parts(item), self._given(item), self._schema)
                yield ImportedStatement(where, self._keys[id(item)], values)
            except StatementError as error:
                yield Refusal(where, str(error))

    def _given(self, item: "FeatureStructure") -> dict[str, Answer]:
        answers = {spec.name: getattr(item, feature, None) for feature, spec in self._answers.items()}
        return {name: answer for name, answer in answers.items() if answer is not None}

    def _parts(self, item: "FeatureStructure") -> list[Part]:
        found: dict[tuple[str | None, ...], list[FeatureStructure]] = {}
        for link in item.args.elements if item.args else ():
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
        return (link.role, getattr(target, "name", None), getattr(target, "kind", None), None)

    def _part(self, thing: tuple[str | None, ...], targets: list["FeatureStructure"]) -> Part:
        role, name, kind, statement = thing
        field = (role or "").partition(" ")[0]
        spans: list[Span] = []
        for target in targets if statement is None else ():
            if not getattr(target, "unmentioned", None):
                words = [target.words] if target.words is not None else None
                checked_spans(self._text, [(target.begin, target.end)], words)
                spans.append(Span(target.begin, target.end))
        passage = tuple(checked_spans(self._text, spans, None)) if spans else ()
        return Part(field, passage, name, kind, statement)

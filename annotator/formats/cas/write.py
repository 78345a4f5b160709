"""Articles as CAS: one file for each annotator's work in an article, and the type system."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.fields import Span
from annotator.formats.cas.files import TYPES
from annotator.formats.cas.types import (
    ARTICLE,
    ARTICLE_FEATURES,
    DKPRO_DOCUMENT,
    DKPRO_SENTENCE,
    ENTITY,
    LINK,
    PASSAGE,
    SENTENCE,
    STATEMENT,
    answer_features,
    type_system,
)
from annotator.formats.format import Dataset
from annotator.formats.heads import head_row
from annotator.formats.output import Folder
from annotator.formats.parts import Part, answers_of, numbered_parts, parts_of
from annotator.formats.views import Accepted, AnnotatedArticle
from annotator.formats.xml_text import legal_xml
from annotator.schema import LoadedSchema
from annotator.validity import spans_of

if TYPE_CHECKING:
    from cassis import TypeSystem
    from cassis.typesystem import FeatureStructure

FILES = ("xmi", "json")


def write_folder(datasets: Sequence[Dataset], folder: Folder) -> None:
    """Write `<annotator>/<article>.xmi` or `.json` for each annotated article, and `TypeSystem.xml` beside XMI."""
    for dataset in datasets:
        types = type_system(dataset.schema)
        within = folder.within(dataset.split)
        suffix = dataset.options["files"]
        if suffix == "xmi":
            with within.open(TYPES) as file:
                file.write(types.to_xml().encode())
        for annotated in dataset.articles():
            cas = _Writer(types, dataset.schema, annotated).cas
            with within.open(f"{annotated.annotator}/{annotated.article.id}.{suffix}") as file:
                file.write((cas.to_xmi() if suffix == "xmi" else cas.to_json()).encode())


class _Writer:
    """Makes the CAS of one annotator's work in an article."""

    def __init__(self, types: "TypeSystem", schema: LoadedSchema, annotated: AnnotatedArticle) -> None:
        from cassis import Cas  # noqa: PLC0415 (only who uses this format needs it)

        self.cas = Cas(typesystem=types)
        self._types, self._schema, self._text = types, schema, annotated.article.text
        self._answers = {spec.name: feature for feature, spec in answer_features(schema).items()}
        self.cas.sofa_string = annotated.article.text
        self.cas.sofa_mime = "text/plain"
        self._add_article(annotated)
        made = {item.put.statement: self._statement(item) for item in annotated.statements}
        for item in annotated.statements:
            links = [
                link
                for part in numbered_parts(item.values, schema)
                for link in self._links(item, *part, made)
            ]
            made[item.put.statement].args = types.get_type("uima.cas.FSArray")(elements=links)

    def _new(self, of_type: str, /, **features: object) -> "FeatureStructure":
        return self._types.get_type(of_type)(
            **{key: legal_xml(value) if isinstance(value, str) else value for key, value in features.items()}
        )

    def _add(self, of_type: str, span: Span, /, **features: object) -> "FeatureStructure":
        made = self._new(of_type, begin=span.start, end=span.end, **features)
        self.cas.add(made)
        return made

    def _add_article(self, annotated: AnnotatedArticle) -> None:
        article, head = annotated.article, head_row(annotated)
        title = article.title or article.id
        whole = Span(0, len(article.text))
        language = article.language or "x-unspecified"
        self._add(DKPRO_DOCUMENT, whole, documentTitle=title, documentId=article.id, language=language)
        self.cas.add(self._new(ARTICLE, **{name: head[name] for name in ARTICLE_FEATURES}))
        marks = {mark.sentence: mark for mark in annotated.marks}
        for sentence in article.sentences:
            mark = marks.get(sentence.span)
            said = {"mark": mark.state, "note": mark.note} if mark else {}
            self._add(DKPRO_SENTENCE, sentence.span)
            self._add(SENTENCE, sentence.span, kind=sentence.kind, **said)

    def _statement(self, item: Accepted) -> "FeatureStructure":
        """Add a statement, without its links yet; it stands on the first span of its anchor."""
        answers = answers_of(item.values, self._schema)
        features = {self._answers[name]: answer for name, answer in answers.items()}
        return self._add(STATEMENT, self._first_span(item), identifier=item.put.statement, **features)

    def _first_span(self, item: Accepted) -> Span:
        return spans_of(item.values[self._schema.anchor.name])[0]

    def _links(
        self, item: Accepted, number: int, part: Part, statements: dict[str, "FeatureStructure"]
    ) -> Iterator["FeatureStructure"]:
        """Yield the links to a part; of several in a field, the role has their number."""
        role = f"{part.field} {number}" if self._schema[part.field].many else part.field
        if part.statement is not None:
            yield self._new(LINK, role=role, target=statements[part.statement])
            return
        for span in part.spans:
            words = self._text[span.start : span.end]
            if part.name is None:
                yield self._new(LINK, role=role, target=self._add(PASSAGE, span, words=words))
            else:
                entity = self._add(ENTITY, span, words=words, name=part.name, kind=part.kind)
                yield self._new(LINK, role=role, target=entity)
        if not part.spans:
            entity = self._add(
                ENTITY, self._first_span(item), name=part.name, kind=part.kind, unmentioned=True
            )
            yield self._new(LINK, role=role, target=entity)


def losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    """Yield what the CAS of an article cannot hold."""
    spans = {sentence.span for sentence in annotated.article.sentences}
    for mark in annotated.marks:
        if mark.sentence not in spans:
            yield "marks on no sentence of now are left out"
    for item in annotated.statements:
        answers = (str(answer) for answer in answers_of(item.values, schema).values())
        names = (part.name or "" for part in parts_of(item.values, schema))
        if any(legal_xml(text) != text for text in (*answers, *names)):
            yield "statements have characters that XML cannot hold: U+FFFD stands for them"

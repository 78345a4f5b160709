"""The types in our CAS: those of DKPro that INCEpTION knows, and layers of our own, made from the schema."""

from typing import TYPE_CHECKING

from annotator.formats.format import needed
from annotator.schema import FieldSpec, Kind, LoadedSchema

if TYPE_CHECKING:
    from cassis import TypeSystem

DKPRO_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
DKPRO_DOCUMENT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"

ARTICLE = "webanno.custom.Article"
SENTENCE = "webanno.custom.Sentence"
STATEMENT = "webanno.custom.Statement"
PASSAGE = "webanno.custom.Passage"
ENTITY = "webanno.custom.Entity"
LINK = "webanno.custom.StatementArgsLink"
"""INCEpTION's name for the links of the feature `args` of the layer Statement."""

ARTICLE_FEATURES = (
    "id", "title", "outlet", "published", "author", "url", "language", "source_name", "source_sha256", "segmenter",
    "text_sha256", "annotator",
)  # fmt: skip

_ANNOTATION, _STRING, _BOOLEAN = "uima.tcas.Annotation", "uima.cas.String", "uima.cas.Boolean"
_RANGES: dict[Kind, str] = {
    "choice": _STRING,
    "scale": "uima.cas.Integer",
    "flag": _BOOLEAN,
    "text": _STRING,
}
_RESERVED = {"args", "begin", "end", "identifier", "self", "sofa", "type"}


def answer_features(schema: LoadedSchema) -> dict[str, FieldSpec]:
    """Return the fields that are plain features of a statement, by the names of those."""
    return {
        f"{spec.name}_" if spec.name in _RESERVED else spec.name: spec
        for spec in schema.fields
        if spec.kind in _RANGES
    }


def type_system(schema: LoadedSchema) -> "TypeSystem":
    """Return the type system of what is exported; raises AnnotatorError without dkpro-cassis."""
    try:
        from cassis import TypeSystem  # noqa: PLC0415 (only who uses this format needs it)
    except ImportError:
        raise needed("dkpro-cassis", "cas") from None
    types = TypeSystem()

    def add(name: str, parent: str, features: dict[str, str]) -> None:
        made = types.create_type(name, parent)
        for feature, kind in features.items():
            types.create_feature(made, feature, kind)

    document = ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri")
    of_document = {**dict.fromkeys(document, _STRING), "isLastSegment": _BOOLEAN}
    add(DKPRO_DOCUMENT, "uima.tcas.DocumentAnnotation", of_document)
    add(DKPRO_SENTENCE, _ANNOTATION, {"id": _STRING})
    add(ARTICLE, "uima.cas.AnnotationBase", dict.fromkeys(ARTICLE_FEATURES, _STRING))
    add(SENTENCE, _ANNOTATION, dict.fromkeys(("kind", "mark", "note"), _STRING))
    add(PASSAGE, _ANNOTATION, {"words": _STRING})
    add(ENTITY, _ANNOTATION, {"name": _STRING, "kind": _STRING, "words": _STRING, "unmentioned": _BOOLEAN})
    add(LINK, "uima.cas.TOP", {"role": _STRING, "target": _ANNOTATION})
    answers = {feature: _RANGES[spec.kind] for feature, spec in answer_features(schema).items()}
    add(STATEMENT, _ANNOTATION, {"identifier": _STRING, **answers})
    types.create_feature(STATEMENT, "args", "uima.cas.FSArray", LINK)
    return types

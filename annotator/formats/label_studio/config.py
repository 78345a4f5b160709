"""The labelling configuration: what Label Studio shows, made from the schema by kind of field."""

from collections.abc import Iterable, Iterator
from itertools import cycle
from xml.sax.saxutils import quoteattr

from annotator.formats.parts import NAMING, POINTING
from annotator.schema import FieldSpec, LoadedSchema

LABELS, TEXT, NAME = "span-labels", "article-text", "entity-name"
"""Names of our own controls: they have a hyphen, which the name of a field cannot have."""

_COLOURS = ("#36b37e", "#ff8b00", "#6554c0", "#00b8d9", "#de350b", "#8777d9", "#5e6c84", "#ffc400")


def labeling_config(schema: LoadedSchema) -> str:
    """Return the configuration: labels for words, answers beside a claim, names beside words, relations by field."""
    return "\n".join(["<View>", *_lines(schema), "</View>", ""])


def _lines(schema: LoadedSchema) -> Iterator[str]:
    anchor = schema.anchor.name
    pointing = [spec for spec in schema.fields if spec.kind in POINTING]
    labels = [spec for spec in pointing if spec.kind != "link"]
    entities = [spec for spec in pointing if spec.kind in NAMING]
    yield f"  <Labels name={quoteattr(LABELS)} toName={quoteattr(TEXT)}>"
    for spec, colour in zip(labels, cycle(_COLOURS), strict=False):
        yield f'    <Label value={quoteattr(spec.name)} background="{colour}" hint={_hint(spec.description)}/>'
    yield "  </Labels>"
    yield f'  <Text name={quoteattr(TEXT)} value="$text" granularity="symbol"/>'
    yield f"  <View {_shown_with([anchor])}>"
    for spec in schema.fields:
        if spec.kind not in POINTING:
            yield from _answer(spec)
        elif spec in entities:
            yield from _lines_of_text(
                spec.name, f"{spec.label}, where the text does not name it (name | kind)"
            )
    yield "  </View>"
    yield f"  <View {_shown_with([spec.name for spec in entities])}>"
    yield from _lines_of_text(NAME, "name | kind")
    yield "  </View>"
    yield "  <Relations>"
    yield from (f"    <Relation value={quoteattr(spec.name)}/>" for spec in pointing)
    yield "  </Relations>"


def _answer(spec: FieldSpec) -> Iterator[str]:
    if spec.kind == "text":
        yield from _lines_of_text(spec.name, spec.label)
        return
    yield f'    <Header value={quoteattr(spec.label)} size="5"/>'
    yield f'    <Choices {_beside_words(spec.name)} choice="single" showInline="true">'
    for answer in spec.answers:
        yield f"      <Choice value={quoteattr(answer.label)} hint={_hint(answer.description)}/>"
    yield "    </Choices>"


def _lines_of_text(name: str, title: str) -> Iterator[str]:
    yield f'    <Header value={quoteattr(title)} size="5"/>'
    yield f'    <TextArea {_beside_words(name)} editable="true"/>'


def _beside_words(name: str) -> str:
    return f'name={quoteattr(name)} toName={quoteattr(TEXT)} perRegion="true"'


def _shown_with(labels: Iterable[str]) -> str:
    """Return what has controls shown only while words with one of these labels are selected."""
    values = quoteattr(",".join(labels))
    return f'visibleWhen="region-selected" whenTagName={quoteattr(LABELS)} whenLabelValue={values}'


def _hint(text: str) -> str:
    return quoteattr(" ".join(text.split()))

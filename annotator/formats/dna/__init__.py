"""Databases of Discourse Network Analyzer 3 (DNA), both ways: https://github.com/leifeld/dna.

A statement becomes one of DNA's for each of its speakers, with the side that it takes in the end (a statement about
a statement is followed to its target). Offsets are UTF-16, as in DNA's text panel, where statements are made; its
table of statements cuts by code points, so that after an emoji the two differ whatever is written.
"""

from collections.abc import Iterator

from annotator.formats.dna.reading import read
from annotator.formats.dna.tables import MAX_NAME
from annotator.formats.dna.writing import write
from annotator.formats.format import Format
from annotator.formats.networks.coding import Coding, day_of
from annotator.formats.views import AnnotatedArticle
from annotator.schema import LoadedSchema
from annotator.validity import spans_of


def _losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    coding = Coding(schema)
    by_id = {accepted.put.statement: accepted for accepted in annotated.statements}
    if day_of(annotated.article.published) is None:
        yield "articles without a day of publication are dated 1970-01-01"
    for statement, accepted in by_id.items():
        targets = coding.targets(statement, by_id)
        names = [name for name, _ in (*coding.speakers(accepted), *targets)]
        if len(spans_of(accepted.values[schema.anchor.name])) > 1:
            yield "claims of several spans are marked from the first to the last in DNA"
        if not any(side for _, side in targets):
            yield "statements that take no side are of a type of their own, which makes no networks"
        if any(len(name) > MAX_NAME for name in names):
            yield f"statements with names of more than {MAX_NAME} characters, which are cut in DNA"


FORMAT = Format(
    name="dna",
    title="database of Discourse Network Analyzer 3",
    offsets="UTF-16 code units",
    not_held=("marks, and how the text is cut into sentences",),
    suffix=".dna",
    write_file=write,
    read=read,
    losses=_losses,
)

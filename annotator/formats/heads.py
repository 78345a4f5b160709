"""What formats of annotations carry beside text and statements: metadata, sentences, and an annotator's marks."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.corpus.drafts import Refusal, metadata_of
from annotator.formats.article_rows import ArticleRows, article_row
from annotator.formats.format import ImportedArticle, ImportedStatement
from annotator.formats.views import AnnotatedArticle, Row
from annotator.schema import LoadedSchema


def head_row(annotated: AnnotatedArticle) -> Row:
    """Return a row of the view `articles` without its text and its statements."""
    row = article_row(replace(annotated, statements=()))
    del row["text"], row["statements"]
    return row


def read_head(
    where: str, source: str, head: Mapping[str, object], text: str, schema: LoadedSchema
) -> ImportedArticle | Refusal:
    """Return the article of a head as `head_row` makes them (or of a whole row); a Refusal where it is none.

    A text that is not the one of the head is refused, too: its sentences and marks would stand elsewhere.
    """
    return ArticleRows(schema).read(where, source, {"statements": [], **head, "text": text})


def foreign_article(
    where: str, source: str, name: str | None, text: str, said: Mapping[str, object]
) -> ImportedArticle:
    """Return the article of a text that this tool did not write; `said` is what its file says of it."""
    sha256 = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return ImportedArticle(where, name, text, sha256, source, metadata_of(said))


def with_statements(
    article: ImportedArticle, found: Iterable[ImportedStatement | Refusal]
) -> ImportedArticle:
    """Return the article with what was found in it; of statements with the same key, only the first is taken."""
    statements: dict[str, ImportedStatement] = {}
    refused = []
    for item in found:
        if isinstance(item, Refusal):
            refused.append(item)
        elif item.key in statements:
            refused.append(Refusal(item.where, "a second statement of this id"))
        else:
            statements[item.key] = item
    return replace(article, statements=tuple(statements.values()), refused=tuple(refused))

"""Articles: one frozen text a line, with its metadata and its sentences."""

import hashlib
import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from annotator.errors import InputError
from annotator.reading import Sentence
from annotator.statements import json_line

ARTICLE_ID = re.compile(r"[a-z][a-z0-9-]{0,79}")
_LOOKS_LIKE_DATE = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-?\d{1,4}(-\d{1,4})?")


class SourceFile(BaseModel):
    """The file that an article came from."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str


class Article(BaseModel):
    """One frozen text. Offsets of sentences are code points of `text`."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, StringConstraints(pattern=f"^{ARTICLE_ID.pattern}$")]
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    source: SourceFile | None = None
    segmenter: str
    supersedes: str | None = None
    sha256: str
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def text_hash(self) -> str:
        """The first 12 hex digits of the text's hash, as every event carries them."""
        return self.sha256[:12]


def text_sha256(text: str) -> str:
    """Return the hash of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def article_line(article: Article) -> bytes:
    """Return the article as one line of an article file."""
    return json_line(article.model_dump(mode="json"))


def parse_article(data: bytes, where: str) -> Article:
    """Read one line of an article file and check that it is sound.

    Raises InputError, naming `where`, for a line that is no article, a text that is not the one that was frozen,
    or sentences that do not cover it.
    """
    try:
        article = Article.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "line"
        raise InputError(f"{where}: not an article ({place}: {first['msg']})") from None
    fault = article_fault(article)
    if fault:
        raise InputError(f"{where}: article {article.id}: {fault}")
    return article


def article_fault(article: Article) -> str | None:
    """Say what is wrong with an article, or None."""
    if looks_like_value(article.id):
        return "its id looks like a number or a date; other programs would change it"
    if text_sha256(article.text) != article.sha256:
        return "its text is not the one that was frozen (sha256 differs); take the file back from version control"
    return sentences_fault(article.text, article.sentences)


def looks_like_value(article_id: str) -> bool:
    """Tell whether a spreadsheet or a data frame could take an id for a date."""
    return _LOOKS_LIKE_DATE.fullmatch(article_id) is not None


def sentences_fault(text: str, sentences: tuple[Sentence, ...]) -> str | None:
    """Say what is wrong with the sentences of a text: each non-blank character must lie in exactly one."""
    end = 0
    for sentence in sentences:
        if not end <= sentence.start < sentence.end <= len(text):
            return f"sentence [{sentence.start}, {sentence.end}) is out of order or outside the text"
        if text[end : sentence.start].strip():
            return f"text before offset {sentence.start} is in no sentence"
        if text[sentence.start].isspace() or text[sentence.end - 1].isspace():
            return f"sentence [{sentence.start}, {sentence.end}) begins or ends with white space"
        end = sentence.end
    if text[end:].strip():
        return f"text after offset {end} is in no sentence"
    return None

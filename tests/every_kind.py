"""A schema with every kind of field, and a corpus of that schema."""

from pathlib import Path

from writers import add_texts

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.loading import modules_hash

SCHEMA = '''
from typing import Literal

from annotator.fields import *


class View(Option):
    FOR = "for", "Speaks for it.", "f", "+"
    AGAINST = "against", "Speaks against it.", "g", "-"


class Grade3(Grade):
    LOW = 1, "low", "1"
    HIGH = 3, "high", "3"


class Every(Schema, name="every", version="1"):
    """A field of every kind, required and optional ones."""

    words: Annotated[Passage, Ask(key="w", role="claim")] = Field(description="The words.")
    who: Annotated[Entity, Ask(key="o")]
    joint: Annotated[list[Entity], Ask(key="j", role="speaker")] = Field(min_length=1)
    view: Annotated[View, Ask(key="v", role="stance")]
    tone: Annotated[Literal["calm", "loud"], Ask(key="t")]
    sure: Annotated[Grade3, Ask(key="s")]
    about: Annotated[Entity | StatementRef, Ask(key="a", role="target")]
    comment: Annotated[str, Ask(key="c")] = Field(min_length=1)
    hedged: Annotated[bool, Ask(key="h")]
    cue: Annotated[Passage | None, Ask(key="q", role="cue")] = None
    parent: Annotated[StatementRef | None, Ask(key="p", role="parent")] = None
    quoted: Annotated[bool, Ask(key="d")] = False
    note: Annotated[str, Ask(key="n")] = ""
    heard_by: Annotated[list[Entity], Ask(key="b")] = Field(default_factory=list)
'''

TEXT = (
    "“The harbour must stay open,” the mayor said, adding that it pays for itself. "
    "A dockers' union called the plan reckless — and late. The rain had stopped by noon."
)


def every_corpus(root: Path) -> tuple[Corpus, str]:
    """Make a corpus with that schema; returns it with the hash that its schema is trusted by."""
    corpus = new_corpus(root, "Every", "en", "every.py")
    (root / "every.py").write_text(SCHEMA)
    add_texts(corpus, one=TEXT, two="Nothing happened in the second article. It rained.")
    return corpus, modules_hash(root)

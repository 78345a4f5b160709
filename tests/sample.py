"""The sample corpus as the tests of it read it: what each annotator said, with the words."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.fields import Entity, Passage, Span, StatementRef
from annotator.reading import marks_by_sentence, sentences_of
from annotator.statements import Mark, State
from schemas.statement import Statement

REPO = Path(__file__).parents[1]


def copy_of_sample(folder: Path) -> Corpus:
    """Return a copy of the sample corpus, so that reading it leaves nothing behind in the repository."""
    shutil.copytree(REPO / "corpus", folder / "corpus", ignore=shutil.ignore_patterns(".cache"))
    return Corpus(folder / "corpus")


@dataclass(frozen=True)
class Said:
    """One statement of an annotator, with its words."""

    id: str
    fields: Statement
    article: Article

    def words(self, passage: Passage | None) -> str:
        return " ".join(self.article.text[s.start : s.end] for s in passage.spans) if passage else ""

    @property
    def claim(self) -> str:
        return self.words(self.fields.claim)

    @property
    def cue(self) -> str:
        return self.words(self.fields.cue)

    @property
    def speakers(self) -> frozenset[str]:
        return frozenset(entity.name for entity in self.fields.speaker)

    @property
    def mentions(self) -> list[str]:
        return [self.words(entity.mention) for entity in self.fields.speaker]

    @property
    def target(self) -> str:
        target = self.fields.target
        return target.name if isinstance(target, Entity) else "another statement"

    @property
    def sentences(self) -> tuple[int, int]:
        return sentences_of(self.article.sentences, self.fields.claim)


@dataclass(frozen=True)
class Page:
    """What one annotator made of an article."""

    article: Article
    said: list[Said]
    marks: dict[Span, Mark]
    aliases: dict[str, set[str]]

    def by_ref(self, ref: object) -> Said | None:
        wanted = ref.statement if isinstance(ref, StatementRef) else None
        return next((said for said in self.said if said.id == wanted), None)

    def pairs(self) -> Iterator[tuple[Said, Said]]:
        yield from combinations(self.said, 2)

    def mentions_of(self, name: str) -> list[str]:
        """The words that name somebody who speaks or is spoken to, in the order of the text."""
        found = [
            (entity.mention.start, said.words(entity.mention))
            for said in self.said
            for entity in (*said.fields.speaker, *said.fields.addressee)
            if entity.name == name and entity.mention
        ]
        return [words for _, words in sorted(found)]

    def names(self, *kinds: str) -> set[str]:
        return {e.name for said in self.said for e in said.fields.speaker if e.kind in kinds}

    def state(self, said: Said) -> str | None:
        mark = self.marks.get(self.article.sentences[said.sentences[0]].span)
        return mark.state if mark else None


@cache
def state_of(corpus: Corpus, annotator: str) -> State:
    return State(read_journal(corpus.annotations_folder / f"{annotator}.jsonl").events)


def statements(corpus: Corpus, annotator: str, article: Article) -> list[Said]:
    puts = state_of(corpus, annotator).statements(article.id)
    return [Said(put.statement, Statement.model_validate(put.fields), article) for put in puts]


def page_of(corpus: Corpus, article_id: str) -> Page:
    article = corpus.article(article_id)
    marks = marks_by_sentence(article.sentences, state_of(corpus, "amara").marks(article_id))
    aliases = {known.name: set(known.aliases) for known in corpus.entities["speaker"].names}
    return Page(article, statements(corpus, "amara", article), marks, aliases)


def mark_of(state: State, article: Article, place: int) -> str | None:
    mark = marks_by_sentence(article.sentences, state.marks(article.id)).get(article.sentences[place].span)
    return mark.state if mark else None

"""Adding articles: drafts are cleaned, cut into sentences, frozen, and written as one new file."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Literal

from filelock import FileLock, Timeout

from annotator.corpus.articles import Article, SourceFile, article_line, text_sha256
from annotator.corpus.clean import clean
from annotator.corpus.corpus import Corpus
from annotator.corpus.drafts import Draft, Metadata, Refusal, one_line
from annotator.corpus.ids import Taken, slug
from annotator.corpus.lines import MAX_LINE, whole_file
from annotator.corpus.sentences import segment, segmenter_name
from annotator.errors import InputError, LockedError
from annotator.reading import Sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft."""

    result: Literal["added", "skipped", "refused"]
    where: str
    article: str | None
    """The new article or, for a text that was skipped, the one that has it already."""
    reason: str | None = None


def add_articles(
    corpus: Corpus, found: Iterable[Draft | Refusal], name: str, defaults: Metadata
) -> Iterator[Outcome]:
    """Add drafts to a corpus as `articles/<name>.jsonl`, and say of each what became of it, as it goes.

    The file appears, whole, when the last outcome has been taken; if the caller stops before, nothing is added.
    Raises LockedError while another program changes the articles, OSError where the disk refuses.
    """
    with changing_articles(corpus), ExitStack() as written:
        taken = Taken(corpus.index.of_text, corpus.index.__contains__)
        written.callback(taken.close)
        file: IO[bytes] | None = None
        for draft in found:
            if isinstance(draft, Refusal):
                yield Outcome("refused", draft.where, None, draft.reason)
                continue
            try:
                article = frozen(draft, defaults, corpus.settings.language)
            except InputError as error:
                yield Outcome("refused", draft.where, None, str(error))
                continue
            same = taken.of_text(article.sha256)
            if same is not None:
                yield Outcome("skipped", draft.where, same, f"the same text as {same}")
                continue
            article = article.model_copy(update={"id": taken.new_id(article.id)})
            line = article_line(article)
            if len(line) > MAX_LINE:
                yield Outcome(
                    "refused", draft.where, None, f"longer than {MAX_LINE // 2**20} MiB with its sentences"
                )
                continue
            file = file or written.enter_context(whole_file(corpus.articles_folder / free_name(corpus, name)))
            file.write(line)
            taken.take(article.sha256, article.id)
            yield Outcome("added", draft.where, article.id)
    corpus.index.refresh()


def frozen(draft: Draft, defaults: Metadata, language: str) -> Article:
    """Make an article of a draft, `language` being the corpus's; raises InputError for one without words.

    A text that begins with a headline has that for a title, if nothing else says its title.
    """
    text = clean(draft.text)
    if not text.strip():
        raise InputError("there is no text in it")
    metadata = draft.metadata.filled_from(defaults)
    spoken = metadata.language or language
    sentences = tuple(Sentence(s.start, s.end, s.kind) for s in segment(text, spoken))
    title = metadata.title or _headline(text, sentences)
    return Article(
        id=slug(draft.name or title or draft.source),
        title=title,
        outlet=metadata.outlet,
        published=metadata.published,
        author=metadata.author,
        url=metadata.url,
        language=metadata.language,
        source=SourceFile(name=clean(draft.source), sha256=draft.sha256),
        segmenter=segmenter_name(spoken),
        sha256=text_sha256(text),
        text=text,
        sentences=sentences,
    )


def free_name(corpus: Corpus, name: str) -> str:
    """Return the name of a new article file: `name.jsonl`, or with a number where there is one."""
    base = slug(name)
    number, file = 1, f"{base}.jsonl"
    while (corpus.articles_folder / file).exists():
        number += 1
        file = f"{base}-{number}.jsonl"
    return file


@contextmanager
def changing_articles(corpus: Corpus) -> Iterator[None]:
    """Keep other programs on this machine from changing the articles; raises LockedError."""
    corpus.cache.mkdir(exist_ok=True)
    try:
        with FileLock(corpus.cache / "articles.lock", timeout=0):
            yield
    except Timeout:
        raise LockedError(f"{corpus.root}: another program is changing the articles; wait for it") from None


def _headline(text: str, sentences: tuple[Sentence, ...]) -> str | None:
    first = sentences[0]
    return one_line(text[first.start : first.end]) if first.kind == "headline" else None

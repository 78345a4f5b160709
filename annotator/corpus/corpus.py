"""A corpus as a whole: its folder, and what lies where in it."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from annotator.corpus.articles import Article, article_line, parse_article
from annotator.corpus.clean import clean
from annotator.corpus.folder import SETTINGS
from annotator.corpus.index import Index, article_files
from annotator.corpus.journal import Journal, JournalFile, first_annotator, read_journal
from annotator.corpus.lines import read_lines, whole_file
from annotator.corpus.settings import (
    Settings,
    annotator_name,
    guidelines_identifier,
    read_entities,
    read_guidelines,
    read_settings,
)
from annotator.entities import NameList
from annotator.errors import CorpusError, InputError
from annotator.loading import load_schema
from annotator.schema import LoadedSchema

_GIT_ATTRIBUTES = "annotations/*.jsonl merge=union -text\ngold/*.jsonl merge=union -text\n"
_GIT_IGNORE = ".cache/\n"
_NEW_SETTINGS = 'name = "{name}"\nlanguage = "{language}"\nschema = "{schema}"\n'


class Corpus:
    """The folder that a team shares. Opening one reads its settings only; the rest is read when asked for."""

    def __init__(self, root: Path) -> None:
        """Open the corpus at `root`; raises CorpusError where there is none."""
        self.root = root
        self.settings: Settings = read_settings(root)

    @property
    def articles_folder(self) -> Path:
        """Where the article files are."""
        return self.root / "articles"

    @property
    def annotations_folder(self) -> Path:
        """Where the annotators' journals are."""
        return self.root / "annotations"

    def golds(self) -> list[str]:
        """Return the names of all gold that is here."""
        found = (self.root / "gold").glob("*.jsonl")
        return sorted(path.stem for path in found if path.is_file() and not path.is_symlink())

    def gold_path(self, name: str) -> Path:
        """Return the journal of the gold called `name`; raises CorpusError for one that cannot be a file's name."""
        return self.root / "gold" / f"{annotator_name(name.removesuffix('.jsonl'))}.jsonl"

    def gold_lock(self, name: str) -> Path:
        """Return what whoever writes the gold called `name` locks."""
        return self.cache / f"{self.gold_path(name).stem}.gold.lock"

    @property
    def cache(self) -> Path:
        """Where rebuildable files are kept."""
        return self.root / ".cache"

    @cached_property
    def index(self) -> Index:
        """The index of the articles, brought up to date when first asked for."""
        return Index(self.articles_folder, self.cache)

    @cached_property
    def entities(self) -> dict[str, NameList]:
        """The known names by role."""
        return read_entities(self.root)

    @cached_property
    def guidelines(self) -> str:
        """The team's guidelines, or an empty text."""
        return read_guidelines(self.root)

    @property
    def guidelines_identifier(self) -> str | None:
        """`guidelines@version#fingerprint`, or None."""
        return guidelines_identifier(self.settings, self.guidelines)

    def schema(self, trusted: str | None = None) -> LoadedSchema:
        """Load the corpus's schema; raises SchemaError and UntrustedSchemaError."""
        return load_schema(self.settings.schema_, self.root, trusted)

    def article(self, article: str) -> Article:
        """Read one article; raises CorpusError for an unknown id and InputError for a damaged line."""
        entry = self.index.entry(article)
        path = self.articles_folder / entry.file
        with path.open("rb") as file:
            file.seek(entry.offset)
            return parse_article(file.read(entry.length), f"{path}:{entry.line}")

    def articles(self) -> Iterator[Article]:
        """Yield all articles in the order of their files, superseded ones included."""
        for path in article_files(self.articles_folder):
            for line in read_lines(path):
                where = f"{path}:{line.number}"
                if line.too_long:
                    raise InputError(f"{where}: the line is too long to be an article")
                if line.data.strip():
                    yield parse_article(line.data, where)

    def replace_article(self, changed: Article) -> None:
        """Write the line of an article anew (its text stays the same: only for mended sentence boundaries)."""
        entry = self.index.entry(changed.id)
        path = self.articles_folder / entry.file
        with whole_file(path) as file:
            for line in read_lines(path):
                file.write(article_line(changed) if line.number == entry.line else line.data + b"\n")
        self.index.refresh()

    def journal_paths(self, folder: Path | None = None) -> dict[str, list[Path]]:
        """Return the journal files by annotator: a file's events say whose it is; an empty one's name does.

        The annotator's own file comes first, then conflict copies of it.
        """
        found: dict[str, list[Path]] = {}
        for path in sorted((folder or self.annotations_folder).glob("*.jsonl")):
            if path.is_file() and not path.is_symlink():
                found.setdefault(first_annotator(path) or path.stem, []).append(path)
        for annotator, paths in found.items():
            paths.sort(key=lambda path: (path.stem != annotator, path.name))
        return found

    def annotators(self) -> list[str]:
        """Return the names of all who have a journal here."""
        return sorted(self.journal_paths())

    def read_journals(self, annotator: str) -> list[JournalFile]:
        """Read all files of one annotator; raises CorpusError for an unknown name."""
        paths = self.journal_paths().get(annotator)
        if paths is None:
            known = ", ".join(self.annotators()) or "nobody yet"
            raise CorpusError(f"{self.root}: no annotator “{annotator}” here ({known})")
        return [read_journal(path) for path in paths]

    def known_annotator(self, name: str) -> str | None:
        """Return the annotator whose name is `name`, regardless of case, or None; raises CorpusError if unusable."""
        name = annotator_name(name)
        return next((known for known in self.annotators() if known.casefold() == name.casefold()), None)

    def open_journal(self, annotator: str) -> Journal:
        """Open an annotator's journal for appending, locked; raises LockedError, JournalError."""
        own = self.annotations_folder / f"{annotator_name(annotator)}.jsonl"
        copies = [path for path in self.journal_paths().get(annotator, []) if path != own]
        self._make_cache()
        return Journal(own, annotator, self.cache / f"{annotator}.lock", copies)

    def open_gold(self, name: str, adjudicator: str) -> Journal:
        """Open the gold called `name` for an adjudicator's decisions, locked; raises LockedError, JournalError."""
        self._make_cache()
        lock = self.gold_lock(name)
        return Journal(self.gold_path(name), annotator_name(adjudicator), lock, shared=True)

    def _make_cache(self) -> None:
        try:
            self.cache.mkdir(exist_ok=True)
        except OSError as error:
            raise CorpusError(f"{self.root}: cannot be written to ({error.strerror})") from None


def new_corpus(root: Path, name: str, language: str, schema: str) -> Corpus:
    """Make an empty corpus; raises CorpusError where something is in the way."""
    if (root / SETTINGS).exists():
        raise CorpusError(f"{root}: is a corpus already")
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CorpusError(f"{root}: is not an empty folder")
    settings = _NEW_SETTINGS.format(
        name=_toml_text(name), language=_toml_text(language), schema=_toml_text(schema)
    )
    files = {SETTINGS: settings, ".gitattributes": _GIT_ATTRIBUTES, ".gitignore": _GIT_IGNORE}
    try:
        for folder in ("articles", "annotations", "gold"):
            (root / folder).mkdir(parents=True, exist_ok=True)
            (root / folder / ".gitkeep").touch()
        for file, content in files.items():
            with whole_file(root / file) as out:
                out.write(content.encode())
    except OSError as error:
        raise CorpusError(f"{root}: cannot be made ({error.strerror})") from None
    return Corpus(root)


def _toml_text(text: str) -> str:
    """Return the inside of a TOML string: one line without control characters."""
    return " ".join(clean(text).split()).replace("\\", "\\\\").replace('"', '\\"')

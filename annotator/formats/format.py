"""What a format is: a small module that writes datasets, reads other programs' files, or both.

A format is found by its name as an entry point of the group `annotator.formats`, which names an object of the class
`Format`; the built-in ones are found the same way, so that another package can add one (docs/formats.md).
All offsets on this side are code points; a format that counts otherwise converts by `annotator.formats.offsets`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, Literal, Protocol

from annotator.corpus.drafts import Metadata, Refusal
from annotator.errors import AnnotatorError
from annotator.fields import Span
from annotator.formats.output import Folder
from annotator.formats.views import AnnotatedArticle, Row, View
from annotator.reading import Sentence
from annotator.schema import LoadedSchema
from annotator.statements import MarkState

GROUP = "annotator.formats"

OffsetUnit = Literal["code points", "UTF-16 code units", "tokens", "none"]


class Dataset(Protocol):
    """What is exported: a whole selection, or one split of it. Each call reads the corpus anew, as a stream."""

    @property
    def name(self) -> str:
        """The name of the corpus."""
        ...

    @property
    def split(self) -> str:
        """The name of this part; empty where the selection is not split."""
        ...

    @property
    def view(self) -> View:
        """What a row is."""
        ...

    @property
    def schema(self) -> LoadedSchema:
        """The corpus's schema."""
        ...

    @property
    def is_gold(self) -> bool:
        """Whether it is a gold: all its statements are decided, and nothing says which sentences were read."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """The format's own options, all of them, with their defaults."""
        ...

    def rows(self, view: View | None = None) -> Iterator[Row]:
        """Yield the rows of a view, by default of the dataset's own."""
        ...

    def articles(self) -> Iterator[AnnotatedArticle]:
        """Yield the annotated articles; those of one article follow on each other, by annotator."""
        ...

    def codebook(self) -> str:
        """Return the schema's codebook as Markdown."""
        ...

    @property
    def agreement(self) -> Callable[[], Mapping[str, object] | None]:
        """Measures what `annotator agree --json` says of the corpus; None for less than two annotators."""
        ...


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """A statement as a file has it. `where` names file and line, or file and element."""

    where: str
    key: str
    """What references of the same file call it (`{"statement": key}` in `values`); it gets an id of ours."""
    values: Mapping[str, object]
    """Fields as the schema writes them; what the file does not say is left out, and the statement needs review."""


@dataclass(frozen=True, slots=True)
class ImportedMark:
    """A mark as a file has it; `sentence` is None for one on the whole article."""

    sentence: Span | None
    state: MarkState
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article as a file has it, with statements whose words have been found to be those of `text`."""

    where: str
    name: str | None
    """What its id is made of, where the corpus does not have the text yet."""
    text: str | None
    """The text that offsets count in; None where the file has none, and the corpus must have it."""
    sha256: str
    """Of the file that it came from; of the text, where `text` is None."""
    source: str
    """The name of that file."""
    metadata: Metadata = field(default_factory=Metadata)
    sentences: tuple[Sentence, ...] | None = None
    """As frozen by this tool before; None where it has to find them."""
    segmenter: str | None = None
    statements: tuple[ImportedStatement, ...] = ()
    marks: tuple[ImportedMark, ...] = ()
    refused: tuple[Refusal, ...] = ()
    """What of it does not fit: named, and in the way of the import unless the user says that it may be left out."""


@dataclass(frozen=True, slots=True)
class FormatOption:
    """An option of one format, as `--name VALUE` of `annotator export`, or `--name` where `choices` is empty."""

    name: str
    help: str
    choices: tuple[str, ...] = ()
    """The values it takes; ("",) for any. Empty: a flag, whose value is "yes" or ""."""
    default: str = ""


WriteFile = Callable[[Dataset, IO[bytes]], None]
WriteFolder = Callable[[Sequence[Dataset], Folder], None]
Read = Callable[[Sequence[Path], LoadedSchema], Iterator[ImportedArticle | Refusal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format. It writes files or a folder, or only reads."""

    name: str
    title: str
    offsets: OffsetUnit
    not_held: tuple[str, ...] = ()
    """What it cannot hold at all, a phrase each, for `annotator formats`."""
    suffix: str = ""
    """Of the files that `write_file` writes, one for each split."""
    views: tuple[View, ...] = ()
    """What a row can be, the default first; empty where it writes whole articles or has rows of its own."""
    options: tuple[FormatOption, ...] = ()
    write_file: WriteFile | None = None
    write_folder: WriteFolder | None = None
    read: Read | None = None
    losses: Callable[[AnnotatedArticle, LoadedSchema], Iterable[str]] | None = None
    """Yields a phrase for each thing that writing this article loses ("claims of several spans become their hull"):
    counted over the dataset, and said before anything is written."""
    verified: bool = True
    """Whether the program that the format is for has opened what is written."""

    @property
    def writes(self) -> bool:
        """Whether datasets can be exported in it."""
        return self.write_file is not None or self.write_folder is not None


def load_format(name: str) -> Format:
    """Return the format of this name; raises AnnotatorError where there is none, or it cannot be loaded."""
    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in installed:
        raise AnnotatorError(f"there is no format “{name}” ({', '.join(sorted(installed))})")
    try:
        found = installed[name].load()
    except Exception as error:
        raise AnnotatorError(f"the format {name} cannot be loaded: {error}") from error
    if not isinstance(found, Format):
        raise AnnotatorError(f"the format {name} is no annotator.formats.format.Format")
    return found


def load_formats() -> list[Format]:
    """Return all formats that are installed, by name; raises AnnotatorError."""
    return [load_format(name) for name in sorted({entry.name for entry in entry_points(group=GROUP)})]


def needed(package: str, extra: str) -> AnnotatorError:
    """Return the error to raise where a library of an extra is not installed."""
    return AnnotatorError(f"this format needs {package}: pip install 'annotator[{extra}]'")

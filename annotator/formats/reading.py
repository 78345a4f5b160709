"""What readers of formats share: lines of JSON, and the check that the words at offsets are those that were meant."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import orjson

from annotator.corpus.drafts import Refusal
from annotator.corpus.lines import MAX_LINE, read_lines
from annotator.errors import AnnotatorError, StatementError
from annotator.fields import MAX_NAME, Span

ReadT = TypeVar("ReadT")


def checked_spans(text: str, spans: Iterable[tuple[int, int]], words: Sequence[str] | None) -> list[Span]:
    """Return spans that fit a text: in order, joined where they touch, without white space at their ends.

    `words` are what the file says stands at each of the spans, None where it does not say. Raises StatementError for
    a span outside the text, one that is empty or inverted, spans that overlap, or other words than the text has.
    """
    given = list(spans)
    for place, (start, end) in enumerate(given):
        if not 0 <= start < end <= len(text):
            raise StatementError(f"[{start}, {end}) is not a span of the text of {len(text)} characters")
        if words is not None and text[start:end] != words[place]:
            raise StatementError(
                f"the text has “{text[start:end][:40]}” at [{start}, {end}), not “{words[place][:40]}”"
            )
    found: list[Span] = []
    for start, end in sorted(given):
        if found and start < found[-1].end:
            raise StatementError(f"[{start}, {end}) overlaps another span of the same passage")
        if found and start == found[-1].end:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    trimmed = [_trimmed(text, span) for span in found]
    kept = [span for span in trimmed if span.start < span.end]
    if not kept:
        raise StatementError("a passage needs at least one word")
    return kept


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def name_by_words(text: str, spans: Iterable[Span]) -> str:
    """Return what an entity is called by its words, where a file gives it no other name."""
    return " ".join(" ".join(text[start:end] for start, end in spans).split())[:MAX_NAME].strip()


def input_files(paths: Iterable[Path], suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that were named, and those of these suffixes in the folders that were, in order.

    Raises AnnotatorError for a folder that has none.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix in suffixes and file.is_file())
        if not found:
            raise AnnotatorError(f"{path}: has no file that ends in {' or '.join(suffixes)}")
        yield from found


def read_text(path: Path) -> tuple[str, str] | Refusal:
    """Return the text of a file and the SHA-256 of its bytes; line ends stay as they are, for offsets count them."""
    try:
        data = path.read_bytes()
        return data.decode(), hashlib.sha256(data).hexdigest()
    except OSError as error:
        return Refusal(str(path), f"cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        return Refusal(str(path), f"not UTF-8 (byte {error.start})")


def text_lines(path: Path) -> Iterator[tuple[str, str | Refusal]]:
    """Yield each line of a text file that is not blank, with its place, or why it cannot be taken. Raises OSError."""
    for line in read_lines(path):
        where = f"{path}:{line.number}"
        try:
            if line.too_long:
                yield where, Refusal(where, f"the line is longer than {MAX_LINE // 2**20} MiB")
            elif line.data.strip():
                yield where, line.data.decode()
        except UnicodeDecodeError:
            yield where, Refusal(where, "not UTF-8")


def input_lines(path: Path) -> Iterator[tuple[str, dict[str, object] | Refusal]]:
    """Yield each line of a JSONL file that is not blank, with its place: an object, or why not. Raises OSError."""
    for line in read_lines(path):
        where = f"{path}:{line.number}"
        if line.too_long:
            yield where, Refusal(where, f"the line is longer than {MAX_LINE // 2**20} MiB")
        elif line.data.strip():
            try:
                found = orjson.loads(line.data.removeprefix(b"\xef\xbb\xbf"))
            except orjson.JSONDecodeError as error:
                yield where, Refusal(where, f"not JSON ({error})")
                continue
            yield where, found if isinstance(found, dict) else Refusal(where, "not a JSON object")


def read_rows(
    paths: Iterable[Path], read: Callable[[str, str, dict[str, object]], ReadT]
) -> Iterator[ReadT | Refusal]:
    """Yield what `read` makes of each line of JSONL files, given its place and its file's name; raises OSError."""
    for path in paths:
        for where, row in input_lines(path):
            yield row if isinstance(row, Refusal) else read(where, path.name, row)


def whole_number(value: object) -> int:
    """Return an offset as it is; raises StatementError for one that is no whole number."""
    if type(value) is not int:
        raise StatementError("an offset is not a whole number")
    return value

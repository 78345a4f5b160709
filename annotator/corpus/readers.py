"""The files that articles are made of: text, Markdown, HTML, tables; each read as a stream of drafts."""

import csv
import hashlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import orjson

from annotator.corpus.decoding import decode, examine
from annotator.corpus.drafts import Draft, Metadata, Refusal, metadata_of, one_line
from annotator.corpus.lines import MAX_LINE, Line, read_lines
from annotator.errors import InputError

Found = Iterator[Draft | Refusal]

STDIN = "-"
TEXT_COLUMNS = ("text", "content", "body", "article", "article_text", "full_text")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<matter>(?:.*\r?\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:[ \t]*(?P<value>.*)")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TOO_LONG = f"longer than {MAX_LINE // 2**20} MiB"


def read_path(path: str, text_column: str | None, leave_out: Path) -> Found:
    """Yield what a path offers: a file, a folder with all below it (not `leave_out`), or `-` for standard input."""
    if path == STDIN:
        data = sys.stdin.buffer.read(MAX_LINE + 1)
        yield from _guarded("standard input", lambda: _plain(data, "stdin", "standard input"))
    elif Path(path).is_dir():
        yield from _read_folder(Path(path), text_column, leave_out.resolve())
    else:
        yield from _read_file(Path(path), text_column)


def _read_folder(folder: Path, text_column: str | None, leave_out: Path) -> Found:
    inside = folder.resolve()
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name[0] != "." and (Path(parent) / name).resolve() != leave_out
        )
        for name in sorted(files):
            path = Path(parent) / name
            if name[0] == ".":
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                yield Refusal(str(path), "it is a link that leads out of the folder")
            else:
                yield from _read_file(path, text_column)


def _read_file(path: Path, text_column: str | None) -> Found:
    where = str(path)
    kind = path.suffix.lower()
    if not path.exists():
        yield Refusal(where, "there is no such file")
    elif not path.is_file():
        yield Refusal(where, "it is not a file")
    elif kind == ".jsonl":
        yield from _guarded(where, lambda: _json_lines(path, text_column))
    elif kind in {".csv", ".tsv"}:
        yield from _guarded(where, lambda: _table(path, text_column))
    elif kind in _WHOLE:
        yield from _guarded(where, lambda: _WHOLE[kind](_bytes(path), path.name, where))
    else:
        yield Refusal(where, f"“{kind}” is none of .txt, .md, .html, .jsonl, .csv, .tsv")


def _guarded(where: str, read: Callable[[], Found | Draft]) -> Found:
    """Turn what goes wrong while a file is read into a refusal of what is left of it."""
    try:
        found = read()
        if isinstance(found, Draft):
            yield found
        else:
            yield from found
    except InputError as error:
        yield Refusal(where, str(error))
    except OSError as error:
        yield Refusal(where, f"it cannot be read ({error.strerror})")


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_LINE + 1)


def _text(data: bytes, encoding: str | None = None) -> str:
    if len(data) > MAX_LINE:
        raise InputError(f"it is {_TOO_LONG}; split it")
    return decode(data, encoding)


def _plain(data: bytes, name: str, where: str) -> Draft:
    matter, text = _front_matter(_text(data))
    return _draft(data, name, where, text, matter)


def _markdown(data: bytes, name: str, where: str) -> Draft:
    from annotator.corpus.markdown import plain_text  # noqa: PLC0415 (only for .md)

    matter, markdown = _front_matter(_text(data))
    title, text = plain_text(markdown)
    return _draft(data, name, where, text, matter.filled_from(Metadata(title=one_line(title))))


def _html(data: bytes, name: str, where: str) -> Draft:
    from annotator.corpus.html import main_text  # noqa: PLC0415 (only for .html)

    declared = _META_CHARSET.search(data[:4096])
    starts_with_mark = data[:3] in {b"\xef\xbb\xbf"} or data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text, metadata = main_text(
        _text(data, declared[1].decode() if declared and not starts_with_mark else None)
    )
    return _draft(data, name, where, text, metadata_of(metadata))


_WHOLE: dict[str, Callable[[bytes, str, str], Draft]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
}


def _draft(data: bytes, name: str, where: str, text: str, metadata: Metadata) -> Draft:
    return Draft(
        where, name, hashlib.sha256(data).hexdigest(), text, name.rpartition(".")[0] or name, metadata
    )


def _front_matter(text: str) -> tuple[Metadata, str]:
    """Take `key: value` lines between two lines of hyphens off the beginning of a text."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return Metadata(), text
    values: dict[str, object] = {}
    for line in found["matter"].splitlines():
        entry = _ENTRY.fullmatch(line.strip())
        if entry:
            values[entry["key"]] = entry["value"].strip().strip("\"'")
        elif line.strip() and line[0] not in " \t#-":
            return Metadata(), text  # a text that begins with a rule
    return metadata_of(values), text[found.end() :]


def _json_lines(path: Path, text_column: str | None) -> Found:
    for line in read_lines(path):
        if line.data.strip() or line.too_long:
            yield _json_draft(line, path, text_column)


def _json_draft(line: Line, path: Path, text_column: str | None) -> Draft | Refusal:
    where = f"{path}:{line.number}"
    if line.too_long:
        return Refusal(where, f"the line is {_TOO_LONG}")
    data = line.data.removeprefix(b"\xef\xbb\xbf") if line.number == 1 else line.data
    if line.number == 1 and data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("it is UTF-16; JSON lines are UTF-8, convert it")
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return Refusal(where, f"the line is not JSON ({error.msg})")
    if not isinstance(values, dict):
        return Refusal(where, "the line is not a JSON object")
    source = f"{path.name}:{line.number}"
    return _row(values, text_column, where, source, hashlib.sha256(line.data).hexdigest())


def _table(path: Path, text_column: str | None) -> Found:
    encoding, sha256 = examine(path)
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.DictReader(file, delimiter=_delimiter(path, encoding), strict=True)
        try:
            for row in rows:
                where = f"{path}:{rows.line_num}"
                yield _row(row, text_column, where, f"{path.name}:{rows.line_num}", sha256)
        except csv.Error as error:
            raise InputError(
                f"line {rows.reader.line_num}: not a table ({error}); the rest was not read"
            ) from None


def _delimiter(path: Path, encoding: str) -> str:
    """Return what the first line is divided by: columns are named by words, which hold none of these."""
    with path.open(encoding=encoding, newline="") as file:
        header = file.readline(io.DEFAULT_BUFFER_SIZE)
    return max(",;\t", key=header.count)


def _row(
    values: Mapping[str, object], text_column: str | None, where: str, source: str, sha256: str
) -> Draft | Refusal:
    names = {key.strip().lower(): key for key in values if isinstance(key, str)}
    wanted = [text_column.lower()] if text_column else [name for name in TEXT_COLUMNS if name in names]
    if not wanted or wanted[0] not in names:
        there = ", ".join(sorted(names)[:10]) or "none"
        return Refusal(where, f"no text column ({there}); name it with --text-column")
    text = values[names[wanted[0]]]
    if not isinstance(text, str) or not text.strip():
        return Refusal(where, f"its “{wanted[0]}” is empty or no text")
    own = values.get(names.get("id", ""))
    name = str(own) if isinstance(own, str | int) and str(own).strip() else None
    return Draft(where, source, sha256, text, name, metadata_of(values))

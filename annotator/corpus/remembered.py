"""Answers of commands that read a whole corpus, kept in `.cache/` as long as nothing in the corpus changes.

Working one out takes a schema and models of every kind, and making those costs more than the rest of the program
together; a corpus that nobody has touched since gets the same answer without.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import blake2b, file_digest
from pathlib import Path

import orjson

_PACKAGE = Path(__file__).parents[1]
_PROGRAM = (_PACKAGE, _PACKAGE.parent / "schemas")  # the built-in schemas of a source tree lie beside it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command prints, for people and for programs, and its exit code."""

    lines: list[str]
    records: list[object] = field(default_factory=list)
    """One a line of JSON."""
    exit_code: int = 0


def remembered(root: Path, question: str, work_out: Callable[[], Answer]) -> Answer:
    """Return the answer to `question` about a corpus: the one that was kept, if every byte is the same."""
    kept = root / ".cache" / f"{question}.answer"
    key = fingerprint(root)
    try:
        found = orjson.loads(kept.read_bytes())
        if found.pop("key") == key:
            return Answer(**found)
    except (OSError, orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        pass  # none was kept, or something else is there
    answer = work_out()
    if fingerprint(root) == key:  # nobody wrote meanwhile
        _keep(kept, orjson.dumps({"key": key, **asdict(answer)}))
    return answer


def fingerprint(root: Path) -> str:
    """Return a hash over the names and bytes of all files of a corpus, and over the program that reads them."""
    digest = blake2b(_program(), digest_size=16)
    for path in _files(root):
        name = f"{path.relative_to(root)} {'link' if path.is_symlink() else ''}\n"
        digest.update(name.encode(errors="surrogateescape"))
        if path.is_file():
            with path.open("rb") as file:
                digest.update(file_digest(file, "blake2b").digest())
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """Sizes and times of the program's files: asked for once, since it is loaded by then."""
    stats = ((path, path.stat()) for folder in _PROGRAM for path in _files(folder))
    return "".join(f"{path} {stat.st_size} {stat.st_mtime_ns}\n" for path, stat in stats).encode()


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder in order; hidden folders and byte code are left out."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name != "__pycache__")
        yield from (Path(parent) / name for name in sorted(files))


def _keep(path: Path, data: bytes) -> None:
    from annotator.corpus.lines import whole_file  # noqa: PLC0415 (not needed where an answer was kept)

    try:
        with whole_file(path) as file:
            file.write(data)
    except OSError:
        return  # a corpus that cannot be written to: worked out each time

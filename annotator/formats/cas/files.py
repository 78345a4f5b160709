"""Where CAS are found: files with their type system beside them, and the zip files that INCEpTION exports."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from annotator.corpus.drafts import Refusal
from annotator.formats.reading import input_files

TYPES = "TypeSystem.xml"

_LARGEST = 256 * 2**20  # bytes of a member of a zip file; more is a bomb, or no article


class CasFile(NamedTuple):
    """A CAS as it was found; `where` is how messages name it."""

    where: str
    name: str
    data: bytes
    types: bytes | None
    """The type system of XMI; JSON has its own."""


def cas_files(paths: Sequence[Path]) -> Iterator[CasFile | Refusal]:
    """Yield each `.xmi` and `.json` file, and those in each `.zip`, or why one cannot be taken. Raises OSError."""
    for path in input_files(paths, (".xmi", ".json", ".zip")):
        if path.suffix == ".zip":
            yield from _in_zip(path)
        elif path.suffix == ".json":
            yield CasFile(str(path), path.name, path.read_bytes(), None)
        else:
            places = (path.with_name(TYPES), path.parent.with_name(TYPES))
            place = next((place for place in places if place.is_file()), None)
            if place is None:
                yield Refusal(str(path), f"there is no {TYPES} beside it, nor in the folder above")
            else:
                yield CasFile(str(path), path.name, path.read_bytes(), place.read_bytes())


def _in_zip(path: Path) -> Iterator[CasFile | Refusal]:
    """Yield the CAS in a zip file; they are read where they are, so that their names lead nowhere."""
    try:
        with ZipFile(path) as archive:
            large = next((item for item in archive.infolist() if item.file_size > _LARGEST), None)
            if large is not None:
                yield Refusal(f"{path}: {large.filename}", f"it is larger than {_LARGEST // 2**20} MiB")
                return
            names = sorted(archive.namelist())
            types = next((archive.read(name) for name in names if PurePosixPath(name).name == TYPES), None)
            for name in names:
                suffix, where = PurePosixPath(name).suffix, f"{path}: {name}"
                if suffix == ".xmi" and types is None:
                    yield Refusal(where, f"there is no {TYPES} beside it")
                elif suffix in {".xmi", ".json"}:
                    yield CasFile(where, path.name, archive.read(name), types if suffix == ".xmi" else None)
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
    ) as error:  # damaged, unknown compression, encrypted
        yield Refusal(str(path), f"not a zip file that can be read ({error})")

"""A folder of files that appears when it is whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from annotator.corpus.lines import sync_folder
from annotator.errors import AnnotatorError


class Folder:
    """Where a format writes its files, and nowhere else."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def within(self, name: str) -> "Folder":
        """Return the folder called `name` in this one; an empty name is this one."""
        return Folder(self._path(name)) if name else self

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a new file to write to; `name` may have folders in it. It is on the disk when the block ends."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def _path(self, name: str) -> Path:
        parts = name.split("/")
        if any(part in {"", ".", ".."} or part != Path(part).name for part in parts):
            raise AnnotatorError(f"“{name}” cannot be the name of a file that is written")
        return self._root.joinpath(*parts)


@contextmanager
def whole_folder(path: Path, *, force: bool) -> Iterator[Folder]:
    """Open a new folder that is at `path` when the block ends well, and leaves no trace otherwise.

    Raises AnnotatorError where something is there already; with `force`, the new files take the place of those of
    their names, and no other file there is touched.
    """
    if path.exists() and not path.is_dir():
        raise AnnotatorError(f"{path}: is a file; name a folder")
    if path.exists() and any(path.iterdir()) and not force:
        raise AnnotatorError(f"{path}: is not empty; add --force to write over its files")
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=".", suffix=".part"))
    try:
        yield Folder(made)
        _move(made, path)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move(made: Path, path: Path) -> None:
    """Move the files of one folder into another, each in one step; raises AnnotatorError, and moves none then."""
    files = sorted(file for file in made.rglob("*") if file.is_file())
    places = {file: path / file.relative_to(made) for file in files}
    for place in places.values():
        inside = [folder for folder in place.parents if folder.is_relative_to(path)]
        in_the_way = next((one for one in inside if one.exists() and not one.is_dir()), None)
        if in_the_way is not None or place.is_dir():
            raise AnnotatorError(f"{in_the_way or place}: is in the way; take it out, or name another folder")
    path.mkdir(exist_ok=True)
    for file, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
    for folder in {path.parent, path, *(inner for inner in path.rglob("*") if inner.is_dir())}:
        sync_folder(folder)

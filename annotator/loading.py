"""Where schemas come from: the built-in ones by name, and a corpus's own file, which is code.

A corpus's own schema is run only after the user has agreed to it once, by a hash of all the modules in the
corpus that it could import.
"""

import hashlib
import importlib.machinery
import importlib.util
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from annotator.errors import SchemaError, UntrustedSchemaError
from annotator.fields import Schema
from annotator.schema import LoadedSchema

_PACKAGE = Path(__file__).parent
_BUILT_IN = (_PACKAGE / "schemas", _PACKAGE.parent / "schemas")  # as installed; in a source tree


def built_in_schemas() -> list[str]:
    """Return the names of the built-in schemas."""
    folder = _built_in_folder()
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def load_schema(reference: str, root: Path | None = None, trusted: str | None = None) -> LoadedSchema:
    """Load a built-in schema by name, or the file `reference` of the corpus at `root`.

    `trusted` is a hash that the caller vouches for (`--trust-schema`); hashes agreed to before are remembered.
    Raises SchemaError, and UntrustedSchemaError (which carries the hash) for code nobody has agreed to yet.
    """
    if not reference.endswith(".py"):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", reference) or reference not in built_in_schemas():
            names = ", ".join(built_in_schemas())
            raise SchemaError(
                f"no built-in schema “{reference}” (there are {names}; a file's name ends in .py)"
            )
        return _built_in(reference)
    if root is None:
        raise SchemaError(f"schema “{reference}”: a file of a corpus can only be loaded with its corpus")
    path = (root / reference).resolve()
    if not path.is_relative_to(root.resolve()):
        raise SchemaError(f"schema “{reference}”: it must lie inside the corpus")
    if not path.is_file():
        raise SchemaError(f"{path}: no such schema file")
    found = modules_hash(root)
    if found != trusted and found not in _trusted_hashes():
        raise UntrustedSchemaError(path, found)
    with _importing_from(path.parent):
        return LoadedSchema(_schema_class(_run(path), path))


def modules_hash(root: Path) -> str:
    """Return the hash of all modules below `root` that Python could import, by their relative paths and bytes."""
    suffixes = tuple(importlib.machinery.all_suffixes())
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.name.endswith(suffixes) and path.is_file() and "__pycache__" not in path.parts:
            for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
                digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:32]


def trust(found: str) -> None:
    """Remember that the user has agreed to run the modules of this hash."""
    store = _trust_store()
    store.parent.mkdir(parents=True, exist_ok=True)
    with store.open("a", encoding="utf-8") as file:
        file.write(found + "\n")


def _trusted_hashes() -> set[str]:
    store = _trust_store()
    return set(store.read_text(encoding="utf-8").split()) if store.is_file() else set()


def _trust_store() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 (only corpora with a schema of their own need it)

    return user_config_path("annotator") / "trusted-schemas"


def _built_in_folder() -> Path:
    return next(folder for folder in _BUILT_IN if folder.is_dir())


@cache
def _built_in(name: str) -> LoadedSchema:
    path = _built_in_folder() / f"{name}.py"
    return LoadedSchema(_schema_class(_run(path), path), is_built_in=True)


def _run(path: Path) -> ModuleType:
    name = f"_annotator_schema_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        message = str(error).splitlines()[0] if str(error) else ""
        where = f"{path}{_line_of(error, path)}"
        raise SchemaError(f"{where}: cannot be loaded ({type(error).__name__}: {message})") from error
    return module


def _line_of(error: Exception, path: Path) -> str:
    """Return ":" and the line of a file at which an error came up; "" where it came up elsewhere."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f":{error.lineno}"
    import traceback  # noqa: PLC0415 (only for a file that fails)

    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return f":{lines[-1]}" if lines else ""


def _schema_class(module: ModuleType, path: Path) -> type[Schema]:
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Schema) and value.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise SchemaError(
            f"{path}: a schema file defines exactly one class derived from Schema; this has {len(own)}"
        )
    return own[0]


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let a schema import the modules beside it, from their source: cached byte code is in no hash."""
    prefix, path, quiet = sys.pycache_prefix, sys.path[:], sys.dont_write_bytecode
    with tempfile.TemporaryDirectory() as empty:
        sys.pycache_prefix, sys.dont_write_bytecode = empty, True
        sys.path.insert(0, str(folder))
        try:
            yield
        finally:
            sys.pycache_prefix, sys.path[:], sys.dont_write_bytecode = prefix, path, quiet

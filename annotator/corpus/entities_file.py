"""The list of known names, `entities.toml`, as a file: written by hand and by `annotator entities`."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.corpus.lines import whole_file
from annotator.corpus.settings import ENTITIES
from annotator.entities import KnownName, NameList
from annotator.errors import InputError


def entities_hash(root: Path) -> str:
    """Return the list's hash (12 hex digits), which results that applied it name; `none` without a list."""
    path = root / ENTITIES
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"


def with_alias(names: NameList, name: str, alias: str) -> NameList:
    """Return the list with one more alias of `name`, which is added where it is missing.

    Raises InputError for an alias that could mean two, and for a name that is an alias itself.
    """
    stands_for = {other: known.name for known in names.names for other in (known.name, *known.aliases)}
    if name == alias:
        raise InputError(f"“{alias}” is the name itself")
    if stands_for.get(name, name) != name:
        raise InputError(f"“{name}” is an alias of “{stands_for[name]}”: give that name instead")
    if stands_for.get(alias, name) != name:
        raise InputError(
            f"“{alias}” could mean “{stands_for[alias]}” or “{name}”; entities.toml has the former"
        )
    known = next((known for known in names.names if known.name == name), KnownName(name=name))
    if alias in known.aliases:
        return names
    longer = known.model_copy(update={"aliases": (*known.aliases, alias)})
    others = [other for other in names.names if other.name != name]
    place = next((at for at, other in enumerate(names.names) if other.name == name), len(others))
    return names.model_copy(update={"names": (*others[:place], longer, *others[place:])})


def write_entities(root: Path, lists: Mapping[str, NameList]) -> None:
    """Write the list anew; the comment at the head of the old one is kept. Raises OSError."""
    path = root / ENTITIES
    head = []
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                break
            head.append(line)
    while head and not head[-1].strip():
        head.pop()
    lines = [*head, *(line for role in lists for line in _role_lines(role, lists[role]))]
    with whole_file(path) as file:
        file.write(("\n".join(lines).strip("\n") + "\n").encode())


def _role_lines(role: str, names: NameList) -> Iterator[str]:
    key = role if role.isidentifier() and role.isascii() else _text(role)
    if names.closed or not names.names:
        yield from ("", f"[{key}]", f"closed = {'true' if names.closed else 'false'}")
    for known in names.names:
        yield from ("", f"[[{key}.names]]", f"name = {_text(known.name)}")
        if known.kind is not None:
            yield f"kind = {_text(known.kind)}"
        if known.aliases:
            yield f"aliases = [{', '.join(map(_text, known.aliases))}]"


def _text(text: str) -> str:
    """Return a TOML string: as JSON has it, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Copies of one annotator's journal put together: the union of their lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import read_lines
from annotator.errors import InputError, JournalError
from annotator.statements import State


@dataclass(slots=True)
class Joined:
    """The lines of all copies, each once, oldest event first; and what is wrong with the copies."""

    annotator: str
    lines: list[bytes]
    damage: list[Damage] = field(default_factory=list)
    forks: int = 0
    """Subjects that were edited apart: the newest edit stands."""
    clashes: int = 0
    """Ids that two different events have."""


def join(paths: Sequence[Path]) -> Joined:
    """Return the set union of the lines of some files: commutative, associative and idempotent.

    Lines are kept byte for byte. Damaged ones are reported in the result and left where they are. Raises InputError
    where the events are of more than one annotator, or where there are none; JournalError for an unreadable file.
    """
    order: dict[bytes, tuple[str, str]] = {}
    owners: dict[str, Path] = {}
    damage: list[Damage] = []
    state = State()
    for path in paths:
        try:
            for line in read_lines(path):
                item = parse_line(line, path)
                if isinstance(item, Damage):
                    damage.append(item)
                elif item is not None and line.data not in order:
                    owners.setdefault(item.annotator, path)
                    order[line.data] = (item.at, item.id)
                    state.apply(item)
        except OSError as error:
            raise JournalError(f"{path}: cannot be read ({error.strerror})") from None
    if len(owners) != 1:
        raise InputError(_whose(owners, paths))
    lines = sorted(order, key=lambda line: (order[line], line))
    forks = sum(1 for _ in state.forks())
    return Joined(next(iter(owners)), [line + b"\n" for line in lines], damage, forks, len(state.clashes))


def _whose(owners: dict[str, Path], paths: Sequence[Path]) -> str:
    if not owners:
        return f"{paths[0]}: there is no event to join" if len(paths) == 1 else "these files hold no event"
    (one, path), (other, second) = list(owners.items())[:2]
    return (
        f"{path} is of {one} and {second} of {other}: files are joined for one annotator; "
        "to merge several into gold, give their corpus"
    )

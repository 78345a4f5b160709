"""The file that says who annotates which articles: `assignment.jsonl`, one line an article."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from annotator.corpus.lines import read_lines, whole_file
from annotator.errors import InputError
from annotator.statements import json_line

ASSIGNMENT = "assignment.jsonl"


def read_assignment(root: Path) -> dict[str, list[str]]:
    """Return the annotators of each article that has been given to somebody; raises InputError for a damaged line."""
    path = root / ASSIGNMENT
    found: dict[str, list[str]] = {}
    for line in read_lines(path) if path.is_file() else ():
        if not line.data.strip():
            continue
        try:
            record = orjson.loads(line.data)
            found[str(record["article"])] = [str(name) for name in record["annotators"]]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            raise InputError(
                f"{path}:{line.number}: says nobody's article; mend it, or make it anew with annotator assign --force"
            ) from None
    return found


def assigned_to(root: Path, annotator: str) -> list[str]:
    """Return the articles that have been given to an annotator, in the order of the file."""
    return [article for article, names in read_assignment(root).items() if annotator in names]


def write_assignment(root: Path, assignment: Mapping[str, Sequence[str]]) -> None:
    """Write who annotates what; raises OSError."""
    with whole_file(root / ASSIGNMENT) as file:
        for article, names in assignment.items():
            file.write(json_line({"article": article, "annotators": list(names)}))

"""The card of a dataset folder, README.md: what the loader needs to know, and what was measured."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from annotator.formats.column_types import ColumnType
from annotator.formats.hf.dates import ColumnPath
from annotator.formats.hf.figures import Figures
from annotator.formats.hf.shards import Shard
from annotator.formats.views import Row, View

_ABOUT = """\
Statements in news articles: who claims what, and where they stand on it. Offsets count Unicode code points; ranges
are half-open.

No licence is named here. The articles belong to whoever wrote them: before you share this, find out what you may
share, and add `license:` to the head of this file.
"""
_ROWS: dict[View, str] = {
    "statements": "a row is what one annotator recorded about one claim",
    "sentences": "a row is a sentence that one annotator has read, with the statements that start in it, if any",
    "articles": "a row is an article whole, with all that one annotator has in it",
}


def head(
    name: str,
    shards: Sequence[Shard],
    columns: Mapping[View, dict[str, ColumnType]],
    dates: Mapping[View, frozenset[ColumnPath]],
    languages: Iterable[str],
) -> Row:
    """Return what the card says to programs: where the files of each configuration are, and its columns.

    Features have the form that `datasets` 2.19, 3.6 and 5.2 can all read.
    """
    views = list(dict.fromkeys(shard.view for shard in shards))
    known = sorted(languages)
    return {
        "pretty_name": " ".join(name.split()),
        **({"language": known} if known else {}),
        "configs": [
            {
                "config_name": view,
                **({"default": True} if view == views[0] else {}),
                "data_files": _data_files(shards, view),
            }
            for view in views
        ],
        "dataset_info": [
            {
                "config_name": view,
                "description": f"content: {_fingerprint(shards, view)}",
                "features": _features(columns[view], dates[view], ()),
            }
            for view in views
        ],
    }


def _data_files(shards: Sequence[Shard], view: View) -> list[Row]:
    """Return the files by split, each by its name: a pattern would take in those of an export before."""
    paths: dict[str, list[str]] = {}
    for shard in shards:
        if shard.view == view:
            paths.setdefault(shard.split, []).append(shard.path)
    return [{"split": split, "path": files} for split, files in paths.items()]


def _fingerprint(shards: Sequence[Shard], view: View) -> str:
    """Return a hash of all files of a configuration.

    `datasets` keeps what it has loaded by what the head of the card says, not by the files: without something in it
    that changes with them, a folder that is exported anew is loaded as it was before.
    """
    hashes = [shard.sha256 for shard in shards if shard.view == view]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def _features(columns: Mapping[str, ColumnType], dates: frozenset[ColumnPath], path: ColumnPath) -> list[Row]:
    return [{"name": name, **_feature(of, dates, (*path, name))} for name, of in columns.items()]


def _feature(of: ColumnType, dates: frozenset[ColumnPath], path: ColumnPath) -> Row:
    match of:
        case [dict(keys)]:
            return {"list": _features(keys, dates, path)}
        case [item]:
            return {"list": item}
        case dict(keys):
            return {"struct": _features(keys, dates, path)}
    return {"dtype": "date32" if path in dates else of}


def body(name: str, figures: Figures, agreement: Mapping[str, object] | None, codebook: str) -> str:
    """Return what the card says to people, as Markdown."""
    return "\n".join(
        [
            f"# {_cell(name)}",
            "",
            _ABOUT,
            *(f"- `{view}`: {row}" for view, row in _ROWS.items() if _total(figures, view)),
            "",
            "## Size",
            "",
            *_sizes(figures),
            "## Annotators",
            "",
            *_annotators(figures),
            "## Labels",
            "",
            *_labels(figures),
            *(_agreement(_Agreement.model_validate(agreement)) if agreement else ()),
            re.sub("^#", "##", codebook, flags=re.MULTILINE),
            "",
        ]
    )


def _total(figures: Figures, view: View) -> int:
    return sum(number for (of, _), number in figures.rows.items() if of == view)


def _sizes(figures: Figures) -> Iterator[str]:
    views = [view for view in _ROWS if _total(figures, view)]
    splits = dict.fromkeys(split for _, split in figures.rows)
    rows = [[split, *(figures.rows[view, split] for view in views)] for split in splits]
    yield from _table(["split", *views], rows)


def _annotators(figures: Figures) -> Iterator[str]:
    counts = figures.by_annotator
    names = sorted({name for _, name in counts})
    rows = [[name, counts["sentences", name], counts["statements", name]] for name in names]
    yield from _table(["annotator", "sentences read", "statements"], rows)


def _labels(figures: Figures) -> Iterator[str]:
    splits = list(dict.fromkeys(split for *_, split in figures.labels))
    for spec in figures.labelled:
        answers: list[tuple[str, object]] = [(answer.label, answer.value) for answer in spec.answers]
        rows = [
            [label, *(figures.labels[spec.name, value, split] for split in splits)]
            for label, value in answers + ([] if spec.required else [("(no answer)", None)])
        ]
        yield from _table([spec.label, *splits], rows)


class _Interval(BaseModel):
    low: float
    high: float
    resampled: str

    def __str__(self) -> str:
        return f"{self.low:.3f} to {self.high:.3f}{'*' if self.resampled == 'units' else ''}"


class _Figure(BaseModel):
    value: float | None
    n: int
    interval: _Interval | None


class _Measure(BaseModel):
    name: str
    figure: _Figure
    of: str
    coverage: float | None


class _Field(BaseModel):
    name: str
    measures: list[_Measure]


class _Agreement(BaseModel):
    """What `annotator agree --json` says, as far as it is shown here."""

    annotators: list[str]
    detection: list[_Measure]
    fields: list[_Field]
    how_to_read: str


def _agreement(measured: _Agreement) -> Iterator[str]:
    yield from ("## Agreement", "", f"Of {len(measured.annotators)} annotators.", "")
    found = [("claims", measure) for measure in measured.detection]
    found += [(of.name, measure) for of in measured.fields for measure in of.measures]
    rows = [
        [
            name,
            measure.name,
            f"{measure.figure.value:.3f}",
            measure.figure.interval or "",
            f"{measure.figure.n} {measure.of}",
            "" if measure.coverage is None else f"{measure.coverage:.0%}",
        ]
        for name, measure in found
        if measure.figure.value is not None
    ]
    yield from _table(["of", "measure", "value", "95 % interval", "n", "coverage"], rows)
    yield from (measured.how_to_read, "")


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(_cell(str(cell)) for cell in cells)} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

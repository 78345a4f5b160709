"""What the card of a dataset folder says to people: what is in it, what was counted and measured, the codebook."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from annotator.formats.hf.figures import Figures
from annotator.formats.views import View

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

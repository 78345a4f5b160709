"""The report as one HTML page with plots: nothing is loaded from anywhere, and nothing in it runs."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from annotator.agreement.report import (
    RELIABLE,
    TENTATIVE,
    FieldReport,
    Measure,
    PersonReport,
    Report,
    SuggestedReport,
)
from annotator.agreement.terminal import NONE_SUGGESTED, interval, number, provenance

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
table { border-collapse: collapse; margin: .5rem 0; } td, th { padding: .15rem .6rem; text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } tr + tr td { border-top: 1px solid #eee; }
.why { color: #666; font-size: .9rem; } svg { display: block; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #ddd; } tr + tr td { border-color: #333; } .why { color: #aaa; }
}
"""
_WIDTH, _HEIGHT = 260, 22


def page(report: Report) -> str:
    """Return the page."""
    title = f"Agreement in {report.corpus}"
    return "\n".join([
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        *_head(report),
        f"<h2>How to read this</h2><p>{escape(report.how_to_read)}</p>",
        "<p>In the plots the bar is the interval, the dot the value; the lines stand at .667 and .800.</p>",
        *_section("Did they find the same claims?", [*_measures(report.detection), *_pairs(report)]),
        *_section("Do they mark the same words?", _measures(report.extent)),
        *(line for field in report.fields for line in _field(field)),
        *_section("All together", _measures([report.joint])),
        *_section("Suggested and unaided statements", _suggested(report.suggested)),
        *_section("Annotators", _people(report.people)),
        *_section("Where to look", _worst(report)),
        "</body></html>",
        "",
    ])  # fmt: skip


def _head(report: Report) -> Iterator[str]:
    yield f"<p>{escape(', '.join(report.annotators))}: {report.basis}.</p>"
    yield f'<p class="why">Schema {escape(report.schema)}; names by entities.toml {escape(report.entities)}; '
    yield f"seed {report.seed}, {report.samples} samples.</p>"
    left = [f"{count} left out: {why}" for why, count in sorted(report.left_out.items())]
    yield from (f'<p class="why">{escape(line)}</p>' for line in (*left, *report.notices))


def _section(title: str, body: Iterable[str]) -> Iterator[str]:
    rows = list(body)
    if rows:
        yield f"<h2>{escape(title)}</h2>"
        yield from rows


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], names: int = 1) -> Iterator[str]:
    """Yield a table of cells that are HTML already; all but the first `names` columns to the right."""
    yield "<table><tr>" + "".join(_cell("th", head, at >= names) for at, head in enumerate(heads)) + "</tr>"
    for row in rows:
        yield "<tr>" + "".join(_cell("td", cell, at >= names) for at, cell in enumerate(row)) + "</tr>"
    yield "</table>"


def _cell(tag: str, content: str, right: bool) -> str:
    return f'<{tag} class="n">{content}</{tag}>' if right else f"<{tag}>{content}</{tag}>"


def _measures(found: Sequence[Measure]) -> Iterator[str]:
    rows = []
    for measure in found:
        figure = measure.figure
        coverage = "" if measure.coverage is None else f"{measure.coverage:.0%}"
        why = figure.reason or (figure.interval.warning if figure.interval else "") or measure.note
        name = escape(measure.name) + (f'<br><span class="why">{escape(why)}</span>' if why else "")
        n = f"{figure.n} {escape(measure.of)}"
        rows.append([name, _plot(measure), number(figure), interval(figure), n, coverage])
    yield from _table(["", "", "value", "95 % interval", "n", "coverage"], rows, names=2)


def _plot(measure: Measure) -> str:
    """Return a value with its interval on a line from -.2 (or less, cut off) to 1."""
    figure = measure.figure
    if figure.value is None:
        return ""
    middle = _HEIGHT / 2
    marks = [
        f'<line x1="{_x(at):.1f}" x2="{_x(at):.1f}" y1="0" y2="{_HEIGHT}" stroke="#bbb"/>' for at in _LINES
    ]
    marks.append(f'<line x1="{_x(0):.1f}" x2="{_x(0):.1f}" y1="6" y2="{_HEIGHT - 6}" stroke="#888"/>')
    label = f"{number(figure)}"
    if figure.interval is not None:
        low, high = _x(figure.interval.low), _x(figure.interval.high)
        label += f", {interval(figure)}"
        marks.append(
            f'<rect x="{low:.1f}" y="{middle - 3}" width="{max(1.0, high - low):.1f}" height="6" fill="#6a9fd4"/>'
        )
    marks.append(f'<circle cx="{_x(figure.value):.1f}" cy="{middle}" r="4.5" fill="#1b4f86" stroke="#fff"/>')
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}">{"".join(marks)}</svg>'
    )


_LINES = (TENTATIVE, RELIABLE)


def _x(value: float) -> float:
    """Return where a value lies on the plot."""
    least = -0.2
    return 6 + (_WIDTH - 12) * (min(1.0, max(least, value)) - least) / (1 - least)


def _pairs(report: Report) -> Iterator[str]:
    yield "<h3>Matched, and of each alone (IoU of .5 or more)</h3>"
    yield from _table(
        ["", "", "matched", "only the first", "only the second"],
        (
            [escape(p.one), escape(p.other), str(p.matched), str(p.only_one), str(p.only_other)]
            for p in report.pairs
        ),
        names=2,
    )


def _field(field: FieldReport) -> Iterator[str]:
    yield f"<h2>{escape(field.name)} <small>({field.kind}), of aligned statements</small></h2>"
    yield from _measures(field.measures)
    defined = [one for one in field.categories if one.figure.value is not None]
    if defined:
        yield "<h3>Each answer against all others</h3>"
        yield from _measures(defined)
    if field.matrix:
        yield "<h3>What was answered for the same claim (coincidences)</h3>"
        yield from _matrix(field.answers, field.matrix)
        for pair in field.pairs:
            yield f"<h3>{escape(pair.one)} (rows) and {escape(pair.other)} (columns)</h3>"
            kappa = number(pair.kappa) if pair.kappa.value is not None else escape(pair.kappa.reason)
            yield f'<p class="why">Cohen’s kappa, which tells about these two alone: {kappa}</p>'
            yield from _matrix(field.answers, pair.counts)
    elif field.confused:
        yield "<h3>Most often confused</h3>"
        rows = ([escape(one.one), escape(one.other), f"{one.count:g}"] for one in field.confused)
        yield from _table(["", "", "pairs"], rows, names=2)


def _matrix(answers: Sequence[str], matrix: Sequence[Sequence[float]]) -> Iterator[str]:
    """Yield a matrix as a table whose cells are the darker the larger their share of the row."""
    yield (
        "<table><tr><th></th>" + "".join(_cell("th", escape(name), right=True) for name in answers) + "</tr>"
    )
    for name, row in zip(answers, matrix, strict=True):
        total = sum(row) or 1.0
        cells = "".join(
            f'<td class="n" style="background:rgba(106,159,212,{cell / total:.2f})">{cell:g}</td>'
            for cell in (round(cell, 1) for cell in row)
        )
        yield f"<tr><th>{escape(name)}</th>{cells}</tr>"
    yield "</table>"


def _suggested(report: SuggestedReport) -> Iterator[str]:
    if not report.measures:
        yield f"<p>{NONE_SUGGESTED}</p>"
        return
    yield "<p>" + "<br>".join(escape(provenance(one)) for one in report.people) + "</p>"
    yield from _measures(report.measures)
    yield f"<p>{escape(report.how_to_read)}</p>"


def _people(people: Sequence[PersonReport]) -> Iterator[str]:
    rows = []
    for one in people:
        density = "–" if one.per_1000_words is None else f"{one.per_1000_words:.1f}"
        f1 = Measure("", one.f1, "")
        rows.append([
            escape(one.annotator), _plot(f1), number(one.f1), interval(one.f1), str(one.statements),
            str(one.sentences), density,
        ])  # fmt: skip
    heads = ["", "mean F1", "", "interval", "statements", "sentences read", "per 1,000 words"]
    yield from _table(heads, rows, names=2)
    for one in people:
        if one.without:
            yield f"<h3>Without {escape(one.annotator)}</h3>"
            yield from _measures(one.without)
    for field in dict.fromkeys(name for one in people for name in one.marginals):
        answers = list(dict.fromkeys(a for one in people for a in one.marginals.get(field, {})))
        yield f"<h3>How often each gave which {escape(field)}</h3>"
        shares = (
            [escape(one.annotator), *(f"{one.marginals.get(field, {}).get(a, 0):.0%}" for a in answers)]
            for one in people
        )
        yield from _table(["", *map(escape, answers)], shares)


def _worst(report: Report) -> Iterator[str]:
    yield from _table(
        ["article", "F1", "statements"],
        ([escape(one.article), f"{one.f1:.2f}", str(one.statements)] for one in report.worst_articles),
    )
    yield from _table(
        ["article", "at", "claim", "by", "not found by", "differ in"],
        (
            [
                escape(one.article),
                str(one.start),
                f"“{escape(one.quote)}”",
                escape(", ".join(one.members)),
                escape(", ".join(one.missed)),
                escape(", ".join(one.differing)),
            ]
            for one in report.worst_statements
        ),
        names=6,
    )

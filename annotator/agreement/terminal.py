"""The report as lines for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from annotator.agreement.report import (
    FieldReport,
    Measure,
    PersonReport,
    ProvenanceReport,
    Report,
    SuggestedReport,
)
from annotator.merge.figure import Figure
from annotator.terminal import excerpt, table

_WIDTH = 100


def lines(report: Report) -> Iterator[str]:
    """Yield the report."""
    yield f"{report.corpus}: {', '.join(report.annotators)}"
    yield report.basis
    yield f"schema {report.schema}; names by entities.toml {report.entities}; seed {report.seed}"
    yield from (f"{number} left out: {why}" for why, number in sorted(report.left_out.items()))
    yield from report.notices
    yield from _section("Did they find the same claims?", measures(report.detection))
    yield from _section("Matched, and of each alone (IoU of .5 or more)", _pairs(report))
    yield from _section("Do they mark the same words?", measures(report.extent))
    for field in report.fields:
        yield from _section(f"{field.name} ({field.kind}), of aligned statements", _field(field))
    yield from _section("All together", measures([report.joint]))
    yield from _section("Suggested and unaided statements", _suggested(report.suggested))
    yield from _section("Annotators", _people(report.people))
    yield from _section("Where to look", _worst(report))
    yield ""
    yield from wrap(f"How to read this. {report.how_to_read}", _WIDTH)


def _section(title: str, body: Iterable[str]) -> Iterator[str]:
    rows = list(body)
    if rows:
        yield ""
        yield title
        yield from (f"  {row}" for row in rows)


def measures(found: Sequence[Measure]) -> Iterator[str]:
    """Yield a table of measures."""
    rows = [["", "value", "95 % interval", "n", "coverage"]]
    notes = []
    for measure in found:
        figure = measure.figure
        coverage = "" if measure.coverage is None else f"{measure.coverage:.0%}"
        rows.append([measure.name, number(figure), interval(figure), f"{figure.n} {measure.of}", coverage])
        why = figure.reason or (figure.interval.warning if figure.interval else "") or measure.note
        if why and why not in notes:
            notes.append(why)
    yield from table(rows)
    yield from notes


def number(figure: Figure) -> str:
    """Return a value to three places, or a dash where there is none."""
    return "–" if figure.value is None else f"{figure.value:.3f}"


def interval(figure: Figure) -> str:
    """Return the ends of the interval, with a star where it was found by resampling units, not articles."""
    if figure.interval is None:
        return "–"
    star = "*" if figure.interval.resampled == "units" else ""
    return f"{figure.interval.low:.3f} to {figure.interval.high:.3f}{star}"


def _pairs(report: Report) -> Iterator[str]:
    yield from table(
        [
            ["", "", "matched", "only the first", "only the second"],
            *(
                [pair.one, pair.other, str(pair.matched), str(pair.only_one), str(pair.only_other)]
                for pair in report.pairs
            ),
        ],
        names=2,
    )


def _field(field: FieldReport) -> Iterator[str]:
    yield from measures(field.measures)
    defined = [one for one in field.categories if one.figure.value is not None]
    if defined:
        yield "each answer against all others:"
        yield from (f"  {line}" for line in measures(defined))
    if field.confused:
        often = ", ".join(
            f"{excerpt(one.one, 30)} / {excerpt(one.other, 30)} {one.count:g}" for one in field.confused[:5]
        )
        yield f"most confused: {often}"
    if field.pairs:
        kappas = ", ".join(f"{one.one} and {one.other} {number(one.kappa)}" for one in field.pairs)
        yield f"Cohen's kappa, of two alone: {kappas}"


def _suggested(report: SuggestedReport) -> Iterator[str]:
    if not report.measures:
        yield NONE_SUGGESTED
        return
    for one in report.people:
        yield provenance(one)
    yield from measures(report.measures)
    yield from wrap(report.how_to_read, _WIDTH)


NONE_SUGGESTED = "no statement came from a suggestion: all are unaided"


def provenance(one: ProvenanceReport) -> str:
    """Say how many of an annotator's statements were suggested."""
    return (
        f"{one.annotator}: {one.suggested} of {one.statements} statements were suggested, "
        f"{one.as_suggested} of them taken as they were"
    )


def _people(people: Sequence[PersonReport]) -> Iterator[str]:
    rows = [["", "statements", "sentences read", "per 1,000 words", "mean F1", "interval"]]
    for one in people:
        density = "–" if one.per_1000_words is None else f"{one.per_1000_words:.1f}"
        rows.append([
            one.annotator, str(one.statements), str(one.sentences), density, number(one.f1), interval(one.f1)
        ])  # fmt: skip
    yield from table(rows)
    for one in people:
        for field, shares in one.marginals.items():
            yield f"{one.annotator}, {field}: " + ", ".join(
                f"{name} {share:.0%}" for name, share in shares.items()
            )
        if one.without:
            rest = ", ".join(f"{found.name} {number(found.figure)}" for found in one.without)
            yield f"without {one.annotator}: {rest}"


def _worst(report: Report) -> Iterator[str]:
    for article in report.worst_articles:
        yield f"{article.article}: F1 {article.f1:.2f} over {article.statements} statements"
    for one in report.worst_statements:
        differing = f"; differ in {', '.join(one.differing)}" if one.differing else ""
        missed = f"; not found by {', '.join(one.missed)}" if one.missed else ""
        yield f"{one.article}@{one.start} “{excerpt(one.quote, 40)}” by {', '.join(one.members)}{missed}{differing}"

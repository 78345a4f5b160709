"""The table: how many keys a statement costs, by kind of statement."""

from collections.abc import Callable, Sequence
from statistics import mean, median

from annotator.validity import spans_of
from keystroke_model.annotator import Made

SECONDS_A_KEY = 0.28
"""A key press of an average typist (K of the keystroke-level model: Card, Moran and Newell 1983). A shifted key
counts as one; thinking and reading are left out."""

_KINDS: list[tuple[str, Callable[[Made], bool]]] = [
    ("direct quotation", lambda made: made.gold.fields["attribution"] == "direct"),
    ("mixed quotation", lambda made: made.gold.fields["attribution"] == "mixed"),
    ("indirect", lambda made: made.gold.fields["attribution"] == "indirect"),
    ("author's voice", lambda made: made.gold.fields["attribution"] == "author"),
    ("one span", lambda made: len(spans_of(made.gold.fields["claim"])) == 1),
    ("several spans", lambda made: len(spans_of(made.gold.fields["claim"])) > 1),
    ("one speaker", lambda made: _speakers(made) == 1),
    ("joint speakers", lambda made: _speakers(made) > 1),
    ("nested", lambda made: made.gold.fields["parent"] is not None),
    ("names all listed", lambda made: not made.new_names),
    ("a name typed or taken from the text", lambda made: made.new_names > 0),
]


def _speakers(made: Made) -> int:
    speakers = made.gold.fields["speaker"]
    return len(speakers) if isinstance(speakers, list) else 0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def table(title: str, made: Sequence[Made], reading: int) -> list[str]:
    """Return the lines of the report on one input."""
    done = [item for item in made if not item.failed]
    letters, keys = sum(item.letters for item in done), sum(item.count for item in done)
    lines = [title, f"  {'keys a statement':38}{'n':>5}{'median':>8}{'mean':>7}{'p90':>5}{'max':>5}"]
    lines.append(_row("all", done))
    lines += [_row(label, [item for item in done if test(item)]) for label, test in _KINDS]
    by_field = {
        name: [len(item.keys.get(name, ())) for item in done] for name in ("claim", "speaker", "target")
    }
    by_field["speaker"] = [
        n - item.speaker_letters for n, item in zip(by_field["speaker"], done, strict=True)
    ]
    by_field["target"] = [
        n - item.letters + item.speaker_letters for n, item in zip(by_field["target"], done, strict=True)
    ]
    parts = ", ".join(f"{name} {mean(counts):.2f}" for name, counts in by_field.items())
    lines.append(f"  mean by field: {parts}, stance 1")
    lines.append(
        f"  letters of new names typed, besides: {letters} ({letters / len(done):.1f} a statement, "
        f"in {sum(item.letters > 0 for item in done)} statements)"
    )
    lines.append(f"  reading keys (next, nothing here): {reading} ({reading / len(done):.1f} a statement)")
    optional = sum(len(keys) for item in done for keys in item.optional.values())
    if optional:
        lines.append(f"  + keys for the optional fields: {optional / len(done):.1f} a statement")
    lines.append(
        f"  motor time, {SECONDS_A_KEY} s a key: {SECONDS_A_KEY * keys / len(done):.1f} s a statement, "
        f"{SECONDS_A_KEY * (keys + letters + reading) / len(done):.1f} s with letters and reading"
    )
    lines += [
        f"  no keys for {item.gold.article} {item.gold.id}: {item.failed}" for item in made if item.failed
    ]
    return lines


def _row(label: str, made: Sequence[Made]) -> str:
    if not made:
        return f"  {label:38}{0:5}"
    counts = [item.count for item in made]
    figures = f"{median(counts):8.1f}{mean(counts):7.2f}{percentile(counts, 0.9):5.0f}{max(counts):5}"
    return f"  {label:38}{len(made):5}{figures}"


def worst(made: Sequence[Made], count: int) -> list[str]:
    """Return the keys of the dearest statements."""
    dearest = sorted((item for item in made if not item.failed), key=lambda item: -item.count)[:count]
    return [
        f"  {item.count:3} {item.gold.article}: " + " | ".join(" ".join(keys) for keys in item.keys.values())
        for item in dearest
    ]

# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator export`: what was annotated, as lines for training, for counting or for an audit, or for other tools."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, open_corpus, optional_corpus, output_file, trust_option
from annotator.errors import AnnotatorError
from annotator.terminal import Progress, table, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.export import CorpusDataset, Grouping, Selection
    from annotator.formats.format import Format
    from annotator.formats.views import Row, Tally, View
    from annotator.schema import LoadedSchema
    from annotator.splitting import Candidate, Splits


@click.command("export", context_settings={"ignore_unknown_options": True})
@optional_corpus
@click.argument("own_options", nargs=-1, metavar="[FORMAT'S OPTIONS]", type=click.UNPROCESSED)
@click.option(
    "--format",
    "format_name",
    default="jsonl",
    show_default=True,
    metavar="FORMAT",
    help="`annotator formats` lists them; `annotator formats NAME` says what one can hold, and its own options.",
)
@click.option(
    "--view",
    type=click.Choice(["statements", "sentences", "articles", "labels", "audit"]),
    help="What a row is: a statement (the default), a sentence that was read (with or without statements), an "
    "article whole, a claim with everybody's labels, or an event.",
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Only this annotator (may be repeated), or the decisions of this gold.",
)
@click.option(
    "--split",
    "shares",
    metavar="NAME=SHARE,…",
    help="Split by articles: train=0.8,dev=0.1,test=0.1. Near-duplicates stay on one side.",
)
@click.option(
    "--by",
    type=click.Choice(["outlet", "speaker", "published", "story"]),
    help="Keep all articles of an outlet, a speaker, a day or a story on one side of the split.",
)
@click.option(
    "--seed",
    type=int,
    help="Of the split, which stays as it is when articles are added. Without it, one that spreads labels evenly.",
)
@click.option(
    "--standoff",
    is_flag=True,
    help="Without the articles' words: offsets, hashes and labels (view articles); see `annotator hydrate`.",
)
@click.option("--pseudonyms", is_flag=True, help="Other names for the annotators, the same each time.")
@click.option("-o", "--output", default="-", metavar="PATH", help="Where to write; '-' is standard output.")
@click.option("--json-schema", "only_schema", is_flag=True, help="Write the JSON Schema of the rows instead.")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@trust_option
@click.pass_context
def command(
    context: click.Context,
    *,
    corpus: str | None,
    own_options: tuple[str, ...],
    format_name: str,
    view: "View | None",
    sources: tuple[str, ...],
    shares: str | None,
    by: "Grouping | None",
    seed: int | None,
    standoff: bool,
    pseudonyms: bool,
    output: str,
    only_schema: bool,
    force: bool,
    trusted: str | None,
) -> None:
    """Write the statements of CORPUS, or what --view says, to PATH.

    A format's own options stand after CORPUS, as in `annotator export CORPUS --format graphml --mode two-mode -o
    network.graphml`, which makes a network to be drawn: speakers, and what they are for or against.

    What cannot be exported is named on standard error and left out; the exit code is then 1. What the format cannot
    hold is counted and said before anything is written.
    """
    from annotator.export import CorpusDataset
    from annotator.formats.format import load_format
    from annotator.formats.views import Tally

    if shares is None and (by is not None or seed is not None):
        raise click.UsageError("--by and --seed go with --split")
    if shares is not None and not only_schema:
        _check_split(view, output)
    if corpus is not None and corpus.startswith("--"):
        own_options, corpus = (corpus, *own_options), None
    chosen = load_format(format_name)
    shown = _view(chosen, view, standoff=standoff)
    options = _options(chosen, own_options)
    opened = open_corpus(corpus)
    schema = corpus_schema(opened, trusted)
    if only_schema:
        _write_schema(chosen, schema, shown, output, force=force)
        return
    selection = _selection(opened, sources, shown, pseudonyms=pseudonyms)
    tally = Tally(say=warn)
    with Progress(f"{shown} read") as progress:
        dataset = CorpusDataset(
            opened, schema, selection, shown, tally, progress.step, standoff=standoff, options=options
        )
        _measure(dataset)
        _say_losses(chosen, dataset)
        datasets = [dataset] if shares is None else _split(dataset, shares, by, seed)
        _write(chosen, datasets, output, force=force)
    _summarize(tally, sum(part.exported for part in datasets), shown)
    if tally.failed:
        context.exit(1)


def _check_split(view: "View | None", output: str) -> None:
    if view == "audit":
        raise click.UsageError("--split does not go with --view audit: it has replaced articles, too")
    if output == "-":
        raise click.UsageError("a split writes a folder: name one with -o")


def _view(chosen: "Format", view: "View | None", *, standoff: bool) -> "View":
    """Return what a row is, in this format; raises UsageError for a view that does not go with the rest."""
    if standoff and view not in {None, "articles"}:
        raise click.UsageError(
            "--standoff goes with --view articles: any other view can be made of that again"
        )
    view = "articles" if standoff else view
    if not chosen.writes:
        raise AnnotatorError(f"the format {chosen.name} can only be imported")
    if view is not None and view not in chosen.views:
        known = ", ".join(chosen.views) or "it has rows of its own"
        raise click.UsageError(f"--view {view} does not go with --format {chosen.name} ({known})")
    return view or (chosen.views[0] if chosen.views else "statements")


def _options(chosen: "Format", given: Sequence[str]) -> dict[str, str]:
    """Return the values of the format's own options, given as --name, --name VALUE or --name=VALUE."""
    known = {option.name: option for option in chosen.options}
    values = {option.name: option.default for option in chosen.options}
    words = list(given)
    while words:
        word = words.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise click.UsageError(
                f"{word}: no option; CORPUS stands before the options of the format {chosen.name}"
            )
        if name not in known:
            own = ", ".join(f"--{option}" for option in known) or "it has no options of its own"
            raise click.UsageError(f"{word}: unknown to `export` and to the format {chosen.name} ({own})")
        option = known[name]
        if not option.choices:
            values[name] = "yes"
            continue
        if not equals and not words:
            raise click.UsageError(f"--{name} needs a value")
        values[name] = value if equals else words.pop(0)
        if option.choices != ("",) and values[name] not in option.choices:
            raise click.UsageError(f"--{name} {values[name]}: not one of {', '.join(option.choices)}")
    return values


def _selection(corpus: "Corpus", sources: Sequence[str], view: "View", *, pseudonyms: bool) -> "Selection":
    from annotator.export import Selection

    golds = [name for name in sources if corpus.gold_path(name).is_file()]
    if pseudonyms:
        from annotator.corpus.pseudonyms import pseudonyms_of

        other_names = pseudonyms_of(corpus, [corpus.gold_path(name) for name in golds])
    else:
        other_names = {}
    if not golds:
        names = frozenset(_known(corpus, name) for name in sources)
        return Selection(names, pseudonyms=other_names)
    if len(sources) > 1:
        raise click.UsageError("a gold is exported alone: one --from")
    if view == "sentences":
        raise click.UsageError(
            "a gold has statements and no marks: --view sentences goes with annotators only"
        )
    if corpus.known_annotator(golds[0]) is not None:
        raise AnnotatorError(f"“{golds[0]}” is an annotator and a gold; rename gold/{golds[0]}.jsonl")
    return Selection(gold=corpus.gold_path(golds[0]), pseudonyms=other_names)


def _measure(dataset: "CorpusDataset") -> None:
    """Give a dataset what takes an alignment of the annotators, to be worked out where a format asks for it."""
    corpus, schema = dataset.corpus, dataset.schema
    names = tuple(sorted(dataset.selection.annotators))

    def labels(tally: "Tally") -> "Iterator[Row]":
        from annotator.labels import label_rows

        gold = dataset.selection.gold
        for row in label_rows(corpus, schema, tally, names, gold.stem if gold else None):
            del row["model"]  # an opinion on the labels; `annotator merge --json` has it
            yield row

    def agreement() -> "Mapping[str, object] | None":
        if len(names or corpus.annotators()) < 2:
            return None
        from dataclasses import asdict

        from annotator.commands.agree import measured
        from annotator.formats.views import Tally

        silent = Tally(say=lambda _: None)  # what is left out is said where it is exported
        return asdict(measured(corpus, schema, names, silent, tau=0.3, seed=0, with_gamma=False))

    dataset.labels, dataset.agreement = labels, agreement


def _known(corpus: "Corpus", name: str) -> str:
    known = corpus.known_annotator(name)
    if known is None:
        names = ", ".join(corpus.annotators()) or "nobody yet"
        raise AnnotatorError(
            f"no annotator and no gold “{name}” here ({names}); `annotator merge` makes gold"
        )
    return known


def _say_losses(chosen: "Format", dataset: "CorpusDataset") -> None:
    if chosen.losses is None:
        return
    lost: Counter[str] = Counter()
    for annotated in dataset.articles():
        lost.update(chosen.losses(annotated, dataset.schema))
    for phrase, number in sorted(lost.items()):
        warn(f"{number} {phrase}")


def _split(
    dataset: "CorpusDataset", shares: str, by: "Grouping | None", seed: int | None
) -> "list[CorpusDataset]":
    """Return the parts of a dataset, and say what ended where."""
    from dataclasses import replace

    from annotator.export import candidates
    from annotator.formats.views import Tally
    from annotator.splitting import parse_shares, split

    wanted = parse_shares(shares)
    known = list(candidates(dataset, by))
    done = split(known, wanted, seed)
    for line in _split_table(known, done, list(wanted)):
        warn(line)
    if seed is None:
        warn(f"split with --seed {done.seed}: give it again to keep this split when articles are added")
    parts = []
    for name in wanted:
        inside = frozenset(article for article, side in done.of.items() if side == name)
        parts.append(replace(dataset, split=name, selection=replace(dataset.selection, articles=inside)))
        dataset = replace(dataset, tally=Tally(say=lambda _: None))  # labels read all articles for each side
    return parts


def _split_table(known: "Sequence[Candidate]", done: "Splits", names: Sequence[str]) -> Iterator[str]:
    """Yield a line for each side: its articles, groups and statements, and those by label."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for candidate in known:
        counts[done.of[candidate.article]].update(candidate.labels)
    labels = sorted({label for candidate in known for label in candidate.labels})
    rows = [["split", "articles", "groups", "statements", *labels]]
    for name in names:
        inside = [article for article, side in done.of.items() if side == name]
        groups = {done.groups[article] for article in inside}
        numbers = [len(inside), len(groups), counts[name].total(), *(counts[name][label] for label in labels)]
        rows.append([name, *map(str, numbers)])
    return table(rows)


def _write(chosen: "Format", datasets: "Sequence[CorpusDataset]", output: str, *, force: bool) -> None:
    if chosen.write_file is not None and not datasets[0].split:
        with output_file(output, force=force) as file:
            chosen.write_file(datasets[0], file)
        return
    if output == "-":
        raise click.UsageError(f"the format {chosen.name} writes a folder: name one with -o")
    from annotator.formats.output import whole_folder

    with whole_folder(Path(output), force=force) as folder:
        if chosen.write_folder is not None:
            chosen.write_folder(datasets, folder)
            return
        assert chosen.write_file is not None
        for dataset in datasets:
            with folder.open(f"{dataset.split}{chosen.suffix}") as file:
                chosen.write_file(dataset, file)


def _write_schema(
    chosen: "Format", schema: "LoadedSchema", view: "View", output: str, *, force: bool
) -> None:
    from annotator.formats.json_schema import json_schema
    from annotator.formats.jsonl import FORMAT, write_schema

    if chosen.name != FORMAT.name:
        raise click.UsageError(f"--json-schema says what the rows of {FORMAT.name} are, not of {chosen.name}")
    with output_file(output, force=force) as file:
        write_schema(json_schema(view, schema), file)


def _summarize(tally: "Tally", exported: int, view: str) -> None:
    warn(f"{exported} {'events' if view == 'audit' else view} exported")
    if tally.forked:
        warn(f"{tally.forked} edited apart on two machines; the newest stands")
    for why, number in sorted(tally.left_out.items()):
        warn(f"{number} left out: {why}")

# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator merge`: several annotators into gold, or copies of one annotator's journal into one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, trust_option
from annotator.corpus.folder import SETTINGS
from annotator.errors import AnnotatorError, InputError
from annotator.terminal import Progress, excerpt, say, say_json, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.merging import Merged
    from annotator.modelling import Learnt, Model
    from annotator.resolving import Rule, Verdict
    from annotator.schema import LoadedSchema
    from annotator.voices import Source

_GOLD = "gold"
_RARE = 0.01
"""Share of all items from which a confusion is worth a word."""


@click.command("merge")
@click.argument("paths", nargs=-1, required=True, metavar="CORPUS [NAME…] | FILE…")
@click.option(
    "-o", "--output", metavar="GOLD|FILE", help=f"The gold to write (“{_GOLD}”), or the joined file."
)
@click.option(
    "--strategy",
    type=click.Choice(["union", "majority", "unanimous", "model"]),
    default="majority",
    show_default=True,
    help="What it takes for a claim, and then for each of its fields, to be decided.",
)
@click.option(
    "--need", type=click.IntRange(1), metavar="K", help="With majority: K votes, instead of more than half."
)
@click.option(
    "--tau",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.3,
    show_default=True,
    help="Overlap (IoU) from which two claims are taken to be the same.",
)
@click.option("--dry-run", is_flag=True, help="Show the alignment and what would be decided; write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if anything has to be left out.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@trust_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    output: str | None,
    strategy: str,
    need: int | None,
    tau: float,
    dry_run: bool,
    strict: bool,
    force: bool,
    trusted: str | None,
    as_json: bool,
) -> None:
    """Merge the annotators of CORPUS (all, or those named) into gold/GOLD.jsonl.

    Decisions by people stay as long as what they rest on is as it was; the rest is decided anew. What cannot be taken
    is named and left out; the exit code is then 1.

    Given FILEs, copies of one annotator's journal, write all their events to -o FILE.
    """
    from annotator.resolving import Rule

    if not (Path(paths[0]) / SETTINGS).is_file() and Path(paths[0]).is_file():
        _join([Path(path) for path in paths], output, force=force, strict=strict)
        return
    if need is not None and strategy != "majority":
        raise click.UsageError("--need goes with --strategy majority")
    corpus = open_corpus(paths[0])
    schema = corpus_schema(corpus, trusted)
    rule = Rule(strategy, need, tau)  # type: ignore[arg-type] # one of the choices
    run = _Run(corpus, schema, _chosen(corpus, paths[1:], rule), rule)
    run.go(output or _GOLD, dry_run=dry_run, as_json=as_json, strict=strict)
    if run.tally.failed:
        context.exit(1)


def _chosen(corpus: "Corpus", names: Sequence[str], rule: "Rule") -> "list[Source]":
    from annotator.voices import sources

    chosen = sources(corpus, names)
    if not chosen:
        raise AnnotatorError(f"{corpus.root}: nobody has annotated here yet; there is nothing to merge")
    if rule.need is not None and rule.need > len(chosen):
        raise AnnotatorError(f"--need {rule.need}: there are only {len(chosen)} annotators")
    return chosen


class _Run:
    """One merge, with what is counted on the way."""

    def __init__(
        self, corpus: "Corpus", schema: "LoadedSchema", chosen: "Sequence[Source]", rule: "Rule"
    ) -> None:
        from annotator.formats.views import Tally

        self.corpus, self.schema, self.chosen, self.rule = corpus, schema, chosen, rule
        self.tally: Tally = Tally(say=warn)
        self.cases: Counter[str] = Counter()
        self.statements: Counter[str] = Counter()
        self.events = self.kept = 0
        self.open_again: list[str] = []
        self.model: Model | None = None

    def go(self, name: str, *, dry_run: bool, as_json: bool, strict: bool) -> None:
        """Merge article by article into the gold called `name`: all of it is written, or nothing."""
        from annotator.merging import appending, locked, write_events

        with ExitStack() as stack:
            file = (
                None
                if dry_run
                else stack.enter_context(appending(stack.enter_context(locked(self.corpus, name))))
            )
            for merged in self._merged(name, as_json=as_json, dry_run=dry_run):
                if file is not None:
                    write_events(file, merged.events)
            left = self.tally.left_out["refused"] + self.tally.left_out["needs review"]
            if strict and left:
                raise InputError(f"--strict: {left} left out (named above); nothing was written")
        self._summarize(name, as_json=as_json, wrote=not dry_run)

    def _merged(self, name: str, *, as_json: bool, dry_run: bool) -> "Iterator[Merged]":
        from annotator.by_article import Families
        from annotator.labels import label_row
        from annotator.merging import Gold, fitted, merge

        families = Families(self.corpus)
        gold_path = self.corpus.gold_path(name)
        with Gold(gold_path, families, self.tally) as gold, Progress("articles merged") as progress:
            if self.rule.strategy == "model":
                self.model = fitted(self.corpus, self.schema, self.chosen, gold, self.rule)
                if as_json:
                    say_json({"learnt": _learnt_record(self.model)})
            for merged in merge(
                self.corpus, self.schema, self.chosen, gold, self.rule, self.tally, self.model
            ):
                self._count(merged)
                progress.step()
                if as_json:
                    for number, verdict in enumerate(merged.verdicts):
                        say_json(label_row(merged.article.id, number, verdict, written=not dry_run))
                elif dry_run:
                    for line in _lines(merged):
                        progress.say(line)
                yield merged

    def _count(self, merged: "Merged") -> None:
        for verdict in merged.verdicts:
            self.cases[verdict.status] += 1
            self.statements[_place(verdict)] += len(verdict.case.members)
            self.kept += len(verdict.by_people) if verdict.status == "adjudicated" else 0
        self.events += len(merged.events)
        self.open_again += [f"{merged.article.id}: {event.statement}" for event in merged.open_again]
        if any(not verdict.case.exact for verdict in merged.verdicts):
            warn(f"{merged.article.id}: too many statements overlap to align them exactly; aligned greedily")

    def _summarize(self, name: str, *, as_json: bool, wrote: bool) -> None:
        for place in self.open_again:
            warn(f"{place}: decided, but open again: what the decision rests on has changed")
        line = warn if as_json else say
        count = sum(self.statements.values())
        line(
            f"{count} statements of {len(self.chosen)} annotators in {sum(self.cases.values())} cases: "
            + ", ".join(f"{number} {status}" for status, number in sorted(self.cases.items()))
        )
        parts = ", ".join(f"{number} {place}" for place, number in sorted(self.statements.items()))
        line(f"of the annotators' statements: {parts}")
        for text in _learnt(self.model) if self.model else ():
            line(text)
        if self.tally.forked:
            line(f"{self.tally.forked} edited apart on two machines; the newest stands")
        for why, number in sorted(self.tally.left_out.items()):
            line(f"{number} left out: {why}")
        gold = self.corpus.gold_path(name).relative_to(self.corpus.root).as_posix()
        did = "gained" if wrote else "would gain"
        line(f"{gold} {did} {self.events} events; {self.kept} decisions by people stand")


def _place(verdict: "Verdict") -> str:
    """Say where the statements of a case are: each is accounted for."""
    if verdict.status in {"conflict", "open again"}:
        return f"in {verdict.status} cases" if verdict.status == "open again" else "in conflict"
    return "rejected" if verdict.rejected else "in gold"


def _lines(merged: "Merged") -> Iterator[str]:
    yield merged.article.id
    for verdict in merged.verdicts:
        case = verdict.case
        put = next(iter(case.members.values()))
        who = (
            f"{', '.join(sorted(case.members))} of {', '.join(sorted(case.readers)) or 'nobody'} who read it"
        )
        overlap = "" if case.iou is None else f", IoU {case.iou:.2f}"
        reason = f" ({case.alone.value})" if case.alone and len(case.readers) > 1 else ""
        yield f"  {_label(verdict):<12} “{excerpt(put.quote, 50)}”  {who}{overlap}{reason}"
        differing = ", ".join(spec.label for spec in case.differing())
        if differing:
            yield f"  {'':<12} differ in {differing}"


def _label(verdict: "Verdict") -> str:
    return "rejected" if verdict.rejected and not verdict.by_people else verdict.status


def _learnt_record(model: "Model") -> dict[str, object]:
    fields = {name: asdict(learnt) for name, learnt in model.fields.items()}
    return {"exists": asdict(model.exists), "fields": fields, "by_majority": model.by_majority}


def _learnt(model: "Model") -> "Iterator[str]":
    """Yield what the model found out about the annotators, a line a question."""
    yield f"whether a claim is there, by {model.exists.decided_by}: {_rates(model.exists)}"
    for name, learnt in model.fields.items():
        yield f"{name}, by {learnt.decided_by}: {_rates(learnt)}"
    if model.by_majority:
        yield f"too few answers for a model, so by majority: {', '.join(model.by_majority)}"


def _rates(learnt: "Learnt") -> str:
    """Return of each annotator the competence or, by Dawid-Skene, how many claims they miss and add."""
    if learnt.decided_by == "MACE":
        rates = [f"{name} {rate:.2f}" for name, rate in sorted(learnt.competence.items())]
        return f"competence {', '.join(rates)}{_confused(learnt)}"
    there = learnt.answers.index("there")
    return "; ".join(
        f"{name} misses {1 - rows[there][there]:.0%} and adds {rows[1 - there][there]:.0%}"
        for name, rows in sorted(learnt.confusion.items())
    )


def _confused(learnt: "Learnt") -> str:
    """Return which answer each annotator gives most often in the place of another one."""
    most = []
    for name, rows in sorted(learnt.confusion.items()):
        rate, true, given = max(
            (learnt.prevalence[true] * rate, true, given)
            for true, row in enumerate(rows)
            for given, rate in enumerate(row)
            if true != given
        )
        if rate > _RARE:
            share = rows[true][given]
            most.append(f"{name} {share:.0%} of {learnt.answers[true]} as {learnt.answers[given]}")
    return f"; by Dawid-Skene, takes most often: {', '.join(most)}" if most else ""


def _join(paths: list[Path], output: str | None, *, force: bool, strict: bool) -> None:
    from annotator.corpus.joining import join
    from annotator.corpus.lines import whole_file

    if output is None:
        raise click.UsageError("say where the joined journal goes: -o FILE")
    target = Path(output)
    if target.exists() and not force:
        raise AnnotatorError(f"{output}: exists already; add --force to overwrite it")
    joined = join(paths)
    for damage in joined.damage:
        warn(f"{damage} (left out)")
    if joined.damage and (strict or target.resolve() in {path.resolve() for path in paths}):
        raise InputError(f"{len(joined.damage)} damaged lines would be lost; nothing was written")
    with whole_file(target) as file:
        file.writelines(joined.lines)
    say(f"{len(joined.lines)} events of {joined.annotator} from {len(paths)} files are in {output}")
    if joined.forks:
        warn(f"{joined.forks} edited apart on two machines; the newest stands until edited once more")
    if joined.clashes:
        warn(f"{joined.clashes} ids stand for two different events; annotator check names them")
    if joined.damage or joined.clashes:
        click.get_current_context().exit(1)

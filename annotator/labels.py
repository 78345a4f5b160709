"""Each claim with everybody's own labels and their distribution, beside gold: for training on disagreement."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import orjson

from annotator.by_article import Families
from annotator.corpus.corpus import Corpus
from annotator.errors import InputError
from annotator.formats.views import Row, Tally
from annotator.gold import Case
from annotator.merging import Gold, fitted, merge
from annotator.resolving import Verdict, made_by
from annotator.schema import LoadedSchema
from annotator.validity import spans_of
from annotator.voices import sources

if TYPE_CHECKING:
    from annotator.modelling import Opinion  # it imports numpy, which merging by votes does without


def label_rows(
    corpus: Corpus, schema: LoadedSchema, tally: Tally, names: Sequence[str] = (), gold: str | None = None
) -> Iterator[Row]:
    """Yield a row a case (`label_row`), in the order of the article files and of the text; nothing is written.

    Of the annotators or files `names` (all, if none). With `gold`, the name of one: of those whom it rests on,
    aligned and decided by the rule that made it, with its statements. What cannot be taken goes to `tally`. Raises
    InputError, CorpusError and JournalError as merging does.
    """
    path = None if gold is None else corpus.gold_path(gold)
    if path is not None and not path.is_file():
        raise InputError(f"{path}: there is no such gold; annotator merge makes it")
    with Gold(path, Families(corpus), tally) as old:
        annotators, rule = made_by(old.events())
        chosen = sources(corpus, names or sorted(annotators & set(corpus.annotators())))
        model = fitted(corpus, schema, chosen, old, rule) if rule.strategy == "model" else None
        for merged in merge(corpus, schema, chosen, old, rule, tally, model):
            for number, verdict in enumerate(merged.verdicts):
                yield label_row(merged.article.id, number, verdict)


def label_row(article: str, number: int, verdict: Verdict, *, written: bool = False) -> Row:
    """Return a case as a row: the same keys in every row of a schema.

    `case` is its place among the cases of its article, `statement` that of gold, null where gold has none
    (what is `written` now counts). An answer is a list of strings: names, answers of the schema, or "case 3" for what
    points to a statement; nobody's answer is an empty one.
    """
    case = verdict.case
    in_gold = verdict.fields is not None and (written or bool(verdict.by_people or verdict.before))
    return {
        "article": article,
        "case": number,
        "statement": verdict.statement if in_gold else None,
        "status": verdict.status,
        "in_gold": verdict.fields is not None,
        "members": [
            {
                "annotator": name,
                "statement": put.statement,
                "event": put.id,
                "spans": [list(span) for span in spans_of(put.fields[case.schema.anchor.name])],
                "quote": put.quote,
            }
            for name, put in sorted(case.members.items())
        ],
        "readers": sorted(case.readers),
        "iou": case.iou,
        "alone": case.alone.value if case.alone else None,
        "exact": case.exact,
        "differing": [spec.name for spec in case.differing()],
        "fields": {
            spec.name: {
                "labels": [
                    {"annotator": name, "value": _answer(vote)}
                    for name, vote in sorted(case.votes[spec.name].items())
                ],
                "distribution": _distribution(case, spec.name),
            }
            for spec in case.schema.fields
            if spec.name in case.votes
        },
        "model": None if verdict.opinion is None else _opinion(verdict.opinion),
    }


def _distribution(case: Case, field: str) -> list[Row]:
    decision = case.decision(case.schema[field], "majority")
    share = decision.shares()
    return [{"value": _answer(vote), "votes": count, "share": share[vote]} for vote, count in decision.votes]


def _answer(vote: str) -> list[str]:
    """Return a vote as strings."""
    return [_words(item) for item in orjson.loads(vote)]


def _words(item: object) -> str:
    if isinstance(item, dict):
        return "a statement of no case" if item["group"] is None else f"case {item['group']}"
    return item if isinstance(item, str) else orjson.dumps(item).decode()


def _opinion(opinion: "Opinion") -> Row:
    """Return what the model says: the likeliest label, its probability, and the entropy over all labels."""
    return {
        "exists": asdict(opinion.exists),
        "fields": {
            name: {**asdict(belief), "value": None if belief.value is None else _answer(str(belief.value))}
            for name, belief in opinion.fields.items()
        },
    }

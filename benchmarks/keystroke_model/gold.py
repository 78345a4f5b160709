"""What the ideal annotator is to record: statements of a journal, or of the shared seed article."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.corpus.add import add_articles
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.fields import UNNAMED_KINDS
from annotator.schema import LoadedSchema
from annotator.statements import Fields, State
from annotator.validity import references, spans_of

_SEED_ARTICLE = "seed"
SEED_STANCES = {"favor": "support", "against": "oppose"}


@dataclass(frozen=True, slots=True)
class Gold:
    """One statement to be recorded; references in `fields` are ids of other gold statements."""

    id: str
    article: str
    fields: Fields


def gold_of_journal(corpus: Corpus, annotator: str) -> list[Gold]:
    """Return the statements of an annotator of the corpus."""
    state = State(event for file in corpus.read_journals(annotator) for event in file.events)
    return [Gold(put.statement, put.article, put.fields) for put in state.statements()]


def seed_corpus(root: Path, text: Path) -> Corpus:
    """Make a corpus of the one seed article."""
    corpus = new_corpus(root, "seed", "en", "statement")
    draft = Draft(text.name, text.name, "0" * 64, text.read_text(encoding="utf-8"), _SEED_ARTICLE)
    for outcome in add_articles(corpus, [draft], "seed", Metadata()):
        assert outcome.article == _SEED_ARTICLE, outcome
    return corpus


def gold_of_seed(path: Path, schema: LoadedSchema) -> list[Gold]:
    """Return the statements of `gold-000.json` as statements of the default schema.

    "… (unnamed)" there is an unnamed source here, "author (…)" the author's voice, null no speaker.
    """
    return [
        Gold(item["id"], _SEED_ARTICLE, dict.fromkeys(schema.model.model_fields) | _seed_fields(item))
        for item in json.loads(path.read_text(encoding="utf-8"))
    ]


def _seed_fields(item: Mapping[str, object]) -> Fields:
    fields: dict[str, object] = {
        "claim": item["claim_spans"],
        "speaker": [_seed_entity(speaker) for speaker in item["speakers"]],  # type: ignore[attr-defined]
        "stance": SEED_STANCES.get(str(item["stance"]), item["stance"]),
        "target": {"name": item["target"], "kind": None, "mention": None},
        "attribution": item["attribution"],
    }
    if item["cue_span"]:
        fields["cue"] = [item["cue_span"]]
    if "parent" in item:
        fields["parent"] = {"statement": item["parent"]}
    return fields  # type: ignore[return-value]


def _seed_entity(speaker: Mapping[str, object]) -> dict[str, object]:
    name, mention = speaker["canonical"], speaker["mention_span"]
    kind = None
    if name is None:
        name, kind = UNNAMED_KINDS["none"], "none"
    elif str(name).startswith("author ("):
        name, kind = UNNAMED_KINDS["author"], "author"
    elif str(name).endswith("(unnamed)"):
        name, kind = speaker["mention"], "unnamed"
    return {"name": name, "kind": kind, "mention": [mention] if mention else None}


def _extent(gold: Gold, schema: LoadedSchema) -> tuple[int, int]:
    """Return where the claim starts and, longer ones first, ends: what is nested comes after what is around it."""
    spans = spans_of(gold.fields[schema.anchor.name])
    return spans[0].start, -spans[-1].end


def in_order(golds: Iterable[Gold], schema: LoadedSchema) -> list[Gold]:
    """Sort the statements of an article as an annotator makes them: by place, but what is pointed to first."""
    by_place = sorted(golds, key=lambda gold: (*_extent(gold, schema), gold.id))
    by_id = {gold.id: gold for gold in by_place}
    ordered: dict[str, Gold] = {}

    def take(gold: Gold, waiting: frozenset[str]) -> None:
        for spec, other in references(gold.fields, schema):
            if spec.required and other not in waiting:
                take(by_id[other], waiting | {gold.id})
        ordered.setdefault(gold.id, gold)

    for gold in by_place:
        take(gold, frozenset({gold.id}))
    return list(ordered.values())

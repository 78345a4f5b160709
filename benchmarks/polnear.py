"""Real articles with several annotators each, as a corpus: what alignment and agreement are measured on.

`python benchmarks/polnear.py` prints the alignment and the agreement of the four articles that six people annotated
(PolNeAR's annotators in training; the file lies outside the project). Each attribution is a statement of a schema
with three passages; all sentences count as read, for the annotators were to read all.
"""

import gzip
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

from annotator.corpus.add import add_articles
from annotator.corpus.corpus import Corpus, new_corpus
from annotator.corpus.drafts import Draft, Metadata
from annotator.corpus.ids import slug
from annotator.fields import Span
from annotator.loading import modules_hash
from annotator.schema import LoadedSchema
from annotator.statements import Event, Mark, Put, event_line
from annotator.validity import quote

MEASURED = Path(__file__).parents[2] / "shared" / "measure" / "polnear-annotator-training.jsonl.gz"

SCHEMA = """
from annotator.fields import Entity, Passage, Schema


class Attribution(Schema, name="attribution"):
    content: Passage
    cue: Passage | None = None
    source: Passage | None = None
    words_of_source: Entity | None = None
"""

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def polnear_corpus(root: Path, file: Path = MEASURED) -> tuple[Corpus, LoadedSchema]:
    """Make a corpus of the articles in `file`, with a journal for each annotator."""
    corpus = new_corpus(root, "PolNeAR", "en", "attribution.py")
    (root / "attribution.py").write_text(SCHEMA, encoding="utf-8")
    schema = corpus.schema(modules_hash(root))
    records = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    names = {slug(record["id"]): record for record in records}
    drafts = [Draft(id_, f"{id_}.txt", "0" * 64, r["text"], r["id"]) for id_, r in names.items()]
    made = [outcome.article for outcome in add_articles(corpus, drafts, "polnear", Metadata())]
    journals: dict[str, list[Event]] = {}
    for article_id, record in zip(made, names.values(), strict=True):
        assert article_id is not None
        for name, attributions in record["annotators"].items():
            _record(
                corpus,
                schema,
                article_id,
                record["text"],
                attributions,
                journals.setdefault(slug(name), []),
                slug(name),
            )
    for name, events in journals.items():
        path = corpus.annotations_folder / f"{name}.jsonl"
        path.write_bytes(b"".join(map(event_line, events)))
    return corpus, schema


def _record(
    corpus: Corpus,
    schema: LoadedSchema,
    article_id: str,
    text: str,
    attributions: list[dict[str, list[list[int]]]],
    events: list[Event],
    annotator: str,
) -> None:
    """Add what one annotator marked in an article."""
    article = corpus.article(article_id)
    assert article.text == text, "the text is taken in as it is"

    def common(number: int) -> dict[str, object]:
        return {
            "id": f"e-{_ulid(f'{article_id} {annotator} {number}')}",
            "annotator": annotator,
            "at": f"2026-01-05T10:00:00.{number:03}Z",
            "article": article_id,
            "text": article.text_hash,
            "schema": schema.identifier,
        }

    for number, found in enumerate(attributions):
        spans = {role: _joined(found.get(role) or [], text) for role in ("content", "cue", "source")}
        if not spans["content"]:
            continue
        words = " ".join(text[start:end] for start, end in spans["source"])
        fields = schema.complete({
            "content": spans["content"],
            "cue": spans["cue"] or None,
            "source": spans["source"] or None,
            "words_of_source": {"name": words} if words.strip() else None,
        })  # fmt: skip
        put = {"statement": f"s-{_ulid(f'{article_id} {annotator} {number}')}", "fields": fields}
        events.append(Put.model_validate({**common(number), **put, "quote": quote(fields, schema, text)}))
    for number, sentence in enumerate(article.sentences, len(attributions)):
        mark = {"sentence": Span(*sentence.span), "state": "done"}
        events.append(Mark.model_validate({**common(number), **mark}))


def _joined(spans: list[list[int]], text: str) -> list[list[int]]:
    """Return spans as a passage has them: trimmed, in order, joined where only white space lies between."""
    made: list[list[int]] = []
    for first, last in sorted(spans):
        start = first + len(text[first:last]) - len(text[first:last].lstrip())
        end = start + len(text[start:last].rstrip())
        if made and not text[made[-1][1] : start].strip():
            made[-1][1] = max(end, made[-1][1])
        elif start < end:
            made.append([start, end])
    return made


def _ulid(name: str) -> str:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16])
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(125, -5, -5))


def main() -> None:
    from annotator.agreement.terminal import lines  # noqa: PLC0415
    from annotator.commands.agree import measured  # noqa: PLC0415
    from annotator.formats.views import Tally  # noqa: PLC0415

    if not MEASURED.is_file():
        sys.exit(f"{MEASURED} is not here")
    with tempfile.TemporaryDirectory() as folder:
        corpus, schema = polnear_corpus(Path(folder) / "corpus")
        start = time.process_time()
        found = measured(corpus, schema, (), Tally(print), tau=0.3, seed=0, with_gamma=True)
        for line in lines(found):
            print(line)
        print(f"\n{time.process_time() - start:.1f} s CPU")


if __name__ == "__main__":
    main()

"""How long opening a journal takes, beside pydantic validating its lines: `python benchmarks/journal.py`.

Budget: at most three times. Also makes the articles and events that benchmarks/export.py measures with.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from annotator.corpus.articles import Article, text_sha256  # noqa: E402 (the repository is not installed)
from annotator.corpus.journal import Journal  # noqa: E402
from annotator.fields import Span  # noqa: E402
from annotator.loading import load_schema  # noqa: E402
from annotator.reading import Sentence  # noqa: E402
from annotator.statements import Event, Mark, Put, event_line, parse_event  # noqa: E402

EVENTS = 100_000
BUDGET = 3.0
SENTENCES = 20
"""In an article."""

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WORDS = "Mara Lindqvist said the harbour plan would cost the town far more than the council had admitted."
_SCHEMA = load_schema("statement").identifier


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mara.jsonl"
        path.write_bytes(b"".join(event_line(event) for event in islice(sitting(EVENTS), EVENTS)))
        lines = path.read_bytes().splitlines()
        gc.freeze()
        validating, opening = interleaved(
            lambda: validate(lines), lambda: Journal(path, "mara", Path(folder) / "lock").close()
        )
    print(f"{EVENTS:,} events, CPU seconds, least of 3")
    print(f"  pydantic validates the lines  {validating:6.2f}")
    print(
        f"  the journal opens             {opening:6.2f}   {opening / validating:.2f} times (at most {BUDGET})"
    )
    sys.exit(opening > BUDGET * validating)


def validate(lines: Iterable[bytes]) -> None:
    """Validate lines without keeping what they hold: that would slow the measure down and flatter the ratio."""
    for line in lines:
        parse_event(line)


def interleaved(*works: Callable[[], object]) -> list[float]:
    """Return the CPU seconds of the fastest of three runs of each, taken in turns: machines change their pace."""
    best = [float("inf")] * len(works)
    for _ in range(3):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - start)
    return best


def article(number: int) -> Article:
    """Make one article of `SENTENCES` like sentences."""
    text = " ".join(f"{_WORDS[:-1]}, in paragraph {place:02}." for place in range(SENTENCES))
    text = f"{text} {number}."
    width = len(_WORDS) + len(", in paragraph 00")
    starts = [place * (width + 1) for place in range(SENTENCES)]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return Article(
        id=f"news-{number:06}x",
        title=f"The harbour plan, part {number}",
        outlet="The Example",
        published="2026-01-05",
        language="en",
        segmenter="benchmark@1",
        sha256=text_sha256(text),
        text=text,
        sentences=tuple(Sentence(start, end) for start, end in zip(starts, ends, strict=True)),
    )


def sitting(articles: int) -> Iterator[Event]:
    """Yield events as an annotator makes them: in each sentence a statement, every fifth edited, then the mark."""
    for number in range(articles):
        about = article(number)
        for place, sentence in enumerate(about.sentences):
            yield from _sentence_events(about, sentence, number * SENTENCES + place)


def _sentence_events(about: Article, sentence: Sentence, number: int) -> Iterator[Event]:
    first = _put(about, sentence, number, version=0)
    yield first
    if number % 5 == 0:
        yield _put(about, sentence, number, version=1).model_copy(update={"replaces": (first.id,)})
    yield Mark.model_validate(
        {**_common(about, 10 * number + 9), "sentence": Span(sentence.start, sentence.end), "state": "done"}
    )


def _put(about: Article, sentence: Sentence, number: int, version: int) -> Put:
    """Make a statement about the one claim in a sentence."""
    at = sentence.start
    claim = [[at + 20, at + 36], [at + 37, at + 56]] if number % 7 == 0 else [[at + 20, at + 56]]
    fields = {
        "claim": claim,
        "speaker": [{"name": "Mara Lindqvist", "kind": "person", "mention": [[at, at + 14]]}],
        "stance": "oppose",
        "target": {"name": "the harbour plan", "kind": None, "mention": [[at + 20, at + 36]]},
        "cue": [[at + 15, at + 19]],
        "attribution": "indirect",
        "parent": None,
        "premise_of": None,
        "addressee": [],
        "confidence": 2 + version,
        "note": "",
    }
    return Put.model_validate(
        {
            **_common(about, 10 * number + version),
            "statement": f"s-{ulid(number)}",
            "fields": fields,
            "quote": " ".join(about.text[start:end] for start, end in claim),
        }
    )


def _common(about: Article, number: int) -> dict[str, object]:
    return {
        "id": f"e-{ulid(number)}",
        "annotator": "mara",
        "at": f"2026-01-05T10:{number // 60_000 % 60:02}:{number // 1000 % 60:02}.{number % 1000:03}Z",
        "seconds": 12.5,
        "article": about.id,
        "text": about.text_hash,
        "schema": _SCHEMA,
    }


def ulid(number: int) -> str:
    """Return `number` in the form of a ULID."""
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


if __name__ == "__main__":
    main()

"""Other names for annotators in what leaves the team, the same in every export: `pseudonyms.toml` in the corpus.

They are given out in random order and kept, because a name that could be worked out (by a hash, or by the alphabet)
would hide nobody. Who should not know them does not get the file.
"""

import json
import random
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Damage, parse_line
from annotator.corpus.lines import read_lines, whole_file
from annotator.errors import CorpusError
from annotator.statements import Drop, Put

_FILE = "pseudonyms.toml"
_NOBODY = "merge"
"""The hand that writes what a strategy decides: no person."""


def pseudonyms_of(corpus: Corpus, golds: Iterable[Path]) -> Mapping[str, str]:
    """Return the pseudonym of each annotator of a corpus, and of those who decided or are named in these golds.

    Those who have none yet are given one, which is kept. Raises CorpusError for a damaged file.
    """
    path = corpus.root / _FILE
    kept = _read(path)
    paths = [*(path for paths in corpus.journal_paths().values() for path in paths), *golds]
    named = {name for path in paths for name in _named(path)}
    new = sorted(({*corpus.annotators()} | named - {_NOBODY}) - kept.keys())
    if new:
        random.SystemRandom().shuffle(new)
        free = (name for number in count(1) if (name := f"annotator-{number}") not in kept.values())
        kept = {**kept, **dict(zip(new, free, strict=False))}
        with whole_file(path) as file:
            file.writelines(
                f"{_quoted(name)} = {_quoted(other)}\n".encode() for name, other in sorted(kept.items())
            )
    return kept


def _named(path: Path) -> Iterator[str]:
    """Yield the annotators that the events of a journal name; the file may be in another one's name."""
    for line in read_lines(path):
        event = parse_line(line, path)
        if event is not None and not isinstance(event, Damage):
            yield event.annotator
            basis = event.basis if isinstance(event, Put | Drop) else ()
            yield from (item.annotator for item in basis)


def _quoted(text: str) -> str:
    """Return a TOML string: journals may name an annotator as nobody could be called here."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(path: Path) -> dict[str, str]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not TOML ({error}); mend it: names would change") from None
    pairs = {name: other for name, other in found.items() if isinstance(other, str)}
    if len(pairs) < len(found) or len(set(pairs.values())) < len(pairs):
        raise CorpusError(f"{path}: each name needs one pseudonym of its own")
    return pairs

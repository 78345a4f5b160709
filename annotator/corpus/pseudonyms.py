"""Other names for annotators in what leaves the team, the same in every export: `pseudonyms.toml` in the corpus.

They are given out in random order and kept, because a name that could be worked out (by a hash, or by the alphabet)
would hide nobody. Who should not know them does not get the file.
"""

import random
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.corpus.lines import whole_file
from annotator.errors import CorpusError

_FILE = "pseudonyms.toml"
_NOBODY = "merge"
"""The hand that writes what a strategy decides: no person."""


def pseudonyms_of(corpus: Corpus, golds: Iterable[Path]) -> Mapping[str, str]:
    """Return the pseudonym of each annotator of a corpus and of those who decided in these golds.

    Those who have none yet are given one, which is kept. Raises CorpusError for a damaged file.
    """
    path = corpus.root / _FILE
    kept = _read(path)
    deciders = {event.annotator for gold in golds for event in read_journal(gold).events}
    new = sorted(({*corpus.annotators()} | deciders) - kept.keys() - {_NOBODY})
    if new:
        random.SystemRandom().shuffle(new)
        kept |= {name: f"annotator-{number}" for number, name in enumerate(new, len(kept) + 1)}
        with whole_file(path) as file:
            file.writelines(f'"{name}" = "{other}"\n'.encode() for name, other in sorted(kept.items()))
    return kept


def _read(path: Path) -> dict[str, str]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not TOML ({error}); mend it: names would change") from None
    pairs = {name: other for name, other in found.items() if isinstance(other, str)}
    if len(pairs) < len(found) or len(set(pairs.values())) < len(pairs):
        raise CorpusError(f"{path}: each name needs one pseudonym of its own")
    return pairs

"""Where a corpus is. Apart from the rest, so that a command finds it before it imports anything heavy."""

import os
from pathlib import Path

from annotator.errors import CorpusError

SETTINGS = "corpus.toml"


def find_corpus(start: Path) -> Path:
    """Return `start` if it is a corpus, else the nearest folder above it that is; raises CorpusError."""
    for folder in (start, *start.resolve().parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise _not_a_corpus(start)


def named_corpus(root: Path) -> Path:
    """Return `root` if it is a corpus; raises CorpusError."""
    if not (root / SETTINGS).is_file():
        raise _not_a_corpus(root)
    return root


def _not_a_corpus(path: Path) -> CorpusError:
    name = os.fspath(path)
    return CorpusError(f"{name}: not a corpus (no {SETTINGS}); make one with: annotator new {name}")

"""The benchmark of what the digits offer: it asks the real desk, and knows nothing before that it should not."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from keystroke_model.gold import gold_of_journal  # noqa: E402 (the benchmarks are no package)
from suggest_offers import Offer, offers  # noqa: E402

from annotator.corpus.corpus import Corpus  # noqa: E402
from annotator.names import LISTED  # noqa: E402

ARTICLE = "ferry-tax"


@pytest.fixture
def found(tmp_path: Path) -> list[Offer]:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns(".cache"))
    golds = [
        gold for gold in gold_of_journal(Corpus(tmp_path / "corpus"), "amara") if gold.article == ARTICLE
    ]
    for journal in [*(tmp_path / "corpus").glob("annotations/*"), *(tmp_path / "corpus").glob("gold/*")]:
        journal.unlink()
    return list(offers(Corpus(tmp_path / "corpus"), golds))


def test_every_name_is_asked_for_and_new_until_it_was_used(found: list[Offer]):
    for role in ("speaker", "target"):
        seen: set[str] = set()
        for one in (offer for offer in found if offer.role == role):
            assert one.used_before == (one.wanted in seen)
            seen.add(one.wanted)
        assert len(seen) > 3


def test_a_digit_is_where_the_name_stands(found: list[Offer]):
    assert all(0 <= one.digit <= LISTED for one in found)
    assert all(one.listed[one.digit - 1] == one.wanted for one in found if one.digit > 1)
    assert all((one.digit > 0) or (one.wanted not in one.listed) for one in found)
    used = [one for one in found if one.used_before]
    assert sum(one.digit > 0 for one in used) > len(used) * 0.9

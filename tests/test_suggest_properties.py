"""What holds for the built-in suggester on any text at all."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.suggest import Proposal, suggest

MEASURE = Path(__file__).parent.parent.parent / "shared" / "measure" / "polnear-train.jsonl.gz"

PIECES = (
    "the mayor",
    "Anna Holm",
    "said",
    "says that",
    "who",
    "he",
    "she believes",
    "told us",
    "according to",
    "criticism of",
    "is fair",
    "the levy",
    "and",
    "Mr.",
    "U.S.",
    "was asked",
    "to buy",
    "“",
    "”",
    '"',
    "‘",
    "’s",
    "«",
    "»",
    "„",
    "「",
    ",",
    ".",
    "?",
    ":",
    "—",
    "(",
    ")",
    "\n",
    "\n\n",
    "\u00a0",
    "\u2028",
    "🚢",
    "é",
    "משה",
    "市長",
    "  ",
)
ENGLISH = "It was the end of the day and she was in the house with the rest of us. "

news = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
texts = st.one_of(st.text(max_size=200), news, news.map(lambda text: ENGLISH + text))


def check_spans(text: str, spans: tuple[tuple[int, int], ...] | None) -> None:
    if spans is None:
        return
    assert spans
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert all(left[1] < right[0] for left, right in pairwise(spans))


def check(text: str, proposals: list[Proposal]) -> None:
    for i, each in enumerate(proposals):
        for spans in (each.claim, each.cue, each.speaker):
            check_spans(text, spans)
        assert each.parent is None or (each.parent != i and 0 <= each.parent < len(proposals))
        assert each.tier in (1, 2, 3)
        assert each.reason
        assert all(guess.name.strip() for guess in each.names)
        check_ancestors(proposals, i)
    starts = [each.claim[0][0] for each in proposals]
    assert starts == sorted(starts)


def check_ancestors(proposals: list[Proposal], i: int) -> None:
    seen: set[int] = set()
    parent = proposals[i].parent
    while parent is not None:
        assert parent not in seen, "claims around each other"
        seen.add(parent)
        parent = proposals[parent].parent


@given(texts)
@settings(max_examples=400, deadline=None)
def test_spans_are_valid_on_any_text(text: str) -> None:
    check(text, suggest(text))


@given(texts)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_proposals(text: str) -> None:
    assert suggest(text) == suggest(text)


@given(news)
@settings(max_examples=100, deadline=None)
def test_a_claim_lies_inside_its_parents_reach(text: str) -> None:
    proposals = suggest(ENGLISH + text)
    for each in proposals:
        if each.parent is not None:
            outer = proposals[each.parent].claim
            anchor = each.cue[0][0] if each.cue else each.claim[0][0]
            assert any(start <= anchor < end for start, end in outer)


@pytest.mark.skipif(not MEASURE.exists(), reason="the articles to measure on are not here")
def test_spans_are_valid_on_real_articles() -> None:
    with gzip.open(MEASURE, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            check(text, suggest(text))

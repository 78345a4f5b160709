"""The built-in suggester: whose words name the speaker of a claim, and whom they probably mean."""

from __future__ import annotations

import pytest
from proposed import in_words, outermost

from annotator.suggest import suggest


def names(text: str, n: int = -1) -> list[str]:
    return [guess.name for guess in suggest(text)[n].names]


def test_a_surname_is_resolved_to_the_full_name() -> None:
    text = "Anna Holm arrived on Monday.\n\nMs. Holm said that the levy is fair."
    assert names(text)[0] == "Anna Holm"


def test_a_pronoun_is_whoever_spoke_last_before_others_who_were_named() -> None:
    text = "Anna Holm said that the levy is fair.\n\nThe island of Brisk is small.\n\nShe said that it would stay."
    assert names(text)[0] == "Anna Holm"


def test_a_pronoun_does_not_mean_somebody_of_the_other_gender() -> None:
    text = "Mr. Peter Dahl said that the levy is unfair.\n\nMs. Anna Holm came too.\n\nShe said that it would stay."
    assert names(text)[0] == "Anna Holm"


def test_the_report_is_the_one_that_was_named_before() -> None:
    text = (
        "A report by the Harbour Institute found that fares rose.\n\nThe report said that the boats are old."
    )
    assert names(text)[0] == "A report by the Harbour Institute"


def test_a_relative_pronoun_is_the_name_before_it() -> None:
    text = "They met Anna Holm, who said that the levy is fair."
    assert names(text)[0] == "Anna Holm"


def test_i_in_a_quotation_is_whoever_is_quoted() -> None:
    text = "“I believe that the levy is fair to all,” Anna Holm said."
    assert suggest(text)[1].names[0].name == "Anna Holm"


def test_a_floating_quotation_is_offered_to_whoever_spoke_last() -> None:
    text = (
        "Anna Holm said that the levy is fair.\n\nThe council met in June.\n\n"
        "“We have all been waiting for the boats for years.”"
    )
    assert names(text)[0] == "Anna Holm"


def test_nobody_is_offered_where_it_is_not_said_who_expects_it() -> None:
    text = "Anna Holm said that the levy is fair.\n\nThe ferry is expected to sail in June."
    assert suggest(text)[0].names
    assert suggest(text)[1].names == ()


def test_every_guess_gives_its_reason() -> None:
    text = "Anna Holm arrived.\n\nShe said that Holm’s party believes in the levy, and many others agree with her."
    assert all(guess.reason for each in suggest(text) for guess in each.names)


def speakers(text: str, at: int = -1) -> list[str]:
    """Return those whom the proposal takes for its speakers: several where they speak together."""
    proposal = suggest(text)[at]
    together = [guess for place, guess in enumerate(proposal.names) if place == 0 or guess.together]
    return [guess.name for guess in together]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ms. Lund and Mr. Okafor said that the levy had failed.", ["Lund", "Okafor"]),
        (
            "The Chamber of Trade and the Tidal Union said that the tax was wrong.",
            ["Chamber of Trade", "Tidal Union"],
        ),
        (
            "The authors of the study, Helga Strand and Youssef Amadi, said that it was wrong.",
            ["Helga Strand", "Youssef Amadi"],
        ),
        ("The Chamber of Trade and Industry said that the tax was wrong.", ["Chamber of Trade and Industry"]),
        ("Its managing director, Anton Hale, said that the tax was wrong.", ["Anton Hale"]),
        ("Mayor Ilse Brandt was there on Monday. The mayor said that the tax was wrong.", ["Ilse Brandt"]),
        (
            "Both Konrad Wiese of Harn and the diocese were late. Then they left.\n\n"
            "Konrad Wiese and Nora Lindt agree on little. Both said that the merger was wrong.",
            ["Konrad Wiese", "Nora Lindt"],
        ),
        ("The Farmers’ Union said that the tax was wrong.", ["Farmers’ Union"]),
        ("The census office said that the figure was wrong.", ["census office"]),
        ("Andre\u0301s Kol said that the figure was wrong.", ["Andre\u0301s Kol"]),
    ],
)
def test_joint_and_described_speakers(text: str, names: list[str]):
    assert speakers(text) == names


def test_joint_speakers_have_a_mention_each():
    text = "Ms. Lund and Mr. Okafor said that the levy had failed."
    found = suggest(text)[-1].names
    mentions = [guess.mention for guess in found if guess.mention]
    assert [text[start:end] for ((start, end),) in mentions] == ["Ms. Lund", "Mr. Okafor"]


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        ("A source close to the talks", True),
        ("Officials", True),
        ("Many", True),
        ("A person familiar with the talks, who asked not to be identified,", True),
        ("Her spokesman", True),
        ("Two councillors", True),
        ("The report", False),
        ("The officials", False),
        ("A new report", False),
        ("Ilse Brandt", False),
        ("The mayor’s spokesman, Otto Brandl,", False),
    ],
)
def test_those_whom_nobody_names(source: str, unnamed: bool):
    proposal = suggest(f"{source} said that the levy would not bring in what the council had hoped for.")[-1]
    assert proposal.names[0].unnamed is unnamed


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("When Holm left in May, the mayor released a paper on fares:\n\n“They must rise.”", "the mayor"),
        ("Holm, who in the past said that fares must rise, was late.", "who"),
        ("Holm and Lund issued a statement condemning the levy.", "Holm and Lund"),
        ("Holm had last month said that fares must rise.", "Holm"),
        ("Holm made it clear that fares must rise.", "Holm"),
        ("All of the boats’ owners oppose the levy.", "All of the boats’ owners"),
    ],
)
def test_whose_verb_it_is(text: str, speaker: str):
    assert outermost(text)[0].speaker == speaker


OPENING = (
    "HALVERN, March 4 — A plan to charge every ferry passenger two crowns went before the council on Tuesday."
)


def test_to_charge_a_price_is_no_speech_and_a_datelines_town_no_speaker():
    assert suggest(OPENING) == []
    assert outermost("Holm charged that the vote was a trick.")[0].cue == "charged"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "An official familiar with the talks, who asked not to be named, said that the levy was wrong.",
            "An official familiar with the talks, who asked not to be named",
        ),
        ("Two officials who asked not to be identified said that the levy was wrong.", "Two officials"),
        (
            "An aide, who insisted on anonymity, told them that the levy was wrong.",
            "An aide, who insisted on anonymity",
        ),
        (
            "An aide at the Harbour Institute, who spoke on condition of anonymity, said the levy was wrong.",
            "An aide at the Harbour Institute, who spoke on condition of anonymity",
        ),
    ],
)
def test_to_ask_for_anonymity_is_no_claim(text: str, speaker: str):
    (proposal,) = suggest(text)
    assert in_words(text, proposal)[0::2] == (("the levy was wrong",), speaker)
    assert proposal.names[0].unnamed


def test_a_name_for_something_else_may_be_asked_for():
    assert outermost("The council asked that the ferry be named after her.")[0].speaker == "The council"


FERREIRA = "Councillor Maria Ferreira came to oppose it. "
VANDERSLOOT = (
    "\n\nThe mayor, Piet Vandersloot, disagreed. “The bridge will stand for years to come,” he said."
)


@pytest.mark.parametrize(
    "text",
    [
        FERREIRA + "She said that the bridge was old." + VANDERSLOOT,
        FERREIRA + "“It is old and it is not safe,” she said." + VANDERSLOOT,
        FERREIRA + VANDERSLOOT,
        "Spokeswoman Maria Ferreira said that the bridge was old." + VANDERSLOOT,
        "The mayor, Piet Vandersloot, met Maria Ferreira of the union. "
        + FERREIRA
        + "She was there for an hour and left. “The bridge will stand for years to come,” he said.",
    ],
)
def test_he_is_nobody_whom_the_article_calls_she(text: str):
    assert names(text)[0] == "Piet Vandersloot"


def test_who_is_she_stays_so():
    text = (
        FERREIRA + "She said that it was old." + VANDERSLOOT + "\n\nShe said that it was not the end of it."
    )
    assert names(text)[0] == "Maria Ferreira"
    assert "Maria Ferreira" not in names(text, -2)


def test_names_joined_by_an_ampersand_are_one():
    assert names("The island’s boats are safe, Brenner & Söhne said in a letter to it.") == [
        "Brenner & Söhne"
    ]


def test_who_wrote_it_is_nobody_who_speaks():
    said = "\n\n“We have all been waiting for the boats for years and it is not to be.”"
    assert names("By ANNA HOLM and Tom Dahl, Staff writers" + said) == []
    assert names("By Monday, Tom Dahl of the union was here." + said)[0] == "Tom Dahl"


@pytest.mark.parametrize(
    "text",
    [
        "It is clear that the levy is not fair to them.",
        "It was not clear if she knew of it, and added that it was wrong.",
        "It is unclear how the fire was started.",
    ],
)
def test_it_that_stands_for_a_clause_is_no_speaker(text: str):
    assert "It" not in [found.speaker for found in outermost(text)]


def test_it_that_stands_for_somebody_is_a_speaker():
    assert outermost("It said that the levy is fair.")[0].speaker == "It"


def test_a_time_is_nobody_who_speaks():
    text = "They will vote before the winter and the largest ferry company warned that it would cut sailings."
    assert "the largest ferry company" in [in_words(text, each).speaker for each in suggest(text)]
    assert not any("winter" in guess.name for each in suggest(text) for guess in each.names)

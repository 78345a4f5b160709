"""The built-in suggester: what it proposes for each kind of attribution."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from annotator.suggest import Proposal, suggest


class Found(NamedTuple):
    """A proposal in words."""

    claim: tuple[str, ...]
    cue: str
    speaker: str


def in_words(text: str, proposal: Proposal) -> Found:
    def joined(spans: tuple[tuple[int, int], ...] | None) -> str:
        return " … ".join(text[start:end] for start, end in spans or ())

    return Found(
        tuple(text[start:end] for start, end in proposal.claim),
        joined(proposal.cue),
        joined(proposal.speaker),
    )


def outermost(text: str) -> list[Found]:
    return [in_words(text, each) for each in suggest(text) if each.parent is None]


@pytest.mark.parametrize(
    ("text", "claim", "cue", "speaker"),
    [
        # indirect
        ("The mayor said that the levy is fair.", "the levy is fair", "said", "The mayor"),
        ("The mayor said the levy is fair.", "the levy is fair", "said", "The mayor"),
        (
            "Her office announced on Monday that the ferry stops.",
            "the ferry stops",
            "announced",
            "Her office",
        ),
        ("Anna Holm has not said whether she will run.", "whether she will run", "has not said", "Anna Holm"),
        ("He told the harbour board that the boats leak.", "the boats leak", "told", "He"),
        (
            "A new report published Tuesday found that fares rose.",
            "fares rose",
            "found",
            "A new report published Tuesday",
        ),
        # direct
        ("“We need the boats,” Anna Holm said.", "“We need the boats,”", "said", "Anna Holm"),
        (
            "“We need the boats,” said Anna Holm, a teacher.",
            "“We need the boats,”",
            "said",
            "Anna Holm, a teacher",
        ),
        ("Holm said: “We need the boats.”", "“We need the boats.”", "said", "Holm"),
        ("Holm asked, “Who pays for the boats?”", "“Who pays for the boats?”", "asked", "Holm"),
        ('"We need the boats," she told reporters on Monday.', '"We need the boats,"', "told", "she"),
        ("« We need the boats, » the mayor said to them.", "« We need the boats, »", "said", "the mayor"),
        ("„We need the boats,“ the mayor said to them.", "„We need the boats,“", "said", "the mayor"),
        ("「We need the boats,」 the mayor said to them.", "「We need the boats,」", "said", "the mayor"),
        # mixed
        (
            "Holm called the levy “a tax on the poor” of the island.",
            "the levy “a tax on the poor” of the island",
            "called",
            "Holm",
        ),
        ("Holm said the levy “is fair” to all.", "the levy “is fair” to all", "said", "Holm"),
        # according to, asides, labels
        (
            "The island lost a tenth of its people, according to a report by the council.",
            "The island lost a tenth of its people",
            "according to",
            "a report by the council",
        ),
        (
            "According to the mayor, the island is losing its people.",
            "the island is losing its people",
            "According to",
            "the mayor",
        ),
        ("As the mayor noted, the levy is not new.", "the levy is not new", "noted", "the mayor"),
        ("Holm: The levy is a mistake", "The levy is a mistake", ":", "Holm"),
        # intentions, demands, denials, judgements
        ("The council plans to buy a ferry.", "to buy a ferry", "plans", "The council"),
        ("Holm urged the council to buy a ferry.", "the council to buy a ferry", "urged", "Holm"),
        ("Holm denied that she had voted.", "she had voted", "denied", "Holm"),
        ("Her deputy criticised the levy on Monday.", "the levy on Monday", "criticised", "Her deputy"),
        ("The union called for a vote on the levy.", "a vote on the levy", "called for", "The union"),
        ("The levy was criticised by the union.", "The levy", "was criticised", "the union"),
        # nouns and adjectives
        ("Holm’s criticism of the levy did not help.", "the levy", "criticism of", "Holm"),
        ("They were critical of the levy.", "the levy", "were critical of", "They"),
        (
            "Many islanders are confident that the boats will stay.",
            "the boats will stay",
            "are confident that",
            "Many islanders",
        ),
        # passives without a speaker
        ("The ferry is expected to sail in June.", ("The ferry", "to sail in June"), "is expected", ""),
    ],
)
def test_the_kinds_of_attribution(text: str, claim: str | tuple[str, ...], cue: str, speaker: str) -> None:
    expected = Found(claim if isinstance(claim, tuple) else (claim,), cue, speaker)
    assert expected in outermost(text), outermost(text)


def test_an_interrupted_quotation_is_one_passage_of_two_spans() -> None:
    text = "“The levy is fair,” the mayor said on Monday, “and it will stay.”"
    assert outermost(text) == [Found(("“The levy is fair,”", "“and it will stay.”"), "said", "the mayor")]


def test_an_interrupted_indirect_claim_is_one_passage_of_two_spans() -> None:
    text = "The levy, the mayor said, would pay for the boats."
    assert outermost(text) == [Found(("The levy", "would pay for the boats"), "said", "the mayor")]


def test_a_quotation_goes_on_over_the_sentence_end() -> None:
    text = "“The levy is fair,” she said. “It pays for the boats. Nobody else will.”"
    assert outermost(text) == [
        Found(("“The levy is fair,”", "“It pays for the boats. Nobody else will.”"), "said", "she")
    ]


def test_a_quotation_over_several_paragraphs_with_an_opening_mark_at_each() -> None:
    text = "The mayor said: “The levy is fair.\n\n“It pays for the boats.\n\n“Nobody else will.”\n\nNobody spoke."
    assert outermost(text) == [
        Found(("“The levy is fair.", "“It pays for the boats.", "“Nobody else will.”"), "said", "The mayor")
    ]


def test_a_colon_at_the_paragraphs_end_leads_to_the_next_paragraph() -> None:
    text = "The mayor of the island then went on to add:\n\n“The levy is fair.”"
    assert [each.claim for each in outermost(text)] == [("“The levy is fair.”",)]


def test_a_question_in_quotation_marks_does_not_end_the_sentence() -> None:
    text = "“Who pays for the boats?” Anna Holm asked."
    assert outermost(text) == [Found(("“Who pays for the boats?”",), "asked", "Anna Holm")]


def test_a_second_cue_ends_the_claim_of_the_first() -> None:
    text = "The mayor said the levy is fair and added that it would stay."
    assert [each.claim for each in outermost(text)] == [("the levy is fair",), ("it would stay",)]
    assert {each.speaker for each in outermost(text)} == {"The mayor"}


def test_a_leading_clause_ends_at_its_comma() -> None:
    text = "While the mayor said that the levy is fair, her deputy wants to end it."
    assert ("the levy is fair",) in [each.claim for each in outermost(text)]


def test_claims_are_nested_where_x_reports_that_y_says() -> None:
    text = "The report says that the government believes that the levy is fair."
    outer, inner = suggest(text)
    assert (outer.parent, inner.parent) == (None, 0)
    assert in_words(text, inner) == Found(("the levy is fair",), "believes", "the government")


def test_what_a_quotation_reports_is_nested_in_it_and_trusted_less() -> None:
    text = "“My deputy said that the levy is fair,” Anna Holm told us."
    outer, inner = suggest(text)
    assert (outer.tier, inner.parent, inner.tier) == (1, 0, 2)
    assert in_words(text, inner).speaker == "My deputy"


def test_labels_titles_and_irony_in_quotation_marks_are_no_claims() -> None:
    assert suggest("The ferry “Aurora” left the old harbour with the “honourable” members on board.") == []


def test_nothing_is_proposed_where_nothing_is_attributed() -> None:
    assert suggest("The ferry left the harbour in the morning and came back at night.") == []


@pytest.mark.parametrize(
    "noun", ["The report was long.", "The claims of the union were many.", "His plans are old."]
)
def test_nouns_that_look_like_cue_verbs_are_no_cues(noun: str) -> None:
    assert suggest(noun) == []


def test_kinds() -> None:
    def kind(text: str) -> str:
        return suggest(text)[0].attribution

    assert kind("“We need the boats,” Holm said.") == "direct"
    assert kind("Holm said that we need the boats.") == "indirect"
    assert kind("Holm said that the boats were “needed by all” of us.") == "mixed"
    assert kind("The vote was on Monday.\n\n“We have all been waiting for the boats for years.”") == "free"


def test_speech_verbs_are_trusted_more_than_attitudes_and_these_more_than_nouns() -> None:
    said, believed, noun = (
        suggest(text)[0].tier
        for text in (
            "Holm said that the levy is fair.",
            "Holm believes that the levy is fair.",
            "Holm’s criticism of the levy was not heard.",
        )
    )
    assert (said, believed, noun) == (1, 2, 3)


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


def test_every_guess_gives_its_reason() -> None:
    text = "Anna Holm arrived.\n\nShe said that Holm’s party believes in the levy, and many others agree with her."
    assert all(guess.reason for each in suggest(text) for guess in each.names)


@pytest.mark.parametrize(
    "text",
    [
        "Die Bürgermeisterin sagte am Montag, die Abgabe sei gerecht. „Sie bleibt“, sagte sie dem Rat in der Stadt.",
        "La alcaldesa dijo el lunes que la tasa es justa y que el consejo la mantendrá durante todo el año próximo.",
        "La maire a dit lundi que la taxe est juste. « Elle restera », a dit la maire au conseil de la ville.",
        "市長は月曜日に「税は公平だ」と述べた。",
        "",
        " \n\n \u3000",
        '“” "" ‘’ «» ... !!! ???',
    ],
)
def test_silence_rather_than_nonsense(text: str) -> None:
    assert suggest(text) == []


def test_a_paragraph_in_another_language_is_passed_over() -> None:
    foreign = (
        "Die Bürgermeisterin sagte am Montag, die Abgabe sei gerecht, und der Rat werde sie bis zum Ende des Jahres "
        "behalten, weil niemand sonst die Boote bezahle, die alle brauchen: „said“ sagte sie dem Rat."
    )
    text = f"The mayor said that the levy is fair.\n\n{foreign}\n\nThe deputy said that it is not."
    assert [each.speaker for each in outermost(text)] == ["The mayor", "The deputy"]


def test_all_capitals_and_no_capitals() -> None:
    assert outermost("THE MAYOR SAID THAT THE LEVY IS FAIR.")[0].claim == ("THE LEVY IS FAIR",)
    assert outermost("the mayor said that the levy is fair")[0].claim == ("the levy is fair",)


def test_a_headline_keeps_its_verb() -> None:
    assert outermost("Island Mayor Says the Levy Is Fair")[0] == Found(
        ("the Levy Is Fair",), "Says", "Island Mayor"
    )


def test_a_quotation_that_is_never_closed_does_not_swallow_the_article() -> None:
    text = "The mayor called it “a fair levy. The council met.\n\nThe deputy said that it is not fair."
    assert outermost(text)[-1] == Found(("it is not fair",), "said", "The deputy")


def test_offsets_are_code_points() -> None:
    text = "🚢 Café owner Zoë Åkerström said that the levy is “fair” 🙂 to all."
    found = outermost(text)[0]
    assert found.speaker.endswith("Zoë Åkerström")
    assert found.claim == ("the levy is “fair” 🙂 to all",)


# -- who speaks -------------------------------------------------------------------------------------------


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


# -- where a claim ends, and whose verb it is ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Holm praised the levy as she urged the council to vote.", ["the levy", "the council to vote"]),
        (
            "Six in ten said that the levy is fair, while two in ten said it is not.",
            ["the levy is fair", "it is not"],
        ),
        ("Both said that the levy is fair.", ["the levy is fair"]),
        ("Both doubt that the levy is fair.", ["the levy is fair"]),
        ("Records from the first year show that fares rose.", ["fares rose"]),
        ("A court document filed Thursday says that fares rose.", ["fares rose"]),
        ("He called it a trick on the poor.", ["it a trick on the poor"]),
        ("Holm announced on Monday the end of the levy.", ["the end of the levy"]),
        ("Fares rose by a third on the island, records show.", ["Fares rose by a third on the island"]),
        ("Holm told a crowded hall at the harbour that fares rose.", ["fares rose"]),
        ("She tells the crowd: “Fares must not rise again.”", ["“Fares must not rise again.”"]),
        ("She asked one question: who would pay for the boats?", ["who would pay for the boats?"]),
        (
            "Stopping at three metres, he told parliament on Wednesday, would cost more.",
            ["Stopping at three metres … would cost more"],
        ),
        (
            "The levy, he said, “has mistaken a boat for a bank.”",
            ["The levy … “has mistaken a boat for a bank.”"],
        ),
        ("“Fares must not rise again,” one of them wrote beneath it.", ["“Fares must not rise again,”"]),
        ("“Fares must not rise again,” the two write in a paper.", ["“Fares must not rise again,”"]),
        ("She thinks he beat them.", ["he beat them"]),
    ],
)
def test_claims_of_whole_sentences(text: str, claims: list[str]):
    assert [" … ".join(found.claim) for found in outermost(text)] == claims


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


def test_a_text_without_punctuation_and_a_very_long_paragraph() -> None:
    assert outermost("the mayor said that the levy is fair and the boats are late")[0].cue == "said"
    paragraph = "The mayor said on Monday that “the levy is fair,” and her deputy denied it. " * 500
    found = suggest(paragraph)
    assert len([each for each in found if each.reason == "speech verb"]) == 500


# -- what a newcomer found -----------------------------------------------------------------------------------

OPENING = (
    "HALVERN, March 4 — A plan to charge every ferry passenger two crowns went before the council on Tuesday."
)


def test_to_charge_a_price_is_no_speech_and_a_datelines_town_no_speaker():
    assert suggest(OPENING) == []
    assert outermost("Holm charged that the vote was a trick.")[0].cue == "charged"


@pytest.mark.parametrize(
    "dateline",
    ["HALVERN, March 4 — ", "SKERRY BAY (AP) — ", "Halvern, March 4 - ", "FLINT, Mich., Oct. 4 (UPI) – "],
)
def test_a_dateline_is_no_part_of_its_sentence(dateline: str):
    text = f"{dateline}Adding that the levy is fair, the mayor left."
    assert [in_words(text, each).speaker for each in suggest(text)] == ["the mayor"]


def test_a_subject_before_dashes_is_no_dateline():
    text = "Holm — a senator — said that the levy is fair."
    assert outermost(text) == [Found(("the levy is fair",), "said", "Holm — a senator")]


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


@pytest.mark.parametrize("claim", ["the claim", "this claim", "the allegations"])
def test_a_mere_word_for_a_claim_is_none(claim: str):
    assert suggest(f"The council was there, and the mayor rejects {claim}.") == []
    assert outermost(f"The mayor rejects {claim} of the council.")[0].speaker == "The mayor"


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

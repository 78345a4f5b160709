"""The built-in suggester: what it proposes for each kind of attribution, and where a claim begins and ends."""

from __future__ import annotations

import pytest
from proposed import Found, in_words, outermost

from annotator.suggest import suggest


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
        (
            "Should it rain, she said, “the boats of the town will stay.”",
            ["Should it rain … “the boats of the town will stay.”"],
        ),
        ("“Fares must rise,” Holm said, referring to the levy.", ["“Fares must rise,”", "the levy"]),
        ("Holm said on Friday she met the mayor.", ["she met the mayor"]),
        ("Nothing of it is new to Anna Holm: “Fares must rise.”", ["“Fares must rise.”"]),
        ("She told Anna Lund: “It is the fares that must rise.”", ["“It is the fares that must rise.”"]),
        ("He smiled, pointing to the boats and saying that fares rose.", ["the boats", "fares rose"]),
        ("Holm, who says she likes the levy, went home.", ["she likes the levy"]),
        ("Holm said during the harbour’s Brisk debate that fares rose.", ["fares rose"]),
        ("In fact, the levy is fair to all, economists say.", ["In fact, the levy is fair to all"]),
        ("In the end, many say, fares will rise.", ["In the end … fares will rise"]),
        ("Owners close to the mayor say fares rose.", ["fares rose"]),
        (
            "He said the vote was late, called the levy a trick and left.",
            ["the vote was late", "the levy a trick"],
        ),
    ],
)
def test_claims_of_whole_sentences(text: str, claims: list[str]):
    assert [" … ".join(found.claim) for found in outermost(text)] == claims


def test_a_text_without_punctuation_and_a_very_long_paragraph() -> None:
    assert outermost("the mayor said that the levy is fair and the boats are late")[0].cue == "said"
    paragraph = "The mayor said on Monday that “the levy is fair,” and her deputy denied it. " * 500
    found = suggest(paragraph)
    assert len([each for each in found if each.reason == "speech verb"]) == 500


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


@pytest.mark.parametrize("claim", ["the claim", "this claim", "the allegations"])
def test_a_mere_word_for_a_claim_is_none(claim: str):
    assert suggest(f"The council was there, and the mayor rejects {claim}.") == []
    assert outermost(f"The mayor rejects {claim} of the council.")[0].speaker == "The mayor"

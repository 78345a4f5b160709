"""Names on offer, the search among them, and the words near a claim that name a speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.entities import NameList
from annotator.fields import Span
from annotator.loading import load_schema
from annotator.names import LISTED, Names
from annotator.new_names import NewNames
from annotator.statements import Fields
from annotator.suggest.topics import topics

SCHEMA = load_schema("statement")
SPEAKER, TARGET = SCHEMA["speaker"], SCHEMA["target"]
PEOPLE = ["Ilse Brandt", "Anton Hale", "Skerry Line", "Tarn Basin Institute report", "Renée Caldas"]
TARGETS = ["ferry passenger tax", "breakwater", "school phone ban"]
TEXT = (
    "Mayor Ilse Brandt defends the ferry passenger tax. Skerry Line’s director, Anton Hale, does not.\n\n"
    "“They will stay at home,” he said. Judge Amalie Roth and Tariq Benn disagreed with the report."
)
WHOLE = Span(0, len(TEXT))


def statement(speaker: str, target: str, mention: Span | None = None) -> Fields:
    return {
        "claim": [[0, 5]],
        "speaker": [{"name": speaker, "kind": None, "mention": [list(mention)] if mention else None}],
        "stance": "support",
        "target": {"name": target, "kind": None, "mention": None},
    }


def names(*lists: tuple[str, NameList]) -> Names:
    found = Names(SCHEMA, dict(lists))
    found.open_article(TEXT, [])
    return found


def place(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def offered(known: Names, claim: Span, spec=SPEAKER) -> list[str]:
    return [candidate.name for candidate in known.candidates(spec, TEXT, WHOLE, [claim])]


def new_names(text: str) -> list[str]:
    return [name for _, name in NewNames(text).within(Span(0, len(text)))]


# -- what is offered --------------------------------------------------------------------------------------


def test_the_names_nearest_to_the_claim_come_first():
    known = names()
    for name in ("Ilse Brandt", "Anton Hale", "Renée Caldas"):
        known.learn(statement(name, "breakwater"), TEXT)
    found = offered(known, place("“They will stay at home,”"))
    assert found.index("Anton Hale") < found.index("Ilse Brandt") < found.index("Renée Caldas")


def test_names_of_the_article_come_before_names_of_others_latest_first():
    known = names()
    known.learn(statement("Dagmar Eide", "herring quota"))
    known.learn(statement("Greta Lund", "breakwater"), TEXT)
    known.learn(statement("Ruth Ansel", "breakwater"), TEXT)
    found = offered(known, place("disagreed"))
    assert found.index("Ruth Ansel") < found.index("Greta Lund") < found.index("Dagmar Eide")


def test_a_datelines_town_is_new_only_where_it_stands_elsewhere():
    dateline = "SKERRY BAY, March 4 — The vote is near.\n\n"
    assert new_names(dateline + "Anna Holm agrees.") == ["Anna Holm"]
    assert new_names(dateline + "All of Skerry Bay agree.") == ["Skerry Bay"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The firm of Brenner & Söhne agreed.", ["Brenner & Söhne"]),
        ("They said that I’m late, that Don’t is Can't, and We've won with Anna Holm.", ["Anna Holm"]),
        ("That is Holm’s view.", ["Holm"]),
        ("By Anna Holm and TOM DAHL\n\nThe mayor agreed.", []),
        ("By March Anna Holm will agree.", ["Anna Holm"]),
    ],
)
def test_what_is_one_new_name_and_what_is_none(text: str, found: list[str]):
    assert new_names(text) == found


def test_new_names_are_taken_from_the_text_without_their_titles():
    known = names()
    known.learn(statement("Ilse Brandt", "breakwater"), TEXT)
    found = offered(known, place("disagreed"))
    assert {"Amalie Roth", "Tariq Benn"} <= set(found)
    assert "Judge Amalie Roth" not in found
    assert "Ilse Brandt" in found
    assert "Mayor Ilse Brandt" not in found
    assert not {"They", "Skerry"} & set(found)


@pytest.mark.parametrize("name", ["Andrés Kol", "Andre\u0301s Kol", "Élan Øster", "Ольга Иванова"])
def test_a_new_name_is_taken_whole_whatever_its_letters(name: str):
    text = f"The tram is late, {name} said on Monday."
    known = Names(SCHEMA, {})
    known.open_article(text, [])
    claim = Span(0, text.index(","))
    assert name in [found.name for found in known.candidates(SPEAKER, text, Span(0, len(text)), [claim])]


def test_a_new_name_is_no_target_before_those_of_the_article():
    known = names()
    known.learn(statement("Anton Hale", "breakwater"), TEXT)
    found = offered(known, place("disagreed"), TARGET)
    assert found[0] == "breakwater"


def test_names_inside_the_claim_are_not_its_speakers_but_may_be_its_target():
    known = names()
    known.learn(statement("Anton Hale", "ferry passenger tax"), TEXT)
    claim = place("the ferry passenger tax")
    assert known.find_mention("ferry passenger tax", TEXT, WHOLE, [claim]) is None
    assert known.find_mention("ferry passenger tax", TEXT, WHOLE, ()) == place("ferry passenger tax")


def test_a_closed_list_offers_and_finds_nothing_else():
    known = names(("speaker", NameList.model_validate({"closed": True, "names": [{"name": "Anton Hale"}]})))
    known.learn(statement("Greta Lund", "breakwater"))
    assert offered(known, place("disagreed")) == ["Anton Hale"]
    assert known.search("Greta", SPEAKER) == []


STATEMENTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(TARGETS), st.booleans()), max_size=12
)
CLAIMS = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 40)).map(
    lambda case: Span(case[0], min(sum(case), len(TEXT)))
)


@given(STATEMENTS, CLAIMS, st.sampled_from([SPEAKER, TARGET]))
def test_digits_stay_the_same_while_nothing_changes(made: list[tuple[str, str, bool]], claim: Span, spec):
    known, again = names(), names()
    for speaker, target, here in made:
        for one in (known, again):
            one.learn(statement(speaker, target), TEXT if here else None)
    first = known.candidates(spec, TEXT, WHOLE, [claim])
    known.candidates(TARGET if spec == SPEAKER else SPEAKER, TEXT, WHOLE, [Span(0, 9)])
    known.search("brandt", spec)
    assert (
        known.candidates(spec, TEXT, WHOLE, [claim]) == first == again.candidates(spec, TEXT, WHOLE, [claim])
    )
    offers = [candidate.name for candidate in first]
    assert len(offers) == len(set(offers)) <= LISTED
    mentions = [candidate.mention for candidate in first if candidate.mention]
    assert all(0 <= mention.start < mention.end <= len(TEXT) for mention in mentions)


# -- searching --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bra", "Ilse Brandt"),
        ("ils bran", "Ilse Brandt"),
        ("basin rep", "Tarn Basin Institute report"),
        ("Brandtt", "Ilse Brandt"),
        ("ren", "Renée Caldas"),
    ],
)
def test_beginnings_of_words_and_small_slips_find_a_name(typed: str, found: str):
    known = names()
    for name in PEOPLE:
        known.learn(statement(name, "breakwater"))
    assert known.search(typed, SPEAKER)[0] == found


def test_a_new_name_is_not_mistaken_for_a_known_one():
    known = names()
    for name in TARGETS:
        known.learn(statement("Ilse Brandt", name))
    assert known.search("ban on the journey home", TARGET) == []


def test_an_alias_finds_its_name_and_names_of_this_article_come_first():
    known = names(
        ("speaker", NameList.model_validate({"names": [{"name": "Tobias Renner", "aliases": ["Toby"]}]}))
    )
    assert known.search("toby", SPEAKER) == ["Tobias Renner"]
    known.learn(statement("Tomas Renner", "breakwater"), TEXT)
    assert known.search("renn", SPEAKER) == ["Tomas Renner", "Tobias Renner"]


@given(st.text(max_size=12))
def test_any_query_gives_known_names_once(typed: str):
    known = names()
    for name in PEOPLE:
        known.learn(statement(name, "breakwater"))
    found = known.search(typed, SPEAKER)
    assert len(found) == len(set(found)) <= LISTED
    assert set(found) <= {*PEOPLE, "breakwater"}


# -- the words that name a speaker ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("north korea’s demand", "North Korea’s demand"),
        ("north koreans", "north koreans"),
        ("dahl’s u.s. trip", "Dahl’s U.S. trip"),
        ("nato entry", "NATO entry"),
        ("the bill", "the bill"),  # a first name alone, of somebody with two
        ("may vote", "may vote"),  # the text has the word in small letters too
        ("North korea", "North korea"),  # who types capitals means them
    ],
)
def test_what_is_typed_in_small_letters_gets_the_capitals_of_the_text(typed: str, spelt: str):
    text = (
        "On Monday Bill Dahl flew from the U.S. to meet North Korea. It may be May before NATO and NATO meet."
    )
    assert NewNames(f"{text} He left for NATO.").spelt(typed) == spelt


@given(st.text(), st.text(max_size=40))
def test_only_capitals_are_added_to_what_is_typed(text: str, typed: str):
    small = typed.lower()
    assert NewNames(f"{text} North Korea, the U.S. and {typed.title()}").spelt(small).lower() == small.lower()


def test_words_once_chosen_name_the_speaker_again_at_either_place_of_a_sentence():
    text = "A paper came. The paper said no. Yesterday the paper said yes."
    known = Names(SCHEMA, {})
    known.open_article(text, [])
    first = Span(text.index("The paper"), text.index(" said no"))
    known.learn(statement("finance office study", "breakwater", first), text)
    later = Span(text.index("Yesterday"), len(text))
    found = known.speaker_mention("finance office study", text, later, ())
    assert found is not None
    assert text[found.start : found.end] == "the paper"


@given(CLAIMS, st.sampled_from([*PEOPLE, "nobody known"]))
def test_a_speaker_is_never_named_inside_the_claim(claim: Span, name: str):
    known = names()
    for person in PEOPLE:
        known.learn(statement(person, "breakwater"), TEXT)
    found = known.speaker_mention(name, TEXT, WHOLE, [claim])
    if found is not None:
        assert found.end <= claim.start or claim.end <= found.start
        assert TEXT[found.start : found.end].strip() == TEXT[found.start : found.end] != ""


def test_the_answers_that_have_a_key_of_their_own_take_no_digit():
    known = names()
    values = statement("no speaker", "breakwater")
    values["speaker"] = [{"name": "no speaker", "kind": "none", "mention": None}]
    known.learn(values, TEXT)
    assert "no speaker" not in offered(known, place("They will stay at home"))


# -- why a name is offered --------------------------------------------------------------------------------


def reasons(known: Names, claim: Span, beside: list[str], text: str = TEXT) -> dict[str, str]:
    found = known.candidates(TARGET, text, Span(0, len(text)), [claim], beside)
    return {candidate.name: candidate.why for candidate in found}


def test_targets_used_with_the_speaker_come_first_and_say_so():
    known = names()
    for target in ("breakwater", "school phone ban", "school phone ban", "herring quota"):
        known.learn(statement("Greta Lund", target))
    found = reasons(known, place("They will stay at home"), ["Greta Lund"])
    assert next(iter(found)) == "school phone ban"
    assert found["school phone ban"] == "seen 2 times with this speaker"
    assert found["breakwater"] == "seen once with this speaker"


def test_targets_that_share_words_with_the_claim_say_which():
    known = names()
    for target in ("breakwater", "tax on ferries"):
        known.learn(statement("Greta Lund", target), TEXT)
    found = reasons(known, place("the ferry passenger tax"), [])
    assert found["tax on ferries"] == "shares: tax, ferries"


def test_a_cold_article_offers_what_its_claim_and_its_title_may_be_about():
    text = "“We need a public inquiry and a smaller quota for trawlers,” she said of the old plan."
    known = Names(SCHEMA, {})
    known.open_article(text, [], "Skippers divided over herring quota ban")
    claim = Span(1, text.index("”"))
    found = reasons(known, claim, [], text)
    assert {
        "public inquiry": "new, in the claim",
        "smaller quota for trawlers": "new, in the claim",
        "herring quota ban": "new, in the title",
    }.items() <= found.items()
    assert "old plan" not in found


def test_only_names_of_a_closed_list_are_targets():
    listed = NameList.model_validate({"closed": True, "names": [{"name": "herring quota"}]})
    known = Names(SCHEMA, {"target": listed})
    known.open_article(TEXT, [], "The ferry passenger tax")
    assert list(reasons(known, place("the ferry passenger tax"), [])) == ["herring quota"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Farmers’ Union and Ms. Lund met Dr. Bo Tamm.", ["Farmers’ Union", "Lund", "Bo Tamm"]),
        ("Both agreed. Nobody from the U.N. Security Council did.", ["U.N. Security Council"]),
        ("Ines Falk was late. Then Falk and Wiese spoke on Monday.", ["Ines Falk", "Ines Falk", "Wiese"]),
        ("Measure it. Stopping costs. HALVERN, March 4 — Anton Hale left.", ["Anton Hale"]),
        ("Pyongyang fears it.\nThen Pyongyang said no.", ["Pyongyang", "Pyongyang"]),
    ],
)
def test_names_that_only_the_text_has(text: str, found: list[str]):
    assert [name for _, name in NewNames(text).within(Span(0, len(text)))] == found


@given(st.text(alphabet="aAbB.,’ “\n3-", max_size=60))
def test_noun_phrases_and_names_are_words_of_the_text(text: str):
    for span, _ in NewNames(text).within(Span(0, len(text))):
        assert text[span.start : span.end].strip()
    for (start, end), name in topics(text, 0, len(text)):
        assert name.lower().split() == " ".join(text[start:end].split()).lower().split()


# -- whom a pronoun means -----------------------------------------------------------------------------------


def turn(*speakers: tuple[str, str | None], at: int) -> Fields:
    names_of = [{"name": name, "kind": kind, "mention": None} for name, kind in speakers]
    return {**statement("nobody", "breakwater"), "claim": [[at, at + 2]], "speaker": names_of}


@pytest.mark.parametrize(
    ("pronoun", "at", "meant"),
    [
        ("she", 30, ("Ilse Brandt",)),
        ("it", 30, ("Harbour Board",)),
        ("Both", 30, ("Greta Lund", "Samuel Okafor")),
        ("", 30, ("Harbour Board",)),
        ("it", 3, ()),
        ("the report", 30, ()),
    ],
)
def test_a_pronoun_means_the_last_who_spoke_and_fits(pronoun: str, at: int, meant: tuple[str, ...]):
    known = names()
    known.learn(turn(("Greta Lund", "person"), ("Samuel Okafor", "person"), at=5), TEXT)
    known.learn(turn(("Ilse Brandt", "person"), at=10), TEXT)
    known.learn(turn(("Harbour Board", "organization"), at=20), TEXT)
    known.learn({**turn(("critics", "group"), at=25), "parent": {"statement": "s-1"}}, TEXT)
    known.learn(turn(("no speaker", "none"), at=27), TEXT)
    assert known.meant(pronoun, at) == meant


@pytest.mark.parametrize("mention", ["She", "Ms. Lund"])
def test_he_does_not_mean_somebody_who_was_mentioned_as_she(mention: str):
    text = f"{mention} said this. Then he said that."
    known = Names(SCHEMA, {})
    known.open_article(text, [])
    known.learn(statement("Greta Lund", "breakwater", Span(0, len(mention))), text)
    assert known.meant("she", 30) == ("Greta Lund",)
    assert known.meant("he", 30) == ()


def test_her_office_is_not_she():
    text = "Her office said this. Then he said that."
    known = Names(SCHEMA, {})
    known.open_article(text, [])
    known.learn(statement("Greta Lund’s office", "breakwater", Span(0, 10)), text)
    assert known.meant("he", 30) == ("Greta Lund’s office",)


def test_a_name_forgotten_is_offered_no_more_and_can_be_learnt_again():
    known = names(("speaker", NameList.model_validate({"names": [{"name": "Anton Hale"}]})))
    for speaker in ("Anton Hale", "Skery Line"):
        known.learn(statement(speaker, "breakwater"), TEXT)
    known.forget({"Anton Hale", "Skery Line"})
    offered = [one.name for one in known.candidates(SPEAKER, TEXT, WHOLE, [Span(0, 5)])]
    assert "Skery Line" not in offered
    assert "Anton Hale" in offered  # on the list
    assert known.search("skery", SPEAKER) == []
    known.learn(statement("Skery Line", "breakwater"), TEXT)
    assert known.search("skery", SPEAKER) == ["Skery Line"]

"""What keys mean while a name is asked for: digits, search, the line, words of the text."""

import pytest
from desk_keys import Keys, label_of, make_one
from writers import add_texts

from annotator.corpus.corpus import Corpus
from annotator.session import Session


def test_names_on_digits_and_by_search(keys: Keys):
    make_one(keys, "the plan")
    keys("j c ,")
    assert keys.asked == "speaker"
    assert keys("9") == "there is no name on 9"
    keys("/", "the pl")
    assert keys.desk.prompt is not None
    assert keys.desk.matches("the pl")[0] == "the plan"
    keys("enter")
    assert keys.values["speaker"][0]["name"] == "the plan"  # type: ignore[index,call-overload]


def test_a_typed_name_is_new_where_that_line_is_highlighted(keys: Keys):
    make_one(keys, "the plan")
    keys("j c , /", "the plank")
    keys("up enter")
    assert keys.values["speaker"][0]["name"] == "the plank"  # type: ignore[index,call-overload]
    assert keys.asked == "stance"


def test_a_new_name_in_small_letters_is_offered_as_the_article_writes_it(corpus: Corpus):
    add_texts(corpus, summit="The council met Ana Lund in Orsk. Then Ana Lund left for Orsk.")
    keys = Keys(Session(corpus, corpus.open_journal("ann"), corpus.schema()))
    keys.session.open_article("summit")
    keys("c s u enter s", "talks in orsk")
    assert keys.desk.matches("talks in orsk") == ["talks in Orsk"]
    keys("enter")
    assert keys.session.journal.state.statement(keys.session.here.selected or "") is not None
    assert keys.desk.is_new("talks in orsk")
    assert not keys.desk.is_new("talks in Orsk")
    keys("c s u enter s /", "talks in lund")
    keys("down enter")  # the line after it takes what was typed as it is
    assert not keys.desk.is_new("talks in lund")
    keys.session.close()


def test_a_new_name_for_the_speaker_keeps_the_words_that_name_it(keys: Keys):
    keys("c s u")
    keys(label_of(keys, "mayor"))
    keys("enter")
    keys("S /", "Ilse Brandt")
    keys("enter")
    speaker = keys.values["speaker"][0]  # type: ignore[index,call-overload]
    assert speaker["name"] == "Ilse Brandt"
    assert keys.words(speaker["mention"]) == "mayor"
    assert keys.asked == "stance"


def test_the_speaker_is_named_whatever_is_asked_for(keys: Keys):
    make_one(keys, "the plan")
    keys("j c , u")
    keys(label_of(keys, "she"))
    keys("enter s")
    assert keys.asked == "target"
    keys("/", "ann")
    assert keys.desk.prompt is not None
    keys("escape")  # a target is found by the same key
    keys("backspace /", "Ann Lee")
    keys("enter")
    assert keys.values["speaker"][0]["name"] == "Ann Lee"  # type: ignore[index,call-overload]
    assert keys.words(keys.values["speaker"][0]["mention"]) == "she"  # type: ignore[index,call-overload]
    assert keys.asked == "target"  # the stance was answered before


def test_the_line_is_edited_like_any_line(keys: Keys):
    keys("c s /", "the mayyor")
    keys("left left backspace end", " of X")
    keys("home delete", "T")
    keys("end ctrl+w right left right", "Y")
    assert keys.desk.prompt is not None
    assert keys.desk.prompt.text == "The mayor of Y"
    keys("escape")
    assert keys.desk.prompt is None
    assert keys.asked == "speaker"


@pytest.mark.parametrize(("key", "kind"), [("u", "unnamed"), ("a", "author"), ("n", "none")])
def test_answers_that_are_no_names(keys: Keys, key: str, kind: str):
    keys(f"c s {key}")
    if kind == "unnamed":  # the words that describe it are asked for
        assert keys.asked == "speaker"
        keys("enter")
    assert keys.values["speaker"][0]["kind"] == kind  # type: ignore[index,call-overload]
    assert keys.asked == "stance"


def test_several_speakers_each_once(keys: Keys):
    keys("c s / x enter enter & / y enter enter")
    assert [item["name"] for item in keys.values["speaker"]] == ["x", "y"]  # type: ignore[union-attr,index,call-overload]
    keys("& / x up enter enter") if len(keys.desk.matches("x")) else keys("& / x enter enter")
    assert [item["name"] for item in keys.values["speaker"]] == ["y", "x"]  # type: ignore[union-attr,index,call-overload]


def test_a_name_and_its_mention_from_the_text(keys: Keys):
    keys("c s +")
    keys(label_of(keys, "dockers'"))
    keys(label_of(keys, "union"))
    speaker = keys.values["speaker"][0]  # type: ignore[index,call-overload]
    assert speaker["name"] == "dockers' union"
    assert keys.words(speaker["mention"]) == "dockers' union"
    keys("S m")
    keys(label_of(keys, "mayor"))
    keys("enter")
    speaker = keys.values["speaker"][0]  # type: ignore[index,call-overload]
    assert speaker["name"] == "dockers' union"
    assert keys.words(speaker["mention"]) == "mayor"


def test_the_kind_of_a_new_name(keys: Keys):
    keys("c s")
    assert keys("k") == "kind of the next name: person"
    assert keys("k") == "kind of the next name: organization"
    keys("/", "Acme")
    keys("enter enter")
    assert keys.values["speaker"] == [{"name": "Acme", "kind": "organization", "mention": None}]


def test_a_name_that_a_closed_list_refuses_stays_on_the_line(corpus: Corpus):
    (corpus.root / "entities.toml").write_text('[speaker]\nclosed = true\nnames = [{name = "the mayor"}]\n')
    fresh = Corpus(corpus.root)
    keys = Keys(Session(fresh, fresh.open_journal("ann"), fresh.schema()))
    message = keys("c s / z z z enter")
    assert "is closed" in message
    assert keys.desk.alarm
    assert keys.desk.prompt is not None
    assert keys.desk.prompt.text == "zzz"
    keys.session.close()

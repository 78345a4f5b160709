"""What keys mean while words are chosen: text objects, edges, labels, further spans."""

import pytest
from desk_keys import Keys, claim, label_of, make_one
from sessions import saved
from writers import add_texts

from annotator.corpus.corpus import Corpus


def test_text_objects_and_the_next_of_their_kind(keys: Keys):
    keys("c s")
    assert claim(keys) == "The mayor said the harbour must stay open"
    assert keys.asked == "speaker"
    keys(".")  # the words just chosen can still be changed
    assert claim(keys) == "The mayor said the harbour must stay open"
    keys("backspace q")
    assert claim(keys) == "“We will not close it,”"
    keys("escape j c ,")
    assert claim(keys) == "We will not close it"
    keys(",")
    assert claim(keys) == "“We will not close it,”"
    keys(",")
    assert claim(keys) == "“We will not close it,” she told reporters"
    keys(",")
    assert claim(keys) == "We will not close it"
    assert keys("t") == "there is none in this sentence"


def test_that_clauses_and_whether(every: Keys):
    every("c t")
    assert every.words(every.values["words"]) == "it pays for itself"


def test_the_edges_move_by_words_clauses_and_characters(every: Keys):
    every("c ,")
    assert every.words(every.values["words"]) == "The harbour must stay open"
    every("left left")
    assert every.words(every.values["words"]) == "The harbour must"
    every("]")
    assert every.words(every.values["words"]) == "The harbour must stay open"
    assert every("tab") == "the arrows move the start"
    every("right")
    assert every.words(every.values["words"]) == "harbour must stay open"
    every("<")
    assert every.words(every.values["words"]) == "e harbour must stay open"  # no edge beside a blank
    every("> >")
    assert every.words(every.values["words"]) == "arbour must stay open"
    assert every("tab") == "the arrows move the end"
    every(" ".join(["left"] * 20))
    assert every.words(every.values["words"]) == "arbour"


def test_the_point_says_where_words_are_chosen_from(keys: Keys):
    keys("right right right c .")
    assert claim(keys) == "the harbour must stay open"
    keys("escape c right .")
    assert claim(keys) == "harbour must stay open"


def test_the_rest_of_a_sentence_from_a_word_by_its_label(keys: Keys):
    keys("c .")
    assert keys.desk.hints is not None  # the point is at the beginning: from there, s chooses the sentence
    keys(label_of(keys, "the"))
    assert claim(keys) == "the harbour must stay open"
    assert keys.desk.hints is None
    assert keys.asked == "speaker"
    keys(".")  # what was chosen is mended without labels
    assert keys.desk.hints is None


def test_hints_choose_the_first_and_the_last_word(keys: Keys):
    keys("c h")
    assert len(label_of(keys, "The")) == 1  # the sentence at hand has the short labels
    keys(label_of(keys, "the"))
    keys(label_of(keys, "stay"))
    assert claim(keys) == "the harbour must stay"
    assert keys.desk.hints is None
    assert keys.asked == "speaker"


def test_a_word_keeps_its_label_when_the_first_one_is_known(keys: Keys):
    keys("c h")
    hints = keys.desk.hints
    assert hints is not None
    before = {span: label for label, span in hints.labels.items()}
    keys(label_of(keys, "the"))
    assert keys.desk.hints is not None
    after = {span: label for label, span in keys.desk.hints.labels.items()}
    assert len(after) > 3
    assert after.items() <= before.items()


def test_a_letter_that_no_label_has_is_said(keys: Keys):
    keys("c h")
    assert keys.desk.hints is not None
    free = next(
        letter for letter in "zyxwvu" if not any(label[0] == letter for label in keys.desk.hints.labels)
    )
    assert f"no word has the label {free}" in keys(free)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (".", "We will not close it,” she told reporters"),
        (",", "We will not close it"),
        ("enter", "We"),
    ],
)
def test_after_the_first_hint_a_key_takes_the_rest(keys: Keys, end: str, words: str):
    keys("j c h")
    keys(label_of(keys, "We"))
    keys(end)
    assert claim(keys) == words


def test_hints_are_taken_away_by_escape_and_wrong_letters_are_forgotten(keys: Keys):
    keys("c h")
    keys("?")
    assert keys.desk.hints is not None
    keys("escape")
    assert keys.desk.hints is None
    assert keys.session.draft is not None
    keys("h backspace")
    assert keys.desk.hints is None
    assert keys.asked == "claim"


def test_hints_over_a_paragraph_longer_than_there_are_labels(keys: Keys, corpus: Corpus):
    """A text without full stops: the words that come last have no label, and nothing breaks."""
    add_texts(corpus, long=" ".join(f"word{number}" for number in range(3000)))
    keys.session.corpus.index.refresh()
    keys.session.open_article("long")
    keys("c h")
    assert keys.desk.hints is not None
    labels = keys.desk.hints.labels
    assert len(labels) == 26 * 26
    assert not any(a != b and b.startswith(a) for a in list(labels)[:40] for b in labels)
    last = max(labels, key=lambda label: labels[label].start)
    keys(" ".join(last))
    keys("enter")
    assert claim(keys) == "word675"


def test_further_spans_and_taking_them_away(keys: Keys):
    keys("c s &")
    assert keys.asked == "claim"
    keys("j s")
    assert (
        claim(keys)
        == "The mayor said the harbour must stay open … “We will not close it,” she told reporters"
    )
    keys("backspace delete")
    assert " … " not in claim(keys)


def test_an_optional_passage_can_be_taken_back(keys: Keys):
    put = make_one(keys)
    keys("U s")
    assert saved(keys.session)[0].fields["cue"] is not None
    keys("U -")
    assert saved(keys.session)[0].fields["cue"] is None
    assert saved(keys.session)[0].statement == put.statement
    assert keys("C -") == "claim needs an answer"

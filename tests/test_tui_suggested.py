"""What is suggested, accepted and mended by one key on the desk, and what is recorded of it."""

from collections.abc import Callable, Iterator

import pytest
from desk_keys import Keys
from writers import add_texts

from annotator.acceptance import acceptance
from annotator.corpus.corpus import Corpus
from annotator.proposals import Batch, Proposal, SpeakerGuess
from annotator.session import Session
from annotator.suggesting import suggestions_of
from annotator.tui.views import bars, form
from annotator.validity import spans_of

TEXT = (
    "“The levy is fair,” the mayor said on Tuesday, “and it pays for the boats.” "
    "The union said that the levy would empty the island, that it came late, and that few had asked for it."
)
Suggest = Callable[..., Keys]


@pytest.fixture
def suggested(corpus: Corpus) -> Iterator[Suggest]:
    """Open a screen on which one claim is suggested, by speakers that may have made it."""
    add_texts(corpus, levy=TEXT)
    session = Session(corpus, corpus.open_journal("ann"), corpus.schema())
    session.open_article("levy")

    def suggest(claim: str, *speakers: str, cue: str = "") -> Keys:
        start, said = TEXT.index(claim), TEXT.index(cue)
        guesses = tuple(SpeakerGuess(name, "") for name in speakers or ("the mayor",))
        cues = ((said, said + len(cue)),) if cue else None
        mention = ((TEXT.index("the mayor"), TEXT.index(" said")),) if cue else None
        proposal = Proposal(((start, start + len(claim)),), cues, mention, guesses, None, None, 1, "a test")
        session.suggestions = suggestions_of(Batch("test", "1", [proposal]), session.schema)
        session.here.said_version += 1
        session.here.go_to(session.here.place_at(start))
        return Keys(session)

    yield suggest
    session.close()


def claim(keys: Keys) -> str:
    return " … ".join(TEXT[start:end] for start, end in spans_of(keys.values["claim"]))


LEVY = "the levy would empty the island"


@pytest.mark.parametrize(
    ("key", "proposed", "mended"),
    [
        ("]", LEVY, "the levy would empty the island, that it came late"),
        ("[", "the levy would empty the island, that it came late", LEVY),
        (".", LEVY, "the levy would empty the island, that it came late, and that few had asked for it"),
        (",", "the levy would empty", LEVY),
        ("(", LEVY, "that the levy would empty the island"),
        (")", "that it came late", "it came late"),
        ("}", "that it came late", "it came late"),
        ("{", "would empty the island", LEVY),
        ("t", "late, and that few", "few had asked for it"),
        ("s", "few had asked for it", TEXT[TEXT.index("The union") : -1]),
        ("w", "would empty the", LEVY),
        ("q", "is fair", "“The levy is fair,”"),
        ('"', "it pays", "it pays for the boats"),
        ("&", "“The levy is fair,”", "“The levy is fair,” … “and it pays for the boats.”"),
    ],
)  # fmt: skip
def test_one_key_accepts_and_mends_the_claim(suggested: Suggest, key: str, proposed: str, mended: str):
    keys = suggested(proposed)
    keys(key)
    assert claim(keys) == mended
    assert keys.asked == "stance"
    keys("s", "plan")
    assert keys("enter") == "saved ✓"
    (put,) = keys.session.journal.state.statements()
    assert put.origin.kind == "suggestion"
    assert put.origin.suggested is not None
    assert "".join(TEXT[start:end] for start, end in spans_of(put.origin.suggested["claim"])) == proposed
    assert acceptance(keys.session.journal.state)["test"].changed == 1


def test_a_claim_that_follows_its_cue_takes_in_how_the_sentence_begins(suggested: Suggest):
    keys = suggested("“and it pays for the boats.”", cue="said")
    keys("&")
    assert claim(keys) == "“The levy is fair,” … “and it pays for the boats.”"


def test_a_mended_claim_is_mended_on_from_where_it_was_suggested(suggested: Suggest):
    keys = suggested("the levy would empty")
    keys(", ,")
    assert claim(keys) == "the levy would empty the island, that it came late"


def test_the_clause_grows(suggested: Suggest):
    keys = suggested("would empty the")
    keys("w w")
    assert claim(keys) == "The union said that the levy would empty the island, that it came late"


def test_the_start_moves_and_the_arrows_go_on_with_the_end(suggested: Suggest):
    keys = suggested("that it came late")
    keys(") left")
    assert claim(keys) == "it came"


def test_words_by_hints_and_the_next_speaker(suggested: Suggest):
    keys = suggested(LEVY, "the mayor", "the union")
    keys(";")
    assert [item["name"] for item in keys.values["speaker"]] == ["the union"]  # type: ignore[union-attr,index,call-overload]
    assert keys.asked == "stance"
    keys("escape h")
    assert keys.desk.hints is not None
    assert keys.desk.hints.purpose == "passage"


def test_reading_goes_on_while_something_is_suggested(suggested: Suggest):
    keys = suggested(LEVY)
    keys("right")
    assert keys.session.draft is None
    assert keys.session.here.point > keys.session.here.sentence.start
    keys("u #", "later")
    keys("enter")
    assert keys.session.journal.events[-1].note == "later"  # type: ignore[union-attr]
    keys(">")
    assert keys.session.draft is None


def test_the_form_and_the_bar_name_the_mending_keys_at_80_columns(suggested: Suggest):
    keys = suggested(LEVY)
    rows = form.form_rows(keys.desk, 80)
    shown = "\n".join("".join(piece.text for piece in row) for row in rows)
    for words in ("a accept", "r reject", "w h words", "( ) start", "& goes on"):
        assert words in shown
    assert len(rows) == form.height(keys.session.schema)
    assert all(sum(len(piece.text) for piece in row) <= 80 for row in rows)
    bar = "".join(piece.text for piece in bars.key_row(keys.desk, keys.keymap, 80))
    for words in ("next", "x nothing here", "c new", "? all keys"):
        assert words in bar
    assert "accept" not in bar  # the form says it already


def test_a_target_has_no_keys_for_what_is_no_name(suggested: Suggest):
    for key in "uan":
        keys = suggested(LEVY)
        keys("a s")
        assert keys.asked == "target"
        keys(key)
        assert keys.desk.prompt is not None
        assert keys.desk.prompt.text == key
        assert "unnamed" not in str(form.form_rows(keys.desk, 120))
        keys("escape escape")


def test_what_is_no_name_takes_no_digit(suggested: Suggest):
    keys = suggested(LEVY)
    keys("c s u enter s", "plan")
    keys("enter")
    keys = suggested("it came late")
    assert "unnamed source" not in [
        speaker["name"] for speaker in keys.desk.speakers(keys.session.pending()[0])
    ]
    keys("c s")
    assert keys.asked == "speaker"
    assert "unnamed source" not in [candidate.name for candidate in keys.desk.candidates()]


def test_a_typed_speaker_is_not_called_it(suggested: Suggest):
    keys = suggested(LEVY)
    keys("c , / D r space Q enter enter")
    assert keys.values["speaker"][0]["mention"] is None  # type: ignore[index,call-overload]
    keys("escape c , k k / A c m e enter")  # an organization may be
    assert keys.words(keys.values["speaker"][0]["mention"]) == "it"  # type: ignore[index,call-overload]


def test_words_start_a_statement_where_nothing_is_suggested(suggested: Suggest):
    keys = suggested(LEVY)
    keys("r t")
    assert claim(keys).startswith("the levy would empty")
    assert keys.asked == "speaker"
    keys("escape h")
    assert keys.desk.hints is not None
    keys("escape escape ,")
    assert keys.session.draft is not None
    assert keys.session.draft.origin.kind == "typed"


def label(keys: Keys, word: str) -> str:
    hints = keys.desk.hints
    assert hints is not None
    return " ".join(
        next(label for label, span in hints.labels.items() if keys.desk.text[slice(*span)] == word)
    )


def test_the_words_of_an_unnamed_source_are_asked_for(suggested: Suggest):
    keys = suggested(LEVY)
    keys("r t u")
    keys(label(keys, "The"))
    keys(label(keys, "union"))
    speaker = keys.values["speaker"][0]  # type: ignore[index,call-overload]
    assert (speaker["name"], speaker["kind"]) == ("The union", "unnamed")
    assert keys.words(speaker["mention"]) == "The union"
    assert keys.asked == "stance"


def test_the_words_of_a_new_speaker_are_asked_for_and_nothing_is_kept_of_what_is_cancelled(
    suggested: Suggest,
):
    keys = suggested(LEVY)
    keys("r t / Z o e enter")
    assert keys.asked == "speaker"
    keys("escape")
    assert "speaker" not in keys.values
    keys("/ Z o e enter")
    keys(label(keys, "union"))
    keys("enter")
    speaker = keys.values["speaker"][0]  # type: ignore[index,call-overload]
    assert (speaker["name"], keys.words(speaker["mention"])) == ("Zoe", "union")


def test_one_more_speaker_while_the_stance_is_asked_for(suggested: Suggest):
    keys = suggested(LEVY, "the mayor", "the union")
    keys("a + / Z enter enter")
    assert [item["name"] for item in keys.values["speaker"]] == ["the mayor", "Z"]  # type: ignore[union-attr,index,call-overload]
    assert keys.asked == "stance"


def test_a_new_name_is_taken_unless_what_is_typed_is_like_a_known_one(suggested: Suggest):
    keys = suggested(LEVY)
    keys("a o", "ferry levy")
    keys("enter")
    keys("d s", "levy rate increase")
    assert keys.desk.prompt is not None
    keys("enter")
    keys("d s", "fery lev")
    keys("enter")
    targets = [put.fields["target"]["name"] for put in keys.session.journal.state.statements()]  # type: ignore[index,call-overload]
    assert targets == ["ferry levy", "levy rate increase", "ferry levy"]

"""What each key means in each scope, on a desk without a terminal: the whole of annotating, key by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import add_texts
from every_kind import Keys, every_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import read_journal
from annotator.session import Session
from annotator.statements import Put
from annotator.tui.commands import COMMANDS, SCOPE_TITLES, Keymap
from annotator.tui.screens.reader import help_rows
from annotator.tui.views import article as article_view
from annotator.tui.views import bars, form
from annotator.validity import text_problems


@pytest.fixture
def keys(corpus: Corpus) -> Iterator[Keys]:
    """The screen of an annotator at the first sentence of `harbour`."""
    session = Session(corpus, corpus.open_journal("ann"), corpus.schema())
    yield Keys(session)
    session.close()


@pytest.fixture
def every(tmp_path: Path) -> Iterator[Keys]:
    """The screen of a corpus whose schema has every kind of field."""
    corpus, trusted = every_corpus(tmp_path / "every")
    session = Session(corpus, corpus.open_journal("ann"), corpus.schema(trusted))
    yield Keys(session)
    session.close()


def mark_here(keys: Keys) -> str | None:
    mark = keys.session.here.mark_of(keys.session.here.sentence)
    return mark.state if mark else None


def place(keys: Keys) -> tuple[str, int]:
    return keys.session.here.article.id, keys.session.here.place


def saved(keys: Keys) -> list[Put]:
    return list(keys.session.journal.state.statements())


A_STATEMENT = "c s u enter s /"
"""The whole sentence, an unnamed source, support; then the target's name is typed."""


def make_one(keys: Keys, target: str = "plan") -> Put:
    keys(A_STATEMENT, target)
    assert keys("enter") == "saved ✓"
    put = keys.session.here.selected_statement()
    assert put is not None
    return put


# -- reading ------------------------------------------------------------------------------------------


def test_marks_and_steps(keys: Keys):
    assert place(keys) == ("harbour", 0)
    keys("x")
    assert place(keys) == ("harbour", 1)
    keys("up")
    assert mark_here(keys) == "none"
    keys("u")
    assert mark_here(keys) == "unsure"
    keys("u")
    assert mark_here(keys) is None
    keys("v")
    assert place(keys) == ("harbour", 1)
    keys("k")
    assert mark_here(keys) == "skip"
    keys("-")
    assert mark_here(keys) is None
    keys("z")
    assert mark_here(keys) == "skip"
    keys("y")
    assert mark_here(keys) is None
    keys("j down end")
    assert place(keys) == ("harbour", 3)
    assert "end of the article" in keys("space")
    assert "end of the article" in keys("down")
    keys("home pagedown")
    assert place(keys) == ("harbour", 3)
    keys("pageup")
    assert place(keys) == ("harbour", 0)
    assert not any(isinstance(event, Put) for event in keys.session.journal.events)


def test_notes_go_with_marks(keys: Keys):
    assert "a note goes with a mark" in keys(";")
    keys("u ;", "see page 3")
    keys("enter")
    mark = keys.session.here.mark_of(keys.session.here.sentence)
    assert mark is not None
    assert (mark.state, mark.note) == ("unsure", "see page 3")
    keys("; ctrl+u enter")
    assert keys.session.journal.events[-1].note is None  # type: ignore[union-attr]
    keys(";", "never mind")
    keys("escape")
    assert len(keys.session.journal.events) == 3


def test_articles_jumps_and_search(keys: Keys):
    keys("g", "3")
    keys("enter")
    assert place(keys) == ("harbour", 2)
    keys("g", "999")
    keys("enter")
    assert place(keys) == ("harbour", 3)
    keys("g", "x")
    keys("enter")
    assert place(keys) == ("harbour", 3)
    keys("/", "CLOSE it")
    keys("enter")
    assert place(keys) == ("harbour", 1)
    keys("/ ctrl+u", "the")
    keys("enter")
    assert place(keys) == ("harbour", 2)
    keys("n")
    assert place(keys) == ("harbour", 3)
    keys("p p")
    assert place(keys) == ("harbour", 0)
    assert "is not in this article" in keys("/ ctrl+u x y enter")
    keys(">")
    assert place(keys)[0] == "school"
    assert "no further article" in keys(">")
    keys("<")
    assert place(keys)[0] == "harbour"
    keys("! i")
    assert place(keys)[0] == "school"
    keys("x x")
    assert keys("i") == "everything has been read"
    keys("< !")
    keys("i")
    assert place(keys)[0] == "harbour"


def test_search_before_anything_was_looked_for(keys: Keys):
    assert keys("n") == "nothing was looked for yet"


def test_furniture_is_passed_over_unless_asked_for(keys: Keys, corpus: Corpus):
    add_texts(corpus, third="The council met on Monday.\n\nSign up for our newsletter")
    keys.session.corpus.index.refresh()
    keys.session.open_article("third")
    assert [sentence.kind for sentence in keys.session.here.article.sentences] == ["body", "furniture"]
    keys("down")
    assert place(keys) == ("third", 0)
    keys("w down")
    assert place(keys) == ("third", 1)
    keys("w up end")
    assert place(keys) == ("third", 1)


def test_what_only_the_screen_can_do_is_asked_of_it(keys: Keys):
    for key, wanted in (("?", "help"), ("f1", "help"), ("l", "articles"), ("b", "codebook"), (":", "quit")):
        keys(key)
        assert keys.desk.wanted == wanted


def test_statements_are_selected_edited_repeated_and_deleted(keys: Keys):
    first = make_one(keys, "plan")
    assert keys.session.here.selected == first.statement
    keys("d o /", "jobs")
    keys("enter")
    second = keys.session.here.selected
    assert [put.fields["stance"] for put in saved(keys)] == ["support", "oppose"]
    keys("tab")
    assert keys.session.here.selected == first.statement
    keys("shift+tab")
    assert keys.session.here.selected == second
    keys("D n")  # the stance's letter, as a capital
    assert [put.fields["stance"] for put in saved(keys)] == ["support", "neutral"]
    keys("end @ a")
    assert place(keys) == ("harbour", 0)
    assert keys.session.here.selected == first.statement
    keys("e")
    assert keys.asked == "claim"
    keys("escape")
    assert "deleted" in keys("backspace")
    assert len(saved(keys)) == 1
    keys("z")
    assert len(saved(keys)) == 2
    assert keys.session.here.selected == first.statement
    assert "no other statement has the letter z" in keys("@ z")
    assert keys.desk.alarm


def test_a_sentence_with_a_statement_is_not_marked_none(keys: Keys):
    make_one(keys)
    assert "a claim has words in this sentence" in keys("x")
    assert place(keys) == ("harbour", 0)
    keys("space")
    assert place(keys) == ("harbour", 1)
    keys("up")
    assert mark_here(keys) == "done"


def test_undo_without_anything_and_acting_without_a_statement(keys: Keys):
    assert keys("z") == "nothing to undo"
    assert keys("y") == "nothing to do again"
    for key in ("d", "e", "backspace", "D"):
        assert keys(key) == "no statement is selected here"
        assert keys.desk.alarm
    assert keys("B") == "no field has the key B"
    assert keys.session.journal.events == []


# -- choosing words -----------------------------------------------------------------------------------


def claim(keys: Keys) -> str:
    return keys.words(keys.values["claim"])


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


def label_of(keys: Keys, word: str) -> str:
    """The keys of the hint on a word: of the nearest, where it stands several times."""
    hints, text = keys.desk.hints, keys.session.here.text
    assert hints is not None
    return " ".join(
        next(label for label, span in hints.labels.items() if text[slice(*span)].strip("“.”,") == word)
    )


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
    keys("j .")
    assert (
        claim(keys)
        == "The mayor said the harbour must stay open … “We will not close it,” she told reporters"
    )
    keys("backspace delete")
    assert " … " not in claim(keys)


def test_an_optional_passage_can_be_taken_back(keys: Keys):
    put = make_one(keys)
    keys("U s")
    assert saved(keys)[0].fields["cue"] is not None
    keys("U -")
    assert saved(keys)[0].fields["cue"] is None
    assert saved(keys)[0].statement == put.statement
    assert keys("C -") == "claim needs an answer"


# -- names --------------------------------------------------------------------------------------------


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


# -- every kind of field ------------------------------------------------------------------------------


def test_a_statement_with_every_kind_of_field(every: Keys):
    every("c q")
    assert every.asked == "who"
    every("/ M e enter")
    assert every.asked == "joint"
    every("/ a enter")
    assert every.asked == "joint"  # its words are asked for
    every("enter")
    assert every.asked == "view"
    every("& / b enter enter")
    assert every.asked == "view"
    every("g")
    assert every.asked == "tone"
    every("l")
    assert every.asked == "sure"
    every("3")
    assert every.asked == "about"
    every("/ i t enter")
    assert every.asked == "comment"
    assert every.desk.prompt is not None  # the line is open: nobody has to ask for it
    every("", "fine so far")
    assert every.values["comment"] == "fine so far"
    every("enter")
    assert every.asked == "hedged"
    assert every("n") == "saved ✓"
    [first] = saved(every)
    assert every.words(first.fields["words"]) == "“The harbour must stay open,”"
    assert [item["name"] for item in first.fields["joint"]] == ["a", "b"]  # type: ignore[union-attr,index,call-overload]
    assert {name: first.fields[name] for name in ("view", "tone", "sure", "comment", "hedged")} == {
        "view": "against",
        "tone": "loud",
        "sure": 3,
        "comment": "fine so far",
        "hedged": False,
    }

    every("j c s / x enter / y enter enter f c 1 @ a", "second")  # the target is the first statement
    every("enter y")
    second = every.session.here.selected_statement()
    assert second is not None
    assert second.fields["about"] == {"statement": first.statement}
    for keys in ("Q s", "P a", "D y", "B / z enter"):
        assert every(keys) == "saved ✓"
    every("N", "a note")
    assert every("enter") == "saved ✓"
    now = every.session.here.selected_statement()
    assert now is not None
    assert now.fields["parent"] == {"statement": first.statement}
    assert (now.fields["quoted"], now.fields["note"]) == (True, "a note")
    for keys in ("Q -", "P -", "D -", "B -", "N ctrl+u enter"):
        assert every(keys) == "saved ✓", keys
    bare = every.session.here.selected_statement()
    assert bare is not None
    assert bare.fields == second.fields


def test_stepping_back_through_every_field_and_leaving(every: Keys):
    every("c q / M e enter / a enter enter g l 3 / i t enter", "typed")
    every("escape")  # closes the line, keeps what was typed
    assert every.desk.prompt is None
    assert every.values["comment"] == "typed"
    back = []
    while every("backspace") != "this is the first field; escape leaves the statement":
        back.append(every.asked)
    assert back == ["about", "sure", "tone", "view", "joint", "who", "words"]
    every("enter enter enter enter enter enter enter")
    assert every.asked == "hedged"
    assert "z takes it up again" in every("escape")
    every("z")
    assert every.asked == "hedged"
    assert every("y") == "saved ✓"
    assert saved(every)[0].fields["comment"] == "typed"


def test_a_text_that_is_asked_for_after_a_restart_opens_its_line(every: Keys):
    every("c q / M e enter / a enter enter g l 3 / i t enter", "half a com")
    again = Keys(every.session)
    assert again.desk.prompt is not None
    assert again.desk.prompt.text == "half a com"


def test_a_required_field_cannot_be_passed_over(every: Keys):
    assert every("c enter") == "words is not answered yet"
    every("s")
    assert every("enter") == "who is not answered yet"
    assert every("-") == "words needs an answer" or every("-") == "who needs an answer"


def test_links_by_letter_do_not_take_the_statement_itself(every: Keys):
    every("c q / M e enter / a enter enter g l 3 / i t enter", "one")
    every("enter n")
    assert "no other statement has the letter a" in every("P a")
    assert every.desk.prompt is None  # the next letter counts by itself
    assert every.asked == "parent"
    every("escape")


def test_links_with_two_letters(every: Keys):
    session = every.session
    for _ in range(29):
        session.begin()
        assert session.draft is not None
        session.draft.values.update(
            words=[[0, 4]], who={"name": "m"}, joint=[{"name": "m"}], view="for", tone="calm",
            sure=1, about={"name": "x"}, comment="x", hedged=True,
        )  # fmt: skip
        assert session.save() == []
    letters = [session.here.letter(put.statement) for put in session.here.statements]
    assert "ab" in letters
    every("P a")
    assert every.desk.prompt is not None  # a, aa or ab?
    every("b")
    wanted = session.here.by_letter("ab")
    assert wanted is not None
    assert session.here.selected_statement().fields["parent"] == {"statement": wanted.statement}  # type: ignore[union-attr]


# -- the table ----------------------------------------------------------------------------------------


def test_every_command_can_be_reached_in_each_of_its_scopes():
    keymap = Keymap()
    for command in COMMANDS:
        for scope in command.scopes:
            assert any(keymap.command((scope,), key) == command for key in command.keys), (command.id, scope)


def test_command_ids_are_unique_and_scopes_have_titles():
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert {scope for command in COMMANDS for scope in command.scopes} <= set(SCOPE_TITLES)


def test_every_command_has_a_plain_key():
    plain = {"space", "enter", "escape", "backspace", "delete", "tab", "up", "down", "left", "right"}
    plain |= {"home", "end", "pageup", "pagedown"}
    for command in COMMANDS:
        assert any(len(key) == 1 or key in plain for key in command.keys), command.id


def test_help_names_every_command_and_fits_80_columns():
    keymap = Keymap()
    lines = help_rows(keymap)
    assert all(len(line) <= 78 for line in lines)
    words = " ".join(" ".join(lines).split())
    for command in keymap.commands:
        assert " ".join(command.help.split()) in words
        assert f" {command.keys_shown} " in f" {words} "


def test_keys_of_ones_own_replace_those_of_the_table(keys: Keys):
    keys.keymap = Keymap(own={"none": "0", "next": "f5"})
    keys("x")
    assert place(keys) == ("harbour", 0)
    keys("0 f5")
    assert place(keys) == ("harbour", 2)
    assert mark_at_first(keys) == "none"


def mark_at_first(keys: Keys) -> str | None:
    mark = keys.session.here.mark_of(keys.session.here.article.sentences[0])
    return mark.state if mark else None


def test_own_keys_of_a_command_with_two_directions_keep_them(keys: Keys):
    keys.keymap = Keymap(own={"article": "f8 f7", "page": "f4 f3", "unnamed": "1 2 3"})
    keys("f8")
    assert place(keys)[0] == "school"
    keys("f7 f4")
    assert place(keys) == ("harbour", 3)
    keys("f3 c s 2")
    assert keys.values["speaker"][0]["kind"] == "author"  # type: ignore[index,call-overload]


ALL_KEYS = sorted(
    {key for command in COMMANDS for key in command.keys} | {"Ω", "ctrl+c", "f12", "1", "ctrl+w"}
)
BEGINNINGS = [
    "",
    "c q",
    "c q / M e enter",
    "c q / M e enter / a enter enter g l 3",
    "c h",
    "c q +",
    "c q &",
    "N",
    "c q k",
]


def test_whatever_is_pressed_the_screen_can_be_drawn_and_the_journal_holds(every: Keys):
    """Random keys from many beginnings: no exception, nothing drawn that does not fit, nothing wrong saved."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(ALL_KEYS), max_size=30))
    def walk(beginning: str, pressed: list[str]) -> None:
        session, desk = every.session, every.desk
        desk.hints = desk.prompt = None
        session.draft = None
        session.open_article("one", 0)
        every(beginning)
        for key in pressed:
            every(key)
            rows = [
                *form.form_rows(desk, 80),
                bars.header_row(desk, 80),
                bars.key_row(desk, every.keymap, 80),
            ]
            assert len(rows) <= form.height(session.schema) + 2
            assert all("\n" not in piece.text for row in rows for piece in row)
            article_view.picture(desk)
        for put in session.journal.state.statements():
            assert not session.schema.problems(put.fields)
            assert not text_problems(put.fields, session.schema, session.corpus.article(put.article).text)

    walk()
    found = read_journal(every.session.journal.path)
    assert not found.damage
    assert found.events == every.session.journal.events


def test_a_refused_command_is_shown_and_changes_nothing(keys: Keys, monkeypatch):
    """A damaged article file must not end the program."""
    path = keys.session.corpus.articles_folder / keys.session.corpus.index.entry("school").file
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"sentences"', b'"sentencez"'))
    assert keys(">") != ""
    assert keys.desk.alarm
    assert place(keys)[0] == "harbour"

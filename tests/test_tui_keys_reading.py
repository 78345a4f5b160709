"""What keys mean while an article is read: marks, steps, search, statements selected."""

from desk_keys import Keys, make_one, mark_here, place
from sessions import saved
from writers import add_texts

from annotator.corpus.corpus import Corpus
from annotator.statements import Put


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
    assert [put.fields["stance"] for put in saved(keys.session)] == ["support", "oppose"]
    keys("tab")
    assert keys.session.here.selected == first.statement
    keys("shift+tab")
    assert keys.session.here.selected == second
    keys("D n")  # the stance's letter, as a capital
    assert [put.fields["stance"] for put in saved(keys.session)] == ["support", "neutral"]
    keys("end @ a")
    assert place(keys) == ("harbour", 0)
    assert keys.session.here.selected == first.statement
    keys("e")
    assert keys.asked == "claim"
    keys("escape")
    assert "deleted" in keys("backspace")
    assert len(saved(keys.session)) == 1
    keys("z")
    assert len(saved(keys.session)) == 2
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


def test_a_refused_command_is_shown_and_changes_nothing(keys: Keys, monkeypatch):
    """A damaged article file must not end the program."""
    path = keys.session.corpus.articles_folder / keys.session.corpus.index.entry("school").file
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"sentences"', b'"sentencez"'))
    assert keys(">") != ""
    assert keys.desk.alarm
    assert place(keys)[0] == "harbour"

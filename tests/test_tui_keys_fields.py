"""What keys mean in every kind of field, and that no keys break the screen or the journal."""

from desk_keys import Keys
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions import saved

from annotator.corpus.journal import read_journal
from annotator.tui.commands import COMMANDS
from annotator.tui.views import article as article_view
from annotator.tui.views import bars, form
from annotator.validity import text_problems


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
    [first] = saved(every.session)
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
    assert saved(every.session)[0].fields["comment"] == "typed"


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


def test_an_optional_passage_answered_anew_leaves_no_row_too_many(every: Keys):
    every('c q Q " Q')
    assert len(form.form_rows(every.desk, 80)) == form.height(every.session.schema)


def test_whatever_is_pressed_the_screen_can_be_drawn_and_the_journal_holds(every: Keys):
    """Random keys from many beginnings: no exception, nothing drawn that does not fit, nothing wrong saved."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(ALL_KEYS), max_size=30))
    def walk(beginning: str, pressed: list[str]) -> None:
        session, desk = every.session, every.desk
        desk.hints = desk.prompt = None
        session.draft = None
        session.open_article("one", 0)
        for key in (*beginning.split(), *pressed):
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

"""The adjudication screen: each key, what stands on the screen, sizes, colours, and the table of commands."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from adjudicating import gold, opened
from pilot import Player
from writers import Writer

from annotator.adjudication import Adjudication
from annotator.caseload import LETTERS
from annotator.corpus.corpus import Corpus
from annotator.errors import InputError
from annotator.statements import Drop
from annotator.tui.adjudicator import AdjudicatorApp
from annotator.tui.case_commands import CASE_COMMANDS
from annotator.tui.case_desk import CaseDesk
from annotator.tui.commands import Keymap
from annotator.tui.own_keys import own_keymap
from annotator.tui.screens.reader import ReaderScreen, help_rows
from annotator.tui.views import adjudicate

Story = Callable[[Player, CaseDesk], Awaitable[None]]


@pytest.fixture
def three(corpus: Corpus) -> Corpus:
    """Three annotators: two cases in which they differ about words and stance, one with a vote for nothing."""
    stances = ("support", "neutral", "oppose")
    for number, (name, stance) in enumerate(zip(("ann", "bea", "carl"), stances, strict=True)):
        writer = Writer(corpus, name, 600 * number)
        words = "the harbour must stay open" if name == "ann" else "harbour must stay open"
        writer.statement("harbour", words, stance=stance)
        if name != "carl":
            writer.statement("school", "the school to reopen", speaker="Parents", stance=stance)
        writer.mark("school", "Parents", "none" if name == "carl" else "done")
        writer.mark("harbour", "The mayor", "done")
    return corpus


@pytest.fixture
def session(three: Corpus) -> Iterator[Adjudication]:
    running = opened(three)
    yield running
    running.close()


def play(session: Adjudication, story: Story, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        app = AdjudicatorApp(session)
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await player.settle()
            await story(player, app.case_desk)

    asyncio.run(run())


def letter(session: Adjudication, annotator: str) -> str:
    return next(item.letter for item in session.candidates() if item.annotator == annotator)


def test_candidates_are_columns_and_only_what_differs_is_numbered(session: Adjudication):
    async def story(player: Player, _: CaseDesk) -> None:
        shown = player.lines()
        heads = next(line for line in shown if line.split() == ["A", "B", "C"])
        claim = next(line for line in shown if line.startswith("▸1 claim"))
        stance = next(line for line in shown if line.startswith(" 2 stance"))
        for name, value in (("ann", "support"), ("bea", "neutral"), ("carl", "oppose")):
            column = heads.index(letter(session, name).upper())
            assert stance[column:].startswith(value)
            assert claim[column:].startswith("the harbour" if name == "ann" else "harbour must")
        assert any(line.startswith("   target      the plan") for line in shown)
        assert not any(name in player.text for name in ("ann ", "bea", "carl"))
        assert "dagny · case 1/2 · 2 open · saved ✓" in shown[0]
        assert "ABC" in shown[2]  # in the margin of the sentence
        await player.press("v")
        assert all(name in player.text for name in ("ann", "bea", "carl"))
        await player.press("right")
        assert not any(name in player.text for name in ("ann ", "bea", "carl"))

    play(session, story, (120, 24))


def test_a_capital_takes_a_candidate_and_goes_on(session: Adjudication):
    key = letter(session, "bea").upper()

    async def story(player: Player, _: CaseDesk) -> None:
        await player.press(key)
        assert "saved ✓" in player.lines()[-2]
        assert "school" in player.lines()[0]
        assert "case 2/2 · 1 open" in player.lines()[0]
        await player.press(letter(session, "carl").upper())  # who made no statement: none is right
        assert "0 open" in player.lines()[0]
        await player.press("space")
        assert "nothing is open any more" in player.text

    play(session, story)
    assert [put.fields["stance"] for put in gold(session)] == ["neutral"]


def test_small_letters_take_fields_and_the_last_one_saves(session: Adjudication):
    async def story(player: Player, desk: CaseDesk) -> None:
        await player.press(letter(session, "ann"))
        assert any(line.startswith("▸2 stance") for line in player.lines())
        assert "✓ the harb" in player.text
        assert "unfinished" in player.lines()[0]
        await player.press("backspace")
        assert any(line.startswith("▸1 claim") for line in player.lines())
        assert "unfinished" not in player.lines()[0]
        await player.press(f"2 {letter(session, 'carl')}")
        assert any(line.startswith("▸1 claim") for line in player.lines())
        await player.press(letter(session, "ann"))
        assert "case 2/2 · 1 open" in player.lines()[0]

    play(session, story)
    assert [(put.quote, put.fields["stance"]) for put in gold(session)] == [
        ("the harbour must stay open", "oppose")
    ]


def test_undo_and_redo_show_the_case_again(session: Adjudication):
    async def story(player: Player, _: CaseDesk) -> None:
        await player.press("A z")
        assert "case 1/2 · 2 open" in player.lines()[0]
        assert "undone" in player.lines()[-2]
        await player.press("y")
        assert "1 open" in player.lines()[0]

    play(session, story)
    assert len(gold(session)) == 1


def test_the_other_answers(session: Adjudication):
    async def story(player: Player, _: CaseDesk) -> None:
        await player.press("g enter")
        assert "case 1/2 · 2 open" in player.lines()[0]
        await player.press("", "is it a wish?")
        assert "what the guidelines leave open: is it a wish?" in player.text
        await player.press("enter")
        assert "case 2/2 · 1 open" in player.lines()[0]
        await player.press("0")
        assert "0 open" in player.lines()[0]

    play(session, story)
    drops = [session.caseload.verdict(asked).by_people[0] for asked in session.caseload.asked]
    assert all(isinstance(event, Drop) for event in drops)
    assert [(event.reason, event.note) for event in drops if isinstance(event, Drop)] == [
        ("guideline-gap", "is it a wish?"),
        ("none-is-right", None),
    ]


def test_both_of_three_are_named_and_of_two_are_not(session: Adjudication):
    ann, carl = letter(session, "ann"), letter(session, "carl")

    async def story(player: Player, desk: CaseDesk) -> None:
        await player.press("&")
        assert "which two" in player.text
        await player.press(f"escape & {ann} {ann}")
        assert "two different" in player.text
        await player.press(carl)
        assert "case 2/2 · 1 open" in player.lines()[0]
        await player.press("&")
        assert "0 open" in player.lines()[0]

    play(session, story)
    assert sorted(str(put.fields["stance"]) for put in gold(session)) == [
        "neutral",
        "oppose",
        "support",
        "support",
    ]


def test_a_statement_is_edited_in_the_annotators_form(session: Adjudication):
    async def story(player: Player, desk: CaseDesk) -> None:
        await player.press(f"{letter(session, 'ann')} e")
        assert "▸ D stance" in player.text
        assert "the harbour must stay open" in player.text
        await player.press("m")
        assert "saved ✓" in player.lines()[-2]
        await player.press("left e T /", "the dockers")
        await player.press("enter")

    play(session, story)
    (put,) = gold(session)
    target = put.fields["target"]
    assert isinstance(target, dict)
    assert (put.quote, put.fields["stance"], target["name"]) == (
        "the harbour must stay open",
        "mixed",
        "the dockers",
    )


def test_a_draft_left_comes_back_to_its_own_case_only(session: Adjudication):
    async def story(player: Player, desk: CaseDesk) -> None:
        await player.press("e s")
        assert desk.session.draft is not None
        await player.press("escape right z")
        assert desk.session.draft is None
        assert "nothing to undo" in player.text

    play(session, story)


def test_what_is_asked_of_nobody_is_said(session: Adjudication):
    async def story(player: Player, _: CaseDesk) -> None:
        await player.press("X")
        assert "there is no candidate X" in player.text
        await player.press("enter")
        assert "the votes do not decide it" in player.text
        await player.press("f2")
        assert isinstance(player.app.screen, ReaderScreen)
        await player.press("escape ?")
        assert isinstance(player.app.screen, ReaderScreen)
        assert "Adjudicating a case" in player.text
        await player.press("escape ctrl+q")
        assert player.app.return_code == 0

    play(session, story)


def test_words_are_set_apart_by_more_than_colour(session: Adjudication, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def story(player: Player, _: CaseDesk) -> None:
        strip = player.app.screen._compositor.render_strips(player.app.size)[2]
        looks: dict[str, tuple[object, ...]] = {}
        for segment in strip:
            style = segment.style
            assert style is not None
            looks[segment.text.strip()] = (style.bold, style.italic, style.underline, style.strike)
        claim = [look for words, look in looks.items() if words in {"the", "harbour must stay open"}]
        assert len({*claim, looks["The mayor said"]}) == 3  # one's words, everybody's, nobody's

    play(session, story)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 50), (20, 8)])
def test_any_size_will_do(session: Adjudication, size):
    async def story(player: Player, _: CaseDesk) -> None:
        assert all(len(line) <= size[0] for line in player.lines())
        await player.press("pagedown down pageup A")
        assert len(gold(session)) == 1

    play(session, story, size)


def test_clicks_stand_for_keys(session: Adjudication):
    async def story(player: Player, _: CaseDesk) -> None:
        await player.click("support")  # not the row under the cursor: nothing is taken
        assert session.chosen == {}
        await player.press("down")
        await player.click("support")
        assert session.chosen == {"stance": "ann"}

    play(session, story)


def test_candidates_letters_are_no_commands_and_ids_are_unique():
    keymap = Keymap(CASE_COMMANDS)
    for key in LETTERS:
        command = keymap.command(("case",), key)
        assert command is not None
        assert command.id == "take-field"
    assert len({command.id for command in CASE_COMMANDS}) == len(CASE_COMMANDS)
    assert any("Adjudicating a case" in row for row in help_rows(keymap, 76))


def test_own_keys_count_on_both_screens(tmp_path: Path):
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\nundo = "ctrl+u"\ngap = "f5"\n', encoding="utf-8")
    for commands in ((), CASE_COMMANDS):
        keymap = own_keymap(path, commands) if commands else own_keymap(path)
        scope = "case" if commands else "browse"
        command = keymap.command((scope,), "ctrl+u")  # type: ignore[arg-type]
        assert command is not None
        assert command.id == "undo"
    path.write_text('[keys]\nnosuch = "f5"\n', encoding="utf-8")
    with pytest.raises(InputError, match="nosuch"):
        own_keymap(path, CASE_COMMANDS)


def test_a_long_passage_shows_both_its_ends():
    assert adjudicate.both_ends("short", 10) == "short"
    shown = adjudicate.both_ends("it would empty the island of its young families", 20)
    assert shown.startswith("it would")
    assert shown.endswith("families")
    assert "…" in shown
    assert len(shown) <= 20


# -- the command --------------------------------------------------------------------------------------


def test_the_command_refuses_what_it_cannot_take(three: Corpus, run, tmp_path: Path):
    done = run("adjudicate", three.root)
    assert (done.exit_code, "--as" in done.stderr) == (2, True)
    done = run("adjudicate", three.root, "--as", "merge")
    assert (done.exit_code, "stands for what is decided by votes" in done.stderr) == (2, True)
    done = run("adjudicate", three.root, "--as", "dagny", "--gold", "../x")
    assert done.exit_code == 2


def test_the_command_says_where_there_is_nothing_to_do(corpus: Corpus, run):
    done = run("adjudicate", corpus.root, "--as", "dagny")
    assert done.exit_code == 2
    assert "nothing to adjudicate" in done.stderr

"""The table of keys: every command is reached, explained, and can have keys of one's own."""

from desk_keys import Keys, place

from annotator.tui.commands import COMMANDS, SCOPE_TITLES, Keymap
from annotator.tui.screens.reader import help_rows


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
    lines = help_rows(keymap, 76)
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

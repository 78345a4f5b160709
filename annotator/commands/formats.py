"""`annotator formats`: what datasets can be written in, and what can be read."""

from typing import TYPE_CHECKING

import click

from annotator.commands.common import json_option
from annotator.terminal import say, say_json, table

if TYPE_CHECKING:
    from annotator.formats.format import Format


@click.command("formats")
@click.argument("names", nargs=-1, metavar="[FORMAT…]")
@json_option
def command(*, names: tuple[str, ...], as_json: bool) -> None:
    """List the formats of `export` and `import`, or say all about those named.

    For each: the direction, what its offsets count, and what it cannot hold.
    """
    from annotator.formats.format import load_format, load_formats  # noqa: PLC0415 (needed now)

    found = [load_format(name) for name in names] or load_formats()
    if as_json:
        for item in found:
            say_json(_record(item))
    elif names:
        for item in found:
            _say_all(item)
    else:
        heads = ("FORMAT", "DIRECTION", "OFFSETS", "WHAT IT IS")
        for line in table([heads, *(_row(item) for item in found)], names=4):
            say(line.rstrip())


def _direction(item: "Format") -> str:
    return " ".join([*["out"] * item.writes, *["in"] * (item.read is not None)])


def _row(item: "Format") -> tuple[str, str, str, str]:
    title = item.title if item.verified else f"{item.title} (unverified)"
    return item.name, _direction(item), item.offsets, title


def _say_all(item: "Format") -> None:
    say(f"{item.name}: {item.title}")
    say(f"  direction: {_direction(item)}")
    say(f"  offsets: {item.offsets}")
    if item.views:
        say(f"  views: {', '.join(item.views)}")
    for option in item.options:
        values = "|".join(option.choices) if option.choices != ("",) else "VALUE"
        default = f", {option.default} by default" if option.choices and option.default else ""
        say(f"  --{option.name}{' ' + values if option.choices else ''}{default}: {option.help}")
    for phrase in item.not_held:
        say(f"  cannot hold {phrase}")
    if not item.verified:
        say("  unverified: the program that it is for is not public, and has not opened what is written")


def _record(item: "Format") -> dict[str, object]:
    return {
        "name": item.name,
        "title": item.title,
        "out": item.writes,
        "in": item.read is not None,
        "offsets": item.offsets,
        "views": item.views,
        "options": [option.name for option in item.options],
        "not_held": item.not_held,
        "verified": item.verified,
    }

"""Whatever is pressed, however fast: no crash, and files that `annotator check` has nothing against."""

import asyncio
import random

import pytest
from conftest import Run
from pilot import playing
from textual import events
from textual.keys import _character_to_key
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.session import Session

NAMED = """
    space enter escape tab shift+tab left right up down home end pageup pagedown backspace delete f1 f2 ctrl+z ctrl+y
"""
CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789,.;/?!@&+-*#'\"()[]{}<>=ABCDEKNPRSTUW"
KEYS = [*NAMED.split(), *CHARACTERS]


def key(name: str) -> events.Key:
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    return events.Key(name, " " if name == "space" else None)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("size", [(80, 24), (30, 10)])
def test_any_keys_at_any_speed(corpus: Corpus, ann: Writer, run: Run, seed: int, size: tuple[int, int]):
    ann.statement("harbour", "the harbour must stay open", target={"name": "closing the harbour"})
    chance = random.Random(seed)
    fresh = Corpus(corpus.root)
    session = Session(fresh, fresh.open_journal("ann"), fresh.schema())
    session.start_suggesting()

    async def story() -> None:
        async with playing(session, size) as player:
            for number in range(400):
                await player.app.on_event(key(chance.choice(KEYS)))
                if chance.random() < 0.3:
                    await asyncio.sleep(0)
                if number % 20 == 0:
                    await asyncio.sleep(0.01)
            await player.settle()

    asyncio.run(story())
    session.close()
    assert run("check", corpus.root).stdout == "no problems\n"

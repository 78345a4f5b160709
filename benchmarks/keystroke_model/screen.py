"""The same keys once more, on the real Textual screen."""

import asyncio
import unicodedata
from collections.abc import Mapping, Sequence

from pydantic import JsonValue
from textual import events

from annotator.corpus.corpus import Corpus
from annotator.session import Session
from annotator.statements import Fields, Put, State
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.annotate import AnnotateScreen

_ME = "screen"
_AT_ONCE = 20
"""Keys; to wait until the screen is idle after each would take minutes."""


def replay(corpus: Corpus, annotator: str, keys: Mapping[str, Sequence[str]], *, suggest: bool) -> int:
    """Press `keys` (by article) on the screen; returns how many statements it saved, each as `annotator` did."""
    asyncio.run(_press(corpus, keys, suggest))
    wanted, found = _saved(corpus, annotator), _saved(corpus, _ME)
    assert found == wanted, next((w, f) for w, f in zip(wanted, [*found, None], strict=False) if w != f)
    return len(found)


async def _press(corpus: Corpus, keys: Mapping[str, Sequence[str]], suggest: bool) -> None:
    session = Session(corpus, corpus.open_journal(_ME), corpus.schema())
    app = AnnotatorApp(session, suggest=suggest)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for article, pressed in keys.items():
            if session.here.article.id != article:
                session.open_article(article)
                assert isinstance(app.screen, AnnotateScreen)
                app.screen.show()
            for number, key in enumerate(pressed, 1):
                app.post_message(_event(key))
                if number % _AT_ONCE == 0 or number == len(pressed):
                    await pilot.pause()
    session.close()


def _event(key: str) -> events.Key:
    """Return the event that a terminal's key makes (Pilot.press has no character for a curly quotation mark)."""
    if len(key) == 1:
        return events.Key(unicodedata.name(key).lower().replace(" ", "_"), key)
    return events.Key(key, " " if key == "space" else None)


def _saved(corpus: Corpus, annotator: str) -> list[Fields]:
    """Return what an annotator recorded, in order, with statements numbered instead of named."""
    state = State(event for file in corpus.read_journals(annotator) for event in file.events)
    puts: list[Put] = list(state.statements())
    numbers = {put.statement: number for number, put in enumerate(puts)}
    return [{name: _numbered(value, numbers) for name, value in put.fields.items()} for put in puts]


def _numbered(value: JsonValue, numbers: Mapping[str, int]) -> JsonValue:
    if isinstance(value, dict) and "statement" in value:
        return numbers[str(value["statement"])]
    return value

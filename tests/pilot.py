"""The real screens without a terminal: Textual's Pilot, what is on the screen as text, and the driver's bytes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from annotator.session import Session
from annotator.tui.app import AnnotatorApp

Story = Callable[["Player"], Awaitable[None]]


class Player:
    """Presses keys and moves the mouse in a running app, and reads its screen."""

    def __init__(self, app: AnnotatorApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def session(self) -> Session:
        return self.app.session

    def lines(self) -> list[str]:
        """The screen as text, without the blanks at the ends of lines."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    async def press(self, keys: str, typed: str = "") -> None:
        """Press keys, parted by blanks, then type a text."""
        names = {
            "?": "question_mark",
            "/": "slash",
            "+": "plus",
            "&": "ampersand",
            "@": "at",
            ";": "semicolon",
        }
        names |= {
            ",": "comma",
            ".": "full_stop",
            "!": "exclamation_mark",
            "<": "less_than_sign",
            " ": "space",
        }
        names |= {
            ">": "greater_than_sign",
            "-": "minus",
            "]": "right_square_bracket",
            "[": "left_square_bracket",
        }
        for key in [*keys.split(), *typed]:
            await self.pilot.press(names.get(key, key))
        await self.settle()

    async def quickly(self, keys: str, typed: str = "") -> None:
        """Press keys on the annotation screen itself: the same handler, without the wait for each."""
        for key in [*keys.split(), *typed]:
            self.app.screen.press("space" if key == " " else key)  # type: ignore[attr-defined]
        await self.settle()

    async def settle(self) -> None:
        """Let the messages of a key or a click be handled and drawn."""
        for _ in range(3):
            await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to come true; the test fails where it does not."""
        for _ in range(100):
            if condition():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"it did not come about; the screen shows:\n{self.text}")

    def cell_of(self, words: str, line: int = 0) -> tuple[int, int]:
        """Where on the screen some words begin, from a line on."""
        for y, shown in enumerate(self.lines()):
            if y >= line and words in shown:
                return shown.index(words), y
        raise AssertionError(f"“{words}” is not on the screen:\n{self.text}")

    async def click(self, words: str, line: int = 0, into: int = 0) -> None:
        """Click on words."""
        x, y = self.cell_of(words, line)
        await self.pilot.click(offset=(x + into, y))
        await self.settle()

    async def drag(self, first: str, last: str) -> None:
        """Drag from the beginning of some words to the end of others."""
        start, (x, y) = self.cell_of(first), self.cell_of(last)
        await self.pilot.mouse_down(offset=start)
        await self.pilot.mouse_up(offset=(x + len(last) - 1, y))
        await self.settle()


@asynccontextmanager
async def playing(session: Session, size: tuple[int, int]) -> AsyncIterator[Player]:
    app = AnnotatorApp(session)
    async with app.run_test(size=size) as pilot:
        player = Player(app, pilot)
        await player.settle()
        yield player


def play(session: Session, story: Story, size: tuple[int, int] = (80, 24)) -> None:
    """Run a story with the app."""

    async def run() -> None:
        async with playing(session, size) as player:
            await story(player)

    asyncio.run(run())

"""The application around the screens."""

from collections import deque
from typing import ClassVar

from textual import events
from textual.app import App

from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Journal
from annotator.schema import LoadedSchema
from annotator.session import Session
from annotator.tui.commands import Keymap
from annotator.tui.desk import Desk
from annotator.tui.own_keys import own_keymap
from annotator.tui.pane_screen import PaneScreen
from annotator.tui.screens.annotate import AnnotateScreen


class AnnotatorApp(App[int]):
    """The annotation tool."""

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, session: Session, keymap: Keymap | None = None, suggest: bool = False) -> None:
        super().__init__()
        self.session = session
        self.keymap = keymap or Keymap()
        self.suggest = suggest
        self._keys: deque[events.Key] = deque()
        """Pressed, and not yet taken."""

    def get_default_screen(self) -> AnnotateScreen:
        """Start with the annotation screen."""
        return AnnotateScreen(Desk(self.session), self.keymap, self.suggest)

    async def on_event(self, event: events.Event) -> None:
        """Give a key to the screen at once: by Textual's own way it takes twice the time."""
        if isinstance(event, events.Key):
            self._keys.append(event)
            self._take_keys()
        else:
            await super().on_event(event)

    def on_pane_screen_ready(self) -> None:
        """Take the keys that waited for a screen."""
        self._take_keys()

    def _take_keys(self) -> None:
        """Give keys, in their order, to the screen that they are for; those for one that is not shown yet wait."""
        while self._keys:
            screen = next((one for one in reversed(self._pane_screens()) if not one.is_leaving), None)
            if screen is None or not screen.is_ready:
                return
            screen.on_key(self._keys.popleft())

    def _pane_screens(self) -> list[PaneScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, PaneScreen)]


def run(corpus: Corpus, journal: Journal, schema: LoadedSchema, suggest: bool = False) -> int:
    """Open the screen and return the exit code. Raises StatementError for a corpus without articles."""
    keymap = own_keymap()
    session = Session(corpus, journal, schema)
    try:
        return AnnotatorApp(session, keymap, suggest).run() or 0
    finally:
        session.close()

"""The application around the screens."""

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

    def get_default_screen(self) -> AnnotateScreen:
        """Start with the annotation screen."""
        return AnnotateScreen(Desk(self.session), self.keymap, self.suggest)

    async def on_event(self, event: events.Event) -> None:
        """Give a key to the screen at once: by Textual's own way it takes twice the time."""
        if (
            isinstance(event, events.Key)
            and isinstance(self.screen, PaneScreen)
            and self.screen.takes_keys_at_once
        ):
            self.screen.on_key(event)
        else:
            await super().on_event(event)


def run(corpus: Corpus, journal: Journal, schema: LoadedSchema, suggest: bool = False) -> int:
    """Open the screen and return the exit code. Raises StatementError for a corpus without articles."""
    keymap = own_keymap()
    session = Session(corpus, journal, schema)
    try:
        return AnnotatorApp(session, keymap, suggest).run() or 0
    finally:
        session.close()

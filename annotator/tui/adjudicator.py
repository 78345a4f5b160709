"""The application around the adjudication screen."""

from annotator.adjudication import Adjudication
from annotator.tui.app import AnnotatorApp
from annotator.tui.case_commands import CASE_COMMANDS
from annotator.tui.case_desk import CaseDesk
from annotator.tui.commands import Keymap
from annotator.tui.own_keys import own_keymap
from annotator.tui.screens.adjudicate import AdjudicateScreen


class AdjudicatorApp(AnnotatorApp):
    """The tool as adjudicators see it."""

    def __init__(self, session: Adjudication, keymap: Keymap | None = None) -> None:
        super().__init__(session, keymap or Keymap(CASE_COMMANDS))
        self.case_desk = CaseDesk(session)

    def get_default_screen(self) -> AdjudicateScreen:
        """Start with the adjudication screen."""
        return AdjudicateScreen(self.case_desk, self.keymap)


def run(session: Adjudication) -> int:
    """Open the screen and return the exit code; the session is closed afterwards."""
    try:
        return AdjudicatorApp(session, own_keymap(commands=CASE_COMMANDS)).run() or 0
    finally:
        session.close()

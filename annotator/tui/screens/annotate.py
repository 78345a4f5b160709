"""The annotation screen: one key, one handler, one frame."""

import gc
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from annotator.tui.actions.pointing import words_pointed
from annotator.tui.commands import Keymap, act, paste, press
from annotator.tui.desk import Desk
from annotator.tui.pane_screen import PaneScreen, forget_closed_screens
from annotator.tui.panes.article import ArticlePane
from annotator.tui.panes.rows import RowsPane
from annotator.tui.panes.rule import Rule
from annotator.tui.views import bars, form, statements
from annotator.tui.views.article import picture

WIDE = 160
"""Columns from which the statements stand beside the text."""


class Middle(Container):
    """The article and, on wide screens, the statements beside it."""

    BLANK = True  # its children cover it: nothing to draw


class AnnotateScreen(PaneScreen):
    """The article, the form of the statement at hand, and the keys that matter now."""

    def __init__(self, desk: Desk, keymap: Keymap, suggest: bool = False) -> None:
        """Take what is shown; with `suggest`, suggestions are made once the screen is there."""
        super().__init__()
        self.desk = desk
        self.keymap = keymap
        self._suggest = suggest
        self._shown = False
        self.header = RowsPane(id="header")
        self.article = ArticlePane(id="article")
        self.statements = RowsPane(id="statements")
        self.form = RowsPane(id="form")
        self.keys = RowsPane(id="keys")

    def compose(self) -> ComposeResult:
        """Lay the panes out, top to bottom."""
        self.form.styles.height = form.height(self.desk.session.schema)
        yield self.header
        yield Rule()
        with Middle(id="middle"):
            yield self.article
            yield Rule()
            yield self.statements
        yield Rule()
        yield self.form
        yield self.keys

    def on_mount(self) -> None:
        """Say what the journal has to say once the screen is there."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.desk.tell_notices()

    def on_resize(self, event: events.Resize) -> None:
        """Show everything in the new size."""
        if (event.size.width >= WIDE) != self.has_class("-wide"):
            self.toggle_class("-wide")
            self.call_after_refresh(self.show)
        else:
            self.call_next(self.show)

    def on_screen_resume(self) -> None:
        """Show what other screens have changed."""
        forget_closed_screens()
        self.show()

    def show(self) -> None:
        """Show what the desk holds now, in one frame."""
        desk, width = self.desk, self.size.width
        if self.article.size.width == 0:
            return
        self.header.show([bars.header_row(desk, width)])
        self.article.show(desk.session.here.article, picture(desk))
        if self.statements.size.width:
            self.statements.show(statements.statement_rows(desk, self.statements.size.width))
        self.form.show(form.form_rows(desk, width))
        self.keys.show([bars.key_row(desk, self.keymap, width)])
        if not self._shown:
            self._shown = True
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Do what the first picture need not wait for."""
        if self._suggest:
            self.desk.session.start_suggesting()
            self.show()
        gc.freeze()  # what is loaded now stays: looking through it all takes as long as five frames
        gc.enable()

    # -- keys and the mouse -----------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Do what a key means now, and show it."""
        press(self.desk, self.keymap, key)
        self._after()

    def on_paste(self, event: events.Paste) -> None:
        """Put pasted text into the line that is being typed."""
        event.stop()
        paste(self.desk, event.text)
        self._after()

    def on_rows_pane_clicked(self, message: RowsPane.Clicked) -> None:
        """Take a click on a piece as the key that it stands for."""
        if message.key.startswith("s-"):
            self.desk.session.here.select(message.key)
            self._after()
        else:
            self.press(message.key)

    def on_article_pane_words_chosen(self, message: ArticlePane.WordsChosen) -> None:
        """Take words dragged over for the passage asked for, in a new statement if need be; a click goes there."""
        act(self.desk, lambda: words_pointed(self.desk, message.start, message.end))
        self._after()

    def on_article_pane_margin_clicked(self, message: ArticlePane.MarginClicked) -> None:
        """Go to the sentence whose margin was clicked; again: to its next statement."""
        here = self.desk.session.here
        if here.place == message.sentence:
            here.select_next(1)
        else:
            here.go_to(message.sentence)
        self._after()

    def _after(self) -> None:
        desk = self.desk
        desk.tell_notices()
        wanted, desk.wanted = desk.wanted, ""
        if wanted:
            self.run_wanted(wanted)
        else:
            self.show()

    def run_wanted(self, wanted: str) -> None:
        """Do what only the screen can do."""
        if wanted == "quit":
            self.app.exit(0)
        elif wanted == "articles":
            from annotator.tui.screens.articles import ArticlesScreen  # noqa: PLC0415 (only when asked for)

            self.app.push_screen(ArticlesScreen(self.desk))
        else:
            from annotator.tui.screens.reader import ReaderScreen, codebook_rows, help_rows  # noqa: PLC0415

            if wanted == "help":
                reader = ReaderScreen("All keys", partial(help_rows, self.keymap))
            else:
                reader = ReaderScreen("Codebook", partial(codebook_rows, self.desk.session))
            self.app.push_screen(reader)

"""The adjudication screen: the annotator's, with the candidates of a case in place of the form."""

from textual.app import ComposeResult

from annotator.tui.actions.pointing import words_pointed
from annotator.tui.case_commands import press_on_case
from annotator.tui.case_desk import CaseDesk
from annotator.tui.commands import Keymap, act
from annotator.tui.panes.article import ArticlePane
from annotator.tui.panes.rule import Rule
from annotator.tui.screens.annotate import AnnotateScreen
from annotator.tui.views import adjudicate, bars


class AdjudicateScreen(AnnotateScreen):
    """The article, the candidates field by field, and the keys that matter now."""

    def __init__(self, desk: CaseDesk, keymap: Keymap) -> None:
        super().__init__(desk, keymap)
        self.case_desk = desk

    def compose(self) -> ComposeResult:
        """Lay the panes out, top to bottom."""
        self.form.styles.height = adjudicate.height(self.desk.session.schema)
        yield self.header
        yield Rule()
        yield self.article
        yield Rule()
        yield self.form
        yield self.keys

    def show(self) -> None:
        """Show what the desk holds now, in one frame."""
        desk, width = self.case_desk, self.size.width
        if self.article.size.width == 0:
            return
        self.header.show([adjudicate.header_row(desk, width)])
        self.article.show(desk.session.here.article, adjudicate.picture(desk))
        self.form.show(adjudicate.case_rows(desk, width))
        self.keys.show([bars.key_row(desk, self.keymap, width)])

    def press(self, key: str) -> None:
        """Do what a key means now, and show it."""
        press_on_case(self.case_desk, self.keymap, key)
        self._after()

    def on_article_pane_words_chosen(self, message: ArticlePane.WordsChosen) -> None:
        """Take words dragged over for the passage asked for, while a statement is edited."""
        if self.desk.session.draft is not None:
            act(self.desk, lambda: words_pointed(self.desk, message.start, message.end))
            self.case_desk.settle()
            self._after()

    def on_article_pane_margin_clicked(self, message: ArticlePane.MarginClicked) -> None:
        """Read on from the sentence whose margin was clicked."""
        self.desk.session.here.go_to(message.sentence)
        self._after()

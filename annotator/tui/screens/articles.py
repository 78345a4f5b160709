"""The list of articles, with progress, search and filters."""

from functools import lru_cache

from rich.cells import set_cell_size
from textual import events

from annotator.corpus.assignment_file import assigned_to
from annotator.corpus.index import Entry
from annotator.counts import count_of
from annotator.finding import FILTERS, matching_articles
from annotator.position import unread_sentences
from annotator.tui.desk import Desk
from annotator.tui.layout import cut, printable
from annotator.tui.panes.list import ListPane
from annotator.tui.panes.rows import Piece
from annotator.tui.prompt import Prompt
from annotator.tui.screens.listing import ListingScreen


class ArticlesScreen(ListingScreen):
    """All articles, or those that a search or a filter leaves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._row)
        self.desk = desk
        self.prompt: Prompt | None = None
        self.filter = ""
        self.problem = ""
        """Why an article could not be opened; shown until the next key."""
        self._assigned: frozenset[str] = frozenset()
        self._found: list[str] | None = None
        self._page = lru_cache(8)(self._read_page)
        if not desk.attempt(self._read_assignment):
            self.problem = desk.message

    def _read_assignment(self) -> None:
        session = self.desk.session
        self._assigned = frozenset(assigned_to(session.corpus.root, session.journal.annotator))

    def on_mount(self) -> None:
        """Show the list once its size is known."""
        self.call_after_refresh(self._show_all)

    def on_resize(self) -> None:
        """Show the list in the new size."""
        self.call_after_refresh(self._bars)

    def _show_all(self) -> None:
        index = self.desk.session.corpus.index
        self._found, self.filter = None, ""
        self.list.show(len(index), index.place(self.desk.session.here.article.id))
        self._bars()

    # -- rows ---------------------------------------------------------------------------------------------------

    def _read_page(self, page: int) -> list[Entry]:
        return self.desk.session.corpus.index.entries(page * 64, 64)

    def _entry(self, row: int) -> Entry | None:
        if self._found is not None:
            return self.desk.session.corpus.index.entry(self._found[row])
        entries = self._page(row // 64)
        return entries[row % 64] if row % 64 < len(entries) else None

    def _row(self, row: int) -> str:
        entry = self._entry(row)
        if entry is None:
            return ""
        state = self.desk.session.here.state
        marks = list(state.marks(entry.id))
        body = sum(1 for sentence in entry.sentences if sentence.kind == "body")
        unusable = any(mark.sentence is None for mark in marks)
        read = body - len(unread_sentences(entry.sentences, marks))
        progress = "unusable" if unusable else f"{read:>4}/{body:<4}"
        sign = "✓" if read == body and body and not unusable else " "
        mine = "•" if entry.id in self._assigned else " "
        statements = sum(1 for _ in state.statements(entry.id))
        title = printable(entry.title or "")
        where = " · ".join(printable(part) for part in (entry.outlet, entry.published) if part)
        known = f"{set_cell_size(printable(entry.id), 24)} {title}  {where}"
        return f" {sign}{mine}{progress:<9} {statements:>3} st  {known}"

    def _bars(self) -> None:
        shown = len(self._found) if self._found is not None else len(self.desk.session.corpus.index)
        what = count_of(shown, "article") + (f" · {self.filter}" if self.filter else "")
        if self._assigned:
            what += f" · • {len(self._assigned)} assigned to you"
        self.header.show(
            [(Piece(f" {printable(self.desk.session.corpus.settings.name)} · {what}", "strong"),)]
        )
        if self.prompt is not None:
            self.keys.show([(Piece(f" {self.prompt.label}: {self.prompt.text}"), Piece(" ", "cursor"))])
            return
        if self.problem:
            self.keys.show([(Piece(cut(f" {printable(self.problem)}", self.size.width), "alarm"),)])
            return
        keys = [("enter", "⏎", "open"), ("escape", "esc", "back"), ("/", "/", "find"), ("a", "a", "all")]
        keys += [(key, key, label) for key, (label, _) in FILTERS.items()]
        pieces = [
            piece
            for key, shown_as, label in keys
            for piece in (Piece(f" {shown_as}", "key", key), Piece(f" {label} ", "", key))
        ]
        self.keys.show([tuple(pieces)])

    # -- keys and the mouse -------------------------------------------------------------------------------------

    def on_paste(self, event: events.Paste) -> None:
        """Put pasted text into the line that is being typed."""
        event.stop()
        if self.prompt is not None:
            self.prompt.insert(event.text)
            self._bars()

    def press(self, key: str) -> None:
        """Do what a key means here."""
        self.problem = ""
        if self.prompt is not None:
            self._press_in_prompt(self.prompt, key)
        elif self.scroll(key):
            pass
        elif key in {"enter", "space"}:
            self._open(self.list.at)
        elif key == "/":
            self.prompt = Prompt("find", "search")
        elif key == "a":
            self._show_all()
        elif key in FILTERS:
            self._ask_filter(key)
        elif key in {"escape", "l", "q"}:
            self.go_back()
            return
        self._bars()

    def _ask_filter(self, key: str) -> None:
        label, needs_words = FILTERS[key]
        if needs_words:
            self.prompt = Prompt("filter", label)
        else:
            self._filter(label, "")

    def _press_in_prompt(self, prompt: Prompt, key: str) -> None:
        if key == "escape":
            self.prompt = None
        elif key == "enter":
            self.prompt = None
            self._filter(prompt.label, prompt.text.strip())
        else:
            prompt.press(key)

    def _filter(self, label: str, wanted: str) -> None:
        session = self.desk.session
        self._found = matching_articles(
            label, wanted, session.corpus.index, session.here.state, session.schema
        )
        self.filter = f"{label} {wanted}".strip()
        self.list.show(len(self._found), 0)

    def _open(self, row: int) -> None:
        entry = self._entry(row) if self._found is None or row < len(self._found) else None
        if entry is None:
            return
        if self.desk.attempt(lambda: self.desk.session.open_article(entry.id)):
            self.go_back()
        else:
            self.problem = self.desk.message
            self._bars()

    def on_list_pane_chosen(self, message: ListPane.Chosen) -> None:
        """Open the row that was clicked."""
        if message.row == self.list.at:
            self._open(message.row)
        else:
            self.list.move(message.row)

"""The article: its text with margins, drawn line by line; only lines whose overlays changed are drawn again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.corpus.articles import Article
from annotator.tui.layout import Layout, TextLine
from annotator.tui.panes.lines import LinesPane

LEFT, RIGHT = 6, 3
"""Cells of the margins: letters and stances on the left, the sentence's mark on the right."""
READABLE = 100
"""The widest a line of text gets."""


class Overlay(NamedTuple):
    """A range of the text that is drawn in a style; those of a higher `rank` are laid over the others."""

    start: int
    end: int
    style: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What lies over the text now."""

    standing: frozenset[Overlay] = frozenset()
    """Claims and other things that change only when something is saved."""
    moving: frozenset[Overlay] = frozenset()
    """The sentence at hand, the words being chosen, the point."""
    margins: frozenset[tuple[int, str, str, str]] = frozenset()
    """By sentence: the left margin, its style, and the right margin."""
    labels: dict[int, str] = field(default_factory=dict)
    """Word hints: what is drawn over the text from an offset on."""
    at: int = 0
    """The sentence at hand."""


class ArticlePane(LinesPane, ScrollView):
    """An article with what lies over it."""

    PREFIX = "article"
    can_focus = False

    @dataclass
    class WordsChosen(Message):
        """Words were clicked or dragged over."""

        start: int
        end: int
        """The range from the first to the last character under the pointer, half-open; empty for a click."""

    @dataclass
    class MarginClicked(Message):
        """The left margin was clicked."""

        sentence: int

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._article: Article | None = None
        self._layout_: Layout | None = None
        self._picture = Picture()
        self._standing: dict[int, set[Overlay]] = {}
        self._moving: dict[int, set[Overlay]] = {}
        self._margins: dict[int, tuple[str, str, str]] = {}
        self._labels: dict[int, dict[int, str]] = {}
        self._drag_from: int | None = None

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, article: Article, picture: Picture) -> None:
        """Show an article (wrapped anew if it is another one) with what lies over it."""
        if article is not self._article:
            self._article = article
            self._wrap()
        layout = self._layout_
        if layout is None:
            self._picture = picture
            return
        old, self._picture = self._picture, picture
        changed: set[int] = set()
        if old.standing != picture.standing:
            changed |= self._stand(layout, old.standing, picture.standing)
        if old.moving != picture.moving:
            before, self._moving = self._moving, _by_line(layout, picture.moving)
            changed |= _differing(before, self._moving)
        if old.margins != picture.margins:
            self._margins = {
                sentence: (left, style, right) for sentence, left, style, right in picture.margins
            }
            changed |= {layout.first_line[sentence] for sentence, *_ in old.margins ^ picture.margins}
        if old.labels != picture.labels:
            self._labels = _labels_by_line(layout, picture.labels)
            changed |= {layout.line_of(at) for at in old.labels.keys() | picture.labels.keys()}
        if old.at != picture.at:
            changed |= {line for at in (old.at, picture.at) for line in self._lines_of_sentence(at)}
        self.redraw(sorted(changed))
        self._bring_into_view()

    def _stand(self, layout: Layout, old: frozenset[Overlay], new: frozenset[Overlay]) -> set[int]:
        """Put other overlays on the lines that they change; returns those lines."""
        moved = old ^ new
        first = layout.line_of(min(overlay.start for overlay in moved))
        last = layout.line_of(max(overlay.end - 1 for overlay in moved))
        start, end = layout.lines[first].start, layout.lines[last].end
        near = _by_line(layout, (one for one in new if one.start < end and start < one.end))
        before = {line: self._standing.pop(line) for line in range(first, last + 1) if line in self._standing}
        after = {line: near[line] for line in range(first, last + 1) if line in near}
        self._standing |= after
        return _differing(before, after)

    def _wrap(self) -> None:
        width = min(self.size.width - LEFT - RIGHT - 1, READABLE)
        self._standing, self._moving, self._margins, self._labels = {}, {}, {}, {}
        self._picture = Picture()
        if self._article is None or width < 1:
            self._layout_ = None
            return
        self._layout_ = Layout(self._article.text, self._article.sentences, width)
        self.virtual_size = Size(self.size.width, len(self._layout_.lines))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.redraw_all()

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        picture, article = self._picture, self._article
        if article is not None:
            self._wrap()
            self.show(article, picture)

    def _lines_of_sentence(self, sentence: int) -> Iterable[int]:
        if self._layout_ is None or self._article is None or sentence >= len(self._article.sentences):
            return ()
        span = self._article.sentences[sentence]
        return self._layout_.lines_of(span.start, span.end)

    def _bring_into_view(self) -> None:
        """Scroll only when the sentence at hand leaves the view, and then put it a third down."""
        lines = list(self._lines_of_sentence(self._picture.at))
        if not lines:
            return
        top, height = self.scroll_offset.y, self.size.height
        if lines[0] < top or min(lines[-1], lines[0] + height - 1) >= top + height:
            self.scroll_to(y=max(0, lines[0] - height // 3), animate=False, immediate=True)

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw(self, number: int) -> Strip:
        """Draw one line of the article, or what is empty below it."""
        layout = self._layout_
        if layout is None or number >= len(layout.lines) or layout.lines[number].sentence < 0:
            return Strip.blank(self.size.width, self.part())
        return self._line(layout, number)

    def _line(self, layout: Layout, number: int) -> Strip:
        line = layout.lines[number]
        left, style, right = self._margins.get(line.sentence, ("", "", "")) if line.first else ("", "", "")
        bar = "▌" if line.sentence == self._picture.at else " "
        margin = self.part("margin")
        segments = [Segment(f"{bar}{left:<{LEFT - 2}} "[:LEFT], self.part(style) if style else margin)]
        segments += self._words(layout, number, line)
        used = sum(segment.cell_length for segment in segments)
        pad = max(0, LEFT + layout.width - used)
        segments.append(Segment(" " * pad + f" {right:<{RIGHT - 1}}", margin))
        rest = self.size.width - used - pad - RIGHT
        whole = Strip([*segments, Segment(" " * rest, self.part())])
        return whole if rest >= 0 else whole.crop(0, self.size.width)

    def _words(self, layout: Layout, number: int, line: TextLine) -> list[Segment]:
        overlays = sorted(
            [*self._standing.get(number, ()), *self._moving.get(number, ())],
            key=lambda overlay: (overlay.rank, overlay.style),
        )
        labels = self._labels.get(number, {})
        cuts = {line.start, line.end}
        for overlay in overlays:
            cuts |= {overlay.start, overlay.end}
        for at, label in labels.items():
            if len(label) > 1:
                cuts -= set(range(at + 1, at + len(label)))
            cuts |= {at, min(at + len(label), line.end)}
        kind = self._article.sentences[line.sentence].kind if self._article else "body"
        base = () if kind == "body" else ("furniture",)
        segments = []
        for start, end in pairwise(sorted(cuts)):
            names = tuple(
                overlay.style for overlay in overlays if overlay.start <= start and end <= overlay.end
            )
            shown = _shown(layout, line, start, end)
            if start in labels:
                shown = labels[start].ljust(len(shown))[: max(len(shown), 1)]
                names = ("hint",)
            segments.append(Segment(shown, self.part(*base, *names)))
        return segments

    # -- the mouse ----------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to choose words, or take the margin's sentence."""
        layout = self._layout_
        number = event.y + self.scroll_offset.y
        if layout is None or number >= len(layout.lines) or layout.lines[number].sentence < 0:
            return
        at = layout.offset_at(number, event.x - LEFT)
        if at is None:
            self.post_message(self.MarginClicked(layout.lines[number].sentence))
            return
        self._drag_from = at
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Choose the words dragged over."""
        start, self._drag_from = self._drag_from, None
        self.release_mouse()
        layout = self._layout_
        if start is None or layout is None:
            return
        offset = event.get_content_offset_capture(self)
        number = min(max(offset.y + self.scroll_offset.y, 0), len(layout.lines) - 1)
        line = layout.lines[number]
        end = layout.offset_at(number, offset.x - LEFT)
        if end is None:
            end = line.start if offset.x < LEFT else max(line.start, line.end - 1)
        first, last = sorted((start, end))
        self.post_message(self.WordsChosen(first, first if first == last else last + 1))


def _shown(layout: Layout, line: TextLine, start: int, end: int) -> str:
    if line.glyphs is None:
        return layout.text[start:end]
    # a range may begin inside a grapheme (a lost blank, a combining accent): it is drawn with its first character
    return "".join(glyph.shown for glyph in line.glyphs if start <= glyph.start < end)


def _by_line(layout: Layout, overlays: Iterable[Overlay]) -> dict[int, set[Overlay]]:
    """Return the overlays by the line that they are on, cut to it."""
    found: dict[int, set[Overlay]] = {}
    for overlay in overlays:
        for number in layout.lines_of(overlay.start, overlay.end):
            line = layout.lines[number]
            start, end = max(overlay.start, line.start), min(overlay.end, line.end)
            if start < end:
                found.setdefault(number, set()).add(Overlay(start, end, overlay.style, overlay.rank))
    return found


def _differing(before: dict[int, set[Overlay]], after: dict[int, set[Overlay]]) -> set[int]:
    return {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)}


def _labels_by_line(layout: Layout, labels: dict[int, str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for at, label in labels.items():
        found.setdefault(layout.line_of(at), {})[at] = label
    return found

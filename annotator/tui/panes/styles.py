"""Styles of a pane's parts by name, as the stylesheet gives them.

Textual's component classes would be worked out twice for every part of every pane before the first paint, which is a
tenth of the time until then; most parts are not in it. So a part is looked up when it is first drawn.
"""

from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.widget import Widget


class PaneStyles:
    """The component styles of one widget, blended in the order of their names, worked out once a theme."""

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._known: dict[tuple[str, ...], Style] = {}

    def __call__(self, *names: str) -> Style:
        """Return the style of parts that lie over one another."""
        style = self._known.get(names)
        if style is None:
            style = self._known[names] = self._filtered(self._blend(names))
        return style

    def clear(self) -> None:
        """Forget them, when the theme changes."""
        self._known.clear()
        self._widget._component_styles.clear()

    def _filtered(self, style: Style) -> Style:
        """Return a style as the terminal shows it, without colours, say. Textual asks so of each piece of a line."""
        piece = [Segment(" ", style)]
        for line_filter in self._widget.get_line_filters():
            piece = line_filter.apply(piece, self._widget.background_colors[1])
        return piece[0].style or style

    def _blend(self, names: tuple[str, ...]) -> Style:
        if not names:
            return self._widget.rich_style
        full = [f"{self._prefix}--{name}" for name in names]
        rules = [self._rules(name) for name in full]
        style = self._widget.get_visual_style(*full).rich_style
        # Textual 8.2 blends colours there but loses `reverse`, which is all that is left without colours
        return style + Style(reverse=True) if any(rule.text_style.reverse for rule in rules) else style

    def _rules(self, name: str) -> RenderStyles:
        """Return what the stylesheet says of one part, as Textual does for its component classes."""
        found = self._widget._component_styles
        if name not in found:
            part = DOMNode(classes=name)
            part._attach(self._widget)
            self._widget.app.stylesheet.apply(part, animate=False)
            found[name] = part.styles
        return found[name]

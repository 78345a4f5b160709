"""Styles of a pane's parts by name, as the stylesheet gives them."""

from rich.style import Style
from textual.color import Color
from textual.widget import Widget


class PaneStyles:
    """The component styles of one widget, blended in the order of their names, worked out once a theme."""

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._known: dict[tuple[str, ...], Style] = {}
        self._background: Color | None = None

    def __call__(self, *names: str) -> Style:
        """Return the style of parts that lie over one another."""
        style = self._known.get(names)
        if style is None:
            style = self._known[names] = self._blend(names)
        return style

    @property
    def background(self) -> Color:
        """The colour behind the widget's own parts."""
        if self._background is None:
            self._background = self._widget.background_colors[1]
        return self._background

    def clear(self) -> None:
        """Forget them, when the theme changes."""
        self._known.clear()
        self._background = None

    def _blend(self, names: tuple[str, ...]) -> Style:
        if not names:
            return self._widget.rich_style
        full = [f"{self._prefix}--{name}" for name in names]
        style = self._widget.get_visual_style(*full).rich_style
        for name in full:
            # Textual 8.2 blends colours there but loses `reverse`, which is all that is left without colours
            if self._widget.get_component_styles(name).text_style.reverse:
                style += Style(reverse=True)
        return style

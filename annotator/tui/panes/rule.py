"""A line across the screen."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget


class Rule(Widget):
    """One horizontal line."""

    DEFAULT_CLASSES = "rule"

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 (it has one line)
        """Draw it."""
        return Strip([Segment("─" * self.size.width, self.rich_style)], self.size.width)

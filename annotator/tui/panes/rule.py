"""A line across the screen."""

from rich.segment import Segment
from textual.strip import Strip

from annotator.tui.panes.lines import LinesPane


class Rule(LinesPane):
    """One line: down where it is narrow, else across."""

    DEFAULT_CLASSES = "rule"

    def draw(self, number: int) -> Strip:  # noqa: ARG002 (all its lines are alike)
        """Draw it."""
        width = self.size.width
        return Strip([Segment("│ "[:width] if width <= 2 else "─" * width, self.part())], width)

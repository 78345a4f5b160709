"""The mouse: words that were clicked or dragged over."""

from annotator.fields import Span
from annotator.selecting import tidy, words
from annotator.tui.actions import hinting
from annotator.tui.desk import Desk


def words_pointed(desk: Desk, start: int, end: int) -> None:
    """Take the words of a range for what is asked for; an empty range is a click, which goes there."""
    here = desk.session.here
    covered = [
        word
        for word in words(desk.text, *here.around(start, end))
        if word.start < max(end, start + 1) and start < word.end
    ]
    if desk.hints is not None:
        for word in covered[:1] if start == end else [covered[0], covered[-1]] if covered else []:
            hinting.word(desk, word)
    elif start == end:
        here.go_to(here.place_at(start))
        here.point = next(
            (w.start for w in words(desk.text, *here.sentence.span) if w.end > start), here.point
        )
    elif covered:
        if desk.session.draft is None:
            here.go_to(here.place_at(start))
            desk.session.begin()
        desk.choose(tidy(desk.text, Span(covered[0].start, covered[-1].end)))

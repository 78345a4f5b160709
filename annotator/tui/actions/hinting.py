"""Word hints: type the label where it starts, then the label where it ends."""

from annotator.fields import Span
from annotator.selecting import clause_ends, paragraph, tidy
from annotator.tui.actions import answer
from annotator.tui.desk import Desk
from annotator.tui.hints import Purpose, between, hints_over


def start(desk: Desk, _key: str) -> None:
    """Label the words: type where it starts, then where it ends (or . for the sentence's end, , for the clause's)."""
    label_onward(desk, "passage")


def label_onward(desk: Desk, purpose: Purpose) -> None:
    """Label the words of a passage from the sentence at hand on."""
    here = desk.session.here.sentence.span
    onward = Span(here.start, max(here.end, paragraph(desk.text, here.start).end))
    desk.hints = hints_over(desk.text, onward, here, purpose)


def letter(desk: Desk, key: str) -> None:
    """Take a letter of a label."""
    hints = desk.hints
    if hints is None:
        return
    typed = hints.typed + key
    chosen = hints.press(key)
    if chosen is not None:
        word(desk, chosen)
    elif hints.typed != typed:
        desk.say(f"no word has the label {typed}", alarm=True)


def word(desk: Desk, chosen: Span) -> None:
    """Take a word as the first or, where that is known, as the last one; a last one before it is no answer."""
    hints = desk.hints
    if hints is None:
        return
    if hints.start is None:
        start = tidy(desk.text, chosen).start
        near = desk.session.here.around(start, chosen.end).end
        block = paragraph(desk.text, start).end if hints.purpose == "passage" else near
        desk.hints = hints.from_word(start, max(block, near))
        if hints.purpose == "rest":
            end(desk, ".")
    elif chosen.end > hints.start:
        _hinted(desk, between(desk.text, hints.start, chosen))


def end(desk: Desk, key: str) -> None:
    """End what starts at the hinted word: with the sentence, with the clause, or with the word itself."""
    hints = desk.hints
    if hints is None:
        return
    if hints.start is None:
        if key == "enter" and hints.of is not None:
            desk.answer(hints.of)
        return
    first = hints.start
    sentences = desk.session.here.article.sentences
    stop = next((sentence.end for sentence in sentences if sentence.end > first), first + 1)
    if key == ",":
        stop = next((at for at in clause_ends(desk.text, first, stop) if at > first), stop)
    elif key == "enter":
        stop = min((word.end for word in hints.labels.values() if word.end > first), default=stop)
    _hinted(desk, between(desk.text, first, Span(first, stop)))


def _hinted(desk: Desk, span: Span) -> None:
    hints, desk.hints = desk.hints, None
    if hints is None or hints.purpose in {"passage", "rest"}:
        desk.choose(span)
    elif hints.of is not None:
        answer.with_words(desk, hints.of, span)
    else:
        answer.hinted_name(desk, span, as_mention=hints.purpose == "mention")


def cancel(desk: Desk, _key: str) -> None:
    """Take the labels away."""
    desk.hints = None

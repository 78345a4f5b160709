"""The annotation screen's desk without a terminal: keys go in, and what they did is read from it."""

from annotator.session import Session
from annotator.statements import Fields, Put
from annotator.tui.commands import Keymap, press
from annotator.tui.desk import Desk


class Keys:
    """A desk that keys are pressed on."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.desk = Desk(session)
        self.keymap = Keymap()

    def __call__(self, keys: str, typed: str = "") -> str:
        """Press keys, parted by blanks, then those of a text; returns the message that is left."""
        for key in [*keys.split(), *("space" if char == " " else char for char in typed)]:
            press(self.desk, self.keymap, key)
        return self.desk.message

    @property
    def asked(self) -> str | None:
        return self.desk.asked.name if self.desk.asked else None

    @property
    def values(self) -> Fields:
        assert self.session.draft is not None
        return self.session.draft.values

    def words(self, spans: object) -> str:
        """The words of a passage."""
        assert isinstance(spans, list)
        return " … ".join(self.session.here.text[start:end] for start, end in spans)


def mark_here(keys: Keys) -> str | None:
    mark = keys.session.here.mark_of(keys.session.here.sentence)
    return mark.state if mark else None


def place(keys: Keys) -> tuple[str, int]:
    return keys.session.here.article.id, keys.session.here.place


A_STATEMENT = "c s u enter s /"
"""The whole sentence, an unnamed source, support; then the target's name is typed."""


def make_one(keys: Keys, target: str = "plan") -> Put:
    keys(A_STATEMENT, target)
    assert keys("enter") == "saved ✓"
    put = keys.session.here.selected_statement()
    assert put is not None
    return put


def claim(keys: Keys) -> str:
    return keys.words(keys.values["claim"])


def label_of(keys: Keys, word: str) -> str:
    """The keys of the hint on a word: of the nearest, where it stands several times."""
    hints, text = keys.desk.hints, keys.session.here.text
    assert hints is not None
    return " ".join(
        next(label for label, span in hints.labels.items() if text[slice(*span)].strip("“.”,") == word)
    )

"""What lies before the adjudicator: the case at hand, the field under the cursor, and what is half pressed."""

from dataclasses import dataclass

from annotator.adjudication import Adjudication
from annotator.caseload import Asked, Candidate
from annotator.schema import FieldSpec
from annotator.tui.desk import Desk, Scope


@dataclass(slots=True)
class CaseDesk(Desk):
    """The state of the adjudication screen. While a statement is edited, it is the annotator's desk."""

    row: int = 0
    """Place of the cursor among the fields that differ."""
    named: bool = False
    """Whether the annotators' names are shown."""
    pair: list[Candidate] | None = None
    """The candidates named so far as both valid, while they are asked for."""
    _arrived_at: Asked | None = None

    def __post_init__(self) -> None:
        Desk.__post_init__(self)
        self.settle()

    @property
    def adjudication(self) -> Adjudication:
        """The session, as what it is."""
        assert isinstance(self.session, Adjudication)
        return self.session

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands count now, the first that knows a key wins."""
        if self.session.draft is None and self.hints is None:
            return ("case",)
        return Desk.scopes(self)

    def field(self) -> FieldSpec | None:
        """The field under the cursor; None where none differs."""
        differing = self.adjudication.case.differing()
        return differing[min(self.row, len(differing) - 1)] if differing else None

    def candidate(self, letter: str) -> Candidate | None:
        """The candidate with this letter, in either case."""
        found = self.adjudication.candidates()
        return next((candidate for candidate in found if candidate.letter == letter.lower()), None)

    def go_to_undecided(self) -> None:
        """Put the cursor on the next field that differs and has no answer, round the end."""
        differing, left = self.adjudication.case.differing(), self.adjudication.undecided()
        places = [place for place, spec in enumerate(differing) if spec in left]
        self.row = next((place for place in places if place > self.row), places[0] if places else 0)

    def settle(self) -> None:
        """Come to the case that is now at hand: blind again, the cursor on the first field to be decided."""
        asked = self.adjudication.asked
        if asked != self._arrived_at:
            self._arrived_at, self.named, self.pair, self.row = asked, False, None, -1
            self.go_to_undecided()

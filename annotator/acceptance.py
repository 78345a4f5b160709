"""What became of the suggestions that one annotator dealt with, counted by who made them. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from annotator.statements import Put, Reject, State


@dataclass(slots=True)
class Acceptance:
    """How many suggestions were accepted as they were, accepted and changed, and declined."""

    as_suggested: int = 0
    changed: int = 0
    rejected: int = 0

    @property
    def rate(self) -> float:
        """The share that was accepted, changed or not, of all that were dealt with."""
        accepted = self.as_suggested + self.changed
        return accepted / (accepted + self.rejected)


def acceptance(state: State) -> dict[str, Acceptance]:
    """Count by suggester what stands: statements that were suggested, and suggestions that were declined."""
    found: dict[str, Acceptance] = defaultdict(Acceptance)
    for thread in state.threads.values():
        event = thread.current
        if isinstance(event, Reject) and not event.withdrawn:
            found[event.suggestion.by or "?"].rejected += 1
        elif isinstance(event, Put) and event.origin.kind == "suggestion":
            if as_suggested(event):
                found[event.origin.by or "?"].as_suggested += 1
            else:
                found[event.origin.by or "?"].changed += 1
    return dict(sorted(found.items()))


def as_suggested(put: Put) -> bool:
    """Whether a suggested statement holds all that was suggested; filling what was left open changes nothing."""
    return all(put.fields.get(name) == value for name, value in (put.origin.suggested or {}).items())

"""The time of one sitting: instants that only go forward, and how long somebody was at work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ulid import ULID


class WorkClock:
    """Gives events their instants and ids, and counts the seconds of work between them."""

    def __init__(self, now: Callable[[], float], idle_seconds: float, last: str | None = None) -> None:
        """Take the time from `now` (seconds since 1970); a pause counts for `idle_seconds` at most.

        `last` is when the last event was made: unless the clock was set back, what comes is later.
        """
        self._now = now
        self._idle_seconds = idle_seconds
        self._last_touch = now()
        before = datetime.fromisoformat(last).timestamp() if last else 0.0
        self._last_instant = before if before <= self._last_touch else 0.0
        self._held: float | None = None
        self.active = 0.0
        """Seconds of work that no event has taken account of."""

    def touch(self) -> None:
        """Count the time since the last key as active, up to the limit for a pause."""
        now = self._now()
        self.active += min(max(now - self._last_touch, 0), self._idle_seconds)
        self._last_touch = now

    def take_active(self) -> float:
        """Return the seconds of work since they were taken last."""
        seconds, self.active = round(self.active, 3), 0.0
        return seconds

    def instant(self) -> float:
        """Return the time in seconds, to the millisecond, always later than the last."""
        if self._held is not None:
            return self._held
        self._last_instant = max(round(self._now(), 3), self._last_instant + 0.001)
        return self._last_instant

    @contextmanager
    def one_instant(self) -> Iterator[None]:
        """Give the same instant to all that is done meanwhile: it is undone and redone as one."""
        self._held = self.instant()
        try:
            yield
        finally:
            self._held = None

    def ulid(self) -> ULID:
        """Return a new id that says when it was made."""
        return ULID.from_timestamp(self.instant())


def written(instant: float) -> str:
    """Return an instant as events have it: UTC, to the millisecond."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"

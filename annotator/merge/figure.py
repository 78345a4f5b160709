"""One figure of the report: a value with what it rests on, or the reason why there is none."""

from dataclasses import dataclass
from typing import Literal

FEW_ARTICLES = 10
"""Below so many articles the bootstrap by article alone is too narrow (measured coverage .84)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % bootstrap interval: what was resampled, and a warning where it deserves less trust."""

    low: float
    high: float
    resampled: Literal["articles", "units"]
    samples: int
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or None with the reason; `n` units that it rests on, in `articles` articles.

    A unit is whatever the measure compares: a statement, a sentence, a pair of statements, a character.
    """

    value: float | None
    n: int
    articles: int
    reason: str = ""
    interval: Interval | None = None

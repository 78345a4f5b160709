"""What the report holds, whatever it is shown as: figures with what they rest on, and where to look."""

from dataclasses import dataclass, field

from annotator.agreement.collect import Disagreement
from annotator.merge.figure import Figure

RELIABLE, TENTATIVE = 0.8, 0.667

HOW_TO_READ = (
    "Every figure comes with the units (n) that it rests on, with its coverage and with a 95 % interval found "
    "by resampling articles (or, marked with a star, units, where articles are few). Judge by the lower end of "
    "the interval, not by the value: an alpha whose lower end reaches .800 bears conclusions, one between .667 "
    "and .800 tentative ones, and one below .667 none (Krippendorff); what is needed depends on the use. 1 is "
    "perfect agreement, 0 what chance would give, and less than 0 is systematic disagreement. F1 and "
    "percentages do not take chance away. Attributes are compared on claims that two or more found: coverage "
    "says how many statements that is, and what was not found counts under detection alone. All figures are "
    "pooled over the corpus, never means of figures by article, and were taken before any adjudication. Where "
    "one answer prevails, alpha is low although most agree; AC1 beside it shows that."
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure by name; `of` says what its units are; coverage is the share of all that enter."""

    name: str
    figure: Figure
    of: str
    coverage: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Confused:
    """Two different answers, and how many pairs of annotators gave one each to the same claim."""

    one: str
    other: str
    count: float


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One field of aligned statements; the first measure is the one to judge by."""

    name: str
    kind: str
    measures: list[Measure]
    categories: list[Measure] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    matrix: list[list[float]] = field(default_factory=list)
    """Coincidences of the answers (Krippendorff): symmetric, each unit counts as many as it has ratings."""
    confused: list[Confused] = field(default_factory=list)
    """The pairs of different answers that are most frequent."""


@dataclass(frozen=True, slots=True)
class PairReport:
    """Statements of two annotators over sentences that both read: in common, and of each alone."""

    one: str
    other: str
    matched: int
    only_one: int
    only_other: int


@dataclass(frozen=True, slots=True)
class PersonReport:
    """What one annotator did, and what agreement is without them."""

    annotator: str
    statements: int
    sentences: int
    per_1000_words: float | None
    f1: Figure
    without: list[Measure]
    marginals: dict[str, dict[str, float]]
    """By field, the share of each answer in their own statements: their bias."""


@dataclass(frozen=True, slots=True)
class WorstArticle:
    """An article in which little was found in common: mean pairwise F1 at IoU of .5 or more."""

    article: str
    f1: float
    statements: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the terminal, the JSON and the HTML report show."""

    corpus: str
    schema: str
    entities: str
    """Hash of the list of names that was applied."""
    tau: float
    seed: int
    samples: int
    annotators: list[str]
    articles: int
    articles_compared: int
    """Those in which two annotators or more have read or said something."""
    statements: int
    aligned: int
    left_out: dict[str, int]
    notices: list[str]
    detection: list[Measure]
    pairs: list[PairReport]
    extent: list[Measure]
    fields: list[FieldReport]
    joint: Measure
    people: list[PersonReport]
    worst_articles: list[WorstArticle]
    worst_statements: list[Disagreement]
    how_to_read: str = HOW_TO_READ

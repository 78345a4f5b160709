"""What the report holds, whatever it is shown as: figures with what they rest on, and where to look."""

from dataclasses import dataclass, field

from annotator.agreement.collect import Disagreement
from annotator.counts import count_of
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


SUGGESTIONS_ANCHOR = (
    "A suggestion anchors: two who accepted the same one were shown the same words and names, so what they have in "
    "common is not independent work, and says little about how reliable people are without it. Nor is the difference "
    "the effect of suggesting: what is easy to find is suggested, and agreed on, more often. For a figure of unaided "
    "work let annotators work with --no-suggest. F1 is here the share of statements of a kind that another who read "
    "the same sentences made too, in whatever way."
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
class PairConfusion:
    """How often one annotator gave an answer (row) where another gave which (column), in the order of the answers."""

    one: str
    other: str
    counts: list[list[int]]
    kappa: Figure
    """Cohen's: tells about this pair only, and rises when the two use the answers unequally often."""


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
    pairs: list[PairConfusion] = field(default_factory=list)
    """Of each two annotators, where they are few and so are the answers."""


@dataclass(frozen=True, slots=True)
class PairReport:
    """Statements of two annotators over sentences that both read: in common, and of each alone."""

    one: str
    other: str
    matched: int
    only_one: int
    only_other: int


@dataclass(frozen=True, slots=True)
class ProvenanceReport:
    """How many statements of an annotator came from an accepted suggestion, and how many are just as suggested."""

    annotator: str
    statements: int
    suggested: int
    as_suggested: int


@dataclass(frozen=True, slots=True)
class SuggestedReport:
    """Suggested statements beside unaided ones; no measures where nothing came from a suggestion."""

    people: list[ProvenanceReport]
    measures: list[Measure]
    how_to_read: str = SUGGESTIONS_ANCHOR


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
    suggested: SuggestedReport
    people: list[PersonReport]
    worst_articles: list[WorstArticle]
    worst_statements: list[Disagreement]
    how_to_read: str = HOW_TO_READ

    @property
    def basis(self) -> str:
        """What was compared, in a line."""
        return (
            f"{count_of(self.statements, 'statement')} in {count_of(self.articles, 'article')}, "
            f"{self.articles_compared} of them by two annotators or more; "
            f"{self.aligned} statements have a partner (tau {self.tau:g})"
        )

"""The network that the options of an export ask for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple, cast, get_args

from annotator.errors import AnnotatorError
from annotator.fields import UNNAMED_KINDS, EntityKind
from annotator.formats.format import Dataset, FormatOption
from annotator.formats.networks.coding import Coding, Position, day_of
from annotator.formats.networks.projection import NORMS, Tie, Weight, one_mode, tabulate, two_mode
from annotator.formats.views import AnnotatedArticle
from annotator.schema import LoadedSchema

Mode = Literal["actors", "concepts", "two-mode", "statements"]
Value = str | int | float

_ONE_MODE = tuple(NORMS)
_TWO_MODE = ("no", "activity", "prominence")
_NAMED = frozenset({"", *get_args(EntityKind)} - UNNAMED_KINDS.keys())

OPTIONS = (
    FormatOption(
        "mode",
        "Who is tied: speakers by their targets, targets by their speakers, speakers to targets, or the same with an "
        "edge for each statement.",
        get_args(Mode),
        "actors",
    ),
    FormatOption(
        "weight",
        "What ties weigh: the same side, opposite sides, or the first less the second; from speakers to targets: "
        "agreement, disagreement, or the first less the second. Without it: congruence; two-mode: subtract.",
        get_args(Weight),
    ),
    FormatOption(
        "normalise",
        "Divide by how much the two say: average, jaccard, cosine; in two-mode networks by the activity of the "
        "speaker or the prominence of the target.",
        tuple(dict.fromkeys([*_ONE_MODE, *_TWO_MODE])),
        "no",
    ),
    FormatOption("since", "Only articles published on this day (YYYY-MM-DD) or later.", ("",)),
    FormatOption("until", "Only articles published on this day (YYYY-MM-DD) or earlier.", ("",)),
    FormatOption(
        "kinds",
        "Only speakers of these kinds, as person,organization. Without it all who have a name of their own: not "
        f"{', '.join(UNNAMED_KINDS)}, where one name stands for many.",
        ("",),
    ),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options ask for."""

    mode: Mode
    weight: Weight
    normalise: str
    since: date
    until: date
    kinds: frozenset[str]

    def holds(self, published: str | None) -> bool:
        """Tell whether an article is in the time window; one without a day is in none that has an end."""
        day = day_of(published)
        if day is None:
            return (self.since, self.until) == (date.min, date.max)
        return self.since <= day <= self.until


def choice(options: Mapping[str, str]) -> Choice:
    """Return what the options ask for; raises AnnotatorError for what does not go together."""
    mode = cast("Mode", options["mode"])
    weight, normalise = options["weight"], options["normalise"]
    if mode == "statements" and weight:
        raise AnnotatorError("--weight goes with ties of actors or concepts, not with --mode statements")
    norms = {"two-mode": _TWO_MODE, "statements": ("no",)}.get(mode, _ONE_MODE)
    if normalise not in norms:
        raise AnnotatorError(f"--normalise {normalise} does not go with --mode {mode} ({', '.join(norms)})")
    kinds = frozenset(filter(None, options["kinds"].split(",")))
    unknown = sorted(kinds - set(get_args(EntityKind)))
    if unknown:
        raise AnnotatorError(f"--kinds {unknown[0]}: not one of {', '.join(get_args(EntityKind))}")
    return Choice(
        mode,
        cast("Weight", weight or ("subtract" if mode == "two-mode" else "congruence")),
        normalise,
        _day(options, "since", date.min),
        _day(options, "until", date.max),
        kinds or _NAMED,
    )


def _day(options: Mapping[str, str], name: str, default: date) -> date:
    try:
        return date.fromisoformat(options[name]) if options[name] else default
    except ValueError:
        raise AnnotatorError(f"--{name} {options[name]}: not a day as YYYY-MM-DD") from None


class Node(NamedTuple):
    """A speaker or a target. `key` is its name in the file; a speaker and a target of one name are two nodes."""

    key: str
    name: str
    role: Literal["actor", "concept"]
    kind: str
    statements: int


NODE_COLUMNS: dict[str, type[Value]] = {"name": str, "role": str, "kind": str, "statements": int}
TIE_COLUMNS: dict[str, type[Value]] = {
    "weight": float,
    "congruence": float,
    "conflict": float,
    "statements": str,
    "annotators": int,
    "readers": int,
}
STATEMENT_COLUMNS: dict[str, type[Value]] = {
    "weight": float,
    "stance": str,
    "statement": str,
    "article": str,
    "published": str,
    "claim": str,
    "annotators": int,
    "readers": int,
}


class Edge(NamedTuple):
    """An edge between two nodes, with a value for each column."""

    source: Node
    target: Node
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, and edges as a stream."""

    about: Mapping[str, str]
    """The options that it was made with."""
    directed: bool
    nodes: tuple[Node, ...]
    columns: Mapping[str, type[Value]]
    """Of the edges: what each value is called, and its type."""
    edges: Iterable[Edge]


def network(dataset: Dataset) -> Network:
    """Return the network of a dataset; raises AnnotatorError for options or a schema that cannot make one.

    With an edge for each statement the dataset is read twice, and only nodes are held; otherwise once, and what each
    speaker said on each target is held.
    """
    chosen = choice(dataset.options)
    about = {name: value for name, value in dataset.options.items() if value}
    nodes = _Nodes()
    found = nodes.counted(positions(dataset, chosen))
    if chosen.mode == "statements":
        for _ in found:
            pass
        edges = _statement_edges(positions(dataset, chosen), nodes.actors(), nodes.concepts())
        return Network(about, True, nodes.all(), STATEMENT_COLUMNS, edges)
    about["weight"] = chosen.weight
    table = tabulate(found, by_target=chosen.mode == "concepts")
    if chosen.mode == "two-mode":
        ties = two_mode(table, chosen.weight, chosen.normalise)
        return Network(
            about, True, nodes.all(), TIE_COLUMNS, _tie_edges(ties, nodes.actors(), nodes.concepts())
        )
    rows = nodes.actors() if chosen.mode == "actors" else nodes.concepts()
    ties = one_mode(table, chosen.weight, chosen.normalise)
    return Network(about, False, tuple(rows.values()), TIE_COLUMNS, _tie_edges(ties, rows, rows))


def positions(dataset: Dataset, chosen: Choice) -> Iterator[Position]:
    """Yield the positions of the speakers and the time that were chosen, as a stream."""
    coding = Coding(dataset.schema)
    for _, group in groupby(dataset.articles(), key=lambda annotated: annotated.article.id):
        works = list(group)
        team = frozenset(work.annotator for work in works)
        if chosen.holds(works[0].article.published):
            for work in works:
                yield from (p for p in coding.positions(work, team) if p.kind in chosen.kinds)


def losses(annotated: AnnotatedArticle, schema: LoadedSchema) -> Iterator[str]:
    """Yield a phrase for each statement that makes no tie."""
    coding = Coding(schema)
    by_id = {accepted.put.statement: accepted for accepted in annotated.statements}
    for statement, accepted in by_id.items():
        targets = coding.targets(statement, by_id)
        if not any(kind in _NAMED for _, kind in coding.speakers(accepted)):
            yield "statements whose speakers have no name of their own are left out, unless --kinds lets them in"
        elif not targets:
            yield "statements about a statement that leads to no target are left out"
        elif not any(side for _, side in targets):
            yield "statements that take no side make no tie of actors or concepts"


@dataclass(slots=True)
class _Seen:
    """What becomes a node: what it was said to be, and in how many statements it was seen."""

    kinds: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    last: str = ""

    def add(self, position: Position) -> None:
        """Count a position; those of one statement follow on each other."""
        self.kinds[position.kind] += 1
        self.statements += position.statement != self.last
        self.last = position.statement

    @property
    def kind(self) -> str:
        """The kind that it was most often said to be; of several, the first by name."""
        return min(self.kinds, key=lambda kind: (-self.kinds[kind], kind))


class _Nodes:
    """The speakers and the targets, counted while positions pass by."""

    def __init__(self) -> None:
        self._speakers: dict[str, _Seen] = {}
        self._targets: dict[str, _Seen] = {}

    def counted(self, found: Iterable[Position]) -> Iterator[Position]:
        """Yield the positions."""
        for position in found:
            self._speakers.setdefault(position.speaker, _Seen()).add(position)
            self._targets.setdefault(position.target, _Seen()).add(position)
            yield position

    def actors(self) -> dict[str, Node]:
        """Return the speakers by name, in order."""
        return {
            name: Node(f"actor{number}", name, "actor", seen.kind, seen.statements)
            for number, (name, seen) in enumerate(sorted(self._speakers.items(), key=itemgetter(0)), 1)
        }

    def concepts(self) -> dict[str, Node]:
        """Return the targets by name, in order."""
        return {
            name: Node(f"concept{number}", name, "concept", "", seen.statements)
            for number, (name, seen) in enumerate(sorted(self._targets.items(), key=itemgetter(0)), 1)
        }

    def all(self) -> tuple[Node, ...]:
        """Return both."""
        return (*self.actors().values(), *self.concepts().values())


def _tie_edges(
    ties: Iterable[Tie], sources: Mapping[str, Node], targets: Mapping[str, Node]
) -> Iterator[Edge]:
    for tie in ties:
        values = (
            tie.weight,
            tie.congruence,
            tie.conflict,
            " ".join(tie.statements),
            tie.annotators,
            tie.readers,
        )
        yield Edge(sources[tie.source], targets[tie.target], values)


def _statement_edges(
    found: Iterable[Position], actors: Mapping[str, Node], concepts: Mapping[str, Node]
) -> Iterator[Edge]:
    for position in found:
        values = (
            float(position.side * position.share),
            position.stance,
            position.statement,
            position.article,
            position.published,
            position.claim,
            len(position.annotators),
            len(position.readers),
        )
        yield Edge(actors[position.speaker], concepts[position.target], values)

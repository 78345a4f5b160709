"""Statements as positions: who stands on which side of what, by the roles of any schema."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.fields import Role
from annotator.formats.views import Accepted, AnnotatedArticle
from annotator.schema import Answer, FieldSpec, LoadedSchema

_SIDES = {"+": 1, "-": -1}


class Position(NamedTuple):
    """One speaker of one statement on one target."""

    statement: str
    speaker: str
    kind: str
    """What the speaker is; empty where nobody said."""
    target: str
    side: int
    """1 agrees with the target, -1 disagrees, 0 takes no side."""
    stance: str
    """The answer as it was given, before a statement about a statement is followed to its target."""
    share: Fraction
    """What it counts: one, shared among all whose work on the article is exported."""
    annotators: frozenset[str]
    """Who recorded the statement; for a decision, those whose statements it rests on."""
    readers: frozenset[str]
    """Who could have; for a decision, those who had read its sentences."""
    article: str
    published: str
    claim: str


class Coding:
    """Which fields of a schema say who stands where on what."""

    def __init__(self, schema: LoadedSchema) -> None:
        """Raises AnnotatorError for a schema that lacks a role, or whose stances take no side."""
        self.speaker = field_of(schema, "speaker")
        self.target = field_of(schema, "target")
        self.stance = field_of(schema, "stance")
        self.sides = sides(self.stance)
        self._anchor = schema.anchor.name

    def positions(self, annotated: AnnotatedArticle, team: frozenset[str]) -> Iterator[Position]:
        """Yield the positions in one annotator's work on an article; `team` is all whose work on it is exported."""
        by_id = {accepted.put.statement: accepted for accepted in annotated.statements}
        article, alone = annotated.article, frozenset({annotated.annotator})
        for statement, accepted in by_id.items():
            basis = accepted.put.basis
            recorded = frozenset(item.annotator for item in basis if item.statement)
            readers = frozenset(item.annotator for item in basis) if recorded else team
            for speaker, kind in self.speakers(accepted):
                for target, side in self.targets(statement, by_id):
                    yield Position(
                        statement=statement,
                        speaker=speaker,
                        kind=kind,
                        target=target,
                        side=side,
                        stance=str(accepted.fields[self.stance.name]),
                        share=Fraction(1, len(team)),
                        annotators=recorded or alone,
                        readers=readers,
                        article=article.id,
                        published=article.published or "",
                        claim=str(accepted.fields[self._anchor]["text"]),  # type: ignore[index] # a passage
                    )

    def speakers(self, accepted: Accepted) -> list[tuple[str, str]]:
        """Return the names and kinds of those who make a statement, each once."""
        return list(dict.fromkeys(_names(accepted.fields[self.speaker.name])))

    def targets(self, statement: str, by_id: Mapping[str, Accepted]) -> list[tuple[str, int]]:
        """Return what a statement is about, with the side taken on it.

        One about another statement is followed to what that one is about: to deny a claim that supports something is
        to oppose it, and to deny one that opposes it is to support it. What leads in a circle, or to a statement that
        is not in the article, has no target.
        """
        found: dict[tuple[str, int], None] = {}
        waiting, seen = [(statement, 1)], set[str]()
        while waiting:
            at, sign = waiting.pop()
            if at in seen or at not in by_id:
                continue
            seen.add(at)
            fields = by_id[at].fields
            side = sign * self.sides.get(fields[self.stance.name], 0)
            found.update(dict.fromkeys((name, side) for name, _ in _names(fields[self.target.name])))
            waiting += [(other, side) for other in _references(fields[self.target.name])]
        return list(found)


def field_of(schema: LoadedSchema, role: Role) -> FieldSpec:
    """Return the field that plays a role; raises AnnotatorError where the schema has none."""
    field = schema.role(role)
    if field is None:
        raise AnnotatorError(f"a discourse network needs a field of the role {role}, which this schema lacks")
    return field


def sides(stance: FieldSpec) -> dict[object, int]:
    """Return the answers of a stance that take a side: 1 for the target, -1 against it.

    The schema's author declares them by the answer's sign, `+` or `-`; a yes is for the target. Raises AnnotatorError
    where no answer takes a side.
    """
    found: dict[object, int] = {answer.value: side for answer in stance.answers if (side := _side(answer))}
    if not found:
        raise AnnotatorError(
            f"no answer of “{stance.label}” has the sign + or -, which say what is agreement (docs/schemas.md)"
        )
    return found


def day_of(published: str | None) -> date | None:
    """Return the day that an article says it was published on, or None where it names none as YYYY-MM-DD."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _side(answer: Answer) -> int:
    if isinstance(answer.value, bool):
        return 1 if answer.value else -1
    return _SIDES.get(answer.sign, 0)


def _names(shown: object) -> Iterator[tuple[str, str]]:
    """Yield the names and kinds in a value as exports show it: of entities, or an answer or a text itself."""
    for item in shown if isinstance(shown, list) else [shown]:
        if isinstance(item, dict):
            if item.get("name"):
                yield str(item["name"]), str(item["kind"] or "")
        elif item not in {None, ""}:
            yield str(item), ""


def _references(shown: object) -> Iterator[str]:
    for item in shown if isinstance(shown, list) else [shown]:
        if isinstance(item, dict) and item.get("statement"):
            yield str(item["statement"])

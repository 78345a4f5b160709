"""Statements of DNA as those of a schema: by their variables, and by what an export of ours kept in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotator.errors import StatementError
from annotator.formats.dna.held import Held, plain
from annotator.formats.dna.variables import Meaning, Value
from annotator.formats.format import ImportedStatement
from annotator.formats.offsets import Offsets
from annotator.formats.reading import checked_spans
from annotator.schema import LoadedSchema
from annotator.validity import spans_of


class Row(NamedTuple):
    """A row of the table of statements."""

    id: int
    start: object
    stop: object
    coder: object


@dataclass(frozen=True)
class Coded:
    """A statement of DNA with its variables, by their names in small letters."""

    row: Row
    variables: Mapping[str, Value]
    held: Held | None

    @cached_property
    def now(self) -> dict[str, str | bool]:
        """The variables as JSON has them."""
        return plain(self.variables)

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than we told DNA."""
        return self.held is not None and [self.row.start, self.row.stop] != self.held.place

    def changed(self) -> Iterator[str]:
        """Yield the names of the fields whose variables are not as we told DNA."""
        told = self.held.variables if self.held else {}
        return (name for name, value in told.items() if self.now.get(name.casefold(), value) != value)


class Statements:
    """Makes the statements of one document."""

    def __init__(self, schema: LoadedSchema, text: str, offsets: Offsets) -> None:
        self._schema, self._text, self._offsets = schema, text, offsets
        self._meaning = Meaning(schema)
        self._many = {spec.name for spec in schema.fields if spec.many}

    def groups(self, found: Iterable[Coded]) -> list[list[Coded]]:
        """Return what makes one statement: the parts of ours, unless they were changed apart or copied in DNA."""
        groups: dict[object, list[Coded]] = {}
        seen: dict[object, int] = {}
        for coded in found:
            key: object = coded.row.id
            if coded.held:
                apart = {
                    name: coded.now[name.casefold()] for name in coded.changed() if name not in self._many
                }
                place = (coded.row.start, coded.row.stop) if coded.moved else None
                key = (coded.held.statement, frozenset(apart.items()), place)
                seen[key, coded.held.part] = copies = seen.get((key, coded.held.part), 0) + 1
                key = (key, copies)
            groups.setdefault(key, []).append(coded)
        return list(groups.values())

    def statement(self, where: str, key: str, group: list[Coded]) -> ImportedStatement:
        """Return the statement of a group; raises StatementError for one that does not fit the text or the schema.

        What was changed in DNA counts, the rest is as it was kept.
        """
        first, anchor = group[0], self._schema.anchor.name
        if first.held is None:
            return ImportedStatement(
                where, key, {**self._meaning.fields(first.variables), anchor: self._passage(first.row)}
            )
        values = dict(first.held.fields)
        if first.moved:
            values[anchor] = self._passage(first.row)
        elif self._words(values.get(anchor)) != first.held.quote:
            raise StatementError(f"the text no longer has “{first.held.quote[:40]}” there")
        for name in {name for coded in group for name in coded.changed()}:
            if name in self._schema and name not in self._many:
                values[name] = self._meaning.value(self._schema[name], [first.variables[name.casefold()]])
        if len(group) < first.held.parts or any(
            name in self._many for coded in group for name in coded.changed()
        ):
            for name in self._many & first.held.variables.keys():
                values[name] = self._several(name, group, values.get(name))
        return ImportedStatement(where, key, values)

    def _several(self, name: str, group: list[Coded], before: object) -> list[object]:
        """Return the values of all parts; those that were there before keep what else was known of them."""
        known = (
            {str(item.get("name")): item for item in before if isinstance(item, dict)}
            if isinstance(before, list)
            else {}
        )
        given = [coded.variables[name.casefold()] for coded in group if name.casefold() in coded.variables]
        shown = self._meaning.value(self._schema[name], given) if given else []
        assert isinstance(shown, list)
        return [known.get(item["name"], item) if isinstance(item, dict) else item for item in shown]

    def _words(self, passage: object) -> str:
        return " ".join(self._text[start:end] for start, end in spans_of(passage))

    def _passage(self, row: Row) -> list[list[int]]:
        if not isinstance(row.start, int) or not isinstance(row.stop, int):
            raise StatementError("its place is not two whole numbers")
        span = self._offsets.to_code_points(row.start), self._offsets.to_code_points(row.stop)
        return [list(found) for found in checked_spans(self._text, [span], None)]

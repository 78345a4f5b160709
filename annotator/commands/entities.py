# ruff: noqa: PLC0415 (what a command needs is imported when it runs: the others start without it)
"""`annotator entities`: the names in use, which of them may mean the same, and the list that says so."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from annotator.commands.common import corpus_schema, json_option, open_corpus, optional_corpus, trust_option
from annotator.errors import InputError
from annotator.terminal import harmless, say, say_json, table, warn

if TYPE_CHECKING:
    from annotator.corpus.corpus import Corpus
    from annotator.entities import NameList
    from annotator.schema import LoadedSchema


@click.command("entities")
@optional_corpus
@click.option("--role", metavar="ROLE", help="Only the names of this role (or field).")
@click.option(
    "--alias",
    "aliases",
    multiple=True,
    metavar="NAME=ALIAS",
    help="Say that ALIAS means NAME; may be repeated.",
)
@click.option("--ask", is_flag=True, help="Ask for each pair that may mean the same.")
@click.option("--close", "close", metavar="ROLE", help="Take no names for ROLE but those listed.")
@click.option("--open", "reopen", metavar="ROLE", help="Take new names for ROLE again.")
@trust_option
@json_option
def command(
    *,
    corpus: str | None,
    role: str | None,
    aliases: tuple[str, ...],
    ask: bool,
    close: str | None,
    reopen: str | None,
    trusted: str | None,
    as_json: bool,
) -> None:
    """List the names that annotators use, by role, and the pairs that may mean the same.

    --alias, --ask, --close and --open write entities.toml, which alignment and agreement apply; journals stay.
    """
    opened = open_corpus(corpus)
    used = _used(opened, corpus_schema(opened, trusted))
    roles = _wanted(role, used, opened)
    lists = dict(opened.entities)
    for text in aliases:
        _add_alias(lists, used, roles, text)
    if ask:
        _ask(lists, used, roles)
    for closed, named in ((True, close), (False, reopen)):
        if named is not None:
            _set_closed(lists, used, named, closed=closed)
    if lists != opened.entities:
        from annotator.corpus.entities_file import write_entities

        write_entities(opened.root, lists)
        warn("entities.toml written")
    if not (aliases or ask or close or reopen):
        _show(lists, used, roles, as_json=as_json)


@dataclass(slots=True)
class _Uses:
    """How often each name of a role is used, and by whom."""

    counts: Counter[str] = field(default_factory=Counter)
    users: dict[str, set[str]] = field(default_factory=dict)


def _used(corpus: "Corpus", schema: "LoadedSchema") -> dict[str, _Uses]:
    """Count the names in the statements that stand; those that stand for nobody's name are left out."""
    from annotator.fields import UNNAMED_KINDS
    from annotator.statements import State
    from annotator.validity import entities

    found = {spec.role or spec.name: _Uses() for spec in schema.fields if spec.kind in {"entity", "either"}}
    for annotator in corpus.annotators():
        events = [event for file in corpus.read_journals(annotator) for event in file.events]
        for put in State(event for event in events if event.annotator == annotator).statements():
            for spec, item in entities(put.fields, schema):
                if item.get("kind") not in UNNAMED_KINDS:
                    uses, name = found[spec.role or spec.name], str(item["name"])
                    uses.counts[name] += 1
                    uses.users.setdefault(name, set()).add(annotator)
    return found


def _wanted(role: str | None, used: dict[str, _Uses], corpus: "Corpus") -> list[str]:
    known = list(dict.fromkeys([*used, *corpus.entities]))
    if role is not None and role not in known:
        raise InputError(f"“{role}” is no role with names here ({', '.join(known)})")
    return [role] if role is not None else known


def _list(lists: "dict[str, NameList]", role: str) -> "NameList":
    from annotator.entities import NameList

    return lists.get(role) or NameList()


def _add_alias(lists: "dict[str, NameList]", used: dict[str, _Uses], roles: list[str], text: str) -> None:
    """Add an alias in each role in which one of the two names occurs."""
    from annotator.corpus.entities_file import with_alias

    name, sign, alias = (part.strip() for part in text.partition("="))
    if not (name and sign and alias):
        raise InputError(f"--alias {text}: write NAME=ALIAS")
    concerned = [role for role in roles if {name, alias} & _known(lists, used, role)]
    if not concerned:
        raise InputError(f"--alias {text}: neither name is used or listed")
    for role in concerned:
        try:
            lists[role] = with_alias(_list(lists, role), name, alias)
        except InputError as error:
            raise InputError(f"{role}: {error}") from None


def _known(lists: "dict[str, NameList]", used: dict[str, _Uses], role: str) -> set[str]:
    listed = {known.name for known in _list(lists, role).names}
    return listed | (set(used[role].counts) if role in used else set())


def _ask(lists: "dict[str, NameList]", used: dict[str, _Uses], roles: list[str]) -> None:
    from annotator.corpus.entities_file import with_alias
    from annotator.duplicates import proposals

    for role in (role for role in roles if role in used):
        for pair in proposals(used[role].counts, _list(lists, role)):
            question = f"{role}: is “{pair.alias}” another name of “{pair.name}”?"
            if click.confirm(harmless(question), err=True):
                try:
                    lists[role] = with_alias(_list(lists, role), pair.name, pair.alias)
                except InputError as error:
                    warn(str(error))


def _set_closed(lists: "dict[str, NameList]", used: dict[str, _Uses], role: str, *, closed: bool) -> None:
    if role not in {*used, *lists}:
        raise InputError(f"“{role}” is no role with names here ({', '.join(used)})")
    lists[role] = _list(lists, role).model_copy(update={"closed": closed})


def _show(lists: "dict[str, NameList]", used: dict[str, _Uses], roles: list[str], *, as_json: bool) -> None:
    from annotator.duplicates import proposals

    for role in roles:
        uses, names = used.get(role, _Uses()), _list(lists, role)
        pairs = proposals(uses.counts, names)
        if as_json:
            say_json({
                "role": role,
                "closed": names.closed,
                "names": [
                    {"name": name, "count": uses.counts[name], "annotators": sorted(uses.users.get(name, ()))}
                    for name in sorted({*uses.counts, *(known.name for known in names.names)})
                ],
                "aliases": {alias: known.name for known in names.names for alias in known.aliases},
                "proposals": [{"name": p.name, "alias": p.alias, "likeness": p.likeness} for p in pairs],
            })  # fmt: skip
            continue
        say(f"{role}: {len(uses.counts)} names in use, {len(names.names)} listed{', closed' * names.closed}")
        for line in table(list(_rows(uses, names)), names=1):
            say(f"  {line}")
        for pair in pairs:
            say(f"  the same? --alias '{pair.name}={pair.alias}'  (likeness {pair.likeness})")


def _rows(uses: _Uses, names: "NameList") -> Iterator[list[str]]:
    """Yield a row a name: by the canonical one, most used first."""
    listed = {known.name for known in names.names}
    for name, count in sorted(uses.counts.items(), key=lambda item: (-item[1], item[0])):
        canonical = names.canonical(name)
        state = f"= {canonical}" if canonical != name else "listed" if name in listed else ""
        yield [name, str(count), ", ".join(sorted(uses.users[name])), state]

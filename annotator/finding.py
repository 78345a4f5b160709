"""Which articles a search or a filter leaves."""

from collections.abc import Callable

from annotator.corpus.index import Index
from annotator.fields import Role
from annotator.position import unread_sentences
from annotator.schema import LoadedSchema
from annotator.statements import Put, State
from annotator.validity import items

FILTERS: dict[str, tuple[str, bool]] = {
    "u": ("unread", False),
    "?": ("unsure", False),
    "s": ("speaker", True),
    "d": ("stance", True),
    "t": ("target", True),
}
"""By key: what is filtered by, and whether it needs words."""


def matching_articles(label: str, wanted: str, index: Index, state: State, schema: LoadedSchema) -> list[str]:
    """Return the ids of the articles that a filter (or a search in id, title and outlet) leaves, in their order."""
    if label == "search":
        return index.ids(wanted)
    if label == "unread":
        begun = {mark.article for mark in state.marks()}
        return [name for name in index.with_body() if name not in begun or _unread(name, index, state)]
    if label == "unsure":
        kept = {mark.article for mark in state.marks() if mark.state == "unsure"}
    else:
        says = _by_role(label, wanted, schema)  # type: ignore[arg-type]
        kept = {put.article for put in state.statements() if says(put)}
    return [article for article in index.ids() if article in kept] if kept else []


def _unread(article: str, index: Index, state: State) -> bool:
    return bool(unread_sentences(index.entry(article).sentences, list(state.marks(article))))


def _by_role(role: Role, wanted: str, schema: LoadedSchema) -> Callable[[Put], bool]:
    """Return the test whether the field of a role holds a name or an answer with these letters in it."""
    spec, needle = schema.role(role), wanted.casefold()

    def says(put: Put) -> bool:
        if spec is None:
            return False
        names = [str(item.get("name", "")) for field, item in items(put.fields, schema) if field == spec]
        value = put.fields.get(spec.name)
        return any(
            needle in name.casefold() for name in [*names, *([value] if isinstance(value, str) else [])]
        )

    return says

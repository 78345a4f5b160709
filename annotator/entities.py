"""Known names, as `entities.toml` lists them by role: canonical names with the other names that mean the same."""

from pydantic import BaseModel, ConfigDict

from annotator.fields import EntityKind


class KnownName(BaseModel):
    """A canonical name with the other names that mean the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: EntityKind | None = None
    aliases: tuple[str, ...] = ()


class NameList(BaseModel):
    """The known names of one role; a closed list takes no new ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    closed: bool = False
    names: tuple[KnownName, ...] = ()

    def canonical(self, name: str) -> str:
        """Return the canonical name that `name` stands for: itself where it is no alias."""
        return next((known.name for known in self.names if name == known.name or name in known.aliases), name)

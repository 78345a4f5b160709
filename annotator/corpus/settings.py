"""The small files of a corpus that people write by hand: settings, known names, guidelines."""

import hashlib
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from annotator.corpus.folder import SETTINGS, named_corpus
from annotator.entities import NameList
from annotator.errors import CorpusError

ENTITIES = "entities.toml"
GUIDELINES = "guidelines.md"

_ANNOTATOR = re.compile(r"[^\W_][\w.-]{0,63}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


class Settings(BaseModel):
    """What `corpus.toml` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: str = "en"
    schema_: str = Field(default="statement", alias="schema")
    guidelines_version: str = "1"
    suggest: bool = True
    suggester: str = "rules"
    idle_seconds: float = Field(default=60, gt=0)


Model = TypeVar("Model", bound=BaseModel)


def read_settings(root: Path) -> Settings:
    """Read `corpus.toml`; raises CorpusError where there is none or it cannot be taken."""
    path = named_corpus(root) / SETTINGS
    return _checked(Settings, _toml(path), path)


def read_entities(root: Path) -> dict[str, NameList]:
    """Read `entities.toml`: the known names by role (or by field, where a field has no role)."""
    path = root / ENTITIES
    if not path.is_file():
        return {}
    lists = {role: _checked(NameList, content, path) for role, content in _toml(path).items()}
    for role, names in lists.items():
        meanings: dict[str, str] = {}
        for known in names.names:
            for name in (known.name, *known.aliases):
                if meanings.setdefault(name, known.name) != known.name:
                    raise CorpusError(
                        f"{path}: {role}: “{name}” could mean “{meanings[name]}” or “{known.name}”"
                    )
    return lists


def read_guidelines(root: Path) -> str:
    """Return the team's guidelines, or an empty text."""
    path = root / GUIDELINES
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def guidelines_identifier(settings: Settings, guidelines: str) -> str | None:
    """Return `guidelines@version#fingerprint`, as events record it, or None where a corpus has none."""
    if not guidelines:
        return None
    return f"guidelines@{settings.guidelines_version}#{hashlib.sha256(guidelines.encode()).hexdigest()[:8]}"


def annotator_name(name: str) -> str:
    """Return `name` as it is kept; raises CorpusError for one that cannot be a file's name everywhere."""
    name = unicodedata.normalize("NFC", name)
    if not _ANNOTATOR.fullmatch(name) or name.endswith(".") or name.split(".")[0].lower() in _RESERVED:
        raise CorpusError(f"“{name}” cannot be an annotator's name: use letters, digits, '.', '-' and '_'")
    return name


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML: {error}") from None


def _checked(model: type[Model], content: object, path: Path) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise CorpusError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None

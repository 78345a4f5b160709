"""What can go wrong, as exceptions that carry one line for the user.

AnnotatorError
├── InputError        a file or a line that cannot be taken: names the file, the line and what to do
├── CorpusError       a corpus that is not there, or not as it must be
├── SchemaError       a schema that cannot be loaded or is no schema
│   └── UntrustedSchemaError   a corpus's own schema file that the user has not yet agreed to run
├── JournalError      a journal that cannot be read or written
│   └── LockedError            somebody else has it open
└── StatementError    a statement that its schema or its article refuses
"""

from pathlib import Path


class AnnotatorError(Exception):
    """Base of all errors that are shown to the user as one line."""


class InputError(AnnotatorError):
    """A file or a line that cannot be taken."""


class CorpusError(AnnotatorError):
    """A corpus that is not there, or not as it must be."""


class SchemaError(AnnotatorError):
    """A schema that cannot be loaded, or is no schema."""


class UntrustedSchemaError(SchemaError):
    """A corpus's own schema file that the user has not yet agreed to run."""

    def __init__(self, path: Path, modules_hash: str) -> None:
        super().__init__(
            f"{path}: this schema is code that came with the corpus; read it, then add --trust-schema {modules_hash}"
        )
        self.path = path
        self.modules_hash = modules_hash


class JournalError(AnnotatorError):
    """A journal that cannot be read or written."""


class LockedError(JournalError):
    """A journal that is open elsewhere."""


class StatementError(AnnotatorError):
    """A statement that its schema or its article refuses."""

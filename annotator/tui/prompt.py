"""One line of text being typed at the bottom of the screen."""

import re
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["name", "text", "note", "find", "jump", "letter", "filter"]

_NEARLY = 70
"""Of 100: a word this much like another is taken for a slip of the fingers."""


@dataclass(slots=True)
class Prompt:
    """What is typed, where the cursor is in it (in code points), and what it is for."""

    purpose: Purpose
    label: str
    text: str = ""
    cursor: int = field(default=-1)
    highlighted: int = 0
    """Which of the listed matches enter takes."""

    def __post_init__(self) -> None:
        if self.cursor < 0:
            self.cursor = len(self.text)

    def insert(self, text: str) -> None:
        """Put text in at the cursor; line breaks and control characters become blanks."""
        text = "".join(char if char.isprintable() else " " for char in text)
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        self.highlighted = 0

    def erase(self, to: int) -> None:
        """Delete from the cursor to an offset before or after it."""
        start, end = sorted((max(0, min(to, len(self.text))), self.cursor))
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start
        self.highlighted = 0

    def word_start(self) -> int:
        """Return where the word before the cursor starts."""
        before = self.text[: self.cursor].rstrip()
        return before.rfind(" ") + 1

    def press(self, key: str) -> bool:
        """Take a key that edits the line; False for any other."""
        if len(key) == 1:
            self.insert(key)
        elif key == "space":
            self.insert(" ")
        elif key == "backspace":
            self.erase(self.cursor - 1)
        elif key == "delete":
            self.erase(self.cursor + 1)
        elif key in {"ctrl+w", "alt+backspace"}:
            self.erase(self.word_start())
        elif key == "ctrl+u":
            self.erase(0)
        elif key in {"left", "right"}:
            self.cursor = max(0, min(len(self.text), self.cursor + (1 if key == "right" else -1)))
        elif key in {"home", "end", "ctrl+a", "ctrl+e"}:
            self.cursor = 0 if key in {"home", "ctrl+a"} else len(self.text)
        else:
            return False
        return True


def resembles(name: str, typed: str) -> bool:
    """Whether each word typed begins a word of a name, or is nearly one: else another name is being typed."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (not needed before the first search)

    words = re.findall(r"\w+", name.lower())
    return all(
        any(word.startswith(part) or fuzz.ratio(part, word) >= _NEARLY for word in words)
        for part in re.findall(r"\w+", typed.lower())
    )

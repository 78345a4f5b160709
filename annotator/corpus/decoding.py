"""Bytes of unknown origin as text: UTF-8 or, where a byte order mark says so, UTF-16; anything else is refused.

Guessing an encoding puts wrong characters into a text that is then frozen; the user can convert the file, and knows
what it was.
"""

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path

from annotator.errors import InputError

_BLOCK = 1 << 20
_BINARY_SHARE = 0.01
"""Of NUL characters: a few that a broken export leaves are dropped, more are a picture or unmarked UTF-16."""


def encoding_of(start: bytes) -> str:
    """Return the encoding that the first bytes of a file say."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def decode(data: bytes, encoding: str | None = None) -> str:
    """Return `data` as text; raises InputError, naming the byte, where it is in another encoding or no text."""
    if not data.strip():
        raise InputError("it is empty")
    try:
        text = data.decode(encoding or encoding_of(data))
    except UnicodeDecodeError as error:
        raise InputError(_refusal(data[error.start], error.start, encoding)) from None
    except (LookupError, UnicodeError):
        raise InputError(f"it says that its encoding is “{encoding}”, and cannot be read so") from None
    if text.count("\0") > len(text) * _BINARY_SHARE:
        raise InputError("it is binary (many NUL characters), or UTF-16 without a byte order mark")
    return text


def examine(path: Path) -> tuple[str, str]:
    """Read a file through; return its encoding and the sha256 of its bytes. Raises InputError as `decode` does."""
    with path.open("rb") as file:
        return _examined(iter(lambda: file.read(_BLOCK), b""))


def _examined(blocks: Iterable[bytes]) -> tuple[str, str]:
    digest = hashlib.sha256()
    encoding, decoder = "", None
    position = characters = nuls = 0
    for block in blocks:
        if decoder is None:
            encoding = encoding_of(block)
            decoder = codecs.getincrementaldecoder(encoding)()
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            at = position - pending + error.start
            raise InputError(_refusal(error.object[error.start], at, None)) from None
        digest.update(block)
        position += len(block)
        characters, nuls = characters + len(text), nuls + text.count("\0")
    if not characters:
        raise InputError("it is empty")
    if decoder is not None and decoder.getstate()[0]:
        raise InputError(f"its last character is cut off (byte {position})")
    if nuls > characters * _BINARY_SHARE:
        raise InputError("it is binary (many NUL characters), or UTF-16 without a byte order mark")
    return encoding, digest.hexdigest()


def _refusal(byte: int, position: int, encoding: str | None) -> str:
    wanted = encoding or "UTF-8, nor UTF-16 with a byte order mark"
    return f"byte {position} (0x{byte:02x}) is not {wanted}; convert it to UTF-8"

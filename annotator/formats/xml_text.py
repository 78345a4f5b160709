"""Texts in XML: some characters cannot stand there, not even escaped."""

import re

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_xml(text: str) -> str:
    """Return the text with U+FFFD for each character that XML 1.0 cannot hold; offsets stay true."""
    return _ILLEGAL.sub("\ufffd", text)

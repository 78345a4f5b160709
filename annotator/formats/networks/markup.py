"""Values in XML, read back as they are."""

from xml.sax.saxutils import escape, quoteattr

from annotator.formats.xml_text import legal_xml

_SPACES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
"""White space that a parser turns into blanks in an attribute, unless it is escaped."""


def content(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(legal_xml(text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    return quoteattr(legal_xml(text), _SPACES)

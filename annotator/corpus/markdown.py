"""The words of a Markdown file, without its markup."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.errors import InputError

_MOST = {"[": (20_000, "opening brackets"), "\n": (100_000, "lines")}
"""Each costs the parser up to 60 µs: more than these are no article, and would keep somebody waiting for minutes."""


def plain_text(markdown: str) -> tuple[str | None, str]:
    """Return the heading that the text begins with (the title, if there is one) and the text, a paragraph a block.

    Raises InputError for a text that would take too long to read.
    """
    for mark, (most, what) in _MOST.items():
        if markdown.count(mark) > most:
            raise InputError(f"it has more than {most:,} {what}, too many for Markdown; rename it to .txt")
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    begins_with_title = len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    blocks = [block for token in tokens if (block := _block(token))]
    return (blocks[0] if begins_with_title and blocks else None), "\n\n".join(blocks)


def _block(token: Token) -> str:
    if token.type == "inline":
        return "".join(_words(token.children or ())).strip()
    return token.content.rstrip("\n") if token.type in {"fence", "code_block"} else ""


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "image":  # its alternative text stands where it stood
            yield from _words(token.children or ())
        elif token.type in {"text", "code_inline"}:
            yield token.content

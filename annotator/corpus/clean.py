"""What is done to a text before it is frozen, and no more than that (design, section 3)."""

_LINE_ENDS = {0x0A, 0x0D, 0x85, 0x2028, 0x2029}
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_NO_CHARACTERS = (0x00, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))

_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys(_NO_CHARACTERS, None),
}


def clean(raw: str) -> str:
    r"""Return the text as it will be frozen.

    Line ends of any kind (CRLF, CR, NEL, U+2028, U+2029) become one newline, any other control character becomes
    one blank, and what is no character (byte order mark, NUL, lone surrogates, U+FFFE, U+FFFF) goes. Nothing
    else is normalised: blanks, quotation marks, zero-width and bidi characters stay as they are, because the
    annotations point into exactly this text. Cleaning a clean text changes nothing.
    """
    return raw.replace("\r\n", "\n").translate(_TABLE)


def moved(raw: str) -> list[int]:
    """Return, for each place of a text and for its end, where it is in the text as it will be frozen."""
    places, at = [], 0
    for place, character in enumerate(raw):
        places.append(at)
        if raw[place : place + 2] != "\r\n":  # of these two the second stays
            at += _TABLE.get(ord(character), character) is not None
    return [*places, at]

"""Numbers of things in words. Pure."""


def count_of(number: int, thing: str) -> str:
    """Return "1 article", "2 articles"; `thing` is a regular English noun, in the singular."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

"""What an event did, in a word or two: for the log, and for what undo says. Pure."""

from annotator.statements import Drop, Event, Mark, Put


def deed(event: Event) -> str:
    """Return the verb for what an event did, with the state of a mark."""
    if isinstance(event, Put):
        return "edited" if event.replaces else "made"
    if isinstance(event, Drop):
        return "dropped"
    if isinstance(event, Mark):
        return f"marked {event.state}" if event.state else "unmarked"
    return "took back declining" if event.withdrawn else "declined"


def deed_with_quote(event: Event) -> str:
    """Return what an event did, and to which words where it knows them."""
    return f"{deed(event)} “{event.quote}”" if isinstance(event, Put) else deed(event)

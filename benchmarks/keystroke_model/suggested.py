"""Suggestions in the sentence at hand: which can be accepted, and with which keys."""

from collections.abc import Iterator, Sequence

from annotator.suggesting import Suggestion, anchor_of, same_words
from annotator.validity import spans_of
from keystroke_model.gold import Gold
from keystroke_model.hands import Hands, Keys

_ACCEPT, _REJECT = "a", "r"


def reachable(hands: Hands, later: Sequence[Gold]) -> Iterator[tuple[Keys, Suggestion]]:
    """Yield the suggestions of the sentence with the keys that accept them: those before are rejected.

    One that is wanted for a statement still to come (`later`) is not.
    """
    desk = hands.desk
    here, schema = desk.session.here, desk.session.schema
    if desk.proposal() is None:
        return
    pending = [
        one
        for one in desk.session.pending()
        if here.place_at(anchor_of(one.fields, schema)[0].start) == here.place
    ]
    wanted = same_words(
        [anchor_of(one.fields, schema) for one in pending],
        [spans_of(gold.fields[schema.anchor.name]) for gold in later],
    )
    keys: Keys = ()
    for place, suggestion in enumerate(pending):
        yield (*keys, _ACCEPT), suggestion
        if place in wanted:
            return
        keys += (_REJECT,)

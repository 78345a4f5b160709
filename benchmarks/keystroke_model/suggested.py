"""Suggestions in the sentence at hand: which can be accepted, and with which keys."""

from collections.abc import Iterator, Sequence

from annotator.statements import Fields
from annotator.suggesting import Suggestion, anchor_of, named, same_words
from annotator.validity import spans_of
from keystroke_model.gold import Gold
from keystroke_model.hands import Hands, Keys

_ACCEPT, _REJECT = "a", "r"


def reachable(hands: Hands, later: Sequence[Gold]) -> Iterator[tuple[Keys, Suggestion, Fields | None]]:
    """Yield the suggestions of the sentence with the keys that accept them, as they are or with another speaker.

    Those before are rejected. One that is wanted for a statement still to come (`later`) is not.
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
    for place, raw in enumerate(pending):
        suggestion = named(raw, schema, desk.session.names, desk.text)
        yield (*keys, _ACCEPT), suggestion, None
        for digit, speaker in enumerate(desk.speakers(suggestion), 1):
            yield (*keys, str(digit)), suggestion, speaker
        if place in wanted:
            return
        keys += (_REJECT,)

"""Cue verbs in their place: whether a word is a verb there, its auxiliaries, and whose verb it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.suggest import words
from annotator.suggest.lexicon import CueVerb
from annotator.suggest.phrases import (
    ADJUNCTS,
    GROUP_LEFT,
    Sentence,
    carried_subject,
    main_subject,
    subject_left_of,
)
from annotator.suggest.tokens import Range

_FIRST_NOUN = re.compile("D*[nNi#]+(?=[OIe])")
_INFINITIVE_LEFT = re.compile(r"[B!]*T[B!]*(?:[evdzpgi][B!]*(?:A[AB!]*)?)?")


@dataclass(slots=True)
class Verb:
    """A cue verb in its place: its auxiliaries start at `first`, its complement at `after`."""

    sentence: Sentence
    cue: CueVerb
    first: int
    at: int
    after: int
    passive: bool
    finite: bool
    _after_adjuncts: int = -1

    def after_adjuncts(self) -> int:
        """Return where the words on when, where and to whom end that follow the verb."""
        if self._after_adjuncts < self.after:
            adjuncts = ADJUNCTS.match(self.sentence.tags, self.after, self.sentence.hi)
            self._after_adjuncts = adjuncts.end() if adjuncts else self.after
        return self._after_adjuncts


def verb_at(sentence: Sentence, i: int, cue: CueVerb) -> Verb | None:
    """Decide whether token `i` is a verb there, and find its auxiliaries."""
    left = sentence.left_of(i)
    group = GROUP_LEFT.match(left)
    assert group is not None
    first = i - group.end()
    helpers = sentence.tokens.words[first:i]
    tags = group.group()
    if "A" not in tags and (infinitive := _INFINITIVE_LEFT.match(left)):
        first = i - infinitive.end()
        if cue.form != "base":
            return None
        return Verb(sentence, cue, first, i, i + 1, passive=False, finite=infinitive.group()[-1] != "T")
    passive = cue.form in ("past", "participle") and _is_passive(helpers)
    if not passive and not _is_active(sentence, i, cue, tags, left[group.end() : group.end() + 1]):
        return None
    return Verb(sentence, cue, first, i, i + 1, passive, cue.form != "ing" or "A" in tags)


def _is_passive(helpers: Sequence[str]) -> bool:
    """Whether the nearest auxiliary is a form of "be"."""
    for word in reversed(helpers):
        if word in words.FORMS_OF_BE:
            return word not in words.FORMS_OF_HAVE
        if word in words.AUXILIARIES:
            return False
    return False


def _is_active(sentence: Sentence, i: int, cue: CueVerb, helpers: str, before: str) -> bool:
    """Whether the word at `i` stands where a verb of its form does; `before` is the tag left of its auxiliaries."""
    if sentence.tags[i + 1 : i + 2] == "s":
        return False
    if "A" in helpers:
        return True
    noun_like = sentence.tokens.words[i] in words.NOUN_LIKE
    if cue.form == "base":
        subject = sentence.tokens.words[i - len(helpers) - 1] if before else ""
        plural = (
            before in ("P", "W", "#", "N", "C")
            or (before == "D" and subject in words.QUANTIFIERS)
            or (before == "n" and subject.endswith(("s", "people", "men", "percent")))
            or (before in "nMe" and _plural_before(sentence, i))
            or (before in ("n", "M", ",") and not noun_like)
        )
        return plural and not (noun_like and before == "#")
    if cue.form == "s":
        return before in ("N", "n", "P", "W", ")", ",", "q", "C", "D", "M") and not (
            noun_like and before in ("C", ",", "D", "q")
        )
    if cue.form == "past":
        some = before == "D" and sentence.tokens.words[i - len(helpers) - 1] in words.QUANTIFIERS
        return some or before not in ("D", "O", "I") or sentence.tokens.words[i] == "said"
    return cue.form == "ing" and before in (",", "-", "", "C", "I", "Y", "U", "S", "n", "N", "q")


def _plural_before(sentence: Sentence, i: int) -> bool:
    """Whether the noun phrase before token `i` has a plural for its head: "records from the 2008 election"."""
    subject = subject_left_of(sentence, i)
    if subject and sentence.tokens.words[subject[0]] in words.SEVERAL:
        return True
    head = _FIRST_NOUN.match(sentence.tags, *subject) if subject else None
    return head is not None and sentence.tokens.words[head.end() - 1].endswith("s")


def subject_of(verb: Verb) -> Range | None:
    """Find the subject of the verb: left of it, or that of the clause which it continues."""
    before = verb.sentence.tags[verb.first - 1] if verb.first > verb.sentence.lo else ""
    said = verb.sentence.tokens.words[verb.first - 1] in words.SAID_THINGS if before else False
    attached = verb.cue.form == "ing" and before in ("n", "N") and not said  # results showing that …
    own = subject_left_of(verb.sentence, verb.first) if verb.finite or attached else None
    if own is None and verb.cue.lemma == "ask" and verb.cue.form == "past" and before in ("", "S", "Y"):
        return None  # Asked whether …, when asked about …
    if own is not None:
        return own
    carried = carried_subject(verb.sentence, verb.first)
    if carried and verb.finite and _ends_relative(verb.sentence, carried, before):
        return subject_left_of(verb.sentence, carried[0]) or carried
    return carried or main_subject(verb.sentence, verb.at)


def _ends_relative(sentence: Sentence, subject: Range, before: str) -> bool:
    """Whether a verb that follows the tag `before` is not of the clause of "who": "two who refused to go said …"."""
    return sentence.tags[subject[0]] == "W" and before not in tuple("CU,-") and subject[0] > sentence.lo

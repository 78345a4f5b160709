"""What is claimed to the right of a cue verb, by the frames that the verb has (see lexicon.py), and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.suggest import words
from annotator.suggest.lexicon import Family
from annotator.suggest.phrases import ADJUNCTS, Sentence
from annotator.suggest.tokens import Range
from annotator.suggest.verbs import Verb

_HEARER = re.compile(
    r"(?:R|D?(?:[Nn#ie]s?)*(?:[Nn]|(?<=s)q+)(?:CD?[Nn]+)?(?:[OI]D?[NnM]+)*)(?:\([^()]{1,4}\))?"
)
_CLAUSE_FOLLOWS = re.compile(
    r"(?:[DNn#sOIRCiBMPq()]|,[^,]{1,12},){0,25}?(?:(?<=[NnP#RiDqM)sW])[!B]*[Aezdvpq])"
)
_SPEECH_FOLLOWS = re.compile(r"[^.;:]{0,40}?[NnP#RiDqM)sW,][!B]*[Aezdvpq]")
"""The same for a verb that takes no object, after which any words with a verb among them are a clause."""
_THAT = re.compile(",?H(?!A)|(?=HA)")
_QUOTED = re.compile(",?q")
_TIME = re.compile(r"(?:B*[Dn]?M)*")
_WHEN = re.compile(r"I?M(?=D)")
_CUT_CLAUSE = re.compile(
    r",?[CU][B!]*(?:A[AB!]*[vdzpe]|[dz])(?!,)|(?<=q)[gi]|,[CU][B!]*[PN]|,g|;|,?Cg|,?X|,[PDNn#s]{1,6}[dz](?=[.,IM]|$)"
    "|,[CS](?=[BDNn#MOIs]{1,12}[dz])|,d(?=[DPRqNH])"
)
_CUT_OBJECT = re.compile(r",|;|-|X|[SY](?=[PDNn#]{1,8}[dzv])|[CU][B!]*(?:A[B!]*)?[dzevg]")


@dataclass(slots=True)
class Attribution:
    """Token ranges of one attribution in one paragraph."""

    cue: Range
    source: Range | None
    content: list[Range]
    family: Family
    lemma: str
    frame: str
    waits: bool = False
    """Whether the content is still to come, after a colon at the paragraph's end."""


def complement(verb: Verb) -> Attribution | None:
    """Find what is claimed right of the verb, trying the frames that it has."""
    sentence, cue = verb.sentence, verb.cue
    end = sentence.end
    if cue.phrases and (longer := _phrase(verb)):
        return longer
    if waiting := _colon(verb):
        return waiting
    for frame in "cqtsuano":
        family_of_frame = cue.frames.get(frame)
        if family_of_frame is None:
            continue
        start = _FRAMES[frame](verb)
        if start is not None and start < end:
            return claim(verb, verb.after, start, family_of_frame, frame)
    return None


def _phrase(verb: Verb) -> Attribution | None:
    """Read a verb of several words, which takes an object: "called for a vote"."""
    for phrase, family in verb.cue.phrases.items():
        stop = verb.after + len(phrase)
        if tuple(verb.sentence.tokens.words[verb.after : stop]) == phrase and stop < verb.sentence.end:
            if "c" in family.frames and verb.sentence.tags[stop] in "HQP":
                return claim(verb, stop, stop + (verb.sentence.tags[stop] == "H"), family, "c")
            return claim(verb, stop, stop, family, "o")
    return None


def claim(verb: Verb, cue_end: int, start: int, family: Family, frame: str) -> Attribution:
    """Make the attribution whose claim starts at token `start`."""
    sentence = verb.sentence
    content = [(start, claim_end(sentence, start, frame))]
    if content[0][0] >= content[0][1]:
        content = []
    return Attribution((verb.first, cue_end), None, content, family, verb.cue.lemma, frame)


def claim_end(sentence: Sentence, start: int, frame: str) -> int:
    """Return where a claim that starts at token `start` ends."""
    end = sentence.end
    cut = (_CUT_OBJECT if frame in "on" else _CUT_CLAUSE).search(sentence.tags, start + 1, end)
    return cut.start() if cut else end


def _colon(verb: Verb) -> Attribution | None:
    """Read "she said:", whose claim is the rest of the sentence or the next paragraph."""
    sentence = verb.sentence
    if "q" not in verb.cue.frames:
        return None
    colon = after_hearer(verb)
    noun = verb.cue.form == "base" and sentence.tokens.words[verb.at] in words.NOUN_LIKE
    if noun or colon >= sentence.hi or sentence.tags[colon] != ":":
        return None
    family = verb.cue.frames["q"]
    if colon + 1 >= sentence.end:
        return Attribution((verb.first, verb.after), None, [], family, verb.cue.lemma, "q", waits=True)
    return claim(verb, verb.after, colon + 1, family, "q")


def after_hearer(verb: Verb) -> int:
    """Return where the words on whom, when and where end that follow the verb: "told parliament on Wednesday"."""
    hearer = (
        _HEARER.match(verb.sentence.tags, verb.after, verb.sentence.hi) if "a" in verb.cue.frames else None
    )
    if hearer is None:
        return verb.after_adjuncts()
    adjuncts = ADJUNCTS.match(verb.sentence.tags, hearer.end(), verb.sentence.hi)
    return adjuncts.end() if adjuncts else hearer.end()


def clause_start(verb: Verb) -> int | None:
    """Frame c: "that" and a clause, a wh-clause, or a clause alone."""
    sentence = verb.sentence
    tags, tokens = sentence.tags, sentence.tokens
    i = verb.after
    after = verb.after_adjuncts()
    for at in (i, after):
        that = _THAT.match(tags, at, sentence.hi)
        if that:
            return that.end()
        if at < sentence.hi and tokens.words[at] in words.WH_COMPLEMENTS:
            return at
    follows = _CLAUSE_FOLLOWS if "o" in verb.cue.frames else _SPEECH_FOLLOWS
    after_time = _TIME.match(tags, i, sentence.hi)
    if after_time and after_time.end() > i and follows.match(tags, after_time.end(), sentence.hi):
        return after_time.end()
    if "o" not in verb.cue.frames:
        for at in (i, after):
            if tags[at : at + 1] == "P":
                return at
    return i if follows.match(tags, i, sentence.hi) and _may_open_clause(verb, i) else None


def _may_open_clause(verb: Verb, i: int) -> bool:
    """Whether a clause without "that" can begin at token `i`."""
    tokens = verb.sentence.tokens
    if tokens.words[verb.at] in words.NEEDS_THAT:
        return False
    return verb.sentence.tags[i] not in "OI,BTYCUApes" or tokens.words[i] == "there"


def quotation_start(verb: Verb) -> int | None:
    """Frame q: a quotation follows, perhaps after words on when and where."""
    sentence = verb.sentence
    tags = sentence.tags
    for at in (verb.after, verb.after_adjuncts()):
        quoted = _QUOTED.match(tags, at, sentence.hi)
        if quoted and tags[quoted.end() - 2] not in "sD":
            return quoted.end() - 1
    return None


def infinitive_start(verb: Verb) -> int | None:
    """Frames t and s: "to" and a verb."""
    tags = verb.sentence.tags
    at = verb.after
    while tags[at : at + 1] == "B":
        at += 1
    return at if tags[at : at + 1] == "T" and tags[at + 1 : at + 2] in "vennBiqNA" else None


def _hearer_to_start(verb: Verb) -> int | None:
    """Frame u: a hearer, then "to" and a verb; the claim begins with the hearer, who is to act."""
    tags = verb.sentence.tags
    hearer = _HEARER.match(tags, verb.after, verb.sentence.hi)
    if hearer and re.compile("!?T").match(tags, hearer.end(), verb.sentence.hi):
        return verb.after
    return None


def _after_hearer(verb: Verb) -> int | None:
    """Frame a: a hearer, then what he is told."""
    sentence = verb.sentence
    hearer = _HEARER.match(sentence.tags, verb.after, sentence.hi)
    if hearer is None:
        return None
    after = hearer.end() + (sentence.tags[hearer.end() : hearer.end() + 2] in (",P", ",D", ",N"))
    moved = Verb(sentence, verb.cue, verb.first, verb.at, after, passive=False, finite=True)
    start = clause_start(moved)
    return start if start is not None else quotation_start(moved)


def _object_start(verb: Verb) -> int | None:
    """Frames o and n: an object."""
    time = _WHEN.match(verb.sentence.tags, verb.after, verb.sentence.hi)
    start = time.end() if time else verb.after
    tag = verb.sentence.tags[start : start + 1]
    it = tag == "P" and verb.sentence.tokens.words[start] == "it"
    return start if it or (tag and tag in "DNn#RqiepvzQ") else None


_FRAMES = {
    "c": clause_start,
    "q": quotation_start,
    "t": infinitive_start,
    "s": infinitive_start,
    "u": _hearer_to_start,
    "a": _after_hearer,
    "n": _object_start,
    "o": _object_start,
}

"""Where a sentence attributes something: the cue, who it belongs to, what is claimed."""

from __future__ import annotations

import re

from annotator.suggest import words
from annotator.suggest.complements import (
    Attribution,
    after_hearer,
    claim,
    claim_end,
    clause_start,
    complement,
    infinitive_start,
    quotation_start,
)
from annotator.suggest.lexicon import CUE_VERBS, CueVerb
from annotator.suggest.nominal import ADJECTIVES, NOUNS, according, adjectival, colon, nominal
from annotator.suggest.phrases import ADJUNCTS, FINITE, PHRASE, SUBJECT, Sentence, subject_left_of
from annotator.suggest.tokens import Range
from annotator.suggest.verbs import Verb, subject_of, verb_at

_SOURCE_AFTER_BY = re.compile(rf"I({PHRASE}(?:C{PHRASE})?)")
_CUE_WORDS = frozenset({"according", *CUE_VERBS, *NOUNS, *ADJECTIVES})
_LEADING = re.compile(r"[SYgdp][^,q]*$|I[^,q]*W[^,q]*$")
"""A sentence up to its cue, when the cue is in a clause that goes before the main one."""
_BACK = re.compile(r",(?=[B!]*(?:A[AB!]*)?[dze])")
"""Where a relative clause ends before the verb of the clause around it: "Smith, who says it rained, left"."""
_CLAUSE_ENDS = re.compile(r",|(?<=q)(?=[DNPn#])")
SHORTEST_BEFORE = 3
_EXPLETIVE_WITHIN = 4
"""Tokens after "it"."""
_NAMELESS_WITHIN = 8
"""Tokens after a verb."""
_NAMELESS = re.compile(
    r"(?:(?:decline|refuse) to|.*\bnot to|.*\bto not) be (?:named|identified)\b|[^,.;:—]*\banonym(?:ity|ous|ously)\b"
)
"""What those ask for who give no name, from the lemma on."""
_OPENING = re.compile(r"[BCUS]{1,3},|[CU]")
_AFTER_INVERTED = re.compile(r"[,.;:\-IYSWMq]|$")


def find_attributions(sentence: Sentence) -> list[Attribution]:
    """Find the attributions of one sentence, in the order of their cues."""
    found: list[Attribution] = []
    tokens, tags = sentence.tokens, sentence.tags
    found_words = tokens.words[sentence.lo : sentence.hi]
    cues = (
        ()
        if _CUE_WORDS.isdisjoint(found_words)
        else [i for i, word in enumerate(found_words, sentence.lo) if word in _CUE_WORDS]
    )
    for i in cues:
        word = tokens.words[i]
        attribution: Attribution | None = None
        if tags[i] in "vzdpg":
            attribution = _verbal(sentence, i, CUE_VERBS[word])
        elif tags[i] == "X":
            attribution = according(sentence, i)
        elif word in NOUNS and tags[i] in "nvz":
            attribution = nominal(sentence, i)
        elif word in ADJECTIVES and tags[i] in "nei":
            attribution = adjectival(sentence, i)
        if attribution is None or not (attribution.content or attribution.waits):
            continue
        if _says_nothing(sentence, attribution) or _is_expletive(sentence, attribution.source):
            continue
        if tags[i] == "g" and found and _turned(found[-1]):  # «"…," said Smith, adding that …»
            attribution.source = found[-1].source
        found.append(attribution)
    by_colon = None if any(each.waits for each in found) else colon(sentence)
    starts = {first for each in found for first, _ in each.content}
    return [*found, by_colon] if by_colon and not starts & {first for first, _ in by_colon.content} else found


def _says_nothing(sentence: Sentence, attribution: Attribution) -> bool:
    """Whether the claim is a mere word for one: "rejects the claim"."""
    if len(attribution.content) != 1:
        return False
    first, last = attribution.content[0]
    said = sentence.tokens.words[first:last]
    return (
        last - first == 2 and sentence.tags[first] == "D" and said[1].removesuffix("s") in words.MERE_CLAIMS
    )


def _is_expletive(sentence: Sentence, source: Range | None) -> bool:
    """Whether "it" stands for what follows: "It is unclear how", "it emerged that"."""
    if source is None or " ".join(sentence.tokens.words[source[0] : source[1]]) != "it":
        return False
    following = sentence.tokens.words[source[1] : source[1] + _EXPLETIVE_WITHIN]
    return bool(following) and following[0] in words.FORMS_OF_BE and not words.EXPLETIVE.isdisjoint(following)


def _turned(attribution: Attribution) -> bool:
    """Whether the subject stands after its verb."""
    return attribution.source is not None and attribution.source[0] >= attribution.cue[1]


def _verbal(sentence: Sentence, i: int, cue: CueVerb) -> Attribution | None:
    """Read the cue verb at token `i`: turned round, with its claim to the right, or with its claim to the left."""
    verb = verb_at(sentence, i, cue)
    if verb is None or _keeps_a_name_back(sentence, i, cue):
        return None
    if verb.passive:
        return _passive(verb)
    if turned := _inverted(verb):
        return turned
    source = subject_of(verb)
    if aside := _aside(verb, source):
        return aside
    start = source[0] if source and source[1] <= verb.first else verb.first
    trails = verb.cue.form == "ing" and sentence.tags[verb.first - 1] == ","  # «"…," he said, referring to …»
    quoted = start > sentence.lo and sentence.tags[start - 1] == "q" and not trails
    right = complement(verb)
    if right is not None and quoted and not _goes_on(sentence, right):
        right = None
    if right is not None:
        right.source = source
        if right.frame == "s" and source and source[1] <= verb.first:  # how the subject seems is the claim
            right.source, right.content = None, [source, *right.content]
        _end_subordinate(right, sentence)
        if quoted and "q" in cue.frames and right.frame == "q":
            right.content.insert(0, (sentence.lo, start))
        elif "q" in cue.frames and right.frame == "q" and _is_interrupted(sentence, start):
            right.content.insert(0, (sentence.lo, start - 1))
        return right
    return _postposed(verb, source, start)


def _keeps_a_name_back(sentence: Sentence, i: int, cue: CueVerb) -> bool:
    """Whether it is a name that is asked for or refused: "who asked not to be named", "insisted on anonymity"."""
    following = " ".join(sentence.tokens.words[i + 1 : i + 1 + _NAMELESS_WITHIN])
    return cue.lemma in words.KEEP_BACK and _NAMELESS.match(f"{cue.lemma} {following}") is not None


def _is_interrupted(sentence: Sentence, start: int) -> bool:
    """Whether a clause or its subject stands before ", he said," and needs the quotation after it."""
    before = sentence.tags[sentence.lo : start]
    if len(before) < SHORTEST_BEFORE or before[-1] != ",":
        return False
    return before[0] in "SA" or (before[0] in "DNn" and not FINITE.search(before))  # Should it rain, …


def _goes_on(sentence: Sentence, right: Attribution) -> bool:
    """Whether what follows the verb belongs to the quotation before it: «"…," she said, "…"»."""
    start = right.content[0][0] if right.content else 0
    only_when = (
        sentence.tags[sentence.lo] in "MIYS" and right.frame in "ca"
    )  # On Sunday’s “Today,” she said he …
    return right.waits or right.frame == "q" or only_when or sentence.tags[start - 1 : start] == "H"


def _end_subordinate(attribution: Attribution, sentence: Sentence) -> None:
    """Cut a claim at the comma that ends a subordinate clause: "While Smith said that it rained, Jones …"."""
    source, cue = attribution.source, attribution.cue
    if not attribution.content:
        return
    start, end = attribution.content[-1]
    opener = min(cue[0], source[0]) if source else cue[0]
    depends = opener > sentence.lo and sentence.tags[opener - 1] in "SY"
    leading = _LEADING.match(sentence.tags, sentence.lo, cue[1]) is not None
    cut = _CLAUSE_ENDS.search(sentence.tags, start, end)
    if (depends or leading) and cut:
        attribution.content[-1] = (start, cut.start())
    elif source and sentence.tags[source[0]] == "W" and (back := _BACK.search(sentence.tags, start, end)):
        attribution.content[-1] = (start, back.start())
    elif (
        source and sentence.tags[source[0]] == "W" and attribution.frame == "o"
    ):  # those who support her are …
        goes_on = sentence.tags.find("A", start, end)
        attribution.content[-1] = (start, goes_on if goes_on > start else end)


def _inverted(verb: Verb) -> Attribution | None:
    """Read «"…," said Smith, a senator»."""
    sentence, tags = verb.sentence, verb.sentence.tags
    before = tags[verb.first - 1] if verb.first > sentence.lo else ""
    if "q" not in verb.cue.frames or before not in ("q", ",") or verb.cue.form == "ing":
        return None
    subject = SUBJECT.match(tags, verb.after, sentence.hi)
    if subject is None or not _AFTER_INVERTED.match(tags, subject.end(), sentence.hi):
        return None
    if before == "," and not FINITE.search(tags, sentence.lo, verb.first):
        return None
    if before == "," and subject_left_of(sentence, verb.first):
        return None
    return _with_claim_before(verb, subject.span(), verb.first, subject.end())


def _aside(verb: Verb, source: Range | None) -> Attribution | None:
    """Read "as Smith noted, the plan would fail" and "the plan, as Smith noted, would fail"."""
    sentence, tags = verb.sentence, verb.sentence.tags
    if source is None or "c" not in verb.cue.frames or source[0] <= sentence.lo:
        return None
    first = source[0] - 1
    after = verb.after_adjuncts()
    if sentence.tokens.words[first] != "as" or tags[after : after + 1] not in (",", ".", ""):
        return None
    before = first - (tags[first - 1 : first] == ",")
    content = []
    if before > sentence.lo + 1:
        content.append((sentence.lo, before))
    if after + 1 < sentence.end:
        content.append((after + 1, sentence.end))
    return Attribution((verb.first, verb.after), source, content, verb.cue.frames["c"], verb.cue.lemma, "c")


def _postposed(verb: Verb, source: Range | None, start: int) -> Attribution | None:
    """Read «"…," she said»; `start` is where the subject starts, or the verb if that has none of its own."""
    sentence, tags = verb.sentence, verb.sentence.tags
    if not {"q", "c"} & verb.cue.frames.keys() or start <= sentence.lo or tags[start - 1] not in ",q-":
        return None
    told = after_hearer(verb)
    goes_on = tags[told : told + 1] == "," and FINITE.search(tags, told, sentence.hi)
    claimed = goes_on or "q" in tags[sentence.lo : start] or FINITE.search(tags, sentence.lo, start)
    if start == verb.first or not claimed or (not goes_on and _is_adjunct(sentence, start)):
        return None
    return _with_claim_before(verb, source, start, told if goes_on else verb.after)


def _is_adjunct(sentence: Sentence, end: int) -> bool:
    """Whether all before token `end` only says when and where: "Asked about it, she said so"."""
    tags = sentence.tags
    comma = tags.find(",", sentence.lo, end - 1)
    if tags[sentence.lo] not in "gdpSYI" or "q" in tags[sentence.lo : end]:
        return False
    return comma < 0 or tags[sentence.lo] not in "YI" or FINITE.search(tags, comma, end) is None


def _with_claim_before(verb: Verb, source: Range | None, end: int, after: int) -> Attribution | None:
    """Make an attribution whose claim ends at token `end` and may go on at `after`."""
    sentence, tags = verb.sentence, verb.sentence.tags
    first = sentence.lo
    if opening := _OPENING.match(tags, first, end):
        first = opening.end()
    end -= tags[end - 1] in ",-"
    if first >= end:
        return None
    family = verb.cue.frames.get("q") or verb.cue.frames["c"]
    attribution = Attribution((verb.first, verb.after), source, [(first, end)], family, verb.cue.lemma, "q")
    _continue_after(attribution, sentence, after)
    return attribution


def _continue_after(attribution: Attribution, sentence: Sentence, after: int) -> None:
    """Add the claim's second part: «"…," she said on Monday, "…"» or "The plan, she said, would fail"."""
    tags = sentence.tags
    quoted = tags[attribution.content[0][1] - 1] == "q"
    adjuncts = ADJUNCTS.match(tags, after, sentence.hi)
    at = adjuncts.end() if adjuncts else after
    comma = tags.find("q", at, sentence.end) if quoted else at
    if quoted and comma > at and tags[comma - 1] in ",-:":
        attribution.content.append((comma, sentence.end))
    elif quoted and tags[at + 1 : at + 2] != "A":
        return
    elif tags[at : at + 1] == "," and at + 1 < sentence.end and tags[at + 1] != "W":  # …, who is a senator
        attribution.content.append((at + 1, sentence.end))


def _passive(verb: Verb) -> Attribution | None:
    """Read "the plan was criticised by Smith", "Smith was asked whether", "is expected to"."""
    sentence, cue = verb.sentence, verb.cue
    subject = subject_left_of(sentence, verb.first)
    by = _SOURCE_AFTER_BY.match(sentence.tags, verb.after, sentence.hi)
    agent: Range | None = None
    if by and sentence.tokens.words[verb.after] == "by":
        agent = by.span(1)
        verb.after = by.end()
    cue_range = (verb.first, verb.at + 1)
    if cue.lemma in ("ask", "tell"):
        right = clause_start(verb) or quotation_start(verb)
        if right is None:
            return _passive_infinitive(verb, subject, agent)
        told = claim(verb, verb.at + 1, right, cue.group, "c")
        told.source, told.cue = agent, cue_range
        return told
    if forced := _passive_infinitive(verb, subject, agent):
        return forced
    family = cue.frames.get("o") or cue.frames.get("c")
    if agent and subject and family:
        return Attribution(cue_range, agent, [subject], family, cue.lemma, "o")
    return None


def _passive_infinitive(verb: Verb, subject: Range | None, agent: Range | None) -> Attribution | None:
    """Read "Smith is expected to win": the claim is about the subject."""
    infinitive = infinitive_start(verb)
    if infinitive is None or "u" not in verb.cue.frames or subject is None:
        return None
    content = [subject, (infinitive, claim_end(verb.sentence, infinitive, "t"))]
    return Attribution((verb.first, verb.at + 1), agent, content, verb.cue.frames["u"], verb.cue.lemma, "s")

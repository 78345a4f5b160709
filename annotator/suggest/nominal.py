"""Cues that are no verbs: "according to", and nouns such as "criticism of" and "her view that"."""

from __future__ import annotations

import re

from annotator.suggest import words
from annotator.suggest.complements import Attribution, claim_end
from annotator.suggest.lexicon import Family
from annotator.suggest.phrases import CORE_LEFT, FINITE, Sentence, carried_subject, subject_left_of
from annotator.suggest.tokens import Range

ACCORDING_TO = Family("according", "q", True, 1, "“according to”", "")
NOUN_CUE = Family("noun", "o", False, 3, "noun that reports", "")


def according(sentence: Sentence, i: int) -> Attribution | None:
    """Read "according to Smith", before or after the claim."""
    tags = sentence.tags
    if tags[i + 1 : i + 2] != "T":
        return None
    stop = re.compile(r"[,;]|$").search(tags, i + 2, sentence.end)
    source_end = stop.start() if stop else sentence.end
    if source_end <= i + 2:
        return None
    source = (i + 2, source_end)
    if i - sentence.lo <= 1:
        content = [(source_end + 1, sentence.end)]
    else:
        content = [(sentence.lo, i - (tags[i - 1] == ","))]
        if tags[source_end : source_end + 1] == "," and tags[i - 1] == "," and source_end + 1 < sentence.end:
            content.append((source_end + 1, sentence.end))
    content = [each for each in content if each[0] < each[1]]
    return Attribution((i, i + 2), source, content, ACCORDING_TO, "according", "q")


def _noun_table() -> dict[str, set[str]]:
    """Return, for each cue noun in both numbers, the words that can introduce its claim."""
    table: dict[str, set[str]] = {}
    for preposition, nouns in words.CUE_NOUNS.items():
        for noun in nouns.split():
            for form in (noun, noun + "s"):
                table.setdefault(form, set()).add(preposition)
    return table


NOUNS = _noun_table()
_POSSESSOR_LEFT = re.compile(rf"[nNB#]{{0,3}}?(?:s({CORE_LEFT})|(D))")


def nominal(sentence: Sentence, i: int) -> Attribution | None:
    """Read "Smith's criticism of the plan", "her view that it would fail"."""
    tokens = sentence.tokens
    if (
        i + 2 > sentence.end
        or tokens.words[i + 1 : i + 2] == []
        or tokens.words[i + 1] not in NOUNS[tokens.words[i]]
    ):
        return None
    possessor = _POSSESSOR_LEFT.match(sentence.left_of(i))
    if possessor is None:
        return None
    frame = "c" if tokens.words[i + 1] == "that" else "o"
    source: Range | None = (
        i - possessor.end(),
        i - possessor.start(2) if possessor[2] else i - possessor.start(1),
    )
    if possessor[2] and tokens.words[i - possessor.end()] not in (
        "his",
        "her",
        "their",
        "its",
        "my",
        "our",
        "your",
    ):
        return None
    start = i + 2
    end = claim_end(sentence, start, frame)
    if frame == "o" and (verb := FINITE.search(sentence.tags, start, end)):
        end = verb.start()
    content = [(start, end)] if start < end else []
    return Attribution((i, i + 2), source, content, NOUN_CUE, tokens.words[i], frame)


ADJECTIVE_CUE = Family("adjective", "o", False, 3, "adjective of attitude", "")
_BE_LEFT = re.compile("[B!n]*A[AB!]*")


def adjectival(sentence: Sentence, i: int) -> Attribution | None:
    """Read "she was critical of the plan", "they are confident that it will pass"; `i` is the adjective."""
    tokens = sentence.tokens
    following = tokens.words[i + 1] if i + 1 < sentence.end else ""
    if tokens.words[i] not in words.CUE_ADJECTIVES.get(following, ()):
        return None
    be = _BE_LEFT.match(sentence.left_of(i))
    if be is None or not any(word in words.FORMS_OF_BE for word in tokens.words[i - be.end() : i]):
        return None
    source = subject_left_of(sentence, i - be.end()) or carried_subject(sentence, i - be.end())
    start = i + 1 if following == "to" else i + 2
    end = claim_end(sentence, start, "c" if following in ("that", "to") else "o")
    cue = (i - be.end(), start)
    return Attribution(
        cue, source, [(start, end)] if start < end else [], ADJECTIVE_CUE, tokens.words[i], "j"
    )


ADJECTIVES = frozenset(word for listed in words.CUE_ADJECTIVES.values() for word in listed)


COLON = Family("colon", "q", True, 2, "colon", "")
_NAMED_QUOTATION = re.compile("N:q")
_LABEL = re.compile("[DNn#s]{1,6}(?:[OI][DN]+)?:")


def colon(sentence: Sentence) -> Attribution | None:
    """Read "Smith: …" at the start of a paragraph, and a quotation after a colon.

    That is in the sentence, where somebody is named before it («a surprise to Smith: "…"»), or in the next paragraph.
    """
    tags = sentence.tags
    label = _LABEL.match(tags, sentence.lo, sentence.hi) if sentence.lo == 0 and "N" in tags[:6] else None
    if label and len(tags) - label.end() > 3 and tags[label.end()] not in "#*":
        at = label.end() - 1
        if words.FURNITURE.isdisjoint(sentence.tokens.words[:at]):
            return Attribution((at, at + 1), (0, at), [(at + 1, len(tags))], COLON, ":", "q")
    if quoted := _NAMED_QUOTATION.search(tags, sentence.lo, sentence.hi):
        at = quoted.start() + 1
        source = subject_left_of(sentence, at)
        return Attribution((at, at + 1), source, [(at + 1, sentence.end)], COLON, ":", "q")
    at = sentence.hi - 1
    if tags[at] == ":" and at == len(tags) - 1:
        source = carried_subject(sentence, at)
        return Attribution((at, at + 1), source, [], COLON, ":", "q", waits=True)
    return None

"""From paragraphs to proposals: reads an article once, and remembers what a later paragraph may continue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.proposals import Kind, Proposal, Tier
from annotator.suggest import quotes, words
from annotator.suggest.clauses import find_attributions
from annotator.suggest.complements import Attribution
from annotator.suggest.datelines import body_start
from annotator.suggest.nesting import Draft, nest
from annotator.suggest.nominal import COLON
from annotator.suggest.phrases import Sentence
from annotator.suggest.quotes import Quotation
from annotator.suggest.sources import without_time
from annotator.suggest.speakers import Cast
from annotator.suggest.tokens import Range, Tokens, paragraphs, tokenize

FLOATING = "quotation without a cue"
SHORTEST_JUDGED = 25
"""Words: a shorter paragraph is not asked for its language, but taken for the article's."""
ENGLISH_SHARE = 0.12
"""Share of words and marks that are English function words, below which a text is taken for another language."""
SHORTEST_FLOATING = 8
"""Tokens: a shorter paragraph in quotation marks is a title."""
SHORTEST_INNER = 6
"""Tokens: a shorter quotation reports nothing in its turn."""


def suggest(text: str) -> list[Proposal]:
    """Propose the claims of an English text, ordered by where they start; another language gives nothing.

    All offsets are code points of `text`. Time is linear in its length; the same text gives the same proposals.
    """
    tokenized = [tokenize(text, body_start(text, start, end), end) for start, end in paragraphs(text)]
    english = [sum(map(words.ENGLISH.__contains__, tokens.words)) for tokens in tokenized]
    if sum(english) < ENGLISH_SHARE * sum(map(len, tokenized)):
        return []
    reader = Reader()
    for tokens, count in zip(tokenized, english, strict=True):
        if len(tokens) < SHORTEST_JUDGED or count >= ENGLISH_SHARE * len(tokens):
            reader.read(tokens)
        else:
            reader.forget()
    return nest(text, reader.drafts)


@dataclass(slots=True)
class Reader:
    """Goes through the paragraphs in order."""

    drafts: list[Draft] = field(default_factory=list)
    cast: Cast = field(default_factory=Cast)
    waiting: Draft | None = None
    """Ended the paragraph before with "she said:", or with a quotation that was not closed."""
    last: Draft | None = None
    """Its claim ended with a quotation just before: a floating one continues it."""

    def forget(self) -> None:
        """Start anew: nothing continues."""
        self.waiting = self.last = None

    def read(self, tokens: Tokens) -> None:
        """Read one paragraph."""
        found = quotes.find_quotations(tokens)
        masked = quotes.mask(tokens.tags, found)
        waiting, self.waiting = self.waiting, None
        for lo, hi in quotes.sentences(tokens, found, masked):
            self.cast.meet(tokens, lo, hi)
            floating = not masked[lo:hi].strip("q.")
            if waiting is not None:
                self._continue(waiting, tokens, lo, hi, floating)
                if floating:
                    continue
            waiting = None
            if floating:
                self._float(tokens, lo, hi)
            else:
                self._read_sentence(Sentence(tokens, masked, lo, hi))
            if found:
                self._read_inside(tokens, quotes.within(found, lo, hi))
        if found and not found[-1].closed and found[-1].last == len(tokens):
            self.waiting = self.last

    def _continue(self, waiting: Draft, tokens: Tokens, lo: int, hi: int, floating: bool) -> None:
        """Give the sentence to the claim that waits for it."""
        said = waiting.reason != COLON.reason
        if floating or (lo == 0 and said and not waiting.claim):
            waiting.claim.append(tokens.chars(lo, hi))
        self.last = waiting if floating else None

    def _float(self, tokens: Tokens, lo: int, hi: int) -> None:
        """Give a quotation without a cue to the claim that it continues, or let it stand alone."""
        if self.last is not None:
            self.last.claim.append(tokens.chars(lo, hi))
        elif hi - lo >= SHORTEST_FLOATING:
            names = self.cast.guess(tokens, None)
            self.drafts.append(Draft([tokens.chars(lo, hi)], None, None, names, "free", 3, FLOATING))
            self.last = self.drafts[-1]

    def _read_sentence(self, sentence: Sentence) -> None:
        """Read a sentence that is more than a quotation."""
        self.last = None
        for attribution in find_attributions(sentence):
            draft = self._draft(sentence, attribution, None)
            self.drafts.append(draft)
            if attribution.waits and sentence.hi == len(sentence.tokens):
                self.waiting = draft
            if attribution.content and sentence.tags[attribution.content[-1][1] - 1] == "q":
                self.last = draft

    def _read_inside(self, tokens: Tokens, quotations: Sequence[Quotation]) -> None:
        """Read what the quotations of one sentence report in their turn: the quoted one speaks of others."""
        outer = self.last.names[0].name if self.last is not None and self.last.names else None
        for quotation in quotations:
            first, last = quotation.inner()
            if self.last is None or last - first < SHORTEST_INNER:
                continue
            inner = tokens
            for lo, hi in quotes.inner_sentences(inner, first, last):
                for attribution in find_attributions(Sentence(inner, inner.tags, lo, hi)):
                    if attribution.content:
                        self.drafts.append(
                            self._draft(Sentence(inner, inner.tags, lo, hi), attribution, outer)
                        )

    def _draft(self, sentence: Sentence, attribution: Attribution, outer: str | None) -> Draft:
        """Turn token ranges into code points, name the speaker, say what kind of quotation it is."""
        tokens = sentence.tokens
        source = attribution.source and without_time(tokens, attribution.source)
        nobody = (
            source is None and attribution.frame == "s"
        )  # who expects it, or to whom it seems so, is not said
        names = () if nobody else self.cast.guess(tokens, source, outer)
        if outer is None:
            self.cast.remember(tokens, source, names)
        return Draft(
            [tokens.chars(*_with_its_mark(tokens, each)) for each in attribution.content],
            tokens.chars(*attribution.cue),
            tokens.chars(*source) if source else None,
            names,
            _kind(sentence.tags, attribution),
            _tier(attribution, nested=outer is not None),
            attribution.family.reason,
        )


def _with_its_mark(tokens: Tokens, content: Range) -> Range:
    """Take in the mark at the end of what is asked or cried: "it asked: who would pay?"."""
    first, last = content
    return first, last + (last < len(tokens) and tokens.words[last] in ("?", "!"))


def _kind(tags: str, attribution: Attribution) -> Kind:
    """Tell quotations, the writer's words, and both together apart."""
    claimed = "".join(tags[first:last] for first, last in attribution.content)
    if "q" not in claimed:
        return "direct" if attribution.waits else "indirect"
    return "mixed" if claimed.strip("q,.:;-") else "direct"


def _tier(attribution: Attribution, nested: bool) -> Tier:
    """Trust the family of the cue, less where nobody is named or somebody quoted is reporting."""
    less = nested or attribution.source is None or (attribution.family.speech and attribution.frame == "o")
    tier = min(3, attribution.family.tier + less)
    return 1 if tier == 1 else 2 if tier == 2 else 3

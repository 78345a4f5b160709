"""Who suggests statements in a corpus: its suggestion files, then the suggester that its settings name.

That is `rules`, which is built in, or one that an installed package provides as an entry point of the group
`annotator.suggesters`: a function of an article's text that returns proposals (`annotator.suggest.Proposal`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import entry_points

from annotator import suggest
from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.suggestions import SuggestionFiles
from annotator.errors import CorpusError
from annotator.merge.overlap import shared
from annotator.proposals import Batch, Proposal, fault
from annotator.schema import LoadedSchema
from annotator.statements import Origin
from annotator.suggest.nesting import parents
from annotator.suggesting import Suggestion, same_words, suggestions_of
from annotator.validity import passages, spans_of

GROUP = "annotator.suggesters"


@dataclass(frozen=True, slots=True)
class Suggester:
    """A function from a text to proposals, and how it is recorded in what annotators make of them."""

    name: str
    version: str | None
    propose: Callable[[str], Iterable[Proposal]]

    def batch(self, text: str) -> Batch:
        """Return its proposals for a text. Raises CorpusError where it fails, or proposes what does not fit."""
        try:
            proposals = list(self.propose(text))
            faults = (fault(proposal, text) for proposal in proposals)
            wrong = next((found for found in faults if found is not None), None)
        except Exception as error:
            raise CorpusError(f"the suggester {self.name} failed: {type(error).__name__}: {error}") from error
        if wrong is not None:
            raise CorpusError(f"the suggester {self.name} proposed what does not fit the text: {wrong}")
        return Batch(self.name, self.version, proposals)


def load_suggester(name: str) -> Suggester:
    """Return the suggester of this name; raises CorpusError where there is none, or it cannot be loaded."""
    if name == suggest.NAME:
        return Suggester(name, suggest.VERSION, suggest.suggest)
    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in installed:
        known = ", ".join([suggest.NAME, *sorted(installed)])
        raise CorpusError(f"corpus.toml: there is no suggester “{name}” here ({known}); install its package")
    entry = installed[name]
    try:
        propose = entry.load()
    except Exception as error:
        raise CorpusError(f"the suggester {name} cannot be loaded: {error}") from error
    return Suggester(name, entry.dist.version if entry.dist else None, propose)


class Suggesters:
    """All that suggests statements in one corpus."""

    def __init__(self, corpus: Corpus, schema: LoadedSchema) -> None:
        self._schema = schema
        self._files = SuggestionFiles(corpus)
        self._suggester = cache(partial(load_suggester, corpus.settings.suggester))

    def suggestions(self, article: Article, notices: list[str]) -> list[Suggestion]:
        """Return what is suggested for an article, in reading order; what went wrong is added to `notices`."""
        batches = self._files.batches(article, notices)
        try:
            batches.append(self._suggester().batch(article.text))
        except CorpusError as error:
            notices.append(str(error))
        return merged([suggestions_of(batch, self._schema) for batch in batches], self._schema)


def merged(several: Sequence[Sequence[Suggestion]], schema: LoadedSchema) -> list[Suggestion]:
    """Make one list, in reading order, of what several suggest; what two say of the same words becomes one.

    The first one's words and answers stand; the other's fill what it leaves open.
    """
    kept: list[Suggestion] = []
    for more in several:
        joined = same_words([one.words for one in kept], [one.words for one in more])
        for left, right in joined.items():
            kept[left] = _joined(kept[left], more[right], schema)
        taken = set(joined.values())
        kept += [suggestion for place, suggestion in enumerate(more) if place not in taken]
    kept.sort(key=lambda one: [(start, -end) for start, end in one.words])
    cue = schema.role("cue")
    claims = [one.words for one in kept]
    cues = [spans_of(one.fields.get(cue.name)) if cue else () for one in kept]
    around = parents([(claim, (said or claim)[0].start) for claim, said in zip(claims, cues, strict=True)])
    return [replace(one, parent=parent) for one, parent in zip(kept, around, strict=True)]


def _joined(one: Suggestion, other: Suggestion, schema: LoadedSchema) -> Suggestion:
    claim = one.words
    inside = {spec.name for spec, spans in passages(other.fields, schema) if shared(spans, claim)}
    more = {name: value for name, value in other.fields.items() if name not in {*one.fields, *inside}}
    speakers = one.speakers + tuple(speaker for speaker in other.speakers if speaker not in one.speakers)
    together = one.together if one.speakers else other.together
    if not more:
        return replace(one, speakers=speakers)
    origin = Origin(
        kind="suggestion",
        by=f"{one.origin.by}+{other.origin.by}",
        version=f"{one.origin.version or ''}+{other.origin.version or ''}",
        suggested={**one.fields, **more},
    )
    return replace(one, origin=origin, speakers=speakers, together=together)

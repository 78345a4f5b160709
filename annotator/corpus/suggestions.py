"""Suggestion files: proposals that other programs made, kept in `suggestions/` by who made them.

A program may say where its words are by offsets or by quoting them. What is kept has offsets, and the claim's words
beside them as a check, as journals have. What does not fit is refused and named; nothing is guessed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Annotated, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.lines import MAX_LINE, Line, read_lines, whole_file
from annotator.corpus.quoting import passage
from annotator.corpus.settings import annotator_name
from annotator.errors import CorpusError, InputError
from annotator.proposals import Batch, Kind, Proposal, Spans, SpeakerGuess, Tier, fault
from annotator.statements import json_line

FOLDER = "suggestions"

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

_ARTICLE_OF_LINE = re.compile(rb'\{"article":"([a-z][a-z0-9-]*)"')
_SCORES: tuple[tuple[float, Tier], ...] = ((0.8, 1), (0.65, 2), (0, 3))
"""From which score a proposal is of which tier."""
_NO_SCORE: Tier = 2


class ProposalLine(BaseModel):
    """One line of a proposals file. Passages are offsets or quotes (`annotator.corpus.quoting`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    text: str | None = None
    """The first 12 hex digits of the text's SHA-256, as journals have it."""
    claim: JsonValue
    quote: str | None = None
    """The claim's exact words, its spans joined by a blank."""
    cue: JsonValue = None
    mention: JsonValue = None
    """The words that name the speaker."""
    speaker: Name | None = None
    other_speakers: tuple[Name, ...] = ()
    """Whom the mention may name instead, likeliest first."""
    target: Name | None = None
    attribution: Kind | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    reason: str | None = None
    by: str
    version: str | None = None


def parse_proposal(data: bytes) -> ProposalLine:
    """Read one line of a proposals file; raises InputError for one that is no proposal, or that takes a stance."""
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise InputError("not a JSON object; a line holds one proposal")
    if "stance" in values:
        raise InputError("stance: it is never suggested, but left to the annotator; take it out")
    try:
        return ProposalLine.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise InputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def proposal_of(line: ProposalLine, article: Article) -> Proposal:
    """Return what a line proposes, as offsets of its article; raises InputError where it does not fit the text."""
    if line.text not in {None, article.text_hash}:
        raise InputError(f"it is about another text of {article.id} than the one that is here")
    claim = _passage("claim", line.claim, article.text)
    speakers = (*([line.speaker] if line.speaker else ()), *line.other_speakers)
    reason = " ".join(
        filter(None, [line.reason or line.by, None if line.score is None else f"{line.score:.2f}"])
    )
    proposal = Proposal(
        claim,
        _passage("cue", line.cue, article.text, claim) or None,
        _passage("mention", line.mention, article.text, claim) or None,
        tuple(SpeakerGuess(name, line.by) for name in dict.fromkeys(speakers)),
        line.attribution,
        None,
        _tier(line.score),
        reason,
        line.target,
    )
    found = fault(proposal, article.text)
    if found is None and line.quote is not None and line.quote != _words(claim, article.text):
        found = f"quote: the text has “{_words(claim, article.text)[:60]}” at the offsets of the claim"
    if found is not None:
        raise InputError(found)
    return proposal


def _passage(name: str, given: JsonValue, text: str, claim: Spans = ()) -> Spans:
    try:
        return () if given is None and name != "claim" else passage(given, text, claim)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _tier(score: float | None) -> Tier:
    return _NO_SCORE if score is None else next(tier for least, tier in _SCORES if score >= least)


def _words(spans: Spans, text: str) -> str:
    return " ".join(text[start:end] for start, end in spans)


def proposal_line(
    proposal: Proposal,
    article: Article,
    by: str,
    version: str | None,
    score: float | None,
    reason: str | None,
) -> bytes:
    """Return a proposal as a line of a suggestion file: offsets, and the claim's words."""
    names = [guess.name for guess in proposal.names]
    line = ProposalLine(
        article=article.id,
        text=article.text_hash,
        claim=_json(proposal.claim),
        quote=_words(proposal.claim, article.text),
        cue=_json(proposal.cue),
        mention=_json(proposal.speaker),
        speaker=names[0] if names else None,
        other_speakers=tuple(names[1:]),
        target=proposal.target,
        attribution=proposal.attribution,
        score=score,
        reason=reason,
        by=by,
        version=version,
    )
    return json_line(line.model_dump(mode="json"))


def _json(spans: Spans | None) -> JsonValue:
    return None if spans is None else [list(span) for span in spans]


class Intake:
    """Takes proposals into a corpus, line by line. A context manager: files change when it ends well, or not at all.

    What was kept of the same suggester stays, but for claims that come anew, and for what another version of it said
    about the same article.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.taken: Counter[str] = Counter()
        """Lines taken, by suggester."""
        self._corpus = corpus
        self._superseded = corpus.index.superseded()
        self._article = lru_cache(maxsize=16)(corpus.article)
        self._files: dict[str, IO[bytes]] = {}
        self._lines: dict[bytes, int] = {}
        """By claim: the line that has it."""
        self._versions: dict[tuple[str, str], set[str | None]] = defaultdict(set)
        """By suggester and article."""
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for by, file in self._files.items():
                file.writelines(self._staying(by))
        self._open.__exit__(kind, error, trace)

    def take(self, line: Line) -> None:
        """Take one line; raises InputError, saying why, for one that does not fit."""
        if line.too_long:
            raise InputError(f"longer than {MAX_LINE // 2**20} MiB")
        given = parse_proposal(line.data)
        article = self._known(given.article)
        proposal = proposal_of(given, article)
        file = self._file(given.by)
        before = self._lines.setdefault(_claim_key(given.by, article.id, proposal.claim), line.number)
        if before != line.number:
            raise InputError(f"the claim of line {before} once more")
        file.write(proposal_line(proposal, article, given.by, given.version, given.score, given.reason))
        self._versions[given.by, article.id].add(given.version)
        self.taken[given.by] += 1

    def _known(self, article: str) -> Article:
        if article in self._superseded:
            raise InputError(f"article {article} was superseded by {self._superseded[article]}")
        try:
            return self._article(article)
        except CorpusError as error:
            raise InputError(str(error)) from None

    def _file(self, by: str) -> IO[bytes]:
        if by not in self._files:
            try:
                name = annotator_name(by)
            except CorpusError:
                raise InputError(
                    f"by: “{by}” cannot be a file's name: use letters, digits, '.', '-' and '_'"
                ) from None
            self._files[by] = self._open.enter_context(whole_file(_path(self._corpus, name)))
        return self._files[by]

    def _staying(self, by: str) -> Iterator[bytes]:
        path = _path(self._corpus, by)
        for line in read_lines(path) if path.is_file() else ():
            try:
                kept = parse_proposal(line.data)
                claim = _claim_key(by, kept.article, _passage("claim", kept.claim, ""))
            except InputError:
                yield line.data + b"\n"  # damaged: not ours to lose
                continue
            versions = self._versions.get((by, kept.article), {kept.version})
            if claim not in self._lines and kept.version in versions:
                yield line.data + b"\n"


def _path(corpus: Corpus, by: str) -> Path:
    return corpus.root / FOLDER / f"{by}.jsonl"


def _claim_key(by: str, article: str, claim: Spans) -> bytes:
    """Return what a claim of a suggester is known by: 16 bytes, as there may be millions."""
    return blake2b(repr((by, article, [tuple(span) for span in claim])).encode(), digest_size=16).digest()


class SuggestionFiles:
    """The suggestion files of a corpus, read by article: all that is held is where each article's lines are."""

    def __init__(self, corpus: Corpus) -> None:
        self._folder = corpus.root / FOLDER
        self._files: dict[Path, tuple[tuple[int, int], dict[str, list[int]]]] = {}
        """With size and time of each file, to know when it has changed."""

    def batches(self, article: Article, notices: list[str]) -> list[Batch]:
        """Return the proposals for an article by suggester and version; lines that do not fit go to `notices`."""
        found: dict[tuple[str, str | None], Batch] = {}
        for path in sorted(self._folder.glob("*.jsonl")):
            for offset in self._offsets(path).get(article.id, ()):
                with path.open("rb") as file:
                    file.seek(offset)
                    data = file.readline(MAX_LINE)
                try:
                    line = parse_proposal(data)
                    proposal = proposal_of(line, article)
                except InputError as error:
                    notices.append(f"{FOLDER}/{path.name}: {article.id}: {error}")
                    continue
                batch = found.setdefault((line.by, line.version), Batch(line.by, line.version, []))
                batch.proposals.append(proposal)
        return list(found.values())

    def _offsets(self, path: Path) -> dict[str, list[int]]:
        stat = path.stat()
        stamp = (stat.st_size, stat.st_mtime_ns)
        known = self._files.get(path)
        if known is None or known[0] != stamp:
            offsets: dict[str, list[int]] = {}
            for line in read_lines(path):
                named = _ARTICLE_OF_LINE.match(line.data)
                if named is not None:
                    offsets.setdefault(named[1].decode(), []).append(line.offset)
            known = self._files[path] = (stamp, offsets)
        return known[1]

"""What is wrong in the suggestion files of a corpus, line by line; their lines are held in memory by article."""

from collections import defaultdict
from collections.abc import Container, Iterator
from pathlib import Path

from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.lines import MAX_LINE, read_lines
from annotator.corpus.suggestions import FOLDER, ProposalLine, parse_proposal, proposal_of
from annotator.errors import InputError
from annotator.proposals import Spans

Fault = tuple[Path, int, str]
"""A file, a line of it, and what is wrong there."""


class KeptSuggestions:
    """The lines of all suggestion files, to be compared with one article after the other."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the files, but no links. Raises OSError for those that cannot be read."""
        self.damaged: list[Fault] = []
        """Lines that are no proposals, or in the file of another program."""
        self._by_article: dict[str, list[tuple[Path, int, ProposalLine]]] = defaultdict(list)
        for path in sorted((corpus.root / FOLDER).glob("*.jsonl")):
            for line in () if path.is_symlink() else read_lines(path):
                if line.too_long:
                    self.damaged.append((path, line.number, f"longer than {MAX_LINE // 2**20} MiB"))
                elif line.data.strip():
                    self._read(path, line.number, line.data)

    def _read(self, path: Path, number: int, data: bytes) -> None:
        try:
            proposal = parse_proposal(data)
        except InputError as error:
            self.damaged.append((path, number, str(error)))
            return
        if proposal.by != path.stem:
            self.damaged.append((path, number, f"a proposal by {proposal.by} in the file of {path.stem}"))
        self._by_article[proposal.article].append((path, number, proposal))

    def about(self, article: Article) -> Iterator[Fault]:
        """Yield the lines that do not fit their article, and those that repeat a claim."""
        seen: dict[tuple[Path, Spans], int] = {}
        for path, number, line in self._by_article.get(article.id, ()):
            try:
                claim = proposal_of(line, article).claim
            except InputError as error:
                yield path, number, str(error)
                continue
            first = seen.setdefault((path, claim), number)
            if first != number:
                yield path, number, f"the claim of line {first} once more"

    def about_none_of(self, articles: Container[str]) -> Iterator[Fault]:
        """Yield the lines about articles that are not among these."""
        for article, lines in sorted(self._by_article.items()):
            if article not in articles:
                for path, number, _ in lines:
                    yield path, number, f"it is about article {article}, which is not here"

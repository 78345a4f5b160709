"""Whether 100,000 articles are as quick as ten: `python benchmarks/large_corpus.py [ARTICLES]`.

Moving to an article by the screen's own handlers (open it, lay it out, draw it), without a terminal: budget 50 ms.
Then the list of articles: a page further, and each filter, with some 20,000 statements in every fiftieth article.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from made_corpus import ANNOTATOR, large_corpus  # noqa: E402 (the repository is not installed)
from screen import at  # noqa: E402

from annotator.corpus.corpus import Corpus  # noqa: E402
from annotator.finding import FILTERS, matching_articles  # noqa: E402
from annotator.session import Session  # noqa: E402
from annotator.tui.app import AnnotatorApp  # noqa: E402

BUDGET = 50.0
MOVES = 60
WANTED = {"search": "099", "speaker": "berg", "stance": "oppose", "target": "harbour"}


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        corpus = large_corpus(Path(folder) / "corpus", articles, articles // 50)
        print(f"{articles:,} articles of 5 KB, every fiftieth annotated")
        report("index made", [timed(lambda: len(corpus.index))])
        report("index opened", [timed(lambda: len(Corpus(corpus.root).index)) for _ in range(9)])
        slowest = asyncio.run(measure(corpus))
    sys.exit(slowest > BUDGET)


async def measure(corpus: Corpus) -> float:
    """Print what moving and the list cost; return the 95th percentile of moving, in milliseconds."""
    session = Session(corpus, corpus.open_journal(ANNOTATOR), corpus.schema())
    app = AnnotatorApp(session, suggest=True)
    ids = corpus.index.ids()
    chance = random.Random(1)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()

        def move(article: str) -> None:
            session.open_article(article)
            app.screen.show()  # type: ignore[attr-defined]
            app.screen._compositor.render_strips()

        far = report("moving to any article", [timed(lambda: move(chance.choice(ids))) for _ in range(MOVES)])
        report("moving to the next one", [timed(lambda: session.step_article(1)) for _ in range(MOVES)])
        started = time.perf_counter()
        app.screen.press("l")  # type: ignore[attr-defined]
        await pilot.pause()
        report("list of articles opened", [1000 * (time.perf_counter() - started)])
        pages = [timed(lambda: page(app)) for _ in range(MOVES)]
        report("list, a page further", pages)
        report("list, to the end", [timed(lambda: page(app, "end"))])
        state = session.here.state
        print(f"  {sum(1 for _ in state.statements()):,} statements")
        for label in ["search", *(label for label, _ in FILTERS.values())]:
            wanted = WANTED.get(label, "")
            find = partial(matching_articles, label, wanted, corpus.index, state, session.schema)
            report(f"filter: {label} ({len(find()):,} found)", [timed(find)])
    session.close()
    return far


def page(app: AnnotatorApp, key: str = "pagedown") -> None:
    app.screen.press(key)  # type: ignore[attr-defined]
    app.screen._compositor.render_strips()


def timed(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of something."""
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def report(what: str, times: list[float]) -> float:
    """Print the median and the 95th percentile, and return the latter."""
    late = at(0.95, times)
    print(f"  {what:34} {at(0.5, times):9.1f} ms   p95 {late:9.1f} ms", flush=True)
    return late


if __name__ == "__main__":
    main()

"""Web pages taken in as articles."""

from pathlib import Path

import pytest
from conftest import Run

from annotator.corpus.corpus import Corpus, new_corpus

pytest.importorskip("trafilatura")


def test_html_gives_the_main_text_and_what_the_page_says_of_it(run: Run, tmp_path: Path):
    page = """<html><head><meta charset="windows-1252"><title>Caf\xe9 vote</title>
    <meta property="og:site_name" content="The Post"></head><body><nav>Home News Sport</nav><article>
    <h1>Caf\xe9 vote</h1><p>The council voted on Monday to keep the caf\xe9 open for another year.</p>
    <p>“It is the heart of the street,” said Ada Lund, who leads the council, after the long debate.</p>
    </article><footer>Copyright</footer></body></html>"""
    (tmp_path / "page.html").write_bytes(page.encode("windows-1252"))
    new_corpus(tmp_path / "corpus", "Empty", "en", "statement")
    assert run("add", tmp_path / "corpus", tmp_path / "page.html").exit_code == 0
    (article,) = Corpus(tmp_path / "corpus").articles()
    assert "keep the caf\xe9 open" in article.text
    assert "Home News" not in article.text
    assert article.outlet == "The Post"

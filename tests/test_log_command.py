"""`annotator log`: who did what when, in words."""

from conftest import Run
from sessions import OpenSession, go_to, make
from writers import OPEN, RAIN

from annotator.corpus.corpus import Corpus


def test_the_log_names_words_and_what_was_undone(open_session: OpenSession, corpus: Corpus, run: Run):
    session = open_session()
    make(session, OPEN)
    go_to(session, RAIN)
    session.mark("unsure")
    words = session.here.text[slice(*session.here.sentence.span)]
    session.undo()
    session.close()
    said = [line.split("  ", 3)[3] for line in run("log", corpus.root).stdout.splitlines()]
    assert f"“{OPEN}”" in said[0]
    assert [line.rpartition("  (")[0] for line in said[-2:]] == [
        f"marked unsure: “{words}”",
        f"undo: unmarked: “{words}”",
    ]

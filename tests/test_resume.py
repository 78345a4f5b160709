"""What was not finished is kept at every key: the last that was written whole is there again."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.resume import read_resume, write_resume

KEPT = st.fixed_dictionaries({"article": st.text(max_size=20), "place": st.integers(0, 999)})


@given(st.lists(KEPT, min_size=2, max_size=6), st.integers(1, 23))  # the shortest line has 24 characters
def test_a_torn_line_leaves_the_one_before(written: list[dict[str, object]], torn: int):
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        for kept in written:
            write_resume(cache, "ann", kept)
        assert read_resume(cache, "ann") == written[-1]
        path = cache / "ann.resume"
        path.write_bytes(path.read_bytes()[: -1 - torn])
        assert read_resume(cache, "ann") == written[-2]
        write_resume(cache, "ann", written[0])
        assert read_resume(cache, "ann") == written[0]


def test_the_file_begins_anew_before_it_gets_long(tmp_path: Path):
    for place in range(3_000):
        write_resume(tmp_path, "ann", {"article": "a" * 50, "place": place})
    assert (tmp_path / "ann.resume").stat().st_size < 100_000
    assert read_resume(tmp_path, "ann")["place"] == 2_999

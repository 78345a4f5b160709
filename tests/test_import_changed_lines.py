"""Lines that were exported, and then changed by some other program: imported soundly, or refused."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.cli import cli
from annotator.corpus.corpus import new_corpus

SAMPLE = Path(__file__).parent.parent / "corpus"


@cache
def good_bytes() -> bytes:
    command = ["export", str(SAMPLE), "--view", "articles", "--from", "amara"]
    row = orjson.loads(CliRunner().invoke(cli, command).stdout_bytes.splitlines()[0])
    return orjson.dumps({**row, "statements": row["statements"][:3], "marks": row["marks"][:3]})


@settings(max_examples=25)
@given(st.data())
def test_no_line_that_was_changed_leaves_a_traceback_or_a_corpus_at_fault(data: st.DataObject) -> None:
    """One value of a good line becomes another: it is taken, and the corpus is sound, or refused in one line."""
    row = orjson.loads(good_bytes())
    at: Any = row
    while isinstance(at, (dict, list)) and at:
        holder = at
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        at = holder[key]
        if data.draw(st.integers(0, 3)) == 0:
            break
    holder[key] = data.draw(
        st.sampled_from(["", "none", "\x00\x1b[0m\u2028", -1, 3, 2**60, 0.5, True, None, [], {}])
    )
    with tempfile.TemporaryDirectory() as folder:
        corpus = new_corpus(Path(folder) / "corpus", "Elsewhere", "en", "statement")
        (Path(folder) / "in.jsonl").write_bytes(orjson.dumps(row))
        command = [
            "import",
            str(corpus.root),
            "--format",
            "jsonl",
            "--as",
            "zoe",
            f"{folder}/in.jsonl",
            "--json",
        ]
        result = CliRunner().invoke(cli, command)
        assert result.exit_code in {0, 2}, result.exception
        assert isinstance(result.exception, SystemExit | None)
        if result.exit_code == 2:
            assert not [*corpus.articles_folder.glob("*.jsonl"), *corpus.annotations_folder.glob("*.jsonl")]
            return
        found = CliRunner().invoke(cli, ["check", str(corpus.root)]).stdout.splitlines()
        needing = {line.split(" needs review: ")[0] for line in found if " needs review: " in line}
        assert len(needing) == orjson.loads(result.stdout)["needs_review"]
        assert needing or found == ["no problems"]

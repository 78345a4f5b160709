# /// script
# dependencies = ["datasets"]
# [tool.annotator]
# when = "push"
# extras = ["hf"]
# exports = [
#     ["-o", "statements.jsonl"],
#     ["--view", "sentences", "-o", "sentences.jsonl"],
#     ["--format", "hf", "-o", "whole"],
#     ["--format", "hf", "--split", "train=0.6,dev=0.2,test=0.2", "--seed", "1", "-o", "split"],
#     ["--format", "hf", "--files", "parquet", "-o", "whole-parquet"],
#     ["--format", "hf", "--files", "parquet", "--split", "train=0.6,dev=0.2,test=0.2", "--seed", "1", "-o", "split-parquet"],
#     ["--format", "hf", "--from", "bjorn", "-o", "one/dataset"],
#     ["--format", "hf", "--from", "chen", "-o", "other/dataset"],
# ]
# ///
"""`datasets` loads each folder without a network, every row equal to its line, and its offsets cut the right words."""

import json
import os
import sys
from datetime import date
from pathlib import Path

folder = Path(sys.argv[1])
os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=str(folder / "home"))

import datasets  # noqa: E402 (it reads the environment)


def plain(value: object) -> object:
    """Return a value as JSON has it: the card calls some columns dates."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def key(row: dict) -> str:
    """Return what rows are put in order by: those of a split come in an order of their own."""
    return json.dumps(row, sort_keys=True)


truth = {
    view: [json.loads(line) for line in open(folder / f"{view}.jsonl", encoding="utf-8")]
    for view in ("statements", "sentences", "articles")
}
texts = {row["text_sha256"]: row["text"] for row in truth["articles"]}
for name in ("whole", "split", "whole-parquet", "split-parquet"):
    for view, lines in truth.items():
        loaded = datasets.load_dataset(str(folder / name), view)
        assert set(loaded) == ({"train", "dev", "test"} if name.startswith("split") else {"train"})
        rows = [plain(row) for part in loaded.values() for row in part]
        assert sorted(map(key, rows)) == sorted(map(key, lines)), f"{name}: other rows of {view}"
        seen = [{row.get("article", row)["id"] for row in map(plain, part)} for part in loaded.values()]
        assert sum(map(len, seen)) == len(set().union(*seen)), "an article is in two splits"
    for part in datasets.load_dataset(str(folder / name)).values():
        for row in part:
            text = texts[row["article"]["text_sha256"]]
            for span in row["fields"]["claim"]["spans"]:
                assert text[span["start"] : span["end"]] == span["text"], f"{name}: other words: {span}"
for place, annotator in (
    ("one", "bjorn"),
    ("other", "chen"),
):  # of one name: what was loaded is not kept too long
    rows = map(plain, datasets.load_dataset(str(folder / place / "dataset"))["train"])
    assert list(rows) == [row for row in truth["statements"] if row["annotator"] == annotator], (
        "rows of before"
    )
print(
    f"hf_datasets: {', '.join(f'{len(lines)} {view}' for view, lines in truth.items())} equal to their lines "
    f"in datasets {datasets.__version__}, JSONL and Parquet, whole and split"
)

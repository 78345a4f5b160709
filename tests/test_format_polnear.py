"""PolNeAR's attributions: every span of the real articles arrives, and what is no attribution is refused."""

import gzip
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import Run

from annotator.corpus.corpus import Corpus, new_corpus

REAL = Path(__file__).parents[2] / "shared" / "measure" / "polnear-annotator-training.jsonl.gz"
TEXT = "The mayor said on Monday that 😀 he would stay."


def standoff(text: str, attributions: list[dict[str, list[list[int]]]]) -> str:
    """Write attributions as PolNeAR does: a trigger over the words of the cue, and a part for each role."""
    lines: list[str] = []
    for number, found in enumerate(attributions, 1):
        arguments = []
        for role, spans in found.items():
            if spans:
                arguments.append(f"{role.title()}:T{len(lines) + 1}")
                lines.append(bound(len(lines) + 1, role.title(), text, spans))
        trigger = found["cue"] or found["content"] or found["source"]
        lines += [
            bound(len(lines) + 1, "Attribution", text, trigger),
            f"E{number}\tAttribution:T{len(lines) + 1} {' '.join(arguments)}",
        ]
    return "".join(f"{line}\n" for line in lines)


def bound(number: int, type_: str, text: str, spans: list[list[int]]) -> str:
    where = ";".join(f"{start} {end}" for start, end in spans)
    words = " ".join(text[start:end] for start, end in spans).replace("\n", " ")
    return f"T{number}\t{type_} {where}\t{words}"


def words_of(text: str, spans: list[list[int]]) -> list[str]:
    return " ".join(text[start:end] for start, end in sorted(spans)).split()


def statements(run: Run, corpus: Corpus) -> dict[str, list[dict[str, Any]]]:
    """The fields of all statements by the text of their article, as they are in the journals."""
    texts = {article.id: article.text for article in corpus.articles()}
    found: dict[str, list[dict[str, Any]]] = {}
    for path in corpus.annotations_folder.glob("*.jsonl"):
        for event in map(orjson.loads, path.read_bytes().splitlines()):
            found.setdefault(texts[event["article"]], []).append(event["fields"])
    return found


@pytest.mark.skipif(not REAL.is_file(), reason=f"{REAL} is not there")
def test_the_words_of_real_annotators_arrive(run: Run, tmp_path: Path) -> None:
    records = [json.loads(line) for line in gzip.decompress(REAL.read_bytes()).splitlines()]
    for record in records:
        for folder, name, data in [
            ("text", f"{record['id']}.txt", record["text"]),
            *(
                ("attributions", f"{record['id']}_{name}.ann", standoff(record["text"], found))
                for name, found in record["annotators"].items()
            ),
        ]:
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_bytes(data.encode())
    names = sorted({name for record in records for name in record["annotators"]})
    assert (len(records), len(names)) == (4, 6)
    compared = 0
    for name in names:
        corpus = new_corpus(tmp_path / f"corpus-{name}", "PolNeAR", "en", "statement")
        files = sorted((tmp_path / "attributions").glob(f"*_{name}.ann"))
        result = run(
            "import", corpus.root, "--format", "polnear", "--as", f"a{name}", "--skip-refused", *files
        )
        found = statements(run, corpus)
        for record in records:
            wanted = [item for item in record["annotators"].get(name, ()) if item["content"]]
            assert [words_of(record["text"], item["content"]) for item in wanted] == [
                words_of(record["text"], fields["claim"]) for fields in found.get(record["text"], [])
            ], result.stderr
            for item, fields in zip(wanted, found.get(record["text"], []), strict=True):
                cue, (speaker, *_) = fields.get("cue") or [], fields.get("speaker") or [{"mention": []}]
                assert words_of(record["text"], item["cue"]) == words_of(record["text"], cue)
                assert words_of(record["text"], item["source"]) == words_of(
                    record["text"], speaker["mention"]
                )
                compared += 1
    assert compared > 100


def imported(run: Run, tmp_path: Path, corpus: Corpus, lines: str) -> tuple[int, str]:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one_ann.ann").write_text(lines, encoding="utf-8")
    result = run("import", corpus.root, "--format", "polnear", "--as", "zoe", tmp_path / "one_ann.ann")
    return result.exit_code, result.stdout + result.stderr


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def test_several_parts_are_one_passage_and_statements_need_review(
    run: Run, tmp_path: Path, corpus: Corpus
) -> None:
    parts = {
        "source": [span("The mayor")],
        "cue": [span("said")],
        "content": [span("on Monday"), span("he would stay")],
    }
    code, said = imported(run, tmp_path, corpus, standoff(TEXT, [parts]))
    assert code == 0
    assert "1 statement to review" in said
    ((fields,),) = statements(run, corpus).values()
    assert fields == {
        "claim": parts["content"],
        "speaker": [{"name": "The mayor", "kind": None, "mention": [span("The mayor")]}],
        "cue": [span("said")],
    }


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("T1\tAttribution 4 9\tmayor\nE1\tAttribution:T1 Owner:T1\n", "“Owner” is no part of an attribution"),
        ("T1\tAttribution 4 9\tmayor\nE1\tAttribution:T1 Content:T7\n", "there is no T7"),
        ("T1\tAttribution 4 9\tmayor\nE1\tMerger:T1\n", "“Merger” is no Attribution"),
        ("T1\tContent 4 9\tMayor\nE1\tAttribution:T1 Content:T1\n", "not “Mayor”"),
        ("T1\tContent 4 900\tMayor\nE1\tAttribution:T1 Content:T1\n", "is not a span of the text"),
        ("T1\tCue 4 9\tmayor\nE1\tAttribution:T1 Cue:T1\n", "it has no claim"),
    ],
)
def test_what_is_no_attribution_is_refused(
    run: Run, tmp_path: Path, corpus: Corpus, lines: str, said: str
) -> None:
    code, output = imported(run, tmp_path, corpus, lines)
    assert code != 0
    assert said in output
    assert "one_ann.ann:" in output


def test_a_file_without_a_text_and_a_schema_without_a_speaker_are_said(
    run: Run, tmp_path: Path, corpus: Corpus
) -> None:
    (tmp_path / "lost_ann.ann").write_text("")
    result = run("import", corpus.root, "--format", "polnear", "--as", "zoe", tmp_path / "lost_ann.ann")
    assert "its text is neither beside it" in result.stderr
    bare = new_corpus(tmp_path / "bare", "Bare", "en", "bare.py")
    (bare.root / "bare.py").write_text(
        "from annotator.fields import *\n\n\nclass Bare(Schema):\n    words: Passage\n"
    )
    refused = run("import", bare.root, "--format", "polnear", "--as", "zoe", tmp_path / "lost_ann.ann")
    trusted = refused.stderr.split()[-1]
    result = run(
        "import",
        bare.root,
        "--format",
        "polnear",
        "--as",
        "zoe",
        tmp_path / "lost_ann.ann",
        "--trust-schema",
        trusted,
    )
    assert "no field of the role speaker" in result.stderr

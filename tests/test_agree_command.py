"""`annotator agree`: figures that can be worked out by hand, what is compared, and what is said where nothing is."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from sample import REPO, copy_of_sample
from writers import Writer, add_texts

from annotator.corpus.corpus import Corpus, new_corpus

STAY = "the harbour must stay open"
CLOSE = "We will not close it"
RECKLESS = "the plan reckless"
HARBOUR = ("The mayor", "“We will", "A dockers", "The rain")


def report(run: Run, *args: object) -> dict[str, Any]:
    result = run("agree", *args, "--json")
    assert result.exit_code in {0, 1}, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def measure(measures: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return min((one for one in measures if one["name"].startswith(name)), key=lambda one: len(one["name"]))  # type: ignore[no-any-return]


def field(found: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = [one for one in found["fields"] if one["name"] == name]
    return one  # type: ignore[no-any-return]


def value(measures: list[dict[str, Any]], name: str) -> Any:
    return measure(measures, name)["figure"]["value"]


def read_all(*writers: Writer) -> None:
    for writer in writers:
        for words in HARBOUR:
            writer.mark("harbour", words, "done")


@pytest.fixture
def pair(corpus: Corpus) -> tuple[Writer, Writer]:
    return Writer(corpus, "ann"), Writer(corpus, "bob")


def test_figures_that_can_be_worked_out_by_hand(
    corpus: Corpus, pair: tuple[Writer, Writer], run: Run
) -> None:
    ann, bob = pair
    ann.statement("harbour", STAY)
    ann.statement("harbour", CLOSE, stance="oppose")
    ann.statement("harbour", RECKLESS, stance="oppose")
    bob.statement("harbour", STAY)
    bob.statement("harbour", "We will not", stance="support")
    read_all(ann, bob)
    found = report(run, corpus.root)
    assert value(found["detection"], "F1, exact") == pytest.approx(2 / 5)
    assert value(found["detection"], "F1, IoU") == pytest.approx(4 / 5)
    assert found["pairs"] == [{"one": "ann", "other": "bob", "matched": 2, "only_one": 1, "only_other": 0}]
    # four sentences, presence 1110 and 1100: D_o = 1/4, n_1 = 5, n_0 = 3: D_e = 30/56
    assert value(found["detection"], "alpha, does") == pytest.approx(1 - (1 / 4) / (30 / 56))
    assert value(found["extent"], "mean IoU") == pytest.approx((1 + 11 / 20) / 2)
    stance = field(found, "stance")["measures"]
    assert value(stance, "percentage") == pytest.approx(1 / 2)
    # two units, support-support and oppose-support: D_o = 1/2, D_e = 2 * 3 / 12
    assert value(stance, "alpha") == pytest.approx(0)
    assert measure(stance, "alpha")["figure"]["n"] == 2
    assert measure(stance, "alpha")["coverage"] == pytest.approx(4 / 5)
    (pair_confusion,) = field(found, "stance")["pairs"]
    oppose, support = (field(found, "stance")["answers"].index(name) for name in ("oppose", "support"))
    assert (pair_confusion["one"], pair_confusion["other"]) == ("ann", "bob")
    assert pair_confusion["counts"][oppose][support] == pair_confusion["counts"][support][support] == 1
    assert sum(map(sum, pair_confusion["counts"])) == 2
    assert pair_confusion["kappa"]["value"] == pytest.approx(0)  # p_o = p_e = 1/2
    assert value([found["joint"]], "F1") == pytest.approx(2 / 5)
    ann_report = found["people"][0]
    assert ann_report["statements"] == 3
    assert ann_report["marginals"]["stance"] == {
        "oppose": pytest.approx(2 / 3),
        "support": pytest.approx(1 / 3),
    }
    words = len(corpus.article("harbour").text.split())
    assert ann_report["per_1000_words"] == pytest.approx(3000 / words)
    assert ["bob"] in [one["missed"] for one in found["worst_statements"]]


def test_only_sentences_that_both_have_read_count(
    corpus: Corpus, pair: tuple[Writer, Writer], run: Run
) -> None:
    ann, bob = pair
    for writer in pair:
        writer.statement("harbour", STAY)
    ann.statement("harbour", RECKLESS)
    read_all(ann)
    bob.mark("harbour", "The mayor", "done")
    bob.mark("harbour", "“We will", "none")
    found = report(run, corpus.root)
    assert value(found["detection"], "F1, exact") == 1
    assert measure(found["detection"], "alpha, does")["figure"]["n"] == 2
    assert value(found["extent"], "|u") is None


def test_aliases_and_what_they_gain(corpus: Corpus, pair: tuple[Writer, Writer], run: Run) -> None:
    (corpus.root / "entities.toml").write_text(
        '[[speaker.names]]\nname = "Ilse Brandt"\naliases = ["the mayor"]\n', encoding="utf-8"
    )
    for writer, mayor in zip(pair, ("Ilse Brandt", "the mayor"), strict=True):
        writer.statement("harbour", STAY, speaker=mayor)
        writer.statement("harbour", RECKLESS, speaker="a union")
    read_all(*pair)
    found = report(run, corpus.root)
    speaker = field(found, "speaker")["measures"]
    assert [one["name"] for one in speaker[:3]] == [
        "alpha, MASI",
        "alpha, Jaccard",
        "alpha, MASI, names as given",
    ]
    assert speaker[0]["figure"]["value"] == speaker[1]["figure"]["value"] == 1
    assert speaker[2]["figure"]["value"] < 1
    assert re.fullmatch("[0-9a-f]{12}", found["entities"])


def test_references_agree_where_the_claims_do(corpus: Corpus, pair: tuple[Writer, Writer], run: Run) -> None:
    for writer in pair:
        first = writer.statement("harbour", STAY)
        writer.statement("harbour", RECKLESS, target={"statement": first.statement})
    read_all(*pair)
    found = report(run, corpus.root)
    assert value(field(found, "target")["measures"], "alpha, nominal") == 1
    assert value([found["joint"]], "F1") == 1


def test_the_same_work_twice_agrees_in_all(run: Run, tmp_path: Path) -> None:
    corpus = copy_of_sample(tmp_path)
    lines = (corpus.annotations_folder / "amara.jsonl").read_bytes()
    (corpus.annotations_folder / "twin.jsonl").write_bytes(lines.replace(b'"amara"', b'"twin"'))
    found = report(run, corpus.root, "amara", "twin", "--gamma")
    defined = [
        one
        for measures in (found["detection"], found["extent"], *(f["measures"] for f in found["fields"]))
        for one in measures
        if one["figure"]["value"] is not None
    ]
    assert len(defined) > 20
    assert all(one["figure"]["value"] == pytest.approx(1) for one in defined)
    assert all(
        one["figure"]["interval"]["low"] == pytest.approx(1) for one in defined if one["figure"]["interval"]
    )


def test_every_figure_has_its_n_and_its_interval_or_a_reason(run: Run, tmp_path: Path) -> None:
    found = report(run, copy_of_sample(tmp_path).root)
    for measures in (found["detection"], found["extent"], *(f["measures"] for f in found["fields"])):
        for one in measures:
            figure = one["figure"]
            assert one["of"]
            if figure["value"] is None:
                assert figure["reason"]
            else:
                assert figure["n"] > 0
                assert figure["interval"]["low"] <= figure["value"] <= figure["interval"]["high"]
    names = {name for f in found["fields"] for name in [f["name"]]}
    assert {"speaker", "stance", "target", "confidence", "parent"} <= names
    stance = field(found, "stance")
    assert len(stance["matrix"]) == len(stance["answers"]) == 5
    assert stance["matrix"][0][1] == stance["matrix"][1][0]


def test_alpha_is_that_of_the_exported_coincidences(run: Run, tmp_path: Path) -> None:
    stance = field(report(run, copy_of_sample(tmp_path).root), "stance")
    matrix = stance["matrix"]
    counts = [sum(row) for row in matrix]
    n = sum(counts)
    observed = n - sum(matrix[c][c] for c in range(len(matrix)))
    expected = (n * n - sum(count * count for count in counts)) / (n - 1)
    assert value(stance["measures"], "alpha, nominal") == pytest.approx(1 - observed / expected)


def test_a_schema_of_other_fields(tmp_path: Path, run: Run) -> None:
    corpus = new_corpus(tmp_path / "corpus", "Test", "en", "factcheck.py")
    (corpus.root / "factcheck.py").write_text(
        "from enum import IntEnum\n"
        "from annotator.fields import Entity, Grade, Passage, Schema\n\n"
        "class Sure(Grade):\n    LOW = 1\n    HALF = 2\n    HIGH = 3\n\n"
        "class Check(Schema, name='check'):\n"
        "    words: Passage\n    by: Entity\n    sure: Sure\n    checkable: bool\n",
        encoding="utf-8",
    )
    add_texts(corpus, harbour="The mayor said no. The union said yes. Nobody else spoke.")
    from annotator.loading import modules_hash  # noqa: PLC0415 (the schema file has to be there)
    from annotator.statements import Mark, Put  # noqa: PLC0415

    trusted = modules_hash(corpus.root)
    schema = corpus.schema(trusted)
    for number, name in enumerate(("ann", "bob")):
        writer = Writer(corpus, name)
        writer.corpus.schema = lambda *_: schema  # type: ignore[method-assign]
        for place, (words, sure) in enumerate((("The mayor said no", 1), ("The union said yes", 2 + number))):
            fields = {
                "words": [writer.span("harbour", words)],
                "by": {"name": "x"},
                "sure": sure,
                "checkable": True,
            }
            common = writer.common("harbour")
            statement = f"s-{number}{place}" + "0" * 24
            writer.write(Put(**common, statement=statement, fields=schema.complete(fields), quote=words))
        for words in ("The mayor", "The union", "Nobody"):
            writer.write(
                Mark(**writer.common("harbour"), sentence=writer.sentence("harbour", words), state="done")
            )
    found = report(run, corpus.root, "--trust-schema", trusted)
    # ordinal, values 1 1 2 3: distances between mid-ranks 0.5, 2, 3 of counts 2, 1, 1 (1 apart: 1.5, 1; 2.5)
    between = {(0, 1): 1.5**2, (0, 2): 2.5**2, (1, 2): 1.0}
    expected = 2 * (2 * between[0, 1] + 2 * between[0, 2] + between[1, 2]) / 12
    observed = 2 * between[1, 2] / 4
    assert value(field(found, "sure")["measures"], "alpha, ordinal") == pytest.approx(1 - observed / expected)
    flag = measure(field(found, "checkable")["measures"], "alpha")["figure"]
    assert (flag["value"], flag["reason"]) == (None, "no variation: every rating is the same value")
    assert found["joint"]["name"] == "F1, same claim, by, sure, checkable"
    assert value([found["joint"]], "F1") == pytest.approx(1 / 2)


def test_a_model_is_a_file(corpus: Corpus, ann: Writer, run: Run, tmp_path: Path) -> None:
    ann.statement("harbour", STAY)
    read_all(ann)
    lines = (corpus.annotations_folder / "ann.jsonl").read_bytes()
    (tmp_path / "model.jsonl").write_bytes(lines)
    found = report(run, corpus.root, "ann", tmp_path / "model.jsonl")
    assert found["annotators"] == ["ann", "model"]
    assert value(found["detection"], "F1, exact") == 1


def test_two_files_are_compared_in_the_corpus_of_the_first(
    corpus: Corpus, ann: Writer, run: Run, tmp_path: Path
) -> None:
    ann.statement("harbour", STAY)
    read_all(ann)
    journal = corpus.annotations_folder / "ann.jsonl"
    (tmp_path / "model.jsonl").write_bytes(journal.read_bytes())
    found = report(run, journal, tmp_path / "model.jsonl")
    assert found["corpus"] == "Test"
    assert found["annotators"] == ["ann", "model"]
    result = run("agree", tmp_path / "model.jsonl", journal)
    assert result.exit_code == 2
    assert "not a corpus" in result.stderr


def test_a_file_of_proposals_is_no_journal(corpus: Corpus, ann: Writer, run: Run, tmp_path: Path) -> None:
    ann.statement("harbour", STAY)
    proposals = tmp_path / "llm.jsonl"
    proposals.write_text('{"article": "harbour", "claim": "the plan reckless", "by": "llm"}\n')
    result = run("agree", corpus.root, "ann", proposals)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(
        f"annotator: {proposals}: no line of it is an event of a journal"
    )


def test_a_model_audit_as_the_documentation_shows_it(tmp_path: Path) -> None:
    """A model's predictions are those of an annotator of the sample, in the form that `annotator import` reads."""
    corpus = copy_of_sample(tmp_path)
    page = (REPO / "docs" / "agreement.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- audit -->\n```sh\n(.*?)```", page, re.S)
    assert block is not None
    lines = [shlex.split(line) for line in block[1].splitlines()]
    assert [line[1] for line in lines] == ["export", "import", "agree", "agree"]
    outputs = []
    for line in lines:
        tool = [sys.executable, "-m", "annotator", *line[1:]]
        done = subprocess.run(tool, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stderr)
        outputs.append(done.stdout)
    assert "amara, model" in outputs[2]
    assert outputs[3] == outputs[2]
    assert (corpus.annotations_folder / "model.jsonl").is_file()


def test_report_for_people(run: Run, tmp_path: Path) -> None:
    corpus = copy_of_sample(tmp_path)
    page = tmp_path / "report.html"
    result = run("agree", corpus.root, "--html", page)
    assert result.exit_code == 0
    for words in ("How to read this", ".667", "95 % interval", "stance (choice)", "Where to look"):
        assert words in result.stdout
    for verbal in ("substantial", "moderate", "almost perfect"):
        assert verbal not in result.stdout
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") > 30
    assert "lower end of the interval" in html
    assert not re.search(r"https?:|src=|<script|@import|url\(|<link", html)
    assert run("agree", corpus.root, "--html", page).exit_code == 2


def test_what_a_file_says_is_escaped_in_the_page(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        writer = Writer(corpus, name)
        writer.statement("harbour", STAY, target={"name": f"<script>{name}</script>"})
        read_all(writer)
    page = tmp_path / "report.html"
    run("agree", corpus.root, "--html", page)
    assert "<script" not in page.read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_report(run: Run, tmp_path: Path) -> None:
    corpus = copy_of_sample(tmp_path)
    args = ("agree", corpus.root, "--gamma", "--json", "--seed", 7)
    assert run(*args).stdout == run(*args).stdout


def test_all_marked_none(corpus: Corpus, pair: tuple[Writer, Writer], run: Run) -> None:
    for writer in pair:
        writer.mark("harbour", "The mayor", "none")
    result = run("agree", corpus.root)
    assert result.exit_code == 0
    assert "no variation" in result.stdout
    assert "no two annotators found anything" in result.stdout


def test_one_finds_what_the_other_marks_none(corpus: Corpus, pair: tuple[Writer, Writer], run: Run) -> None:
    ann, bob = pair
    ann.statement("harbour", STAY)
    read_all(ann)
    for words in HARBOUR:
        bob.mark("harbour", words, "none")
    found = report(run, corpus.root)
    assert value(found["detection"], "F1, exact") == 0
    assert found["pairs"][0]["only_one"] == 1


def test_fifty_annotators(corpus: Corpus, run: Run) -> None:
    for number in range(50):
        writer = Writer(corpus, f"a{number}")
        writer.statement("harbour", STAY, stance="support" if number else "oppose")
        writer.mark("harbour", "The mayor", "done")
    found = report(run, corpus.root)
    assert len(found["pairs"]) == 50 * 49 / 2
    assert value(field(found, "stance")["measures"], "percentage") == pytest.approx(1 - 49 / (50 * 49 / 2))
    assert field(found, "stance")["pairs"] == []  # 1,225 tables would say nothing


def test_an_empty_journal_compares_nothing(corpus: Corpus, ann: Writer, run: Run) -> None:
    ann.statement("harbour", STAY)
    read_all(ann)
    (corpus.annotations_folder / "bob.jsonl").touch()
    found = report(run, corpus.root)
    assert found["articles_compared"] == 0
    assert value(found["detection"], "F1, exact") is None


def test_what_does_not_fit_is_named(corpus: Corpus, pair: tuple[Writer, Writer], run: Run) -> None:
    ann, bob = pair
    put = ann.statement("harbour", STAY)
    ann.write(put.model_copy(update={"id": "e-" + "0" * 26, "replaces": (put.id,), "fields": {"gone": 1}}))
    bob.statement("harbour", STAY)
    read_all(ann, bob)
    result = run("agree", corpus.root, "--json")
    assert result.exit_code == 1
    assert put.statement in result.stderr
    assert json.loads(result.stdout)["left_out"] == {"needs review": 1}
    assert "1 left out: needs review" in run("agree", corpus.root).stdout


@pytest.mark.parametrize("names", [[], ["ann"]])
def test_one_annotator_is_not_enough(corpus: Corpus, ann: Writer, run: Run, names: list[str]) -> None:
    ann.statement("harbour", STAY)
    result = run("agree", corpus.root, *names)
    assert result.exit_code == 2
    assert result.stderr == "annotator: agreement takes two annotators or more; here: ann\n"


def test_without_numpy_one_line_says_how_to_get_it(corpus: Corpus) -> None:
    program = "import sys; sys.modules['numpy'] = None; from annotator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "agree", str(corpus.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "annotator: this needs numpy and scipy: pip install 'annotator[agreement]'\n"

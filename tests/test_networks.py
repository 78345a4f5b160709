"""Discourse networks exported: from statements of any schema, in three formats that other programs read."""

import csv
import io
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from made_articles import SCHEMAS, chances, made_corpus, slow, texts
from made_articles import run as output
from writers import Writer

from annotator.corpus.corpus import Corpus, new_corpus
from annotator.formats.networks.build import Mode
from annotator.formats.networks.coding import sides
from annotator.loading import load_schema, modules_hash

SAMPLE = Path(__file__).parent.parent / "corpus"


@pytest.fixture
def debate(corpus: Corpus) -> Corpus:
    """Two annotators agree on who is for and against the plan; one of them has more to say."""
    for name in ("ann", "ben"):
        writer = Writer(corpus, name)
        writer.statement("harbour", "must stay open", target={"name": "harbour"})
        writer.statement(
            "harbour", "reckless", speaker="the union", target={"name": "harbour"}, stance="oppose"
        )
    more = Writer(corpus, "ann", instant=100)
    more.statement("school", "to reopen", speaker="parents", target={"name": "harbour"})
    more.statement("school", "closed", speaker="the union", stance="neutral")
    return corpus


def edges(corpus: Corpus | Path, *options: object) -> list[dict[str, str]]:
    root = corpus.root if isinstance(corpus, Corpus) else corpus
    shown = output("export", root, "--format", "edges", "--trust-schema", modules_hash(root), *options)
    return list(csv.DictReader(io.StringIO(shown.decode())))


def ends(rows: list[dict[str, str]]) -> dict[tuple[str, str], float]:
    return {(row["source"], row["target"]): float(row["weight"]) for row in rows}


def test_weights_of_several_annotators_are_those_of_one_and_their_agreement_is_told(debate: Corpus) -> None:
    rows = edges(debate, "--weight", "conflict")
    assert ends(rows) == {("parents", "the union"): 1, ("the mayor", "the union"): 1}
    told = {(row["source"], row["annotators"], row["readers"]) for row in rows}
    assert told == {("the mayor", "2", "2"), ("parents", "1", "1")}
    assert len(rows[1]["statements"].split()) == 4
    assert ends(edges(debate)) == {("parents", "the mayor"): 1}


def test_two_mode_networks_lead_from_speakers_to_targets_with_a_sign(debate: Corpus) -> None:
    assert ends(edges(debate, "--mode", "two-mode")) == {
        ("the mayor", "harbour"): 1, ("the union", "harbour"): -1, ("parents", "harbour"): 1,
    }  # fmt: skip
    assert ends(edges(debate, "--mode", "concepts")) == {}


def test_a_statement_without_a_side_is_an_edge_of_weight_0_and_said_before(run: Run, debate: Corpus) -> None:
    rows = edges(debate, "--mode", "statements", "--from", "ann")
    assert [(row["stance"], float(row["weight"])) for row in rows if row["article"] == "school"] == [
        ("support", 1),
        ("neutral", 0),
    ]
    said = run("export", debate.root, "--format", "graphml").stderr
    assert "1 statements that take no side make no tie" in said


def test_to_deny_a_claim_is_to_oppose_what_it_supports(corpus: Corpus) -> None:
    writer = Writer(corpus, "ann")
    first = writer.statement("harbour", "must stay open", target={"name": "harbour"})
    second = writer.statement(
        "harbour", "reckless", "union", target={"statement": first.statement}, stance="oppose"
    )
    writer.statement(
        "harbour", "called the plan", "port", target={"statement": second.statement}, stance="oppose"
    )
    assert ends(edges(corpus, "--mode", "two-mode")) == {
        ("the mayor", "harbour"): 1, ("union", "harbour"): -1, ("port", "harbour"): 1,
    }  # fmt: skip


def test_statements_about_each_other_lead_nowhere(run: Run, corpus: Corpus) -> None:
    writer = Writer(corpus, "ann")
    first = writer.statement("harbour", "must stay open")
    second = writer.statement("harbour", "reckless", "union", target={"statement": first.statement})
    writer.edit(first, target={"statement": second.statement})
    result = run("export", corpus.root, "--format", "edges", "--mode", "statements")
    assert "2 statements about a statement that leads to no target" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_one_name_that_stands_for_many_is_no_actor_unless_asked_for(corpus: Corpus) -> None:
    writer = Writer(corpus, "ann")
    joint = [
        {"name": "the mayor", "kind": "person", "mention": None},
        {"name": "a source", "kind": "unnamed", "mention": None},
    ]
    writer.edit(writer.statement("harbour", "must stay open"), speaker=joint)
    assert {row["source"] for row in edges(corpus, "--mode", "two-mode")} == {"the mayor"}
    asked = edges(corpus, "--mode", "two-mode", "--kinds", "unnamed")
    assert {row["source"] for row in asked} == {"a source"}


def test_the_window_is_by_day_of_publication() -> None:
    rows = edges(
        SAMPLE,
        "--mode",
        "statements",
        "--since",
        "2025-05-14",
        "--until",
        "2025-09-17",
        "--from",
        "gold",
    )
    every = edges(SAMPLE, "--mode", "statements", "--from", "gold")
    assert [row for row in every if "2025-05-14" <= row["published"] <= "2025-09-17"] == rows
    assert 0 < len(rows) < len(every)


def test_an_article_without_a_day_is_in_no_window(debate: Corpus) -> None:
    assert edges(debate, "--since", "2000-01-01") == []


def test_an_edge_of_gold_tells_how_many_recorded_it_of_those_who_read() -> None:
    rows = edges(SAMPLE, "--mode", "statements", "--from", "gold")
    counts = {(int(row["annotators"]), int(row["readers"])) for row in rows}
    assert (3, 3) in counts
    assert (2, 3) in counts
    assert all(annotators <= readers <= 3 for annotators, readers in counts)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--mode", "statements", "--weight", "conflict"], "--weight goes with ties"),
        (["--mode", "two-mode", "--normalise", "jaccard"], "no, activity, prominence"),
        (["--normalise", "activity"], "no, average, jaccard, cosine"),
        (["--since", "March"], "not a day as YYYY-MM-DD"),
        (["--kinds", "person,union"], "--kinds union"),
        (["--mode", "stars"], "not one of actors"),
    ],
)
def test_options_that_make_no_network_are_refused(
    run: Run, debate: Corpus, options: list[str], message: str
) -> None:
    result = run("export", debate.root, "--format", "graphml", *options)
    assert result.exit_code != 0
    assert message in result.stderr
    assert result.stdout == ""


BARE = """
from annotator.fields import *

class Bare(Schema, name="bare"):
    words: Annotated[Passage, Ask(role="claim")]
    who: Annotated[Entity, Ask(role="speaker")]
    what: Annotated[Entity, Ask(role="target")]
    tone: Annotated[Literal["calm", "loud"], Ask(ROLE)]
"""


@pytest.mark.parametrize(
    ("role", "message"), [("", "of the role stance"), ('role="stance"', "has the sign + or -")]
)
def test_a_schema_that_tells_no_sides_is_refused_in_one_line(
    run: Run, tmp_path: Path, role: str, message: str
) -> None:
    corpus = new_corpus(tmp_path / "corpus", "Bare", "en", "bare.py")
    text = "from typing import Literal\n" + BARE.replace("Ask(ROLE)", f"Ask({role})")
    (corpus.root / "bare.py").write_text(text)
    result = run("export", corpus.root, "--format", "gexf", "--trust-schema", modules_hash(corpus.root))
    assert result.exit_code != 0
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("schema", "expected"),
    [("statement", {"support": 1, "oppose": -1}), ("discourse", {"agree": 1, "disagree": -1})],
)
def test_the_signs_of_the_answers_are_their_sides(schema: str, expected: dict[object, int]) -> None:
    stance = load_schema(schema).role("stance")
    assert stance is not None
    assert sides(stance) == expected


def test_a_yes_is_for_the_target(tmp_path: Path) -> None:
    text = "from typing import Literal\n" + BARE.replace("Ask(ROLE)", 'Ask(role="stance")')
    (tmp_path / "bare.py").write_text(text.replace('Literal["calm", "loud"]', "bool"))
    stance = load_schema("bare.py", tmp_path, modules_hash(tmp_path)).role("stance")
    assert stance is not None
    assert sides(stance) == {True: 1, False: -1}


# -- files that other programs read ------------------------------------------------------------


def graphml(corpus: Corpus, *options: object) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the nodes and edges of a GraphML file as a reader has them."""
    trust = ["--trust-schema", modules_hash(corpus.root)]
    root = ET.fromstring(output("export", corpus.root, "--format", "graphml", *options, *trust))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{space}key")}

    def values(element: ET.Element) -> dict[str, str]:
        data = {str(names[item.get("key")]): item.text or "" for item in element.iter(f"{space}data")}
        return {**data, **element.attrib}

    return (
        [values(node) for node in root.iter(f"{space}node")],
        [values(edge) for edge in root.iter(f"{space}edge")],
    )


def gexf(corpus: Corpus, *options: object) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    trust = ["--trust-schema", modules_hash(corpus.root)]
    root = ET.fromstring(output("export", corpus.root, "--format", "gexf", *options, *trust))
    space = "{http://www.gexf.net/1.2draft}"

    def values(element: ET.Element, owner: str) -> dict[str, str]:
        kinds = next(item for item in root.iter(f"{space}attributes") if item.get("class") == owner)
        names = {item.get("id"): item.get("title") for item in kinds}
        data = {
            str(names[item.get("for")]): item.get("value", "") for item in element.iter(f"{space}attvalue")
        }
        return {**data, **element.attrib}

    nodes = [values(node, "node") for node in root.iter(f"{space}node")]
    return nodes, [values(edge, "edge") for edge in root.iter(f"{space}edge")]


@slow
@given(schema=st.sampled_from(SCHEMAS), text=texts, chance=chances, mode=st.sampled_from(get_args(Mode)))
def test_the_three_files_hold_the_same_network_for_any_schema(
    schema: str, text: str, chance: Random, mode: Mode
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = made_corpus(Path(folder) / "corpus", schema, text, chance)
        nodes, found = graphml(corpus, "--mode", mode)
        same_nodes, same = gexf(corpus, "--mode", mode)
        rows = edges(corpus, "--mode", mode)
    names = {node["id"]: node["name"] for node in nodes}
    assert [(node["id"], node["name"], node["role"], node["kind"], node["statements"]) for node in nodes] == [
        (node["id"], node["label"], node["role"], node["kind"], node["statements"]) for node in same_nodes
    ]
    drawn = [{**edge, "source": names[edge["source"]], "target": names[edge["target"]]} for edge in found]
    assert drawn == rows
    assert [{k: v for k, v in edge.items() if k != "id"} for edge in same] == found


def test_what_xml_cannot_hold_is_replaced(corpus: Corpus) -> None:
    Writer(corpus, "ann").statement(
        "harbour", "must stay open", speaker="a\x0bb\ufffe<&\"\n'c", target={"name": "x\ry"}
    )
    nodes, _ = graphml(corpus, "--mode", "two-mode")
    assert [node["name"] for node in nodes] == ["a\ufffdb\ufffd<&\"\n'c", "x\ry"]
    assert [node["label"] for node in gexf(corpus, "--mode", "two-mode")[0]] == [
        "a\ufffdb\ufffd<&\"\n'c",
        "x\ry",
    ]


def test_a_speaker_and_a_target_of_one_name_are_two_nodes(corpus: Corpus) -> None:
    Writer(corpus, "ann").statement(
        "harbour", "must stay open", speaker="council", target={"name": "council"}
    )
    nodes, drawn = graphml(corpus, "--mode", "two-mode")
    assert [(node["name"], node["role"]) for node in nodes] == [("council", "actor"), ("council", "concept")]
    assert drawn[0]["source"] != drawn[0]["target"]


def test_the_same_corpus_gives_the_same_bytes(run: Run, debate: Corpus) -> None:
    before = run("export", debate.root, "--format", "graphml").stdout_bytes
    for journal in debate.annotations_folder.glob("*.jsonl"):
        journal.write_bytes(b"".join(reversed(journal.read_bytes().splitlines(keepends=True))))
    assert run("export", debate.root, "--format", "graphml").stdout_bytes == before


def test_a_corpus_after_the_options_of_a_format_is_told_its_place(run: Run, corpus: Corpus) -> None:
    result = run("export", "--format", "graphml", "--mode", "two-mode", corpus.root)
    assert result.exit_code != 0
    assert "CORPUS stands before the options of the format graphml" in result.stderr

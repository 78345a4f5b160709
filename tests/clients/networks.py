# /// script
# dependencies = ["networkx", "python-igraph", "pandas"]
# [tool.annotator]
# when = "push"
# selection = ["--from", "gold"]
# exports = [
#   ["--format", "graphml", "-o", "actors.graphml"],
#   ["--format", "gexf", "-o", "actors.gexf"],
#   ["--format", "edges", "-o", "actors.csv"],
#   ["--format", "graphml", "--mode", "two-mode", "-o", "two-mode.graphml"],
#   ["--format", "gexf", "--mode", "two-mode", "-o", "two-mode.gexf"],
#   ["--format", "edges", "--mode", "two-mode", "-o", "two-mode.csv"],
#   ["--format", "graphml", "--mode", "statements", "-o", "statements.graphml"],
#   ["--format", "gexf", "--mode", "statements", "-o", "statements.gexf"],
#   ["--format", "edges", "--mode", "statements", "-o", "statements.csv"],
# ]
# ///
"""networkx, igraph and pandas read the networks; their ties are those that the statements themselves make."""

import json
import sys
from collections import Counter
from pathlib import Path

import igraph
import networkx as nx
import pandas as pd

folder = Path(sys.argv[1])
statements = {
    statement["id"]: (row, statement["fields"])
    for row in map(json.loads, open(folder / "articles.jsonl", encoding="utf-8"))
    for statement in row["statements"]
}
SIDES = {"support": 1, "oppose": -1}
NAMELESS = {"unnamed", "author", "none"}


def followed(statement: str, sign: int = 1, seen: frozenset = frozenset()) -> tuple[str, int] | None:
    """What a statement is about in the end, and which side it takes."""
    fields = statements[statement][1]
    side = sign * SIDES.get(fields["stance"], 0)
    target = fields["target"]
    if target["statement"] is None:
        return target["name"], side
    if target["statement"] in seen or target["statement"] not in statements:
        return None
    return followed(target["statement"], side, seen | {statement})


positions = [
    (speaker["name"], *end, statement)
    for statement, (_, fields) in statements.items()
    for speaker in fields["speaker"]
    if speaker["kind"] not in NAMELESS and (end := followed(statement))
]
two_mode = Counter()
for speaker, target, side, _ in positions:
    two_mode[speaker, target] += side
expected = {
    "two-mode": {pair: weight for pair, weight in two_mode.items() if weight},
    "statements": Counter((speaker, target, statement) for speaker, target, _, statement in positions),
    "actors": Counter(),
}
counts = Counter((speaker, target, side) for speaker, target, side, _ in positions if side)
for (one, target, side), number in counts.items():
    for (other, also, same), more in counts.items():
        if one < other and (also, same) == (target, side):
            expected["actors"][one, other] += number * more


def edges_of(graph: nx.Graph, name: str) -> list[tuple[str, str, dict]]:
    return [(graph.nodes[a][name], graph.nodes[b][name], data) for a, b, data in graph.edges(data=True)]


def found(edges: list[tuple[str, str, dict]], mode: str) -> dict:
    if mode == "statements":
        for source, _, data in edges:
            row, fields = statements[data["statement"]]
            assert data["claim"] == fields["claim"]["text"], data
            assert data["claim"] in " ".join(
                row["text"][span["start"] : span["end"]] for span in fields["claim"]["spans"]
            )
            assert data["article"] == row["id"], data
            assert source in {speaker["name"] for speaker in fields["speaker"]}
        return Counter((source, target, data["statement"]) for source, target, data in edges)
    ends = {(source, target): data["weight"] for source, target, data in edges}
    assert len(ends) == len(edges), "an edge comes twice"
    return ends if mode == "two-mode" else {tuple(sorted(pair)): weight for pair, weight in ends.items()}


for mode, wanted in expected.items():
    path = str(folder / mode)
    drawn = igraph.Graph.Read_GraphML(f"{path}.graphml")
    table = pd.read_csv(f"{path}.csv", keep_default_na=False)
    readers = {
        "networkx GraphML": edges_of(nx.read_graphml(f"{path}.graphml"), "name"),
        "networkx GEXF": edges_of(nx.read_gexf(f"{path}.gexf"), "label"),
        "igraph": [
            (drawn.vs[edge.source]["name"], drawn.vs[edge.target]["name"], edge.attributes())
            for edge in drawn.es
        ],
        "pandas": [(row["source"], row["target"], row) for row in table.to_dict("records")],
    }
    for reader, edges in readers.items():
        assert found(edges, mode) == wanted, f"{mode}: {reader} has other ties"
    print(f"networks: {mode}: {len(table)} edges alike in {', '.join(readers)}")

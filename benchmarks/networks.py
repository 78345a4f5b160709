"""What a discourse network costs to write: `python benchmarks/networks.py [STATEMENTS]`.

GraphML with an edge for each statement, by our writer and by networkx (`pip install networkx`; left out where it is
not), and what is held to work out the ties between actors, each in a process of its own: CPU time, and the peak of
memory beyond that of the nodes alone. Ties rest on all statements, so that they cannot be worked out in a stream.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

from annotator.formats.networks.build import STATEMENT_COLUMNS, Edge, Network, Node
from annotator.formats.networks.coding import Position
from annotator.formats.networks.graphml import lines
from annotator.formats.networks.projection import one_mode, tabulate

STATEMENTS = 100_000
BYTES_A_STATEMENT = 200  # of what is written as a stream
TARGETS = 20_011
ACTORS = tuple(Node(f"actor{n}", f"Speaker {n} of the council", "actor", "person", 50) for n in range(2000))
CONCEPTS = tuple(Node(f"concept{n}", f"proposal {n} & more", "concept", "", 500) for n in range(200))


def main() -> None:
    if len(sys.argv) == 3:  # the process that is measured
        measured(sys.argv[1], int(sys.argv[2]))
        return
    statements = int(sys.argv[1]) if len(sys.argv) == 2 else STATEMENTS
    found = {
        name: run(name, statements)
        for name in ("nodes", "ours", "ties", *["networkx"] * bool(find_spec("networkx")))
    }
    print(f"{statements} statements        CPU s  times ours  bytes a statement")
    cpu_of_ours, base = found["ours"][0], found["nodes"][1]
    for name in list(found)[1:]:
        cpu, peak = found[name]
        print(f"{name:<20} {cpu:10.2f} {cpu / cpu_of_ours:11.1f} {(peak - base) / statements:18.0f}")

    sys.exit((found["ours"][1] - base) / statements > BYTES_A_STATEMENT)


def run(name: str, statements: int) -> tuple[float, int]:
    done = subprocess.run([sys.executable, __file__, name, str(statements)], capture_output=True, check=True)
    cpu, peak = done.stdout.split()
    return float(cpu), int(peak)


def measured(name: str, statements: int) -> None:
    made = Network(
        {}, True, (*ACTORS, *CONCEPTS), STATEMENT_COLUMNS, edges(0 if name == "nodes" else statements)
    )
    begun = time.process_time()
    if name == "networkx":
        by_networkx(made)
    elif name == "ties":
        table = tabulate(positions(statements))
        assert sum(tie.weight for tie in one_mode(table, "congruence", "no"))
    else:
        with Path(os.devnull).open("wb") as sink:
            for line in lines(made):
                sink.write(line.encode())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(time.process_time() - begun, peak)


def by_networkx(made: Network) -> None:
    import networkx as nx  # noqa: PLC0415 (only where it is measured)

    graph = nx.MultiDiGraph()
    for node in made.nodes:
        graph.add_node(node.key, name=node.name, role=node.role, kind=node.kind, statements=node.statements)
    for edge in made.edges:
        graph.add_edge(edge.source.key, edge.target.key, **dict(zip(made.columns, edge.values, strict=True)))
    nx.write_graphml_xml(graph, os.devnull)


def positions(statements: int) -> Iterator[Position]:
    one = frozenset({"ann"})
    for n in range(statements):
        speaker, target = f"Speaker {n % len(ACTORS)}", f"proposal {n * 7919 % TARGETS}"
        side = 1 if n % 3 else -1
        yield Position(f"s-{n:026}", speaker, "", target, side, "", Fraction(1), one, one, "article", "", "")


def edges(statements: int) -> Iterator[Edge]:
    for n in range(statements):
        values = (
            1.0,
            "support",
            f"s-{n:026}",
            f"article-{n // 20}",
            "2025-03-04",
            f"words of claim {n}",
            3,
            3,
        )
        yield Edge(ACTORS[n * 7919 % len(ACTORS)], CONCEPTS[n * 31 % len(CONCEPTS)], values)


if __name__ == "__main__":
    main()

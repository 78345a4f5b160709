"""GEXF 1.2, for Gephi and networkx."""

from collections.abc import Iterator, Mapping
from typing import IO

from annotator.formats.format import Dataset, Format
from annotator.formats.networks.build import (
    NODE_COLUMNS,
    OPTIONS,
    Edge,
    Network,
    Node,
    Value,
    losses,
    network,
)
from annotator.formats.networks.markup import attribute, content

_TYPES: Mapping[type[Value], str] = {str: "string", int: "integer", float: "double"}
_LABEL, *_NODE_COLUMNS = NODE_COLUMNS
"""A node's name is its label."""


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    for line in lines(network(dataset)):
        file.write(line.encode())


def lines(made: Network) -> Iterator[str]:
    """Yield the file line by line."""
    _, *columns = made.columns  # the weight has an attribute of its own
    about = ", ".join(f"{name} {value}" for name, value in made.about.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield f"<meta><creator>annotator</creator><description>{content(about)}</description></meta>\n"
    yield f'<graph mode="static" defaultedgetype="{"directed" if made.directed else "undirected"}">\n'
    yield from _attributes("node", {name: NODE_COLUMNS[name] for name in _NODE_COLUMNS})
    yield from _attributes("edge", {name: made.columns[name] for name in columns})
    yield "<nodes>\n"
    for node in made.nodes:
        yield _node(node)
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(made.edges, 1):
        yield _edge(number, edge)
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(owner: str, columns: Mapping[str, type[Value]]) -> Iterator[str]:
    yield f'<attributes class="{owner}">\n'
    for number, (name, kind) in enumerate(columns.items()):
        yield f'<attribute id="{number}" title={attribute(name)} type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _node(node: Node) -> str:
    values = _values((node.role, node.kind, node.statements))
    return f'<node id="{node.key}" label={attribute(node.name)}>{values}</node>\n'


def _edge(number: int, edge: Edge) -> str:
    weight, *values = edge.values
    ends = f'source="{edge.source.key}" target="{edge.target.key}"'
    return f'<edge id="edge{number}" {ends} weight="{weight}">{_values(values)}</edge>\n'


def _values(values: tuple[Value, ...] | list[Value]) -> str:
    found = "".join(
        f'<attvalue for="{number}" value={attribute(str(value))}/>' for number, value in enumerate(values)
    )
    return f"<attvalues>{found}</attvalues>"


FORMAT = Format(
    name="gexf",
    title="discourse network as GEXF (Gephi, networkx)",
    offsets="none",
    not_held=("words and their places, but for the claims of --mode statements",),
    suffix=".gexf",
    options=OPTIONS,
    write_file=_write,
    losses=losses,
)

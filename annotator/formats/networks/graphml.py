"""GraphML, for igraph, networkx, Cytoscape and Gephi."""

from collections.abc import Iterator, Mapping
from typing import IO

from annotator.formats.format import Dataset, Format
from annotator.formats.networks.build import NODE_COLUMNS, OPTIONS, Edge, Network, Value, losses, network
from annotator.formats.networks.markup import attribute, content

_TYPES: Mapping[type[Value], str] = {str: "string", int: "int", float: "double"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    for line in lines(network(dataset)):
        file.write(line.encode())


def lines(made: Network) -> Iterator[str]:
    """Yield the file line by line. Elements carry no attribute called id but their own: igraph takes only one."""
    yield _HEAD
    yield from _keys("graph", "g", dict.fromkeys(made.about, str))
    yield from _keys("node", "n", NODE_COLUMNS)
    yield from _keys("edge", "e", made.columns)
    yield f'<graph edgedefault="{"directed" if made.directed else "undirected"}">\n'
    yield _data("g", tuple(made.about.values())) + "\n"
    for node in made.nodes:
        yield f'<node id="{node.key}">{_data("n", node[1:])}</node>\n'
    for edge in made.edges:
        yield _edge(edge)
    yield "</graph>\n</graphml>\n"


def _keys(owner: str, prefix: str, columns: Mapping[str, type[Value]]) -> Iterator[str]:
    for number, (name, kind) in enumerate(columns.items()):
        yield (
            f'<key id="{prefix}{number}" for="{owner}" attr.name={attribute(name)} attr.type="{_TYPES[kind]}"/>\n'
        )


def _edge(edge: Edge) -> str:
    ends = f'source="{edge.source.key}" target="{edge.target.key}"'
    return f"<edge {ends}>{_data('e', edge.values)}</edge>\n"


def _data(prefix: str, values: tuple[Value, ...]) -> str:
    return "".join(
        f'<data key="{prefix}{number}">{content(str(value))}</data>' for number, value in enumerate(values)
    )


FORMAT = Format(
    name="graphml",
    title="discourse network as GraphML (igraph, networkx, Cytoscape, Gephi)",
    offsets="none",
    not_held=("words and their places, but for the claims of --mode statements",),
    suffix=".graphml",
    options=OPTIONS,
    write_file=_write,
    losses=losses,
)

"""Croissant (1.1): what is in the files, for programs that look for datasets; each file with its hash.

The columns of a record set are the plain values of a row, at any depth outside of lists.
"""

from collections.abc import Iterator, Mapping, Sequence

from annotator.formats.column_types import ColumnType, Plain
from annotator.formats.hf.shards import Shard
from annotator.formats.views import Row, View

_TYPES: dict[Plain, str] = {"string": "Text", "int64": "Integer", "float64": "Float", "bool": "Boolean"}
_ENCODINGS = {".jsonl": "application/jsonlines", ".parquet": "application/x-parquet"}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
            "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
            "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
            "separator", "source", "subField", "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}  # fmt: skip


def croissant(name: str, shards: Sequence[Shard], columns: Mapping[View, dict[str, ColumnType]]) -> Row:
    """Return the JSON-LD of a dataset folder. Each file is a record set: its hash is checked when it is read."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": " ".join(name.split()),
        "description": "Statements in news articles: who claims what, and where they stand on it.",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "distribution": [_file(shard) for shard in shards],
        "recordSet": [_record_set(shard, columns[shard.view]) for shard in shards],
    }


def _file(shard: Shard) -> Row:
    suffix = shard.path[shard.path.rindex(".") :]
    return {
        "@type": "cr:FileObject",
        "@id": shard.path,
        "name": shard.path,
        "contentUrl": shard.path,
        "contentSize": f"{shard.size} B",
        "encodingFormat": _ENCODINGS[suffix],
        "sha256": shard.sha256,
    }


def _record_set(shard: Shard, columns: Mapping[str, ColumnType]) -> Row:
    name = shard.path[: shard.path.rindex(".")]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [_field(shard, name, path, of) for path, of in _plain(columns)],
    }


def _plain(columns: Mapping[str, ColumnType]) -> Iterator[tuple[tuple[str, ...], Plain]]:
    for name, of in columns.items():
        if isinstance(of, str):
            yield (name,), of
        elif isinstance(of, dict):
            yield from (((name, *path), inner) for path, inner in _plain(of))


def _field(shard: Shard, record_set: str, path: tuple[str, ...], of: Plain) -> Row:
    column, *inner = path
    source: Row = {"fileObject": {"@id": shard.path}, "extract": {"column": column}}
    if inner:
        source["transform"] = {"jsonPath": ".".join(("$", *inner))}
    return {
        "@type": "cr:Field",
        "@id": f"{record_set}/{'.'.join(path)}",
        "name": ".".join(path),
        "dataType": f"sc:{_TYPES[of]}",
        "source": source,
    }

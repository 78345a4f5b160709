"""What the card of a dataset folder says to programs: where the files are, and which columns they have."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from annotator.formats.column_types import ColumnType
from annotator.formats.hf.dates import ColumnPath
from annotator.formats.hf.shards import Shard
from annotator.formats.views import Row, View


def head(
    name: str,
    shards: Sequence[Shard],
    columns: Mapping[View, dict[str, ColumnType]],
    dates: Mapping[View, frozenset[ColumnPath]],
    languages: Iterable[str],
) -> Row:
    """Return the head of the card; each view is a configuration.

    Features have the form that `datasets` 2.19, 3.6 and 5.2 can all read.
    """
    views = list(dict.fromkeys(shard.view for shard in shards))
    known = sorted(languages)
    return {
        "pretty_name": " ".join(name.split()),
        **({"language": known} if known else {}),
        "configs": [
            {
                "config_name": view,
                **({"default": True} if view == views[0] else {}),
                "data_files": _data_files(shards, view),
            }
            for view in views
        ],
        "dataset_info": [
            {
                "config_name": view,
                "description": f"content: {_fingerprint(shards, view)}",
                "features": _features(columns[view], dates[view], ()),
            }
            for view in views
        ],
    }


def _data_files(shards: Sequence[Shard], view: View) -> list[Row]:
    """Return the files by split, each by its name: a pattern would take in those of an export before."""
    paths: dict[str, list[str]] = {}
    for shard in shards:
        if shard.view == view:
            paths.setdefault(shard.split, []).append(shard.path)
    return [{"split": split, "path": files} for split, files in paths.items()]


def _fingerprint(shards: Sequence[Shard], view: View) -> str:
    """Return a hash of all files of a configuration.

    `datasets` keeps what it has loaded by what the head of the card says, not by the files: without something in it
    that changes with them, a folder that is exported anew is loaded as it was before.
    """
    hashes = [shard.sha256 for shard in shards if shard.view == view]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def _features(columns: Mapping[str, ColumnType], dates: frozenset[ColumnPath], path: ColumnPath) -> list[Row]:
    return [{"name": name, **_feature(of, dates, (*path, name))} for name, of in columns.items()]


def _feature(of: ColumnType, dates: frozenset[ColumnPath], path: ColumnPath) -> Row:
    match of:
        case [dict(keys)]:
            return {"list": _features(keys, dates, path)}
        case [item]:
            return {"list": item}
        case dict(keys):
            return {"struct": _features(keys, dates, path)}
    return {"dtype": "date32" if path in dates else of}

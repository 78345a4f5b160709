"""What is counted while a dataset is written, for its card: rows by split, annotators, labels."""

from collections import Counter
from collections.abc import Iterable, Iterator

from annotator.formats.views import Row, View
from annotator.schema import FieldSpec, LoadedSchema

_LABELLED = {"choice", "scale", "flag"}


class Figures:
    """Counts of the rows that went through `counted`."""

    def __init__(self, schema: LoadedSchema) -> None:
        self.labelled: list[FieldSpec] = [spec for spec in schema.fields if spec.kind in _LABELLED]
        self.rows: Counter[tuple[View, str]] = Counter()
        """By view and split; of `articles`, each article once, whoever annotated it."""
        self.by_annotator: Counter[tuple[View, str]] = Counter()
        """Statements made and sentences read, by view and annotator."""
        self.labels: Counter[tuple[str, object, str]] = Counter()
        """Statements by field, value (None where there is no answer) and split."""
        self.languages: set[str] = set()

    def counted(self, view: View, split: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a view as they are, and count them."""
        last: object = None
        for row in rows:
            if view == "articles":
                self.rows[view, split] += row["id"] != last
                last = row["id"]
                if row["language"]:
                    self.languages.add(str(row["language"]))
            else:
                self.rows[view, split] += 1
                self.by_annotator[view, str(row["annotator"])] += 1
            if view == "statements":
                self._count_labels(row["fields"], split)
            yield row

    def _count_labels(self, fields: object, split: str) -> None:
        assert isinstance(fields, dict)
        for spec in self.labelled:
            self.labels[spec.name, fields[spec.name], split] += 1

"""brat standoff: a folder for each annotator, a text and its annotations for each article, one `annotation.conf`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.corpus.drafts import Refusal
from annotator.formats.brat.configuration import annotation_conf
from annotator.formats.brat.reading import annotation_files, read_article
from annotator.formats.brat.writing import losses, standoff_lines
from annotator.formats.format import Dataset, Format, ImportedArticle
from annotator.formats.output import Folder
from annotator.schema import LoadedSchema


def _write(datasets: Sequence[Dataset], folder: Folder) -> None:
    with folder.open("annotation.conf") as file:
        file.write(annotation_conf(datasets[0].schema).encode())
    for dataset in datasets:
        for annotated in dataset.articles():
            article = annotated.article
            place = folder.within(dataset.split).within(annotated.annotator)
            with place.open(f"{article.id}.txt") as file:
                file.write(article.text.encode())
            with place.open(f"{article.id}.ann") as file:
                for line in standoff_lines(annotated, dataset.schema):
                    file.write(f"{line}\n".encode())


def _read(paths: Sequence[Path], schema: LoadedSchema) -> Iterator[ImportedArticle | Refusal]:
    for path in annotation_files(paths):
        yield read_article(path, schema)


FORMAT = Format(
    name="brat",
    title="brat standoff, with annotation.conf",
    offsets="code points",
    not_held=("metadata of articles", "sentences", "marks"),
    write_folder=_write,
    read=_read,
    losses=losses,
)

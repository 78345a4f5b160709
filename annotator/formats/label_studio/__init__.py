"""Label Studio's tasks, with a labelling configuration made from the schema. Its editor counts code points."""

from annotator.formats.format import Format
from annotator.formats.label_studio.read import read
from annotator.formats.label_studio.write import write_folder

FORMAT = Format(
    name="label-studio",
    title="Label Studio tasks, with a labelling configuration made from the schema",
    offsets="code points",
    not_held=("when statements were made, and how long that took",),
    write_folder=write_folder,
    read=read,
)

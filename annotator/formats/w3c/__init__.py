"""W3C Web Annotation: an AnnotationPage in JSON-LD beside the text. The Recommendation counts in code points."""

from annotator.formats.format import Format, FormatOption
from annotator.formats.w3c.read import read
from annotator.formats.w3c.write import write_folder

FORMAT = Format(
    name="w3c",
    title="W3C Web Annotation: JSON-LD with position and quote selectors, beside the text",
    offsets="code points",
    not_held=("how long statements took",),
    options=(
        FormatOption("utf16", "Count in UTF-16 code units, as Recogito does and the standard does not."),
    ),
    write_folder=write_folder,
    read=read,
)

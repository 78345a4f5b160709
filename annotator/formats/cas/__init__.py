"""UIMA CAS, as XMI and JSON, for INCEpTION. Offsets in the files are UTF-16; cassis converts them."""

from annotator.formats.cas.read import read
from annotator.formats.cas.write import FILES, losses, write_folder
from annotator.formats.format import Format, FormatOption

FORMAT = Format(
    name="cas",
    title="UIMA CAS, XMI or JSON, with its type system, for INCEpTION",
    offsets="UTF-16 code units",
    not_held=("when statements were made, and how long that took",),
    options=(FormatOption("files", "XMI with a type system, or JSON that holds it.", FILES, "xmi"),),
    write_folder=write_folder,
    read=read,
    losses=losses,
)

"""The files of a corpus: the only code that touches them."""

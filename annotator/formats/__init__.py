"""Datasets out: the views of a corpus, and one module a format that writes them."""

"""Annotate who claims what in the news, and where they stand on it, in a terminal."""

__version__ = "0.1.0"

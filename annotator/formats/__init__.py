"""Formats: one module each, reading and writing together."""

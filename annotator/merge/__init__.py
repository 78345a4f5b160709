"""Alignment, agreement and consensus: pure functions over statements."""

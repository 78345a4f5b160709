"""The built-in schemas, loaded by name."""

"""The screens: they take keys, change the session through the desk, and show what it left."""

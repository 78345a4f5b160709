"""An ideal annotator: finds the fewest keys that make a given statement in the real tool."""

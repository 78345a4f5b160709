"""What the panes show, worked out from the desk: pure functions."""

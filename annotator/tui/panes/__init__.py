"""The panes of the screen, drawn by lines: given what to show, they refresh only the lines that changed."""

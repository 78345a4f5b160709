"""The commands, one verb a module; what a command needs is imported in its body, so that the others start fast."""

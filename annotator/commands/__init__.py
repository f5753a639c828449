"""The command line's commands, grouped by the modules they need; each has its options beside it."""

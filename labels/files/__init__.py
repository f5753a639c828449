"""Files as they come from outside: each format is checked here and becomes plain drafts of articles."""

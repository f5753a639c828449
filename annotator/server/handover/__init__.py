"""Work that a command hands to the server of a project, which owns the one writer."""

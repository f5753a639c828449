"""Work between the server of a project, which owns the one writer, and commands: operations, and files."""

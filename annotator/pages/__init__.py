"""The pages round the workspace: thin, one a file."""

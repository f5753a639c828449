"""What is whole in a damaged project, read without SQLite's help and written to a new project."""

"""Keeping the file safe: who else touches it while it is served, and its backups."""

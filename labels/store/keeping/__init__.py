"""Keeping the file safe while it is served: who else touches it."""

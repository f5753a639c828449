"""Pure functions: what a screen shows."""

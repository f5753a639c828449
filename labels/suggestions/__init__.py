"""Attributions found by rules."""

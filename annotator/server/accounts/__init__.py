"""Signing in with a password, joining by a link, and the limits on attempts."""

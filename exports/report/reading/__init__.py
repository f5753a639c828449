"""From a project to the long table."""

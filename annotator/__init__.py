"""The edge: command line, server, pages and the workspace in the browser."""

"""The demo: articles written for it, partly labeled by three people who do not exist."""

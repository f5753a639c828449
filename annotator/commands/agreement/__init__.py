"""``annotator agreement``: its options, the two subjects it reports on, and the files it writes."""

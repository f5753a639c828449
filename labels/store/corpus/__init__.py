"""The corpus of a project: what is added, put right, withdrawn and found."""

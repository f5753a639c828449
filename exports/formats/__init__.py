"""One file a format: how the rows of the dataset are written for other programs."""

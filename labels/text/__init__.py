"""From a file to sentences: reading, decoding, kinds, boundaries, similarity."""

"""Agreement on ranges of text: matching, overlap, characters, gamma."""

"""One module for each kind of file that holds articles."""

"""Agreement of any table of labels: reading it, its values, and its report."""

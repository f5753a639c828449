"""Two annotators at a time: confusion tables, kappas, and their mean."""

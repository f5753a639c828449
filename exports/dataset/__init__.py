"""What leaves a project as a dataset: its lines by layout, gold, splits."""

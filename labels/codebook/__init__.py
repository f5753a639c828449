"""The scheme and its rules: layers, values, constraints, derived values."""

"""The log: entries chained by hashes, and the tables that they add up to."""

"""Reads a project and computes its agreement report; draws nothing."""

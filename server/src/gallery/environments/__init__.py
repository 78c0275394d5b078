"""Jupyter servers that people registered as their own, beside the hub. Imports accounts, audit and lib."""

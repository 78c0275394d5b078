"""Notebooks: stored cell by cell, in immutable revisions; who may read them; saving, describing, starring.

May import accounts, audit and lib. Everybody above starts from
`access` (one), `queries` (many) and `actions` (changes).
"""

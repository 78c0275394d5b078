"""Search: questions, results, facets, snippets, suggestions.

Decides what answers a question and in which order; never who may see it: each answer begins at `listed_to`.
May use notebooks, accounts, audit and lib.
"""

"""Can I expect this notebook to work for me today? Health as published work defines it, from the sums of executions.

Definitions are pure; a worker computes and keeps them for each notebook; pages and lists read what was kept.
Imports executions, notebooks, notices and lib.
"""

"""Feeds and subscriptions: what is new in a list, in a feed reader or by mail once a day.

Decides how news are told; never who may know: each feed and each mail begins at `listed_to`, at the moment when it is
made. May use search, notebooks, directory, accounts, audit and lib.
"""

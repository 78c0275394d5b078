"""Records of executed cells: taken in once, kept durably, summed up by day. Never code, output or an exception's text.

What the records mean for a notebook is decided above, in the room of health. Imports notebooks, accounts and lib.
"""

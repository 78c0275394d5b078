"""What people are told, in the page and by mail. Decides how and when, never what: each kind's words come from above.

A notice keeps no text. Its words are made when it is shown or sent, by the presenter that an upper room registered,
and there the reader's rights of that moment count. Imports accounts, audit and lib.
"""

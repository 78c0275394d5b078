"""What people looked for and did not find: requests that authors can take up, and questions that many asked in vain.

Decides who sees a request, who may answer it with which notebook, and when a question without an answer may be shown
at all. Imports notebooks, notices, directory, accounts, audit and lib; the room of search tells it through the hook in
`notebooks.missed`.
"""

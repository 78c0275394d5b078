"""JupyterHub for Commonplace: people come from the gallery and get a fresh server, which leaves no file of theirs.

`python -m commonplace_hub` starts it. This package decides who gets a server, under which account it runs, how long it
lives and what remains of it: records of runs that could not be sent yet. It knows the gallery by its OpenID provider.
"""

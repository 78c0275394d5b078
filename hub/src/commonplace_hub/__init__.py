"""JupyterHub for Commonplace: people sign in through the gallery, get a fresh server, and nothing of it stays.

`python -m commonplace_hub` starts it. This package decides who gets a server, under which account it runs,
how long it lives and what remains of it (nothing). It knows the gallery only by its OpenID provider.
"""

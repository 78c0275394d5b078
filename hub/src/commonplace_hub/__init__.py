"""JupyterHub for Commonplace: people come from the gallery and get a fresh server, which leaves nothing.

`python -m commonplace_hub` starts it. This package decides who gets a server, under which account it runs,
how long it lives and what remains of it (nothing). It knows the gallery only by its OpenID provider.
"""

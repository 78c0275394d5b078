"""The gallery as OpenID provider: others sign people in through it. Imports directory, accounts, audit and lib."""

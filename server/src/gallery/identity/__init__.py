"""How somebody gets in: passwords, corporate providers, registration. Imports directory, accounts, audit and lib."""

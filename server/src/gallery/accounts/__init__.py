"""Who somebody is: people, sign-in, personal tokens, the OpenID provider. Imports audit and lib."""

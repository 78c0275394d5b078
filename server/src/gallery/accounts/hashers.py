"""A password hasher for long random client secrets only."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class ClientSecretHasher(PBKDF2PasswordHasher):
    """Few rounds: a random secret of 50 characters needs no stretching, and token calls stay at milliseconds."""

    algorithm = "client_secret"
    iterations = 1_000

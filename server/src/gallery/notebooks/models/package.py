"""What notebooks import, as words that they share: read from the code of the current version."""

from django.db import models


class Package(models.Model):
    """A package that notebooks import; what comes with a language is none."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        """Its name, as it is imported."""
        return self.name

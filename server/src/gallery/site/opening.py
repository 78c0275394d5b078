"""Open the gallery for a command: Django set up, and the tables there."""

import django
from django.core.management import call_command


def open_gallery() -> None:
    """Set Django up and bring the tables up to date, so that a command works in a fresh data folder too."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 — needs the settings
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)

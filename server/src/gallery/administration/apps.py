"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """The room of administrators."""

    name = "gallery.administration"

    def ready(self) -> None:
        """What follows when somebody leaves, and the words of notices."""
        from gallery.accounts.leaving import when_somebody_leaves  # noqa: PLC0415 — models are there only now
        from gallery.administration.hub_servers import end_servers_of  # noqa: PLC0415
        from gallery.administration.notices import register_all  # noqa: PLC0415

        when_somebody_leaves(end_servers_of)
        register_all()

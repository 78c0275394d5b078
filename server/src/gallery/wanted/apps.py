"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class WantedConfig(AppConfig):
    """The room of what is wanted."""

    name = "gallery.wanted"

    def ready(self) -> None:
        """Register the words of notices, and who listens when a question finds nothing."""
        from gallery.notebooks.missed import when_nothing_is_found  # noqa: PLC0415 — models are there only now
        from gallery.wanted.collecting import collect  # noqa: PLC0415
        from gallery.wanted.notices import register_all  # noqa: PLC0415

        when_nothing_is_found(collect)
        register_all()

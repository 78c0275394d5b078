"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """The room of health."""

    name = "gallery.health"

    def ready(self) -> None:
        """Register what has to be computed anew, the words of notices, and what stands in the margin of a page."""
        from gallery.executions.hooks import when_sums_change  # noqa: PLC0415 — models are there only now
        from gallery.health.notices import register_all  # noqa: PLC0415
        from gallery.health.pages import margin  # noqa: PLC0415
        from gallery.health.stale import mark_saved, mark_stale  # noqa: PLC0415
        from gallery.notebooks.margins import show_in_margin  # noqa: PLC0415
        from gallery.notebooks.saving import when_saved  # noqa: PLC0415

        when_sums_change(mark_stale)
        when_saved(mark_saved)
        register_all()
        show_in_margin(margin)

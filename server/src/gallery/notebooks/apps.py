"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class NotebooksConfig(AppConfig):
    """The room of notebooks."""

    name = "gallery.notebooks"

    def ready(self) -> None:
        """Register the words of notices, and what follows when somebody leaves or is renamed."""
        from gallery.accounts.leaving import when_somebody_leaves  # noqa: PLC0415 — models are not there earlier
        from gallery.accounts.renaming import when_somebody_is_renamed  # noqa: PLC0415
        from gallery.notebooks.changes import owner_renamed  # noqa: PLC0415
        from gallery.notebooks.notices import register_all  # noqa: PLC0415
        from gallery.notebooks.ownership import offer_what_is_left  # noqa: PLC0415

        register_all()
        when_somebody_leaves(offer_what_is_left)
        when_somebody_is_renamed(owner_renamed)

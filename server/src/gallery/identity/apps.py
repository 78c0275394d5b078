"""Registers what this room adds to rooms below."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Shows the ways to sign in on the account page, and gives notices their words."""

    name = "gallery.identity"

    def ready(self) -> None:
        """Called once, when every room is loaded."""
        from gallery.accounts.sections import show_on_account_page  # noqa: PLC0415 — models are there only now
        from gallery.identity.notices import register_all  # noqa: PLC0415
        from gallery.identity.queries import section_for  # noqa: PLC0415

        show_on_account_page(section_for)
        register_all()

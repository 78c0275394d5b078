"""Registers what this room adds to rooms below."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Shows the way to feeds on the account page, and ends feed tokens when their owner leaves."""

    name = "gallery.feeds"

    def ready(self) -> None:
        """Called once, when every room is loaded."""
        from gallery.accounts.leaving import when_somebody_leaves  # noqa: PLC0415 — models are there only now
        from gallery.accounts.sections import show_on_account_page  # noqa: PLC0415
        from gallery.feeds.queries import section_for  # noqa: PLC0415
        from gallery.feeds.tokens import end_tokens_of  # noqa: PLC0415

        when_somebody_leaves(end_tokens_of)
        show_on_account_page(section_for)

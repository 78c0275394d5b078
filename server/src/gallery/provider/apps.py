"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class ProviderConfig(AppConfig):
    """The gallery as OpenID provider."""

    name = "gallery.provider"
    label = "provider"

    def ready(self) -> None:
        """What clients hold ends when somebody leaves; sessions remember when they began."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 — models are there only now

        from gallery.accounts.leaving import when_somebody_leaves  # noqa: PLC0415
        from gallery.accounts.sections import show_on_account_page  # noqa: PLC0415
        from gallery.provider.ending import end_all_of  # noqa: PLC0415
        from gallery.provider.queries import section_for  # noqa: PLC0415
        from gallery.provider.sessions import note_sign_in  # noqa: PLC0415

        when_somebody_leaves(end_all_of)
        show_on_account_page(section_for)
        user_logged_in.connect(note_sign_in, dispatch_uid="provider.note_sign_in")

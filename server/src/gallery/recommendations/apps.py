"""Wires this room to the hooks of the rooms below it."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """The room of recommendations."""

    name = "gallery.recommendations"

    def ready(self) -> None:
        """Whoever uses or stars something gets other recommendations; and search may know what suits its reader."""
        from gallery.notebooks.inclining import incline_by  # noqa: PLC0415 — models are there only now
        from gallery.notebooks.usage import when_people_act  # noqa: PLC0415
        from gallery.recommendations.inclining import suits  # noqa: PLC0415
        from gallery.recommendations.refreshing import mark_people  # noqa: PLC0415

        when_people_act(mark_people)
        incline_by(suits)

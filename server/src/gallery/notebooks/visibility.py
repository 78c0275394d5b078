"""The words *private* and *shared* follow the shares; who may read does not depend on which of both is written."""

from gallery.notebooks.models import Notebook, Share, Visibility


def settle(notebook: Notebook) -> None:
    """Write *shared* on a closed notebook that is shared with somebody, and *private* on one that is not."""
    if notebook.visibility not in {Visibility.PRIVATE, Visibility.SHARED}:
        return
    after = Visibility.SHARED if Share.objects.filter(notebook=notebook).exists() else Visibility.PRIVATE
    if after != notebook.visibility:
        notebook.visibility = after
        Notebook.objects.filter(pk=notebook.pk).update(visibility=after)

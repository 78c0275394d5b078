"""Work that follows a save, done by the worker: the page is rendered before its first reader comes."""

from django_tasks import task

from gallery.notebooks.models import Revision
from gallery.notebooks.rendered import body_of


@task()
def render_revision(revision: int) -> None:
    """Fill the cache for a revision. Safe to repeat; nothing is lost where it never runs."""
    found = Revision.objects.select_related("notebook").filter(pk=revision).first()
    if found is not None:
        body_of(found, found.notebook.language)

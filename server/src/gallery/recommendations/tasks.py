"""What takes minutes in a large gallery: for the worker, so that chores of seconds need not wait for it."""

from django_tasks import task

from gallery.recommendations.readership import compute_readership
from gallery.recommendations.refreshing import compute_people
from gallery.recommendations.similarity import compute_similarity


@task()
def compare_notebooks() -> None:
    """Compute anew which notebooks are alike."""
    compute_similarity()


@task()
def recommend_to_everybody() -> None:
    """Compute anew which notebooks and people belong together, and with that what is recommended."""
    compute_readership()
    compute_people()

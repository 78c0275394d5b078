"""What takes minutes in a large gallery: for the worker, so that chores of seconds need not wait for it."""

from django_tasks import task

from gallery.recommendations.similarity import compute_similarity


@task()
def compare_notebooks() -> None:
    """Compute anew which notebooks are alike."""
    compute_similarity()

"""What the worker does, within the transaction of a test."""

from django_tasks_db.models import DBTaskResult


def work_off() -> None:
    """Do everything that is queued."""
    for queued in DBTaskResult.objects.ready():
        queued.task.call(*queued.args_kwargs["args"], **queued.args_kwargs["kwargs"])

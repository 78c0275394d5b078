"""Where a form is shown: in a notebook by itself, once for each run of its cell; elsewhere as one line of text."""

import os
import sys
from typing import Any

from commonplace.display import shell_of_notebook
from commonplace.errors import MissingLibrary
from commonplace.lazily import library


def show(form: Any) -> int | None:
    """Show the form; answers in which run of a cell, None outside of notebooks, where nothing is shown.

    `cp.form(…)` shows itself, so that `answers = cp.form(…)` is enough.
    """
    shell = shell_of_notebook()
    if shell is None:
        return None
    _display(form)
    return int(shell.execution_count)


def show_again(form: Any, before: int | None) -> int | None:
    """The same, where somebody asks for it; nothing more in the run of a cell that showed it already."""
    shell = shell_of_notebook()
    if shell is None:
        sys.stdout.write(f"{form!r}\n")
    return before if shell is not None and shell.execution_count == before else show(form)


def is_application() -> bool:
    """True where Voilà shows the notebook, and nobody can run a cell again."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")


def _display(form: Any) -> None:
    display = library("IPython.display", "forms").display
    try:
        view = library("commonplace.forms.view", "forms")
    except MissingLibrary as error:
        sys.stdout.write(f"{error}\n")
        return
    display(view.view_of(form))

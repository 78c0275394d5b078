"""File names that are safe and free."""

import re
from collections.abc import Iterator

SUFFIX = ".ipynb"
LONGEST = 120
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


def safe_name(proposed: str) -> str:
    """Return a plain file name for a notebook: no folder, nothing hidden, nothing that some system refuses.

    >>> safe_name("../../.ssh/first look.ipynb")
    'first look.ipynb'
    >>> safe_name("..")
    'notebook.ipynb'
    """
    name = re.split(r"[/\\]", proposed)[-1]
    stem = _UNFIT.sub("", name.removesuffix(SUFFIX)).strip(" .")
    return f"{stem[:LONGEST].rstrip(' .') or 'notebook'}{SUFFIX}"


def names_for(name: str, note: str = "") -> Iterator[str]:
    """Return the name, then the same with 2, 3, … until the caller finds a free one.

    >>> names = names_for("first-look.ipynb", "version 3")
    >>> next(names), next(names)
    ('first-look (version 3).ipynb', 'first-look (version 3, 2).ipynb')
    """
    stem = name.removesuffix(SUFFIX)
    yield f"{stem} ({note}){SUFFIX}" if note else name
    for number in range(2, 1000):
        yield f"{stem} ({f'{note}, ' if note else ''}{number}){SUFFIX}"

"""Who asks, and from which notebook: what the owner of a source sees in its log."""

from urllib.parse import quote

from commonplace.session import session


def commented(source: str) -> str:
    """Who asks, from where, as an SQL comment that nothing in a name can end."""
    now = session()
    said = {"person": now.person, "notebook": now.notebook, "source": source}
    words = [f"{key}='{quote(value, safe='')}'" for key, value in said.items() if value]
    return f"/* commonplace {' '.join(words)} */"


def introduction() -> str:
    """Who asks, from where, as a `User-Agent`."""
    now = session()
    return f"commonplace-kit (person={quote(now.person)}; notebook={quote(now.notebook)})"

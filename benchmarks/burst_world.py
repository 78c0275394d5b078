"""The world of a burst: thousands of people signed in from the hub, and the notebooks that they run.

`python -m benchmarks.burst_world PEOPLE NOTEBOOKS CELLS`, in the environment of an installation; prints JSON.
"""

import json
import sys
from datetime import timedelta
from typing import Any


def main(people: int, notebooks: int, cells: int) -> dict[str, Any]:
    """Fill the database; answers the people's tokens, and each notebook with the hashes of its cells."""
    import django  # noqa: PLC0415 — the settings come from the environment

    django.setup()
    from commonplace_clean import cell_hash, clean_document  # noqa: PLC0415
    from gallery.notebooks.actions import Description, create_notebook  # noqa: PLC0415
    from gallery.notebooks.models import Visibility  # noqa: PLC0415

    tokens, owner = _people(people)
    made = {}
    for number in range(notebooks):
        sources = [f"step_{number}_{at} = {at}" for at in range(cells)]
        about, cleaned = Description(title=f"Notebook {number}"), clean_document(_document(sources))
        one = create_notebook(owner=owner, by=owner, cleaned=cleaned, about=about, visibility=Visibility.PUBLIC)
        made[str(one.uuid)] = [cell_hash(source) for source in sources]
    return {"tokens": tokens, "notebooks": made}


def _document(sources: list[str]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for at, source in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _people(count: int) -> tuple[list[str], Any]:
    """People with the access tokens that their servers on the hub have."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from gallery.accounts.models import User  # noqa: PLC0415
    from gallery.provider.clients import ensure_first_party_client  # noqa: PLC0415
    from oauth2_provider.models import get_access_token_model, get_application_model  # noqa: PLC0415

    client, back = settings.HUB_CLIENT_ID, "http://127.0.0.1/hub/oauth_callback"
    ensure_first_party_client(client_id=client, name="Hub", secret="s" * 40, redirect_uri=back)
    application = get_application_model().objects.get(client_id=client)
    rows = (User(username=f"person{n}", full_name=f"Person {n}", password="!") for n in range(count))  # noqa: S106
    people = User.objects.bulk_create(rows, batch_size=500)
    tokens, until = [f"token-of-person-{n}" for n in range(count)], timezone.now() + timedelta(days=1)
    model, scope = get_access_token_model(), "notebooks:read executions:write"
    model.objects.bulk_create(
        (
            model(user=person, application=application, token=token, expires=until, scope=scope)
            for person, token in zip(people, tokens, strict=True)
        ),
        batch_size=500,
    )
    return tokens, people[0]


if __name__ == "__main__":
    print(json.dumps(main(*(int(word) for word in sys.argv[1:]))))

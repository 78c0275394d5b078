"""`commonplace export FILE`: an archive with `metadata.json` that `import` reads."""

import argparse
import json
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery.site.opening import open_gallery

if TYPE_CHECKING:
    from gallery.notebooks.models import Notebook

BY = "command line"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and whose."""
    parser.add_argument("file", type=Path, help="the .zip to write")
    parser.add_argument("--owner", help="only this person's notebooks")


def run(given: argparse.Namespace) -> int:
    """Write the archive; it appears under its name only when complete."""
    open_gallery()
    from gallery.audit.actions import record  # noqa: PLC0415 — needs the models

    partial = given.file.with_name(given.file.name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        count = _write(archive, given.owner)
    subject = f"person:{given.owner}" if given.owner else "everybody"
    record(actor=BY, action="notebooks.exported", subject=subject, count=count)  # first: no archive without a trace
    partial.replace(given.file)
    sys.stdout.write(f"{count} notebooks exported to {given.file}\n")
    return 0


def _write(archive: zipfile.ZipFile, owner: str | None) -> int:
    from gallery.notebooks.models import Notebook  # noqa: PLC0415 — needs the models
    from gallery.notebooks.outgoing import notebook_bytes  # noqa: PLC0415

    rows = (
        Notebook.objects.filter(trashed_at=None).select_related("owner", "head").prefetch_related("tags").order_by("pk")
    )
    lines = []
    for notebook in rows.filter(owner__username=owner) if owner else rows:
        if notebook.head is not None:
            line = _line(notebook)
            archive.writestr(line["file"], notebook_bytes(notebook.head))
            lines.append(line)
    archive.writestr("metadata.json", json.dumps({"notebooks": lines}, indent=1))
    return len(lines)


def _line(notebook: "Notebook") -> dict[str, Any]:
    return {
        "file": f"{notebook.owner.username}/{notebook.slug}-{str(notebook.uuid)[:8]}.ipynb",
        "title": notebook.title,
        "description": notebook.description,
        "card": asdict(notebook.question_card),
        "tags": sorted(tag.name for tag in notebook.tags.all()),
        "visibility": notebook.visibility,
        "owner": notebook.owner.username,
    }

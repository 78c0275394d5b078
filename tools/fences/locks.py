"""What is installed is what was locked: every package in a lock file carries its hash."""

import json
import re
from collections.abc import Iterator

from tools.fences.tree import Tree

PINNED = re.compile(r"^([A-Za-z0-9][\w.\[\]-]*)==", re.MULTILINE)


def locks(tree: Tree) -> Iterator[str]:
    """Every package in every lock file has a hash."""
    for path in tree.named("requirements.lock"):
        blocks = re.split(r"^(?=[A-Za-z0-9])", tree.text(path), flags=re.MULTILINE)
        bare = [block.split()[0] for block in blocks[1:] if "--hash=sha256:" not in block]
        yield from (f"{path}: {name} has no hash; run `make lock`" for name in bare)
    for path in tree.named("package-lock.json"):
        packages = json.loads(tree.text(path))["packages"]
        bare = [name for name, one in packages.items() if name and not one.get("link") and "integrity" not in one]
        yield from (f"{path}: {name} has no integrity; run `make lock`" for name in bare)
    for path in tree.named("yarn.lock"):
        entries = [entry for entry in tree.text(path).split("\n\n") if "resolution:" in entry]
        bare = [entry.split(":\n")[0] for entry in entries if "checksum:" not in entry and "@workspace:" not in entry]
        yield from (f"{path}: {name} has no checksum; run `make lock`" for name in bare)

"""`python -m tools.fences` names every violation of the rules of the house, and fails if there is any."""

import sys

from tools.failure import say, told
from tools.fences import FENCES
from tools.fences.tree import tree
from tools.surroundings import ROOT


def main() -> int:
    """Look at the whole checkout; exit code 1 if a rule is broken."""
    files = tree(ROOT)
    violations = [f"{sentence}  [{name}]" for name, fence in FENCES.items() for sentence in fence(files)]
    for violation in violations:
        say(violation)
    say(f"{len(FENCES)} rules over {len(files.files)} files: {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(told(main))

"""`python -m tools.reference [--check]`: write the reference pages, or name those that are stale."""

import argparse
import sys

from tools.failure import Failure, say, told
from tools.reference import drawings, stale, write
from tools.reference.gallery import make_ready
from tools.surroundings import ROOT


def main() -> int:
    """Write or compare; raise `Failure` where a page is stale."""
    words = argparse.ArgumentParser(prog="python -m tools.reference", description=__doc__)
    words.add_argument("--check", action="store_true", help="compare only; exit code 1 if a page is stale")
    given = words.parse_args()
    make_ready()
    drawn = drawings()
    if given.check:
        wrong = list(stale(ROOT, drawn))
        if wrong:
            raise Failure("\n".join(wrong))
        say(f"{len(drawn)} files say what the code says")
        return 0
    for path in write(ROOT, drawn):
        say(f"{path} written")
    return 0


if __name__ == "__main__":
    sys.exit(told(main))

"""The one way in which a tool gives up: a sentence for people, never a traceback."""

import sys
from collections.abc import Callable


class Failure(Exception):
    """A tool cannot go on; the message says what is wrong and what to do."""


def say(line: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(line, flush=True)


def told(main: Callable[[], int]) -> int:
    """Run `main` and turn a failure into one line on stderr and exit code 1, Ctrl-C into 130."""
    try:
        return main()
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; the next start goes on from there.", file=sys.stderr)
        return 130

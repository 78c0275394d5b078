"""`commonplace evaluate`: how well search finds, and recommendations guess, on data that you bring."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gallery.site.opening import open_gallery


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, and on which data."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    recommender = kinds.add_parser("recommender", help="guess what people used, from a log")
    recommender.add_argument(
        "--interactions", type=Path, required=True, metavar="FILE.csv", help="with the columns user, item, timestamp"
    )
    recommender.add_argument("--seeds", type=int, default=3, help="how many random splits (default: 3)")
    search = kinds.add_parser("search", help="find the notebooks of this gallery that somebody has in mind")
    search.add_argument(
        "--questions", type=Path, required=True, metavar="FILE.jsonl", help='a {"question": …, "title": …} on each line'
    )


def run(given: argparse.Namespace) -> int:
    """Write the figures as JSON to standard output, and what is going on to standard error."""
    figures = _recommender(given) if given.what == "recommender" else _search(given)
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    return 0


def _recommender(given: argparse.Namespace) -> dict[str, Any]:
    from gallery.recommendations.evaluation import evaluate  # noqa: PLC0415 — SciPy takes a while to load
    from gallery.recommendations.interactions import read_interactions  # noqa: PLC0415

    log = read_interactions(given.interactions)
    return evaluate(log, seeds=range(max(1, given.seeds)), say=_say)


def _search(given: argparse.Namespace) -> dict[str, Any]:
    open_gallery()
    from gallery.search.evaluation import evaluate_search, read_questions  # noqa: PLC0415 — needs the models

    questions = read_questions(given.questions)
    _say("indexing what is new, and asking")
    return evaluate_search(questions)


def _say(what: str) -> None:
    sys.stderr.write(f"  {what} …\n")

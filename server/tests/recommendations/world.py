"""A small organisation with a structure that is known: people and notebooks belong to topics."""

import numpy as np
from gallery.recommendations.interactions import Interactions, from_rows


def organisation(*, people: int = 240, notebooks: int = 160, topics: int = 4, seed: int = 0) -> Interactions:
    """Nine in ten events stay within the person's own topic; a few notebooks of each topic are used by most."""
    rng = np.random.default_rng(seed)
    shelves = [[n for n in range(notebooks) if n % topics == topic] for topic in range(topics)]
    liking = 1 / np.arange(1, len(shelves[0]) + 1)
    rows = []
    for person in range(people):
        for moment in np.sort(rng.random(25)):
            own = person % topics if rng.random() < 0.9 else int(rng.integers(topics))
            rows.append((f"p{person}", f"n{rng.choice(shelves[own], p=liking / liking.sum())}", float(moment)))
    return from_rows(rows)

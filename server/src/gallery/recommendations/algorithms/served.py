"""What the gallery serves from use, as one algorithm: the same parts, weights and limits, so that it can be measured.

The weights stand for every gallery, whatever its log. On simulated organisations (seeds 7 and 8) fields alone would be
best; on ratings of films, where people have no teams, fields and similar people together are better than either. Shared
readers weigh little in both, and give the reason that people understand best.
"""

from collections.abc import Mapping

from gallery.recommendations.algorithms.blend import Blend
from gallery.recommendations.algorithms.fields import fields
from gallery.recommendations.algorithms.item_item import ItemItem, also_used
from gallery.recommendations.algorithms.scorer import Scorer
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Matrix

KEPT_NOTEBOOKS = 50  # of each notebook: some of them a reader may not find
KEPT_PEOPLE = 30
# "Used together", "used for the same work" and "used in your organisation" must not tell who: of two people, each would
# learn what the other one reads.
LEAST_PEOPLE = 3
LEAST_SIMILAR_PEOPLE = 2  # who are "people"
SHARES: Mapping[str, float] = {"fields": 14 / 17, "similar-users": 2 / 17, "item-item": 1 / 17}


def served(usage: Matrix) -> Blend:
    """Learn all parts."""
    parts: Mapping[str, Scorer] = {
        "fields": fields(usage, least=LEAST_PEOPLE),
        "similar-users": similar_users(usage, KEPT_PEOPLE, LEAST_SIMILAR_PEOPLE),
        "item-item": ItemItem(usage, also_used(usage, KEPT_NOTEBOOKS, LEAST_PEOPLE)),
    }
    return Blend([(parts[name], share) for name, share in SHARES.items()])

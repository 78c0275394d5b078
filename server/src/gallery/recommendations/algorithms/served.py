"""What the gallery serves from use, as one algorithm: the same parts, weights and limits, so that it can be measured.

The shares stand for every gallery, whatever its log. On simulated organisations (seeds 7, 8, 11 and 12) fields alone
would be best; on ratings of films, where people have no teams, weights between items are. A fifth of the latter helps
on films and harms no organisation. Similar people add next to nothing beside them, but know what is rarely used.

Of few people neither fields nor weights can be learned: there similar people and shared readers have all to say.
"""

from collections.abc import Mapping

from gallery.recommendations.algorithms.blend import Blend
from gallery.recommendations.algorithms.ease import strongest_weights
from gallery.recommendations.algorithms.fields import fields
from gallery.recommendations.algorithms.item_item import ItemItem
from gallery.recommendations.algorithms.scorer import Scorer
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Matrix

KEPT_NOTEBOOKS = 50  # of each notebook: some of them a reader may not find
KEPT_WEIGHTS = 100  # of each notebook
MOST_WEIGHED = 5_000  # notebooks, the most used: weights are learned in a dense square, of 200 MB at this size
KEPT_PEOPLE = 30
# "Used together", "used for the same work" and "used in your organisation" must not tell who: of two people, each would
# learn what the other one reads.
LEAST_PEOPLE = 3
LEAST_SIMILAR_PEOPLE = 2  # who are "people"
SHARES: Mapping[str, float] = {"fields": 0.78, "ease": 0.2, "similar-users": 0.02}
SHARES_OF_FEW: Mapping[str, float] = {"similar-users": 2 / 3, "item-item": 1 / 3}


def served(usage: Matrix) -> Blend:
    """Learn all parts."""
    parts: Mapping[str, Scorer] = {
        "fields": fields(usage, least=LEAST_PEOPLE),
        "similar-users": similar_users(usage, KEPT_PEOPLE, LEAST_SIMILAR_PEOPLE),
        "ease": ItemItem(usage, strongest_weights(usage, KEPT_WEIGHTS, MOST_WEIGHED, LEAST_PEOPLE)),
    }
    return Blend([(parts[name], share) for name, share in SHARES.items()])

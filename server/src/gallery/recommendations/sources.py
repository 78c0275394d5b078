"""Where recommendations come from: each source gives strengths above zero, and what they are about.

A source looks at what it finds without asking who may find it, as long as it leaves nothing out; `Found.among` then
keeps what the person may find, and only after that strengths are compared. Where a source takes the best few only,
it asks first.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from gallery.accounts.models import User
from gallery.directory.models import Organisation
from gallery.notebooks.models import Notebook, Trend
from gallery.recommendations.algorithms.served import LEAST_SIMILAR_PEOPLE
from gallery.recommendations.field_shares import Learned, load_fields, mixture_of
from gallery.recommendations.habits import Habits
from gallery.recommendations.models import AlsoViewed, Kind, Similar, UsedIn, UsedWith
from gallery.recommendations.usage import lately, weight

MOST = 100  # of what is taken in an order of the database
MOST_ROWS = 20_000  # of what similar people use: some read everything
FEW = 10  # notebooks: who has used that many is no newcomer any more
INTRODUCTIONS = "newcomers"  # the tag
LUCKY = 4
DRAWN = 100  # numbers, of which many may be nothing that this person may find
MOST_WANTED = 200  # of what trends
# Of how much interest is what people use in an organisation that stands in this way to one's own
OWN, NEAR = 1.0, 0.5


@dataclass(frozen=True)
class Found:
    """What one source found: strengths by notebook.

    `about`: by notebook the keys of what it is about, if anything, the most telling first.
    `relative`: strengths mean something only beside each other, so that the greatest becomes 1.
    """

    strengths: Mapping[int, float]
    about: Mapping[int, Sequence[int]] = field(default_factory=dict)
    relative: bool = True

    def among(self, allowed: Collection[int]) -> "Found":
        """What is left of it, on the scale from 0 to 1."""
        kept = {key: value for key, value in self.strengths.items() if key in allowed and value > 0}
        most = max(kept.values(), default=1.0) if self.relative else 1.0
        return Found({key: value / most for key, value in kept.items()}, self.about)


@dataclass(frozen=True)
class Asked:
    """For whom something is looked for: `new` is what can be recommended to them at all."""

    person: User
    habits: Habits
    new: QuerySet[Notebook]
    learned: Callable[[], Learned] = load_fields  # for many people the same is given to all


def by_people(asked: Asked) -> Found:
    """What similar people use, at least two of them: the sum of their weights, each times how similar they are."""
    people = asked.habits.people
    rows = lately().filter(person__in=people).values_list("person", "notebook").order_by("person", "notebook")
    strengths: dict[int, float] = defaultdict(float)
    users: dict[int, int] = defaultdict(int)
    for other, key, views, runs in rows.annotate(Sum("views"), Sum("runs"))[:MOST_ROWS]:
        strengths[key] += people[other] * weight(views, runs, starred=False)
        users[key] += 1
    return Found({key: value for key, value in strengths.items() if users[key] >= LEAST_SIMILAR_PEOPLE})


def by_content(asked: Asked) -> Found:
    """What is like what the person uses, by content."""
    return _related(asked, Similar.objects, "score")


def by_readers(asked: Asked) -> Found:
    """What is used together with what the person uses: by what was learned from many people, or by shared readers.

    Which of both the gallery decides, and never what is found: else something hidden would tell that it is there.
    """
    if UsedWith.objects.exists():
        return _related(asked, UsedWith.objects, "weight")
    return _related(asked, AlsoViewed.objects, "score")


def _related(asked: Asked, pairs: Any, value: str) -> Found:
    """The sum over what the person uses of weight times value; it is about what adds most."""
    strengths: dict[int, float] = defaultdict(float)
    best: dict[int, tuple[float, int]] = {}
    mine = asked.habits.weights
    for own, key, related in pairs.filter(notebook__in=mine).values_list("notebook", "other", value):
        added = mine[own] * related
        strengths[key] += added
        best[key] = max(best.get(key, (added, own)), (added, own))
    return Found(strengths, {key: (own,) for key, (_, own) in best.items()})


def of_fields(asked: Asked) -> Found:
    """What is used in the person's fields of work; it is about what they use of the field that adds most."""
    if not asked.habits.weights:
        return Found({})
    learned = asked.learned()
    mine = mixture_of(asked.habits.weights, learned)
    strengths: dict[int, float] = defaultdict(float)
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for place, row in enumerate(mine.fields.tolist()):
        part = slice(learned.shares.indptr[row], learned.shares.indptr[row + 1])
        keys = learned.notebooks[learned.shares.indices[part]].tolist()
        for key, added in zip(keys, (learned.shares.data[part] * mine.shares[place]).tolist(), strict=True):
            # What only the notebook itself says of the field is no reason to recommend it.
            if own := tuple(one for one in mine.known_by[place] if one != key):
                strengths[key] += added
                best[key] = max(best.get(key, (0.0, ())), (added, own))
    return Found(strengths, {key: own for key, (_, own) in best.items()})


def of_groups(asked: Asked) -> Found:
    """What the groups of the person own: the latest first."""
    mine = asked.new.filter(group__memberships__person=asked.person).order_by("-updated_at", "-pk")
    keys = list(mine.values_list("pk", flat=True)[:MOST])
    return Found({key: 1 - place / MOST for place, key in enumerate(keys)})


def in_organisations(asked: Asked) -> Found:
    """What people use in the person's organisation, its parent, its children and its sisters."""
    near = _organisations_near(asked.person)
    strengths: dict[int, tuple[float, int]] = {}
    rows = UsedIn.objects.filter(organisation__in=near).values_list("organisation", "notebook", "people")
    for organisation, key, people in rows:
        strength = near[organisation] * weight(people, 0, starred=False)
        strengths[key] = max(strengths.get(key, (0.0, 0)), (strength, organisation))
    return Found({key: one[0] for key, one in strengths.items()}, {key: one[1:] for key, one in strengths.items()})


def _organisations_near(person: User) -> dict[int, float]:
    own = Organisation.objects.filter(belongings__person=person).first()
    if own is None:
        return {}
    near = set(own.children.values_list("pk", flat=True))
    if own.parent_id is not None:
        near |= {own.parent_id} | set(Organisation.objects.filter(parent=own.parent_id).values_list("pk", flat=True))
    return dict.fromkeys(near, NEAR) | {own.pk: OWN}


def in_demand(asked: Asked) -> Found:
    """What is trending: looked for among the most wanted of all first, since mostly enough of these are new to one."""
    new = asked.new.exclude(trend=None).order_by("-trend__value", "pk").values_list("pk", "trend__value")
    wanted = list(Trend.objects.order_by("-value", "pk").values_list("pk", flat=True)[:MOST_WANTED])
    found = dict(new.filter(pk__in=wanted)[:MOST])
    return Found(found if len(found) == MOST else dict(new[:MOST]))


def for_newcomers(asked: Asked) -> Found:
    """Introductions, the most starred first: the more, the fewer notebooks somebody has used."""
    lacking = 1 - asked.habits.seen / FEW
    if lacking <= 0:
        return Found({})
    tagged = asked.new.filter(tags__name=INTRODUCTIONS).order_by("-stars", "-runs", "pk")
    keys = list(tagged.values_list("pk", flat=True)[:MOST])
    return Found({key: lacking * (1 - place / MOST) for place, key in enumerate(keys)}, relative=False)


def by_chance(asked: Asked) -> Found:
    """A few of all, others on each day: their score is 0, so that they stand last."""
    last = asked.new.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return Found({})
    chance = Random(f"{asked.person.pk} {timezone.now():%Y-%m-%d}")  # noqa: S311 — nothing depends on it
    drawn = list(dict.fromkeys(chance.randint(1, last) for _ in range(DRAWN)))
    new = set(asked.new.filter(pk__in=drawn).values_list("pk", flat=True))
    return Found(dict.fromkeys([key for key in drawn if key in new][:LUCKY] or [last], 1.0))


SOURCES: dict[Kind, Callable[[Asked], Found]] = {
    Kind.PEOPLE: by_people,
    Kind.ALSO: by_readers,
    Kind.FIELD: of_fields,
    Kind.LIKE: by_content,
    Kind.GROUP: of_groups,
    Kind.ORGANISATION: in_organisations,
    Kind.TREND: in_demand,
    Kind.NEWCOMER: for_newcomers,
    Kind.CHANCE: by_chance,
}

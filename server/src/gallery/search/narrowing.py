"""Conditions of a question, for rows of the database and for columns in memory; and plain words where no index is."""

from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone

from gallery.accounts.models import User
from gallery.directory.models import Belonging, Group, Lineage, Organisation
from gallery.notebooks.models import Health, Notebook, Tag
from gallery.search.columns import HEALTH, Columns, Mask
from gallery.search.lists import Numbers
from gallery.search.matching import Strictness
from gallery.search.periods import since
from gallery.search.question import Asked, Condition, Field, Word

EACH: tuple[Field, ...] = ("tag", "changed")
ONE_OF: tuple[Field, ...] = ("language", "owner", "group", "organisation", "health")


def narrowed(notebooks: QuerySet[Notebook], asked: Asked) -> QuerySet[Notebook]:
    """Those that meet the conditions: every tag, each period, one of the languages, of the owners and so on."""
    for condition in asked.conditions:
        if not condition.wanted and condition.field != "imports":
            notebooks = notebooks.exclude(_holds(condition))
        elif condition.field in EACH:
            notebooks = notebooks.filter(_holds(condition))
    for name in ONE_OF:
        notebooks = notebooks.filter(_one_of(asked, name))
    return notebooks


def narrow(allowed: Mask, asked: Asked, columns: Columns) -> Mask:
    """The same for notebooks in memory: what of the allowed ones meets the conditions."""
    for condition in asked.conditions:
        if not condition.wanted and condition.field != "imports":
            allowed = allowed & ~_places(condition, columns)
        elif condition.field in EACH:
            allowed = allowed & _places(condition, columns)
    for name in ONE_OF:
        wanted = [_places(one, columns) for one in asked.conditions_on(name) if one.wanted]
        if wanted:
            allowed = allowed & reduce(or_, wanted)
    return allowed


def _places(condition: Condition, columns: Columns) -> Mask:
    """Where a condition holds, its sign aside."""
    value = condition.value
    if condition.field == "tag":
        return columns.tags.having(_keys(Tag.objects.filter(name=value)), columns.size)
    if condition.field == "group":
        return np.isin(columns.group, _keys(Group.objects.filter(_called(value))))
    if condition.field == "organisation":
        return np.isin(columns.owner, _keys(_people_in(value), "person"))
    if condition.field == "owner":
        named = Q(username__iexact=value) | Q(full_name__iexact=value)
        return np.isin(columns.owner, _keys(User.objects.filter(named)))
    return _facts(condition, columns)


def _facts(condition: Condition, columns: Columns) -> Mask:
    """Where a condition holds that looks at nothing but the notebook itself."""
    value = condition.value
    if condition.field == "language":
        known = columns.languages.index(value) if value in columns.languages else -1
        return np.equal(columns.language, known)
    if condition.field == "health":
        return np.equal(columns.health, HEALTH.index(Health(value)))
    return columns.updated >= int(since(value, timezone.now()).timestamp())


def _keys(rows: QuerySet[Any, Any], name: str = "pk") -> Numbers:
    return np.fromiter(rows.values_list(name, flat=True), np.int64)


def _one_of(asked: Asked, name: Field) -> Q:
    return reduce(or_, (_holds(one) for one in asked.conditions_on(name) if one.wanted), Q())


def _holds(condition: Condition) -> Q:
    value = condition.value
    if condition.field == "tag":
        return _in(Notebook.objects.filter(tags__name=value))  # by itself, so that counting tags sees the others too
    if condition.field in {"language", "health"}:
        return Q((condition.field, value))
    if condition.field == "changed":
        return Q(updated_at__gte=since(value, timezone.now()))
    if condition.field == "group":
        return Q(group__in=Group.objects.filter(_called(value)).values("pk"))
    if condition.field == "organisation":
        return Q(owner__in=_people_in(value))
    return Q(owner__username__iexact=value) | Q(owner__full_name__iexact=value)


def _called(name: str) -> Q:
    return Q(slug=name.lower()) | Q(name__iexact=name)


def _people_in(name: str) -> QuerySet[Belonging, Any]:
    """People of an organisation and of everything below it."""
    tops = Organisation.objects.filter(_called(name)).values("pk")
    below = Lineage.objects.filter(ancestor__in=tops).values("organisation")
    return Belonging.objects.filter(organisation__in=below).values("person")


def _in(notebooks: QuerySet[Notebook]) -> Q:
    return Q(pk__in=notebooks.values("pk"))


def spoken_of(asked: Asked, strictness: Strictness) -> Q:
    """A plain match on title, question, description, tags and owner: what the database can say without the index."""
    join = or_ if strictness is Strictness.SOME else and_
    words = reduce(join, map(_says, asked.words), Q())
    phrases = reduce(and_, (_contains(" ".join(phrase)) for phrase in asked.phrases), Q())
    without = reduce(and_, (~_says(word) for word in asked.without), Q())
    return words & phrases & without


def _says(word: Word) -> Q:
    return reduce(and_, map(_contains, word.parts), Q())


def _contains(text: str) -> Q:
    owner = Q(owner__username__icontains=text) | Q(owner__full_name__icontains=text)
    tagged = _in(Notebook.objects.filter(tags__name__icontains=text))
    spoken = Q(title__icontains=text) | Q(question__icontains=text) | Q(description__icontains=text)
    return spoken | owner | tagged

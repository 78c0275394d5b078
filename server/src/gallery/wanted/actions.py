"""What changes requests: one verb each, one transaction, its audit event inside."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.audit.pace import check_pace
from gallery.directory.models import Group, Membership
from gallery.lib.errors import Conflict, Invalid
from gallery.lib.text import shortened
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role, check_may
from gallery.notices.actions import tell
from gallery.wanted.models import Answer, Seconding, Wanted
from gallery.wanted.permissions import check_answers, check_may_decide, check_may_remove
from gallery.wanted.states import State, after

ANSWERED, ACCEPTED, REOPENED, REMOVED = "wanted-answered", "wanted-accepted", "wanted-reopened", "wanted-removed"
HOUR = timedelta(hours=1)
MOST_ASKED, MOST_SECONDED, MOST_ANSWERED = 20, 120, 60  # by one person in an hour
LONGEST_QUESTION, LONGEST_EXPLANATION, LONGEST_REASON = 200, 1000, 300


@transaction.atomic
def ask(*, by: User, question: str, explanation: str = "", group: Group | None = None) -> Wanted:
    """Ask everybody, or one's own group, for a notebook that does not exist yet."""
    question = " ".join(question.split())
    if not question:
        raise Invalid("Say what the notebook should answer.")
    if group is not None and not Membership.objects.filter(person=by, group=group).exists():
        raise Invalid("You can ask everybody, or a group of which you are a member.")
    check_pace(actor=by.username, action="wanted.asked", most=MOST_ASKED, within=HOUR)
    wanted = Wanted.objects.create(
        question=shortened(question, LONGEST_QUESTION),
        explanation=shortened(explanation.strip(), LONGEST_EXPLANATION),
        asker=by,
        group=group,
    )
    record(actor=by.username, action="wanted.asked", subject=f"wanted:{wanted}", group=group.slug if group else "")
    return wanted


@transaction.atomic
def second(*, wanted: Wanted, by: User) -> None:
    """Need it, too. Twice is once; whoever asked needs it anyway."""
    if wanted.asker_id == by.pk:
        return
    check_pace(actor=by.username, action="wanted.seconded", most=MOST_SECONDED, within=HOUR)
    locked = _locked(wanted)
    _, made = Seconding.objects.get_or_create(wanted=locked, person=by)
    if made:
        _count(locked)
        record(actor=by.username, action="wanted.seconded", subject=f"wanted:{wanted}")


@transaction.atomic
def unsecond(*, wanted: Wanted, by: User) -> None:
    """Need it no longer."""
    locked = _locked(wanted)
    if Seconding.objects.filter(wanted=locked, person=by).delete()[0]:
        _count(locked)


@transaction.atomic
def answer(*, wanted: Wanted, by: User, notebook: Notebook) -> Answer:
    """Give a notebook as the answer, and tell those who need it. For a request and a notebook that `by` may see."""
    check_may(by, notebook, Role.READ)
    check_pace(actor=by.username, action="wanted.answered", most=MOST_ANSWERED, within=HOUR)
    locked = _locked(wanted)
    state = after("answer", locked.state)
    check_answers(notebook, locked)
    made, fresh = Answer.objects.get_or_create(wanted=locked, notebook=notebook, defaults={"by": by})
    if not fresh:
        raise Conflict("This notebook answers the request already.")
    _set(locked, state)
    record(actor=by.username, action="wanted.answered", subject=f"wanted:{wanted}", notebook=str(notebook.uuid))
    # Each answer is a subject of its own: an earlier notice that nobody has looked at hides no later one.
    others = [one for one in needing(locked) if one.pk != by.pk]
    tell(people=others, kind=ANSWERED, subject=f"wanted:{wanted}#{made.pk}")
    return made


@transaction.atomic
def close(*, wanted: Wanted, by: User) -> None:
    """It is answered, or needed no longer. Whoever answered is told that it helped."""
    check_may_decide(by, wanted)
    locked = _locked(wanted)
    helped = locked.state == State.ANSWERED
    _set(locked, after("close", locked.state))
    record(actor=by.username, action="wanted.closed", subject=f"wanted:{wanted}", answered=helped)
    if helped:
        tell(people=_answerers(locked, by), kind=ACCEPTED, subject=f"wanted:{wanted}")


@transaction.atomic
def reopen(*, wanted: Wanted, by: User) -> None:
    """The answers did not do."""
    check_may_decide(by, wanted)
    locked = _locked(wanted)
    _set(locked, after("reopen", locked.state))
    record(actor=by.username, action="wanted.reopened", subject=f"wanted:{wanted}")
    tell(people=_answerers(locked, by), kind=REOPENED, subject=f"wanted:{wanted}")


@transaction.atomic
def remove(*, wanted: Wanted, by: User, because: str) -> None:
    """Take it from the board, for everybody. Whoever asked is told why."""
    check_may_remove(by)
    because = shortened(" ".join(because.split()), LONGEST_REASON)
    if not because:
        raise Invalid("Say why: whoever asked will read it.")
    locked = _locked(wanted)
    locked.removed_because = because
    _set(locked, after("remove", locked.state))
    record(actor=by.username, action="wanted.removed", subject=f"wanted:{wanted}")
    tell(people=[locked.asker], kind=REMOVED, subject=f"wanted:{wanted}")


def needing(wanted: Wanted) -> list[User]:
    """Whoever asked, and everybody who needs it, too."""
    return [wanted.asker, *User.objects.filter(pk__in=wanted.seconded.values("person"))]


def _answerers(wanted: Wanted, besides: User) -> QuerySet[User]:
    return User.objects.filter(pk__in=wanted.answers.values("by")).exclude(pk=besides.pk)


def _locked(wanted: Wanted) -> Wanted:
    # The lock first and alone: joined rows would be those from before the wait.
    Wanted.objects.select_for_update().get(pk=wanted.pk)
    return Wanted.objects.select_related("asker", "group").get(pk=wanted.pk)


def _set(wanted: Wanted, state: State) -> None:
    wanted.state = state
    wanted.save(update_fields=["state", "removed_because"])


def _count(wanted: Wanted) -> None:
    Wanted.objects.filter(pk=wanted.pk).update(needed=wanted.seconded.count() + 1)

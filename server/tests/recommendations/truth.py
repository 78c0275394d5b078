"""What really happened, beside what a reason says."""

from datetime import timedelta

from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.models import Belonging
from gallery.notebooks.models import Notebook, Star, Use
from gallery.recommendations.models import FieldShare, Similar
from gallery.recommendations.queries import Suggestion


def check_true(reader: User, one: Suggestion) -> None:
    reason, notebook = one.reason, Notebook.objects.get(uuid=one.uuid)
    users = set(Use.objects.filter(notebook=notebook).values_list("person", flat=True)) - {reader.pk}
    mine = Use.objects.filter(person=reader).values("notebook")
    if reason.startswith("People"):
        likewise = set(Use.objects.filter(notebook__in=mine).values_list("person", flat=True))
        likewise |= set(Star.objects.filter(notebook__in=mine).values_list("person", flat=True))
        assert len(users & likewise) >= 2
    elif reason.startswith("Used together with "):
        about = Notebook.objects.get(title=reason.removeprefix("Used together with ").strip("“”"))
        both = set(Use.objects.filter(notebook=about).values_list("person", flat=True)) & (users | {reader.pk})
        assert len(both) >= 3
    elif reason.startswith("Used for the same work as "):
        starred = set(Star.objects.filter(notebook=notebook).values_list("person", flat=True))
        assert len(starred | set(Use.objects.filter(notebook=notebook).values_list("person", flat=True))) >= 3
        about = Notebook.objects.get(title=reason.removeprefix("Used for the same work as ").strip("“”"))
        assert Use.objects.filter(person=reader, notebook=about).exists() or is_starred(reader, about)
        assert fields_with(about) & fields_with(notebook)
    elif reason.startswith("Like "):
        title, _, how = reason.removeprefix("Like ").partition(", which you ")
        about = Notebook.objects.get(title=title.strip("“”"))
        assert Similar.objects.filter(notebook=about, other=notebook).exists()
        ran = Use.objects.filter(person=reader, notebook=about, runs__gt=0).exists()
        kept = is_starred(reader, about)
        assert how == ("ran" if ran else "starred" if kept else "read")
    elif reason.startswith("Your group "):
        assert notebook.group is not None
        assert reason == f"Your group {notebook.group.name} owns it"
        assert notebook.group.memberships.filter(person=reader).exists()
    elif reason == "Used in House":
        assert Belonging.objects.filter(person__in=users).count() >= 2
    elif reason == "Trending this month":
        assert Use.objects.filter(notebook=notebook, day__gt=timezone.now() - timedelta(days=31)).exists()
    else:
        assert reason == "A good first notebook"
        assert notebook.tags.filter(name="newcomers").exists()


def is_starred(reader: User, notebook: Notebook) -> bool:
    return Star.objects.filter(person=reader, notebook=notebook).exists()


def fields_with(notebook: Notebook) -> set[tuple[int, int]]:
    return set(FieldShare.objects.filter(notebook=notebook).values_list("learning", "field"))

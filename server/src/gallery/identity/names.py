"""Names that are free."""

from gallery.accounts.models import User


def free_name(wish: str) -> str:
    """The name, or the name with the first number that makes it free: never somebody else's account."""
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=wish).values_list("username", flat=True)
    }
    number, name = 1, wish
    while name in taken:
        number += 1
        name = f"{wish}-{number}"
    return name

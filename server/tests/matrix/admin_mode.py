"""The one place that knows how an administrator enters and leaves admin mode."""

from django.test import Client

PASSWORD = "a-long-password"


def enter_admin_mode(client: Client) -> None:
    """As people do: say why, and give the password once more."""
    answer = client.post("/admin/mode", {"reason": "The matrix", "password": PASSWORD})
    assert answer.status_code == 302, f"Admin mode was refused with {answer.status_code}."


def leave_admin_mode(client: Client) -> None:
    """With the button."""
    assert client.post("/admin/mode/off").status_code == 302

"""What has to be there before anything starts: tables, the hub's client, the demo."""

from collections.abc import Callable

from django.core.management import call_command

from gallery.accounts.models import User
from gallery.demo.loading import load_demo
from gallery.lib.kept import kept_secret
from gallery.provider.clients import ensure_first_party_client
from gallery.site.config import Config


def prepare(config: Config, *, say: Callable[[str], None]) -> None:
    """Bring the database up to date and fill it the first time. Does nothing a second time."""
    call_command("migrate", verbosity=0, interactive=False)
    if config.hub:
        ensure_first_party_client(
            client_id="commonplace-hub",
            name="JupyterHub",
            secret=kept_secret(config.home, "hub-client"),
            redirect_uri=f"{config.hub_url}/hub/oauth_callback",
        )
    if config.demo and not User.objects.exists():
        say("Loading the demo, the first time only …")
        load_demo(say=say)

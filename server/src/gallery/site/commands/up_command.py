"""`commonplace up`: prepare, then start gallery, worker and hub in the foreground until Ctrl-C."""

import argparse
import os
import sys
from pathlib import Path

from gallery.lib.kept import kept_secret
from gallery.site.checks import complaints
from gallery.site.config import Config, hub_service_token, read_config
from gallery.site.supervisor import Process, Supervisor


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: settings come from the environment."""


def run(given: argparse.Namespace) -> int:
    """Check, prepare, start; answers when everything has stopped."""
    found = complaints()
    if found:
        sys.stderr.write("".join(f"commonplace up: {line}\n" for line in found))
        return 1
    config = read_config()
    _prepare(config)
    supervisor = Supervisor(processes(config), logs=config.home / "logs", welcome=_welcome(config))
    return supervisor.run()


def _prepare(config: Config) -> None:
    import django  # noqa: PLC0415 — settings make the data folder, so after the checks

    django.setup()
    from gallery.site.preparation import prepare  # noqa: PLC0415

    prepare(config, say=_say)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def processes(config: Config) -> list[Process]:
    """The processes of one machine, with what each needs to know."""
    here = [sys.executable, "-m"]
    environment = dict(os.environ)
    web = [*here, *web_command(config.host, config.port, threads=config.web_threads)]
    worker = [
        *here,
        "gallery.site.command_line",
        "manage",
        "db_worker",
        "--queue-name",
        "*",
        "--no-startup-delay",
    ]
    running = [
        Process("gallery", web, environment, f"http://{config.host}:{config.port}/readyz", needed=True),
        Process("worker", worker, environment, None),
        Process("chores", [*here, "gallery.site.command_line", "chores", "--stay"], environment, None),
    ]
    if config.hub:
        running.append(
            Process("hub", [*here, "commonplace_hub"], hub_environment(config), f"{config.hub_url}/hub/health")
        )
    return running


def web_command(host: str, port: int, *, threads: int) -> list[str]:
    """The web server, without the interpreter in front."""
    words = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1"]
    return [
        *words,
        "--blocking-threads",
        str(threads),
        "--no-ws",
        "--log-level",
        "warning",
        "gallery.site.wsgi:application",
    ]


def hub_environment(config: Config) -> dict[str, str]:
    """What the hub is told: where the gallery is and the secret they share."""
    return os.environ | {
        "COMMONPLACE_HOME": str(config.home),
        "COMMONPLACE_HOST": config.host,
        "COMMONPLACE_GALLERY_URL": config.url,
        "COMMONPLACE_HUB_PORT": str(config.hub_port),
        "COMMONPLACE_HUB_URL": config.hub_url,
        "COMMONPLACE_HUB_CLIENT_SECRET": kept_secret(config.home, "hub-client"),
        "COMMONPLACE_HUB_SERVICE_TOKEN": hub_service_token(config.home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _welcome(config: Config) -> str:
    demo = "\n  Demo people: admin, ada, grace, nina, otto (password: commonplace)" if config.demo else ""
    return f"\n  Commonplace is ready: {config.url}{demo}\n  Ctrl-C stops everything.\n"

"""Starts the hub in the foreground: `python -m commonplace_hub`."""

import logging
import os
import sys
from pathlib import Path

from commonplace_hub.preparation import crypt_key, prepare
from commonplace_hub.settings import WrongSetting, read

CONFIGURATION = Path(__file__).with_name("jupyterhub_config.py")


def main() -> None:
    """Prepare, then become JupyterHub; ends with one sentence and code 1 if something is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    os.umask(0o077)
    try:
        settings = read()
        prepare(settings)
    except WrongSetting as problem:
        sys.exit(str(problem))
    os.environ["JUPYTERHUB_CRYPT_KEY"] = crypt_key(settings)
    # relative paths in JupyterHub's own defaults then stay inside its folder
    os.chdir(settings.folder)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub", "--config", str(CONFIGURATION)])


if __name__ == "__main__":
    main()

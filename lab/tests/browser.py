"""JupyterLab in a real browser, opened as the gallery opens it; what its console complains about is kept."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, expect

from tests.jupyterlab import PATIENCE, JupyterLab

from .jupyter import Jupyter

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=PATIENCE)


def jupyterlab() -> tuple[str, ...]:
    """The command that starts JupyterLab of the analysts' environment, where the extension is installed."""
    chosen = os.environ.get("COMMONPLACE_ANALYST_ENVIRONMENT") or ROOT / ".venv-analyst"
    program = Path(chosen) / "bin" / "jupyter-lab"
    assert program.exists(), (
        "The analysts' environment is missing: run `python -m commonplace_hub.analyst_environment`."
    )
    return (str(program.with_name("python")), "-m", "jupyterlab")


@dataclass
class Lab(JupyterLab):
    """A JupyterLab page and what its console complained about."""

    server: Jupyter
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def open(self, **words: str) -> None:
        """Open the address as the gallery's redirect does."""
        query = "&".join(f"{name}={value}" for name, value in {"token": self.server.token, **words}.items())
        self.page.goto(f"{self.server.url}/lab?{query}")

    def open_in_notebook(self, name: str) -> None:
        """Open a file that has no kernel in Notebook and wait for one; its indicator says idle before that, too."""
        with self.page.expect_response(
            lambda answer: answer.request.method == "POST" and "/api/sessions" in answer.url
        ):
            self.page.goto(f"{self.server.url}/notebooks/{name}")
        expect(self.page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")

"""Formulas in Voilà: set as formulas, and by nothing that lies on another machine."""

import json

import pytest
from playwright.sync_api import expect

from .browser import Lab
from .contract_gallery import notebook
from .jupyter import PATIENCE

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
IN_WORDS = {"cell_type": "markdown", "id": "words", "metadata": {}, "source": "Its area is $$\\int_0^1 x^2 dx$$"}
COMPUTED = "from IPython.display import Math\nMath(r'\\frac{a}{b}')"


@pytest.mark.parametrize("place", ["voila/render", "lab/tree"])
def test_formulas_are_set_by_what_is_here(lab: Lab, place: str) -> None:
    document = notebook(COMPUTED)
    document["cells"].append(IN_WORDS)
    (lab.server.folder / "formulas.ipynb").write_text(json.dumps(document))
    lab.open()
    lab.ready()
    asked: list[str] = []
    lab.page.on("request", lambda request: asked.append(request.url))
    lab.page.goto(f"{lab.server.url}/{place}/formulas.ipynb")
    if place == "lab/tree":
        lab.ready().kernel_is_idle()
        lab.run_all()
    expect(lab.page.locator("mjx-mfrac")).to_be_visible(timeout=PATIENCE * 1000)
    expect(lab.page.locator("mjx-math[display=true] mjx-msup")).to_be_visible()
    expect(lab.page.locator("mjx-assistive-mml math")).to_have_count(2)
    assert [address for address in asked if not address.startswith((lab.server.url, "data:", "blob:"))] == []

"""A form of the kit in a real browser: in JupyterLab, in Notebook and in Voilà, with the keyboard alone."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from .browser import Lab
from .contract_gallery import notebook
from .jupyter import PATIENCE

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
NAME = "Which plays?"
FORM = """\
import commonplace as cp

answers = cp.form(
    "Which plays?",
    country=cp.field.choice("Country", ["DE", "FR", "IT"], required=True, help="Where they were played."),
    days=cp.field.dates("Days", default=("2026-01-01", "2026-01-31")),
    least=cp.field.number("At least", default=10, minimum=1, whole=True),
    kinds=cp.field.choices("Kinds", ["film", "series"]),
    titles=cp.field.file("Titles", endings=[".csv"], largest=0.001),
    words=cp.field.text("Words"),
)
answers"""
BELOW = """\
file = answers.titles.open().read().decode() if answers.titles else "no file"
print("/".join([answers.country, str(answers.days.last), str(answers.least), *answers.kinds, file]))
print(len(answers.words or ""))"""
APPLICATION = """\
@answers.on_run
def show(answers):
    if answers.words == "fail":
        raise ValueError("There are no such plays.")
    return f"{answers.least} plays or more in {answers.country}\""""
CANARY = "canary-that-nobody-keeps"


def written(lab: Lab, name: str, *sources: str) -> str:
    """A new notebook in the person's folder; the browser is signed in to their Jupyter."""
    (lab.server.folder / name).write_text(json.dumps(notebook(*sources)))
    lab.open()
    lab.ready()
    return name


def the_form(lab: Lab) -> Locator:
    """The form, once it stands on the page; a cell that ends in it shows it once."""
    form = lab.page.get_by_role("form", name=NAME)
    expect(form).to_be_visible(timeout=PATIENCE * 1000)
    expect(form).to_have_count(1)
    return form


def opened(lab: Lab, name: str, *sources: str) -> Locator:
    """The form of a new notebook in JupyterLab, after all its cells were run."""
    lab.page.goto(f"{lab.server.url}/lab/tree/{written(lab, name, *sources)}?reset")
    lab.ready().kernel_is_idle()
    lab.run_all()
    return the_form(lab)


def save(lab: Lab) -> None:
    """Save the notebook, and wait until it is."""
    lab.cell(1).locator(".cm-content").click()
    lab.page.keyboard.press("Control+s")
    lab.page.wait_for_function("() => !document.querySelector('.lm-TabBar-tab.jp-mod-dirty')")


def violations(lab: Lab) -> list[str]:
    """What axe finds in the form."""
    found = Axe().run(lab.page, context=".cp-form").response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def type_answers(lab: Lab, form: Locator) -> None:
    """Answer with the keyboard alone, beginning in the summary of what is missing; Enter runs."""
    form.get_by_role("link", name="“Country” is needed.").press("Enter")
    expect(form.get_by_label("Country")).to_be_focused()
    press = lab.page.keyboard.press
    press("ArrowDown")  # arrows and letters are for the field, and no shortcuts of JupyterLab's
    expect(form.get_by_label("Country")).to_have_value("DE")
    press("f")
    for _ in range(7):  # to the second date and beyond: each has three parts and the calendar's button
        press("Tab")
    expect(form.get_by_label("Last day")).to_be_focused()
    form.get_by_label("Last day").press("Tab")
    form.get_by_label("At least").press("Control+a")
    lab.page.keyboard.type("12")
    press("Tab")
    press("Tab")
    press("Space")
    expect(form.get_by_label("series")).to_be_checked()
    press("Tab")
    expect(form.get_by_label("Titles")).to_be_focused()
    press("Tab")
    lab.page.keyboard.type(CANARY)
    press("Enter")


def test_what_is_missing_is_said_and_the_cells_below_run_with_the_answers(lab: Lab) -> None:
    form = opened(lab, "keyboard.ipynb", "before = 'the form'", FORM, BELOW)
    expect(lab.cell(3)).to_contain_text("Fill in the form first, and press Run in it: “Country” is needed.")
    assert violations(lab) == []
    form.get_by_role("button", name="Run").press("Enter")
    expect(form.get_by_role("alert")).to_be_focused()
    expect(form.get_by_label("Country")).to_have_accessible_description("Where they were played. “Country” is needed.")
    assert violations(lab) == []
    type_answers(lab, form)
    expect(lab.cell(3)).to_contain_text(f"FR/2026-01-31/12/series/no file\n{len(CANARY)}")
    expect(form.get_by_role("status")).to_have_text("Your answers are in, and the cells below are running with them.")
    expect(form.get_by_label("Words")).to_be_focused()
    expect(lab.cell(1)).to_contain_text("[1]")  # was run once, with all others
    save(lab)
    kept = "".join(path.read_text(errors="replace") for path in lab.server.folder.rglob("*.ipynb"))
    assert "FR/2026-01-31" in kept
    assert CANARY not in kept, "an answer is in the saved notebook"


def test_files_come_whole_and_answers_survive_a_reload_in_the_kernel(lab: Lab, tmp_path: Path) -> None:
    form = opened(lab, "files.ipynb", FORM, BELOW)
    (tmp_path / "large.csv").write_text("x" * 1001)
    (tmp_path / "titles.txt").write_text("1,Ada")
    (tmp_path / "titles.csv").write_text("1,Ada")
    run, alert = form.get_by_role("button", name="Run"), form.get_by_role("alert")
    for name, sentence in (("large.csv", "files of at most 0.001 MB"), ("titles.txt", "a file that ends in .csv")):
        form.get_by_label("Titles").set_input_files(tmp_path / name)
        run.click()
        expect(alert).to_contain_text(sentence)
    form.get_by_label("Titles").set_input_files(tmp_path / "titles.csv")
    form.get_by_label("Country").select_option("IT")
    run.click()
    expect(lab.cell(2)).to_contain_text("IT/2026-01-31/10/1,Ada")
    save(lab)
    lab.page.reload()
    lab.ready().kernel_is_idle()
    expect(the_form(lab).get_by_label("Country")).to_have_value("IT")


def test_a_form_in_notebook(lab: Lab) -> None:
    lab.open_in_notebook(written(lab, "seven.ipynb", FORM, BELOW))
    lab.page.get_by_role("button", name="Restart the kernel and run all cells").click()
    lab.dialog().get_by_role("button", name="Confirm Kernel Restart").click()
    form = the_form(lab)
    form.get_by_label("Country").select_option("FR")
    form.get_by_role("button", name="Run").press("Space")
    expect(lab.page.get_by_text("FR/2026-01-31/10/no file")).to_be_visible()
    # Notebook itself stumbles over settings while it starts; its debugger may ask a kernel that is being restarted.
    known = ("reading 'schema'", "debugger state: Canceled future")
    lab.complaints[:] = [said for said in lab.complaints if not any(words in said for words in known)]


def test_a_form_is_an_application_in_voila(lab: Lab) -> None:
    asked: list[str] = []
    lab.page.on("request", lambda request: asked.append(request.url))
    lab.page.goto(f"{lab.server.url}/voila/render/{written(lab, 'application.ipynb', FORM, APPLICATION)}")
    form = the_form(lab)
    form.get_by_role("button", name="Run").press("Enter")
    expect(form.get_by_role("alert")).to_be_focused()
    assert violations(lab) == []
    form.get_by_label("Country").select_option("DE")
    form.get_by_label("Words").fill("fail")
    form.get_by_label("Words").press("Enter")
    expect(form.get_by_role("alert")).to_have_text("This did not work. There are no such plays. (ValueError)")
    expect(lab.page.get_by_text("Traceback")).to_have_count(0)
    form.get_by_label("Words").fill("")
    form.get_by_role("button", name="Run").click()
    expect(lab.page.get_by_text("10 plays or more in DE")).to_be_visible()
    expect(form.get_by_role("status")).to_have_text("Done.")
    assert [address for address in asked if not address.startswith((lab.server.url, "data:", "blob:"))] == []

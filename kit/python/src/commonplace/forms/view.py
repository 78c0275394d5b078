"""The form as a widget. Its state holds the questions; answers come and go in messages, which nothing keeps.

Apart, because it needs anywidget at its import, and only notebooks draw forms.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets
from IPython.display import display

from commonplace.display import shell_of_notebook
from commonplace.forms.answers import Upload, shown
from commonplace.forms.showing import is_application
from commonplace.forms.words import WORDS
from commonplace.progress_place import Drawn, drawing_in
from commonplace.translation import _

HERE = Path(__file__).parent


class FormView(anywidget.AnyWidget):
    """What the browser draws."""

    _esm = HERE / "form.js"
    _css = HERE / "form.css"
    declared = traitlets.Dict().tag(sync=True)


class FormBox(ipywidgets.VBox):  # type: ignore[misc] # carries no types
    """The form, and below it what its functions show."""

    def __init__(self, form: Any, **options: Any) -> None:
        """Put both together."""
        self._form = form
        super().__init__(**options)

    def __repr__(self) -> str:
        """The form's own line, which is what notebooks keep beside the widget."""
        return repr(self._form)


def view_of(form: Any) -> FormBox:
    """A widget for the form."""
    view, telling, output = FormView(declared=_declared(form)), ipywidgets.HTML(), ipywidgets.Output()
    view.on_msg(Conversation(form, view, telling, output).hear)
    return FormBox(form, children=[view, telling, output])


def _declared(form: Any) -> dict[str, Any]:
    fields = [{"name": name, **dataclasses.asdict(asked)} for name, asked in form._declaration.fields.items()]
    for described in fields:
        described["default"] = shown({"": form._started[described["name"]]})[""]
    return {
        "title": form._declaration.title,
        "fields": fields,
        "words": {name: _(said) for name, said in WORDS.items()},
    }


class Conversation:
    """What is said between a form in the browser and its answers in the kernel."""

    def __init__(self, form: Any, view: FormView, telling: Any, output: Any) -> None:
        """Files come one by one before the answers, since a connection takes no more at once."""
        self._form, self._view, self._telling, self._output = form, view, telling, output
        self._files: dict[str, Upload] = {}

    def hear(self, _widget: Any, said: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """One message of the browser."""
        if said.get("kind") == "ready":
            self._reply(said, kind="answers", answers=shown(self._form._answers))
        elif said.get("kind") == "file" and buffers:
            name = str(said.get("filename", "")).replace("\\", "/").rpartition("/")[2]
            self._files[str(said.get("name"))] = Upload(name, bytes(buffers[0]))
        elif said.get("kind") == "run":
            self._run(said)

    def _reply(self, said: Mapping[str, Any], **words: Any) -> None:
        self._view.send({"view": said.get("view"), **words})

    def _run(self, said: Mapping[str, Any]) -> None:
        answers = said.get("answers")
        given, self._files = {**(answers if isinstance(answers, dict) else {}), **self._files}, {}
        wrong = self._form._take(given)
        if wrong:
            self._reply(said, kind="wrong", wrong=wrong)
            return
        failure = self._work()
        if failure:
            self._reply(said, kind="failed", sentence=failure)
        else:
            self._reply(said, kind="ran", acted=bool(self._form._work), application=is_application())

    def _work(self) -> str:
        """Do what was registered; answers what went wrong in one sentence, and shows authors where."""
        self._output.clear_output()
        self._telling.value = ""
        with self._output, drawing_in(self):
            for work in self._form._work:
                try:
                    self._show(work(self._form))
                except Exception as error:
                    self._explain()
                    return _("This did not work. {reason} ({kind})").format(
                        reason=str(error)[:1000] or _("It gave no reason."), kind=type(error).__name__
                    )
        return ""

    def update(self, shown: Drawn) -> None:
        """Draw progress between the form and its output."""
        self._telling.value = shown._repr_html_()

    def _show(self, result: Any) -> None:
        if result is not None:
            display(result)  # type: ignore[no-untyped-call]

    def _explain(self) -> None:
        shell = shell_of_notebook()
        if shell is not None and not is_application():
            shell.showtraceback()

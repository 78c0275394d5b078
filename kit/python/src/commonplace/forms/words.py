"""What a form says by itself, in one place to be translated; the browser's half has no words of its own."""

from commonplace.translation import marked

WORDS = {
    "form": marked("Form"),
    "run": marked("Run"),
    "required": marked("(required)"),
    "first": marked("First day"),
    "last": marked("Last day"),
    "choose": marked("Choose…"),
    "none": marked("No choice"),
    "trouble": marked("Please look at these answers; nothing was run yet:"),
    "too_large": marked("“{label}” takes files of at most {largest} MB."),
    "waiting": marked("Running… If the notebook is still busy, your answers wait for it."),
    "silent": marked("The notebook has not answered yet. If it was restarted, run the cell of this form again."),
    "below_runs": marked("Your answers are in, and the cells below are running with them."),
    "run_below": marked("Your answers are in. Now run the cells below."),
    "answered": marked("Your answers are in."),
    "done": marked("Done."),
}

"""What a form says by itself, in one place to be translated; the browser's half has no words of its own."""

WORDS = {
    "form": "Form",
    "run": "Run",
    "required": "(required)",
    "first": "First day",
    "last": "Last day",
    "choose": "Choose…",
    "none": "No choice",
    "trouble": "Please look at these answers; nothing was run yet:",
    "too_large": "“{label}” takes files of at most {largest} MB.",
    "waiting": "Running… If the notebook is still busy, your answers wait for it.",
    "silent": "The notebook has not answered yet. If it was restarted, run the cell of this form again.",
    "below_runs": "Your answers are in, and the cells below are running with them.",
    "run_below": "Your answers are in. Now run the cells below.",
    "answered": "Your answers are in.",
    "done": "Done.",
}

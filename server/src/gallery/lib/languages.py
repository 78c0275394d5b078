"""Programming languages: one name for each, whatever a notebook calls it."""

from typing import Any

_SAME = {
    "ir": "r", "python3": "python", "python2": "python", "ipython": "python", "ipython3": "python", "c++": "cpp",
    "c++11": "cpp", "c++14": "cpp", "c++17": "cpp", "c++20": "cpp", "js": "javascript",
    "node": "javascript", "nodejs": "javascript",
    "ts": "typescript", "sh": "bash", "shell": "bash", "golang": "go", "gophernotes": "go", "c#": "csharp",
    "f#": "fsharp",
    "octave": "matlab", "sagemath": "sage", "pyspark": "python", "sos": "sos", "xsql": "sql", "sqlite": "sql",
}  # fmt: skip
_SHOWN = {
    "r": "R", "cpp": "C++", "csharp": "C#", "fsharp": "F#", "javascript": "JavaScript", "typescript": "TypeScript",
    "sql": "SQL", "matlab": "Matlab", "ocaml": "OCaml", "c": "C", "": "Unknown",
}  # fmt: skip


def language_of(notebook: dict[str, Any]) -> str:
    """The notebook's language in lower case, such as `python` or `r`; empty where it does not say."""
    metadata = notebook.get("metadata", {})
    spec, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    named = info.get("name") or spec.get("language") or spec.get("name") or ""
    plain = named.strip().lower()
    return _SAME.get(plain, "".join(c for c in plain if c.isalnum() or c in "-_+"))[:40]


def shown_language(language: str) -> str:
    """The language as people write it: `R`, `C++`, `Python`."""
    return _SHOWN.get(language, language.capitalize())

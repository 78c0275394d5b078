"""Which of pygments' lexers colours which language, where we have no light grammar of our own.

A table: what a notebook calls its language never loads anything by name.
"""

from functools import cache
from importlib import import_module

from pygments.lexer import Lexer

from gallery.lib.rendering.grammars import GRAMMARS

# Language → module and class in pygments.lexers.
_LEXERS: dict[str, tuple[str, str]] = {
    "bash": ("shell", "BashLexer"),
    "javascript": ("javascript", "JavascriptLexer"),
    "typescript": ("javascript", "TypeScriptLexer"),
    "cpp": ("c_cpp", "CppLexer"),
    "c": ("c_cpp", "CLexer"),
    "ruby": ("ruby", "RubyLexer"),
    "go": ("go", "GoLexer"),
    "java": ("jvm", "JavaLexer"),
    "kotlin": ("jvm", "KotlinLexer"),
    "groovy": ("jvm", "GroovyLexer"),
    "clojure": ("jvm", "ClojureLexer"),
    "rust": ("rust", "RustLexer"),
    "perl": ("perl", "PerlLexer"),
    "haskell": ("haskell", "HaskellLexer"),
    "csharp": ("dotnet", "CSharpLexer"),
    "fsharp": ("dotnet", "FSharpLexer"),
    "powershell": ("shell", "PowerShellLexer"),
    "lua": ("scripting", "LuaLexer"),
    "ocaml": ("ml", "OcamlLexer"),
    "matlab": ("matlab", "MatlabLexer"),
    "octave": ("matlab", "OctaveLexer"),
    "scheme": ("lisp", "SchemeLexer"),
    "tcl": ("tcl", "TclLexer"),
    "sas": ("sas", "SASLexer"),
    "stata": ("stata", "StataLexer"),
    "idl": ("idl", "IDLLexer"),
    "gnuplot": ("graphics", "GnuplotLexer"),
    "maxima": ("maxima", "MaximaLexer"),
    "q": ("q", "QLexer"),
    "robotframework": ("robotframework", "RobotFrameworkLexer"),
    "fortran": ("fortran", "FortranLexer"),
    "cython": ("python", "CythonLexer"),
    "php": ("php", "PhpLexer"),
    "swift": ("objective", "SwiftLexer"),
    "elixir": ("erlang", "ElixirLexer"),
    "json": ("data", "JsonLexer"),
    "yaml": ("data", "YamlLexer"),
    "toml": ("configs", "TOMLLexer"),
    "ini": ("configs", "IniLexer"),
    "html": ("html", "HtmlLexer"),
    "xml": ("html", "XmlLexer"),
    "css": ("css", "CssLexer"),
    "diff": ("diff", "DiffLexer"),
    "tex": ("markup", "TexLexer"),
    "dockerfile": ("configs", "DockerLexer"),
}

# Other names under which notebooks and fences know them.
_ALIASES: dict[str, str] = {
    "py": "python", "python3": "python", "python2": "python", "ipython": "python", "ipython3": "python",
    "pyspark": "python", "sage": "python", "sagemath": "python", "xonsh": "python", "coconut": "python",
    "pycon": "python",
    "ir": "r", "jl": "julia", "sh": "bash", "shell": "bash", "zsh": "bash", "console": "bash", "sqlite": "sql",
    "mysql": "sql", "postgresql": "sql", "xsql": "sql", "js": "javascript", "node": "javascript", "jsx": "javascript",
    "ts": "typescript", "tsx": "typescript", "c++": "cpp", "c++11": "cpp", "c++14": "cpp", "c++17": "cpp", "cxx": "cpp",
    "rb": "ruby", "golang": "go", "rs": "rust", "pl": "perl", "hs": "haskell", "c#": "csharp", "cs": "csharp",
    "f#": "fsharp", "pwsh": "powershell", "wolfram language": "", "yml": "yaml", "latex": "tex", "docker": "dockerfile",
}  # fmt: skip


def known_languages() -> tuple[str, ...]:
    """Each language that is coloured, by its own name."""
    return (*GRAMMARS, *_LEXERS)


def own_name(language: str) -> str:
    """The one name of a language; empty where it is not coloured."""
    name = language.strip().lower()
    name = _ALIASES.get(name, name)
    return name if name in GRAMMARS or name in _LEXERS else ""


def lexer_for(language: str) -> Lexer | None:
    """The lexer of a language, or nothing where it is not in the table."""
    name = own_name(language)
    return _made(name) if name in _LEXERS else None


@cache
def _made(name: str) -> Lexer:
    module, class_name = _LEXERS[name]
    found: type[Lexer] = getattr(import_module(f"pygments.lexers.{module}"), class_name)
    return found()

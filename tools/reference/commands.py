"""Draws the page of commands from the parser that reads them."""

import argparse
import re
from collections.abc import Iterator
from importlib import import_module

from gallery.site.command_line import parser

from tools.reference.gallery import first_line
from tools.reference.markdown import code, page, table

CODES = (
    (0, "Done."),
    (1, "Not done, or not all of it. The reason is one line on standard error, or a line for each file."),
    (2, "The words could not be understood; nothing was done."),
    (130, "Stopped with Ctrl-C; what was finished is kept."),
)
INTRO = "Settings come from [environment variables](settings.md). Each command explains itself with `--help`."


def draw() -> str:
    """The page."""
    top = parser()
    blocks = [block for name, does, one in commands(top) for block in section(name, does, one)]
    return page("Commands", INTRO, *blocks, "## Exit codes", table(("Code", "Meaning"), CODES))


def commands(top: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """The commands below a parser: the words that call them, what they do, their own parsers."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, below in action.choices.items():
                yield f"{top.prog} {name}", helps.get(name, ""), below
                yield from commands(below)


def section(name: str, does: str, one: argparse.ArgumentParser) -> Iterator[str]:
    """Heading, usage, what it does, its arguments."""
    yield f"## {name}"
    own = [action for action in one._actions if _is_shown(action)]
    yield f"```text\n{' '.join([name, *(usage(action) for action in own)])}\n```"
    yield f"{does[:1].upper()}{does[1:]}.{_failing(name)}"
    yield table(("Argument", "Meaning"), ((code(spelled(action)), meaning(action)) for action in own))


def _is_shown(action: argparse.Action) -> bool:
    return not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)


def _failing(name: str) -> str:
    """What the command's own code says about exit code 1, where it says something of its own."""
    module = import_module(f"gallery.site.commands.{name.split()[1]}_command")
    found = re.search(r"\b1 if [^.;]+", first_line(module.run.__doc__))
    return f" Exit code {found.group()}." if found else ""


def spelled(action: argparse.Action) -> str:
    """An argument as one types it: `--owner OWNER`, `PATH…`, `create|deactivate`."""
    value = _value(action)
    flags = ", ".join(action.option_strings)
    return f"{flags} {value}".strip() if flags else value


def usage(action: argparse.Action) -> str:
    """The same within a command line, in brackets where it may be left out."""
    words = f"{action.option_strings[-1]} {_value(action)}".strip() if action.option_strings else _value(action)
    optional = not action.required if action.option_strings else action.nargs in {"?", "*", argparse.REMAINDER}
    return f"[{words}]" if optional else words


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices and not action.metavar:
        value = "|".join(str(choice) for choice in action.choices)
    else:
        value = str(action.metavar or action.dest.upper())
    return f"{value}…" if action.nargs in {"+", "*", argparse.REMAINDER} else value


def meaning(action: argparse.Action) -> str:
    """The help of an argument, with its default where it has one."""
    has_default = action.option_strings and action.nargs != 0 and action.default not in {None, "", argparse.SUPPRESS}
    default = f"by default {code(action.default)}" if has_default else ""
    needed = "required" if action.option_strings and action.required else ""
    return "; ".join(filter(None, (action.help or "", needed, default)))

"""How commands are written, and one written wrongly, told in French: the library says it in English."""

from __future__ import annotations

import re
from typing import Any

import typer

_CHOICE = re.compile(r"'([^']*)' is not one of (.+?)\.?$")
_HINTS = {"MissingParameter": "il manque {name}", "BadParameter": "{name} n'admet pas cette valeur"}


def in_french(command: Any) -> Any:
    """The command and those below it, their `--help` told of in French."""
    option = command.get_help_option(typer.Context(command))
    if option is not None:
        option.help = "Montre cette aide, et rien d'autre."
    for below in getattr(command, "commands", {}).values():
        in_french(below)
    return command


def sentence(error: Exception) -> str:
    """What is wrong with the command, and where to read how it is written."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "liasse"
    return f"commande mal écrite : {_what(error)}. « {command} --help » montre comment l'écrire."


def _what(error: Exception) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"l'option {getattr(error, 'option_name', '')} n'existe pas"
    param = getattr(error, "param", None)
    if kind in _HINTS and param is not None:
        name = next((o for o in param.opts if o.startswith("--")), f"« {param.name} »")
        choice = _CHOICE.search(getattr(error, "message", ""))
        if choice:
            return f"{name} ne peut pas être « {choice[1]} », mais {choice[2].replace(chr(39), '')}"
        return _HINTS[kind].format(name=name)
    if (name := re.search(r"No such command '([^']*)'", str(error))) is not None:
        return f"« {name[1]} » n'est pas une commande"
    return "des arguments manquent ou sont de trop"

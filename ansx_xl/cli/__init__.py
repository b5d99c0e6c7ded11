"""The command line: parse, one call of `workflow`, words.

Exit 0: fine or warnings only; 1: errors found or a file rejected (the output is still written); 2: could not run.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from .. import __version__, vi
from .face import Face, Spoken, spoken

__all__ = ["main"]

_PARTS = {
    ".gathering": ("forms", "check", "consolidate"),
    ".papers": ("paper",),
    ".sending": ("status", "remind"),
    ".returning": ("return",),
    ".corrections": ("adjust", "choose", "sign-off", "reopen", "history"),
    ".outgoing": ("export",),
    ".tracing": ("trace",),
    ".catalogues": ("catalogue",),
    ".practice": ("demo",),
    "..workstation": ("template", "setup", "doctor"),
}
_PART_OF = {command: part for part, commands in _PARTS.items() for command in commands}


class Ansx(Face):
    """The commands; the part of the program that has one is imported when it is asked for."""

    context_class = Spoken

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_PART_OF)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _PART_OF:
            return None
        part = import_module(_PART_OF[name], __name__)
        return spoken(next(command for command in part.COMMANDS if command.name == name))


@click.group(cls=Ansx, help=vi.HELP["ansx"], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ansx", message="%(prog)s %(version)s")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")

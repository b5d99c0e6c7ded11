"""The command line: parse, one call of `workflow`, words.

Exit 0: fine or warnings only; 1: errors found or a file rejected (the output is still written); 2: could not run.
"""

from __future__ import annotations

import sys

import click

from .. import __version__, vi, workstation
from . import catalogues, gathering, outgoing, practice
from .face import Face

__all__ = ["main"]


@click.group(cls=Face, help=vi.HELP["ansx"], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ansx")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


for part in (gathering, outgoing, catalogues, practice, workstation):
    for command in part.COMMANDS:
        main.add_command(command)

"""What every command shares: words out, exit codes, options, progress; the one place that catches "cannot go on"."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from .. import vi, workflow
from ..errors import AnsxError, CatalogueError

OK, FOUND, FAILED = 0, 1, 2
LOG = "ansx.log"


class Face(click.Group):
    """The one place where "cannot go on" becomes a sentence and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except CatalogueError as error:
            for fault in error.faults:
                say(vi.fault(fault.file, fault.line, fault.code, fault.facts), error=True)
            say(vi.error(error.code, error.facts), error=True)
            code = FAILED
        except AnsxError as error:
            say(vi.error(error.code, error.facts), error=True)
            code = FAILED
        except click.exceptions.Exit as leave:
            code = leave.exit_code
        except click.ClickException as error:
            say(vi.usage(error), error=True)
            code = FAILED
        except (click.Abort, KeyboardInterrupt):
            say(vi.ABORTED, error=True)
            code = FAILED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = OK
        except Exception:  # a fault of ours: a sentence for the person, the details for whoever mends it
            say(vi.UNEXPECTED.format(log=_logged()), error=True)
            code = FAILED
        sys.exit(code if isinstance(code, int) else OK)


def _logged() -> str:
    """Append the details of the current exception to the log file in this folder, or in the system's own for such."""
    import traceback

    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with open(folder / LOG, "a", encoding="utf-8") as log:
                log.write(traceback.format_exc() + "\n")
            return str(folder / LOG)
        except OSError:
            continue
    return LOG


class Help(click.HelpFormatter):
    """The library's own words in a help, in the language of the rest."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _translated(args), vi.HELP_WORDS["Usage: "])

    def write_heading(self, heading: str) -> None:
        super().write_heading(_translated(heading))

    def write_dl(self, rows: Any, *widths: Any, **more: Any) -> None:
        super().write_dl([(_translated(first), _translated(second)) for first, second in rows], *widths, **more)


def _translated(text: str) -> str:
    for said, meant in vi.HELP_WORDS.items():
        text = text.replace(said, meant)
    return text


class Spoken(click.Context):
    """Where a command runs; its help is written by `Help`."""

    formatter_class = Help


def spoken(command: click.Command) -> click.Command:
    """The command, with its help (and that of the commands in it) in the language of the rest."""
    command.context_class = Spoken
    for p in (p for p in command.params if isinstance(p, click.Argument)):
        word = vi.ARGUMENTS.get(f"{command.name} {p.name}") or vi.ARGUMENTS.get(p.name, p.name.upper())
        p.metavar = (word if p.required else f"[{word}]") + ("..." if p.nargs != 1 else "")
    for below in getattr(command, "commands", {}).values():
        spoken(below)
    return command


def say(text: str, error: bool = False) -> None:
    click.echo(text, err=error)


def today_of(given: str | None) -> str:
    """The day of the run: the only clock of the program."""
    return day_of(given) if given else date.today().isoformat()


def day_of(given: str) -> str:
    """A day as typed, 31/12/2024 or 2024-12-31, as ISO text; an empty text stays one."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(given.strip(), form).date().isoformat() if given else ""
        except ValueError:
            continue
    raise AnsxError("date", text=given)


def shared(command: Callable) -> Callable:
    """Options that most commands have."""
    folder = click.Path(path_type=Path)
    command = click.option("--catalogue", "folder", type=folder, help=vi.HELP["catalogue"])(command)
    ledger = click.option(
        "--ledger", envvar=workflow.LEDGER_VARIABLE, default=workflow.DEFAULT_LEDGER, help=vi.HELP["ledger"]
    )
    return ledger(command)


def by_whom(command: Callable) -> Callable:
    """The person whom the ledger names beside what is recorded: as this machine knows them."""
    return click.option("--by", envvar="ANSX_BY", default=lambda: workflow.account(), help=vi.CORRECTION_HELP["by"])(
        command
    )


class progress:
    """One line that says what is being done, on a terminal only."""

    def __init__(self, title: str):
        self._title = title
        self._shown = None

    def __enter__(self) -> Callable[[str], None]:
        if not sys.stderr.isatty():
            return workflow.quiet
        from rich.console import Console

        self._shown = Console(stderr=True).status(self._title)
        self._shown.start()
        return lambda text: self._shown.update(f"{self._title}: {text}")

    def __exit__(self, *_exception: object) -> None:
        if self._shown is not None:
            self._shown.stop()

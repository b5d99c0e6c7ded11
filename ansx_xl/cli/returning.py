"""`ansx return`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi, workflow
from ..consolidating import name_of
from ..model import Catalogue, Severity
from ..period import Period
from .face import FOUND, OK, progress, say, shared


@click.command("return", help=vi.RETURN_HELP["return"], short_help=vi.RETURN_SHORT_HELP)
@click.argument("inbox", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.RETURN_HELP["folder"])
@click.option("--period", help=vi.RETURN_HELP["period"])
@shared
def return_(inbox: Path, output: Path, period: str | None, folder: Path | None, ledger: str) -> int:
    catalogue = workflow.load_catalogue(folder)
    when = Period.parse(period) if period else None
    with progress(vi.RETURN_STEP) as step:
        done = workflow.return_forms(catalogue, inbox, output, ledger, when, step)
    _show(catalogue, done, output)
    return FOUND if done.has_errors else OK


def _show(catalogue: Catalogue, done: workflow.Returns, output: Path) -> None:
    say(vi.returned(len(done.written), str(output)))
    for r in done.written:
        counts = {s: sum(1 for f in r.findings if f.severity is s) for s in Severity}
        name = name_of(catalogue, r.period, r.respondent)
        when, errors, warnings = vi.period(r.period), counts[Severity.ERROR], counts[Severity.WARNING]
        say(vi.returned_form(name, when, r.attempt, errors, warnings, r.path.name))
    if done.left:
        say(vi.not_returned(len(done.left)))
    for item in done.left:
        owner = f"{name_of(catalogue, item.period, item.respondent)}: " if item.respondent else ""
        say(f"  {item.file}: {owner}{vi.not_returned_reason(item.code, item.facts)}")


COMMANDS = (return_,)

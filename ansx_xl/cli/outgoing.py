"""`ansx export`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi, workflow
from ..period import Period
from .face import OK, say, shared, today_of


@click.command(help=vi.HELP["export"], short_help=vi.SHORT_HELP["export"])
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.HELP["export_folder"])
@click.option("--date", "day", help=vi.HELP["date"])
@shared
def export(period: str, output: Path, day: str | None, folder: Path | None, ledger: Path) -> int:
    catalogue = workflow.load_catalogue(folder)
    say(vi.exported(str(workflow.export(catalogue, Period.parse(period), output, ledger, today_of(day)))))
    return OK


COMMANDS = (export,)

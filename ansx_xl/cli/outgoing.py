"""`ansx export`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi, workflow
from ..period import Period
from .face import OK, progress, say, shared, today_of

_FILE = click.Path(path_type=Path)


@click.command(help=vi.HELP["export"], short_help=vi.SHORT_HELP["export"])
@click.argument("period")
@click.option("-o", "--output", type=_FILE, required=True, help=vi.HELP["export_folder"])
@click.option("--form", type=_FILE, help=vi.HELP["export_form"])
@click.option("--mapping", type=_FILE, help=vi.HELP["export_mapping"])
@click.option("--pdf", "with_pdf", is_flag=True, help=vi.HELP["export_pdf"])
@click.option("--review", is_flag=True, help=vi.HELP["export_review"])
@click.option("--date", "day", help=vi.HELP["date"])
@shared
def export(
    period: str,
    output: Path,
    form: Path | None,
    mapping: Path | None,
    with_pdf: bool,
    review: bool,
    day: str | None,
    folder: Path | None,
    ledger: str,
) -> int:
    catalogue, when = workflow.load_catalogue(folder), Period.parse(period)
    with progress(vi.STEPS["export"]) as step:
        today = today_of(day)
        done = workflow.export(catalogue, when, output, ledger, today, form, mapping, with_pdf, step, review)
    say(vi.exported(len(done.files), vi.period(when), str(output)))
    for file in done.files:
        say(vi.exported_file(file.path.relative_to(done.folder).as_posix(), file.purpose))
    for note in done.notes:
        say(note)
    return OK


COMMANDS = (export,)

"""The commands that concern the officer's computer: `ansx template`, `ansx setup`, `ansx doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from . import vi, workflow


@click.command(help=vi.TEMPLATE_HELP, short_help=vi.TEMPLATE_SHORT)
@click.option("-o", "--output", type=click.Path(path_type=Path), default="template.xlsm", help=vi.TEMPLATE_FILE_HELP)
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
def template(output: Path, folder: Path | None) -> int:
    from . import template as workbook
    from .saving import named, save

    save(workbook.to_bytes(workflow.load_catalogue(folder)), named(output, ".xlsm"))
    click.echo(vi.template_made(str(output)))
    return 0


@click.command(help=vi.SETUP_HELP, short_help=vi.SETUP_SHORT)
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--undo", is_flag=True, help=vi.UNDO_HELP)
def setup(folder: Path, undo: bool) -> int:
    from . import setup_windows

    for line in setup_windows.run(folder, undo):
        click.echo(line)
    return 0


@click.command(help=vi.DOCTOR_HELP)
def doctor() -> int:
    from . import doctor as checking

    found = checking.examine(checking.look(Path()))
    for line in checking.words(found):
        click.echo(line)
    return 0 if all(line.fine for line in found) else 1


COMMANDS = (template, setup, doctor)

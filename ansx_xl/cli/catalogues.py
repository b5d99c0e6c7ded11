"""`ansx catalogue check|export|import`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from .. import vi, workflow
from ..saving import named
from .face import FOUND, OK, say


@click.group(help=vi.HELP["catalogue_group"])
def catalogue() -> None:
    pass


@catalogue.command("check", help=vi.HELP["catalogue_check"])
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
def catalogue_check(folder: Path | None) -> int:
    found = workflow.load_catalogue(folder)
    faults = workflow.headroom_faults(found)
    for fault in faults:
        say(vi.fault("targets.yaml", 1, "headroom", fault), error=True)
    say(vi.catalogue_fine(found) if not faults else vi.error("catalogue", {"count": len(faults)}))
    return FOUND if faults else OK


@catalogue.command("export", help=vi.HELP["catalogue_export"])
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
def catalogue_export(target: Path, folder: Path | None) -> int:
    workflow.export_catalogue(folder, named(target, ".xlsx"))
    say(vi.catalogue_written(str(target), str(folder or "")))
    return OK


@catalogue.command("import", help=vi.HELP["catalogue_import"])
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--catalogue", "folder", type=click.Path(path_type=Path), help=vi.HELP["catalogue"])
@click.option("--dry-run", is_flag=True, help=vi.HELP["dry_run"])
def catalogue_import(source: Path, folder: Path | None, dry_run: bool) -> int:
    target, changes = workflow.import_catalogue(folder, source, dry_run)
    for change in changes:
        say("  " + vi.change(change.what, dataclasses.asdict(change)))
    say(vi.changed(len(changes), str(target), dry_run))
    return OK


COMMANDS = (catalogue,)

"""`ansx demo`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi
from .face import OK, progress, say


@click.command(help=vi.HELP["demo"], short_help=vi.SHORT_HELP["demo"])
@click.argument("target", type=click.Path(path_type=Path))
def demo(target: Path) -> int:
    from .. import demo as practice

    with progress(vi.STEPS["demo"]) as step:
        made = practice.make(target, step)
    for line in practice.summary(made):
        say(line)
    return OK


COMMANDS = (demo,)

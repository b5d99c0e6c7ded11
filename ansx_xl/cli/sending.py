"""`ansx status`, `ansx remind`."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from .. import ledger as ledgers
from .. import plain, reminding, vi, workflow
from ..period import Period
from ..sending import Sender, Sending, State
from .face import OK, say, shared, today_of


@click.command(help=vi.STATUS_HELP, short_help=vi.STATUS_SHORT)
@click.argument("period")
@click.option("--json", "as_json", is_flag=True, help=vi.HELP["json"])
@click.option("--date", "day", help=vi.STATUS_DATE)
@shared
def status(period: str, as_json: bool, day: str | None, folder: Path | None, ledger: str) -> int:
    catalogue = workflow.load_catalogue(folder)
    when, today = Period.parse(period), date.fromisoformat(today_of(day))
    found = workflow.status(catalogue, when, ledger)
    if as_json:
        say(json.dumps(plain.sent(found, today), ensure_ascii=False))
        return OK
    if not ledgers.exists(ledger):
        say(vi.NO_LEDGER_YET.format(file=ledger), error=True)
    say(vi.status_title(vi.period(when), today))
    for line in (*reminding.deadline_lines(found, today), reminding.counted(found)):
        say("  " + line)
    _show([_row(found, s, catalogue.code_of(s.respondent), today) for s in found.senders])
    for line in reminding.to_do(found):
        say(line)
    return OK


def _row(found: Sending, s: Sender, code: str, today: date) -> tuple[str, ...]:
    """One line of the table, as its columns are headed in `vi.STATUS_HEADINGS`."""
    there = s.state in (State.ACCEPTED, State.IN_PART)
    return (
        code,
        s.name,
        reminding.state(s),
        str(s.attempt or ""),
        vi.day(s.received) if s.received else "",
        reminding.timing(found, s, today),
        vi.completeness(s.given, s.asked) if there else "",
        str(s.errors) if there else "",
        str(s.warnings) if there else "",
        "; ".join(vi.paper(p.number, p.signed_on, p.signatory) for p in s.papers) or vi.NO_PAPER,
    )


_WIDE = 130
_IN_WIDE_ONLY, _WRAPPED = {3, 9}, {1, 2, 5, 9}
"""Columns by place: attempt and paper have no room on a narrow terminal; words may wrap, codes and days may not."""


def _show(rows: list[tuple[str, ...]]) -> None:
    """The table: drawn on a terminal, plain columns for a file or another program."""
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console()
        shown = [i for i in range(len(vi.STATUS_HEADINGS)) if console.width >= _WIDE or i not in _IN_WIDE_ONLY]
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for i in shown:
            table.add_column(vi.STATUS_HEADINGS[i], no_wrap=i not in _WRAPPED)
        for row in rows:
            table.add_row(*(Text(row[i]) for i in shown))
        console.print(table)
        return
    lines = [vi.STATUS_HEADINGS, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(vi.STATUS_HEADINGS))]
    for line in lines:
        say("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


@click.command(help=vi.REMIND_HELP, short_help=vi.REMIND_SHORT)
@click.argument("period")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=vi.REMIND_FOLDER)
@click.option("--date", "day", help=vi.REMIND_DATE)
@shared
def remind(period: str, output: Path, day: str | None, folder: Path | None, ledger: str) -> int:
    catalogue = workflow.load_catalogue(folder)
    done = workflow.remind(catalogue, Period.parse(period), output, ledger, today_of(day))
    for _, path in done.texts:
        say(f"  {path.name}")
    say(vi.reminded(len(done.texts), str(output), done.summary.name))
    return OK


COMMANDS = (status, remind)

"""`ansx adjust`, `choose`, `sign-off`, `reopen`, `history`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi, workflow
from ..consolidating import name_of
from ..model import Stamp
from ..period import Period
from .face import OK, by_whom, say, shared, today_of

_HELP, _SHORT = vi.CORRECTION_HELP, vi.CORRECTION_SHORT_HELP


@click.command(help=_HELP["adjust"], short_help=_SHORT["adjust"])
@click.argument("period")
@click.option("--unit", required=True, help=_HELP["unit"])
@click.option("--element", required=True, help=_HELP["element"])
@click.option("--value", required=True, help=_HELP["value"])
@click.option("--reason", required=True, help=_HELP["reason"])
@click.option("--confirmed-by", required=True, help=_HELP["confirmed_by"])
@click.option("--row", default="", help=_HELP["row"])
@click.option("--date", "day", help=vi.HELP["decided_on"])
@by_whom
@shared
def adjust(
    period: str,
    unit: str,
    element: str,
    value: str,
    reason: str,
    confirmed_by: str,
    row: str,
    day: str | None,
    by: str,
    folder: Path | None,
    ledger: str,
) -> int:
    catalogue, when, today = workflow.load_catalogue(folder), Period.parse(period), today_of(day)
    who = Stamp(today, by)
    done = workflow.adjust(catalogue, when, unit, element, value, reason, confirmed_by, today, ledger, who, unit=row)
    name = catalogue.elements[element].name
    say(vi.adjusted(name, name_of(catalogue, when, done.respondent), done.reported, vi.number(done.adjusted)))
    _say_closed_after(ledger, when)
    return OK


def _say_closed_after(ledger: str, when: Period) -> None:
    """Name the later periods that are signed off: what was recorded now may move what they come to."""
    if closed := workflow.closed_after(ledger, when):
        say(vi.closed_after(closed), error=True)


@click.command(help=_HELP["choose"], short_help=_SHORT["choose"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--date", "day", help=vi.HELP["decided_on"])
@by_whom
@shared
def choose(file: Path, day: str | None, by: str, folder: Path | None, ledger: str) -> int:
    catalogue = workflow.load_catalogue(folder)
    s = workflow.choose(catalogue, file, ledger, Stamp(today_of(day), by))
    name = name_of(catalogue, s.period, s.respondent)
    say(vi.CHOSEN.format(file=file, name=name, period=vi.period(s.period)))
    _say_closed_after(ledger, s.period)
    return OK


@click.command("sign-off", help=_HELP["sign_off"], short_help=_SHORT["sign_off"])
@click.argument("period")
@click.option("--waive", multiple=True, help=_HELP["waive"])
@click.option("--why", default="", help=_HELP["why"])
@click.option("--date", "day", help=vi.HELP["decided_on"])
@by_whom
@shared
def sign_off(
    period: str, waive: tuple[str, ...], why: str, day: str | None, by: str, folder: Path | None, ledger: str
) -> int:
    catalogue, when = workflow.load_catalogue(folder), Period.parse(period)
    done = workflow.sign_off(catalogue, when, waive, why, ledger, Stamp(today_of(day), by))
    say(vi.signed_off(vi.period(when), len(done.waived)))
    return OK


@click.command(help=_HELP["reopen"], short_help=_SHORT["reopen"])
@click.argument("period")
@click.option("--why", default="", help=_HELP["why"])
@click.option("--date", "day", help=vi.HELP["decided_on"])
@by_whom
@shared
def reopen(period: str, why: str, day: str | None, by: str, folder: Path | None, ledger: str) -> int:
    when = Period.parse(period)
    workflow.reopen(when, why, ledger, Stamp(today_of(day), by))
    say(vi.REOPENED.format(period=vi.period(when)))
    return OK


@click.command(help=_HELP["history"], short_help=_SHORT["history"])
@click.argument("period", required=False)
@click.option("--export", "target", type=click.Path(path_type=Path), help=_HELP["export"])
@shared
def history(period: str | None, target: Path | None, folder: Path | None, ledger: str) -> int:
    when = Period.parse(period) if period else None
    if target is not None:
        say(vi.history_written(len(workflow.export_history(ledger, target, when)), str(target)))
        return OK
    events = workflow.history(ledger, when)
    if not events:
        say(vi.NOTHING_RECORDED)
    for event in events:
        day = vi.iso_day(event.stamp.day) or "-"
        by = f"  [{event.stamp.by}]" if event.stamp.by else ""
        say(f"{event.number:6}  {day:10}  {event.period:10}  {vi.event(event.record)}{by}")
    return OK


COMMANDS = (adjust, choose, sign_off, reopen, history)

"""`ansx paper`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import vi, workflow
from ..model import Paper, Stamp
from ..period import Period
from .face import OK, by_whom, day_of, say, shared, today_of

_HELP = vi.PAPER_HELP


@click.command(help=_HELP["paper"], short_help=_HELP["short"])
@click.argument("papers", nargs=-1)
@click.argument("period")
@click.option("--unit", default="", help=_HELP["unit"])
@click.option("--number", default="", help=_HELP["number"])
@click.option("--date", "signed", default="", help=_HELP["date"])
@click.option("--signatory", default="", help=_HELP["signatory"])
@by_whom
@shared
def paper(
    papers: tuple[str, ...],
    period: str,
    unit: str,
    number: str,
    signed: str,
    signatory: str,
    by: str,
    folder: Path | None,
    ledger: str,
) -> int:
    catalogue, when = workflow.load_catalogue(folder), Period.parse(period)
    if not papers:
        found = workflow.papers_of(ledger, when)
        for each in found:
            say(_line(each, workflow.whose(catalogue, when, each)))
        if not found:
            say(vi.NO_PAPERS)
        return OK
    said = workflow.Signed(unit, number, day_of(signed), signatory)
    done = workflow.record_papers(catalogue, when, papers, said, ledger, Stamp(today_of(None), by))
    names = "; ".join(f"{each.file} ({workflow.whose(catalogue, when, each)})" for each in done)
    say(vi.papers_recorded(len(done), names))
    return OK


def _line(paper: Paper, name: str) -> str:
    """One paper: its first digits, the file, whose it is and how that is known, and what was read on it."""
    read = ", ".join(filter(None, (paper.number, vi.iso_day(paper.signed_on), paper.signatory))) or vi.PAPER_UNREAD
    return f"{paper.sha256[:8]}  {paper.file}: {name} ({vi.PAIRED_BY[paper.how]}); {read}"


COMMANDS = (paper,)

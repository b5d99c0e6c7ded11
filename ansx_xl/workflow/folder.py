"""The working folder: the catalogue and the ledger found there, what the ledger gives, where nothing may be written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from .. import catalogue as catalogues
from .. import consolidating, history, inbox, vi
from .. import ledger as ledgers
from ..errors import AnsxError, LedgerError
from ..ledger import Ledger
from ..model import Catalogue, Dossier
from ..period import Period

LOCAL_CATALOGUE = "danh-muc"
"""A folder of this name in the working folder is the catalogue there, before the package's own."""

DEFAULT_LEDGER = "ansx.db"
LEDGER_VARIABLE = "ANSX_LEDGER"
"""The variable of the environment that names another ledger, for commands and buttons alike."""

Progress = Callable[[str], None]
LedgerAddress = str | Path
"""Where a ledger is: the path of its file, or postgresql://..."""


def ledger_of(folder: Path) -> LedgerAddress:
    """The ledger for work in *folder*: the one that ANSX_LEDGER names, else the file there."""
    named = os.environ.get(LEDGER_VARIABLE, "")
    return named if ledgers.is_server(named) else Path(folder) / (named or DEFAULT_LEDGER)


def quiet(_text: str) -> None:
    """Shows no progress."""


PATIENCE = 20
"""How often a piece of work is done again because somebody else was quicker, before it is given up."""


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue asked for, else the one of the working folder, else the package's own."""
    local = Path(LOCAL_CATALOGUE)
    return catalogues.load(folder or (local if local.is_dir() else None))


def dossier_of(ledger: LedgerAddress, period: Period) -> Dossier:
    """What the ledger holds of a period; an empty dossier where there is no ledger yet."""
    if not ledgers.exists(ledger):
        if not Path(ledger).parent.is_dir():
            raise LedgerError("ledger_open", file=str(ledger))
        return Dossier(period)
    with Ledger.open(ledger) as opened:
        return opened.dossier(period)


def earlier_figures(catalogue: Catalogue, ledger: LedgerAddress, period: Period) -> history.Earlier:
    """The figures of every period in the ledger that ended before; nothing where there is no ledger yet."""
    if not ledgers.exists(ledger):
        return {}
    with Ledger.open(ledger) as opened:
        periods = [p for p in map(Period.parse, opened.periods()) if p.end < period.end]
        return consolidating.figures_by_period(catalogue, [opened.dossier(p) for p in periods])


def closed_after(ledger: LedgerAddress, period: Period) -> list[Period]:
    """The periods that are signed off and ended later: what is recorded in *period* may move what they come to."""
    with Ledger.open(ledger) as opened:
        return opened.closed_after(period)


def respondent_of(catalogue: Catalogue, period: Period, respondents: Collection[str], asked: str) -> str:
    """Which of the *respondents* a person means by the code of a unit or agency; raises AnsxError for none of them."""
    codes = {catalogue.code_of(w): w for w in respondents}
    found = codes.get(asked) or (asked if asked in respondents else None)
    if found is None:
        raise AnsxError("unknown_unit", unit=asked, period=str(period), known=", ".join(codes))
    return found


def refuse_day(catalogue: Catalogue, period: Period) -> None:
    """Raises AnsxError where the catalogue knows no reporting unit on the last day of a period: nobody is asked."""
    if not catalogue.reporting_units(period):
        raise AnsxError("no_units", day=vi.day(period.end), period=vi.period(period))


def refuse_output(output: Path, folder: Path | None = None, ledger: LedgerAddress = "") -> None:
    """A workbook goes neither among the files received, nor over the ledger or anything else that is no workbook."""
    if folder and folder.is_dir() and folder.resolve() in output.resolve().parents:
        raise AnsxError("output_is_input", file=str(output))
    if ledger and not ledgers.is_server(ledger) and output.resolve() == Path(ledger).resolve():
        raise AnsxError("output_other", file=str(output))
    try:
        with open(output, "rb") as file:
            begin = file.read(len(inbox.ZIP))
    except OSError:
        return
    if begin not in (b"", inbox.ZIP):
        raise AnsxError("output_other", file=str(output))

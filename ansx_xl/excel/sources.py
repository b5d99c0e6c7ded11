"""Where the worksheet functions find the plan and the ledger: those of the folder of the workbook that asks.

Both are kept in memory between calls, and read again when they have changed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .. import catalogue as catalogues
from .. import ledger as ledgers
from .. import workflow
from ..consolidating import Results
from ..history import Earlier
from ..ledger import Ledger
from ..model import Catalogue
from ..period import Period
from ..workflow import LedgerAddress

Stamp = tuple[int, ...]


def folder() -> Path:
    """The folder of the workbook that calls; the working folder where it has none."""
    import xlwings

    try:
        place = Path(xlwings.Book.caller().fullname)
    except Exception:
        return Path.cwd()
    return place.parent if place.is_absolute() else Path.cwd()


def catalogue() -> Catalogue:
    """The plan: of the folder `danh-muc` beside the workbook, else the package's own."""
    beside = folder() / workflow.LOCAL_CATALOGUE
    own = beside if beside.is_dir() else catalogues.default_folder()
    return _catalogue(own, _stamp(*sorted(own.glob("*.*"))))


def results(period: Period) -> Results | None:
    """What the ledger of the workbook's folder gives for a period; nothing where nobody has sent."""
    ledger = workflow.ledger_of(folder())
    return _results(catalogue(), ledger, _state(ledger), period) if ledgers.exists(ledger) else None


def earlier(period: Period) -> Earlier:
    """What that ledger knows of the periods before one."""
    ledger = workflow.ledger_of(folder())
    return _earlier(catalogue(), ledger, _state(ledger), period) if ledgers.exists(ledger) else {}


def _state(ledger: LedgerAddress) -> Stamp:
    """What tells a ledger that has been written to since: the file's own marks, or the newest record of a server."""
    if not ledgers.is_server(ledger):
        return _stamp(Path(ledger))
    with Ledger.open(ledger) as opened:
        return (opened.newest(),)


def _stamp(*files: Path) -> Stamp:
    return tuple(n for f in files for n in (f.stat().st_mtime_ns, f.stat().st_size))


@lru_cache(maxsize=4)
def _catalogue(place: Path, _stamp: Stamp) -> Catalogue:
    return catalogues.load(place)


@lru_cache(maxsize=8)
def _results(plan: Catalogue, ledger: LedgerAddress, _stamp: Stamp, period: Period) -> Results | None:
    return workflow.from_ledger(plan, period, ledger)


@lru_cache(maxsize=8)
def _earlier(plan: Catalogue, ledger: LedgerAddress, _stamp: Stamp, period: Period) -> Earlier:
    return workflow.earlier_figures(plan, ledger, period)

"""Who has sent, from the ledger alone, and the texts that remind and ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import consolidating, reminding, saving, sending, vi
from ..frozen import frozen
from ..model import Catalogue
from ..period import Period
from ..sending import Sending
from .folder import LedgerAddress, dossier_of, earlier_figures, refuse_day
from .gathering import form_file_name


def status(catalogue: Catalogue, period: Period, ledger: LedgerAddress) -> Sending:
    """Who has sent for *period*; where there is no ledger yet, nobody has. Raises AnsxError where nobody is asked."""
    refuse_day(catalogue, period)
    earlier = earlier_figures(catalogue, ledger, period)
    return sending.who_has_sent(consolidating.consolidate(catalogue, dossier_of(ledger, period), earlier))


@frozen(slots=False)
class Reminded:
    """The files that hold what is to be sent now, each with its respondent, and the page for the head of department."""

    texts: tuple[tuple[str, Path], ...]
    summary: Path


def remind(catalogue: Catalogue, period: Period, folder: Path, ledger: LedgerAddress, today: str) -> Reminded:
    """Write a text for each respondent of whom something is wanted, and a summary; the names hold the day.

    Nothing is written over: where a file of that name says something else (somebody may have edited it), the text goes
    beside it under a name with a number. Raises AnsxError where a file cannot be written.
    """
    day, folder = date.fromisoformat(today), Path(folder)
    found = status(catalogue, period, ledger)
    texts = [
        (r.respondent, _put(folder, f"{Path(form_file_name(catalogue, period, r.respondent)).stem}_{today}", r.text))
        for r in reminding.reminders(catalogue, found, day)
    ]
    summary = _put(folder, f"{period}_{vi.SUMMARY_FILE}_{today}", reminding.summary(found, day))
    return Reminded(tuple(texts), summary)


def _put(folder: Path, name: str, text: str) -> Path:
    """Write a text so that any Notepad shows it: UTF-8 with its mark, line ends of Windows."""
    data = text.replace("\n", "\r\n").encode("utf-8-sig")
    number, path = 1, folder / f"{name}.txt"
    while path.exists() and (not path.is_file() or path.read_bytes() != data):
        number += 1
        path = folder / f"{name}-{number}.txt"
    if not path.exists():
        saving.save(data, path)
    return path

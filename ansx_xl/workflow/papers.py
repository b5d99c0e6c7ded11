"""Signed papers (PDF, scans): whose they are, and number, date and signatory as somebody has read them there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import cells, consolidating, vi
from ..errors import AnsxError
from ..frozen import frozen
from ..ledger import Ledger
from ..model import Catalogue, Paper, Stamp
from ..period import Period
from ..text import clean
from ..unpacking import MAX_PARCEL
from .folder import LedgerAddress, dossier_of, respondent_of

HAND = "hand"
_PREFIX = re.compile("[0-9a-f]{6,64}")


@frozen(slots=False)
class Signed:
    """What somebody read on a paper; what is empty stays as it is recorded. *unit* is a code as people write it."""

    unit: str = ""
    number: str = ""
    day: str = ""
    signatory: str = ""


def papers_of(ledger: LedgerAddress, period: Period) -> list[Paper]:
    """The papers of a period as they were last recorded, in the order in which they first came."""
    return list(dossier_of(ledger, period).papers_now)


def record_papers(
    catalogue: Catalogue, period: Period, asked: Iterable[str], said: Signed, ledger: LedgerAddress, stamp: Stamp
) -> list[Paper]:
    """Record what was read on papers: files, or papers of the ledger by path or first digits of SHA-256.

    Raises AnsxError where a paper is neither a file nor known, is meant by several, has no respondent yet and none is
    said, or where nothing is said of it; nothing is recorded then.
    """
    if said == Signed():
        raise AnsxError("paper_nothing")
    day = _day(said.day, stamp.day)
    asked_all = frozenset() if period.kind == "D" else None  # an ad hoc form may ask any sector
    reporting = [*(u.id for u in catalogue.reporting_units(period)), *catalogue.suppliers(period, asked_all)]
    who = respondent_of(catalogue, period, reporting, said.unit) if said.unit else ""
    known = {paper.sha256: paper for paper in dossier_of(ledger, period).papers_now}
    changed = []
    for text in asked:
        paper = _meant(known, period, text)
        if not (who or paper.respondent):
            raise AnsxError("paper_unit", paper=text)
        paper = replace(paper, respondent=who, how=HAND) if who else paper
        changed.append(
            replace(
                paper,
                number=clean(said.number) or paper.number,
                signed_on=day or paper.signed_on,
                signatory=clean(said.signatory) or paper.signatory,
                stamp=Stamp(),
            )
        )
    with Ledger.open(ledger) as opened:
        opened.append(period, changed, stamp)
    return changed


def _meant(known: dict[str, Paper], period: Period, text: str) -> Paper:
    """The paper that somebody means, as the ledger has it; a file that it does not know is a new one."""
    path = Path(text)
    if path.is_file():
        digest = hashlib.sha256(cells.snapshot(path, MAX_PARCEL)).hexdigest()
        return known.get(digest) or Paper("", digest, path.name, "")
    wanted = text.strip().casefold()
    found = [p for p in known.values() if p.file == text]
    if not found and _PREFIX.fullmatch(wanted):
        found = [p for p in known.values() if p.sha256.startswith(wanted)]
    if len(found) != 1:
        code = "paper_many" if found else "paper_unknown"
        raise AnsxError(code, paper=text, period=str(period), count=len(found))
    return found[0]


def _day(text: str, today: str) -> str:
    """An ISO day that is not to come."""
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AnsxError("date", text=text) from None
    if today and day.isoformat() > today:
        raise AnsxError("paper_future", day=vi.day(day))
    return day.isoformat()


def whose(catalogue: Catalogue, period: Period, paper: Paper) -> str:
    """The name of the unit or agency whose paper it is, or that nobody knows."""
    return consolidating.name_of(catalogue, period, paper.respondent) if paper.respondent else vi.NO_UNIT

"""What leaves the department, written from the ledger alone."""

from __future__ import annotations

from pathlib import Path

from .. import presenting, vi, writing
from ..errors import AnsxError
from ..model import Catalogue
from ..period import Period
from .folder import refuse_output
from .gathering import from_ledger


def export(catalogue: Catalogue, period: Period, folder: Path, ledger_path: Path, today: str) -> Path:
    """Write the consolidated workbook of a period from the ledger alone; raises AnsxError where nobody has sent."""
    results = from_ledger(catalogue, period, ledger_path)
    if results is None:
        raise AnsxError("nothing_sent", period=vi.period(period))
    output = Path(folder) / f"tong-hop-{period}.xlsx"
    refuse_output(output, ledger=Path(ledger_path))
    writing.save(writing.to_bytes(presenting.book(results, today), period.end), output)
    return output

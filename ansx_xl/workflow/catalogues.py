"""The catalogue as a file to check, to edit in Excel, and to take back."""

from __future__ import annotations

from pathlib import Path

from .. import catalogue as catalogues
from .. import vi
from ..model import Catalogue
from .folder import LOCAL_CATALOGUE, refuse_output


def headroom_faults(catalogue: Catalogue) -> list[dict[str, str]]:
    """Targets whose comparison could reach 10^15, which spreadsheets no longer hold exactly."""
    from ..attainment.headroom import headroom

    return [
        {"value": h.target_id, "period": h.period_type, "bound": vi.number(h.bound)}
        for h in headroom(catalogue)
        if not h.sound
    ]


def export_catalogue(folder: Path | None, target: Path) -> None:
    """Write the catalogue as an Excel file to read and edit."""
    from ..catalogue import exchange

    refuse_output(target)
    exchange.export(_catalogue_folder(folder), target)


def import_catalogue(folder: Path | None, source: Path, dry_run: bool = False) -> tuple[Path, list]:
    """Take an edited catalogue back; where the package's own would change, a copy in the working folder is made."""
    from ..catalogue import exchange

    target = folder or Path(LOCAL_CATALOGUE)
    changes = exchange.diff(_catalogue_folder(folder), source)
    if changes and not dry_run:
        if not target.is_dir():
            exchange.copy_default(target)
        exchange.import_(target, source)
    return target, changes


def _catalogue_folder(folder: Path | None) -> Path:
    local = Path(LOCAL_CATALOGUE)
    return folder or (local if local.is_dir() else catalogues.default_folder())

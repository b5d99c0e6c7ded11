"""The working folder: the catalogue and the ledger found there, what the ledger gives, where nothing may be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .. import catalogue as catalogues
from .. import consolidating, history, inbox, standing
from ..errors import AnsxError
from ..ledger import Ledger
from ..model import Catalogue, Submission

LOCAL_CATALOGUE = "danh-muc"
"""A folder of this name in the working folder is the catalogue there, before the package's own."""

DEFAULT_LEDGER = "ansx.db"

Progress = Callable[[str], None]


def quiet(_text: str) -> None:
    """Shows no progress."""


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue asked for, else the one of the working folder, else the package's own."""
    local = Path(LOCAL_CATALOGUE)
    return catalogues.load(folder or (local if local.is_dir() else None))


def earlier_figures(catalogue: Catalogue, ledger_path: Path, leave_out: str = "") -> history.Earlier:
    """The figures of every period in the ledger but one; nothing where there is no ledger yet."""
    if not Path(ledger_path).exists():
        return {}
    with Ledger.open(ledger_path) as ledger:
        stored = {code: ledger.submissions(code) for code in ledger.periods() if code != leave_out}
    return figures_of_ledger(catalogue, stored)


def figures_of_ledger(catalogue: Catalogue, stored: Mapping[str, Iterable[Submission]]) -> history.Earlier:
    chosen = {code: list(standing.current(found)[0].values()) for code, found in stored.items()}
    return consolidating.figures_by_period(catalogue, chosen)


def refuse_output(output: Path, folder: Path | None = None, ledger: Path | None = None) -> None:
    """A workbook goes neither among the files received, nor over the ledger or anything else that is no workbook."""
    if folder and folder.is_dir() and folder.resolve() in output.resolve().parents:
        raise AnsxError("output_is_input", file=str(output))
    if ledger and output.resolve() == ledger.resolve():
        raise AnsxError("output_other", file=str(output))
    try:
        with open(output, "rb") as file:
            begin = file.read(len(inbox.ZIP))
    except OSError:
        return
    if begin not in (b"", inbox.ZIP):
        raise AnsxError("output_other", file=str(output))

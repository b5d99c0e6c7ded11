"""The verbs, over paths: what the command line and the Excel buttons both call.

Each verb reads, calls the pure middle, and writes; it returns what happened as a value and never prints. "Cannot go on"
is an `AnsxError`. One module for each part of the work.
"""

from __future__ import annotations

from ..consolidating import owed
from .catalogues import export_catalogue, headroom_faults, import_catalogue
from .folder import DEFAULT_LEDGER, LOCAL_CATALOGUE, Progress, earlier_figures, load_catalogue, quiet
from .gathering import Checked, Issued, check_files, consolidate, form_file_name, from_ledger, issue_forms
from .outgoing import export

__all__ = [
    "Checked",
    "DEFAULT_LEDGER",
    "Issued",
    "LOCAL_CATALOGUE",
    "Progress",
    "check_files",
    "consolidate",
    "earlier_figures",
    "export",
    "export_catalogue",
    "form_file_name",
    "from_ledger",
    "headroom_faults",
    "import_catalogue",
    "issue_forms",
    "load_catalogue",
    "owed",
    "quiet",
]

"""The verbs, over paths: what the command line and the Excel buttons both call.

Each verb reads, calls the pure middle, and writes; it returns what happened as a value and never prints. "Cannot go on"
is an `AnsxError`. One module for each part of the work, imported when one of its names is first asked for: a command is
one process, and most of what a short one takes is imports.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PARTS = {
    "catalogues": ("export_catalogue", "headroom_faults", "import_catalogue"),
    "corrections": ("SignedOff", "adjust", "choose", "export_history", "history", "reopen", "sign_off"),
    "folder": (
        *("DEFAULT_LEDGER", "LEDGER_VARIABLE", "LOCAL_CATALOGUE", "LedgerAddress", "Progress"),
        *("closed_after", "earlier_figures", "ledger_of", "load_catalogue", "quiet"),
    ),
    "gathering": ("Checked", "Issued", "check_files", "consolidate", "form_file_name", "from_ledger", "issue_forms"),
    "outgoing": ("Exported", "Written", "export", "trace"),
    "papers": ("Signed", "papers_of", "record_papers", "whose"),
    "presence": ("account", "at_work", "first_on_network"),
    "returning": ("Left", "Returned", "Returns", "return_forms"),
    "sending": ("Reminded", "remind", "status"),
    ".consolidating": ("owed",),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}

__all__ = sorted(_PART_OF)


def __getattr__(name: str) -> Any:
    if name not in _PART_OF:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(f".{_PART_OF[name]}", __name__), name)
    return found

"""What "cannot go on" looks like.

A fault in somebody's data is a value (a `Finding`), never an exception. An exception means that the work itself
cannot continue; it carries a code and facts, and `vi.py` turns these into one Vietnamese sentence. It is caught once,
in a face (command line or Excel).
"""

from __future__ import annotations


class AnsxError(Exception):
    """The work cannot go on: *code* names the sentence in `vi.py`, *facts* fill it."""

    def __init__(self, code: str, **facts: object):
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class CatalogueError(AnsxError):
    """The catalogue, or a mapping, is faulty: *faults* lists every fault at once, each as (file, line, code, facts)."""

    def __init__(self, faults: list, code: str = "catalogue"):
        super().__init__(code, count=len(faults))
        self.faults = faults


class WorkbookError(AnsxError):
    """A file cannot be read as a workbook of ours: the code is a finding code (F01 ...)."""


class LedgerError(AnsxError):
    """The ledger cannot be opened or written."""


class LedgerChanged(LedgerError):
    """Somebody else recorded something for the period since it was looked at; nothing was added."""

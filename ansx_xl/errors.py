"""What "cannot go on" looks like.

A fault in somebody's data is a value (a `Finding`), never an exception. An exception means that the work itself
cannot continue; it carries a code and facts, and `vi/` turns these into one Vietnamese sentence. It is caught once,
in a face (command line or Excel).
"""

from __future__ import annotations


class AnsxError(Exception):
    """The work cannot go on: *code* names the sentence in `vi/`, *facts* fill it."""

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


_OF_CONTENT = frozenset(("F01", "F02", "F03", "F04", "F05", "F06", "F16", "F18"))
_FACTS = frozenset(("reason", "kind", "limit"))


def believed(code: str, facts: dict[str, str]) -> WorkbookError:
    """What a process that may lie says is wrong with a file's content; ValueError or the like where that cannot be.

    >>> believed("F04", {"kind": "pdf"})
    WorkbookError('F04', {'kind': 'pdf'})
    """
    words = all(type(fact) is str and fact.isascii() and fact.isidentifier() for fact in facts.values())
    if code not in _OF_CONTENT or not facts.keys() <= _FACTS or not words:
        raise ValueError
    return WorkbookError(code, **facts)


class LedgerError(AnsxError):
    """The ledger cannot be opened or written."""


class LedgerChanged(LedgerError):
    """Somebody else recorded something for the period since it was looked at; nothing was added."""

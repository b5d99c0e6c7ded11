"""The nouns: what the plan, the forms and the results are made of.

Frozen dataclasses and enums, nothing else: no file, no cell, no Vietnamese. Codes are keys, names are shown. Numbers
are exact (`int`, `Decimal`, `Fraction`); `None` means missing and is never zero. Read `catalogue/` next.
"""

from .catalogue import Catalogue
from .kinds import (
    AUTO,
    BY_UNIT,
    LOCAL,
    PROVINCE,
    Comparison,
    Kind,
    Nature,
    Reason,
    Severity,
    Status,
    TargetKind,
    Verdict,
)
from .plan import (
    Agency,
    Check,
    Element,
    FindingKind,
    Formula,
    Group,
    Indicator,
    Named,
    Recipient,
    Setting,
    Target,
    Task,
    Term,
    Unit,
    UnitChange,
    Validity,
)
from .submission import Entry, FileOutcome, Finding, Key, Place, Prior, Submission

__all__ = [
    "AUTO",
    "Agency",
    "BY_UNIT",
    "Catalogue",
    "Check",
    "Comparison",
    "Element",
    "Entry",
    "FileOutcome",
    "Finding",
    "FindingKind",
    "Formula",
    "Group",
    "Indicator",
    "Key",
    "Kind",
    "LOCAL",
    "Named",
    "Nature",
    "PROVINCE",
    "Place",
    "Prior",
    "Reason",
    "Recipient",
    "Setting",
    "Severity",
    "Status",
    "Submission",
    "Target",
    "TargetKind",
    "Task",
    "Term",
    "Unit",
    "UnitChange",
    "Validity",
    "Verdict",
]

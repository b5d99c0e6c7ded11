"""What comes in: files, submissions, their entries, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from ..frozen import frozen
from ..period import Period
from .kinds import Severity, Status


@frozen
class Place:
    """Where something stands: sheet and cell as people write it; as text both, or what there is of them."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@frozen
class Entry:
    """One input as read: its status, its exact value, where it stood and how it was typed."""

    status: Status
    value: Decimal | None = None
    place: Place = Place()
    raw: str = ""

    @property
    def number(self) -> Decimal | None:
        """What enters a sum: the value, 0 for "nothing occurred", `None` for missing."""
        if self.status is Status.NUMBER:
            return self.value
        return Decimal(0) if self.status is Status.NIL else None


@frozen
class Finding:
    """One thing to look at (kết quả kiểm tra): code, severity, where, the value as typed, facts for the sentence.

    *explanation* is the unit's own (giải trình); *waived* the department's reason to accept it as it is.
    """

    code: str
    severity: Severity
    place: Place = Place()
    element: str = ""
    unit: str = ""
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    explanation: str = ""
    waived: str = ""

    @property
    def open(self) -> bool:
        """Whether something is still to be done: an error or an unexplained warning that nobody has accepted."""
        if self.waived or self.severity is Severity.NOTE:
            return False
        return self.severity is Severity.ERROR or not self.explanation

    @property
    def rank(self) -> tuple:
        return (-self.severity, self.place.sheet, self.place.cell, self.code, self.unit, self.element)


Key = tuple[str, str]
"""(element code, unit id); the unit is the province for figures that exist only there."""


@frozen(slots=False)
class Prior:
    """Earlier figures beside which a form is filled and checked: previous period, same period last year, year plan."""

    previous: Mapping[Key, Decimal] = field(default_factory=dict)
    last_year: Mapping[Key, Decimal] = field(default_factory=dict)
    plan: Mapping[Key, Decimal] = field(default_factory=dict)


@frozen(slots=False)
class Submission:
    """A read form (báo cáo đã gửi).

    `respondent` is a unit id, or the role of an agency. `entries` holds what was typed, `estimates` the column
    "Ước cả năm", `stated` what the form itself printed as earlier figures, `meanings` what its elements meant in its
    edition, `limits` the edition by whose limits its inputs were decided; "" is not known. Officer and telephone stay
    in the province.
    """

    file: str
    sha256: str
    respondent: str
    period: Period
    edition: str
    attempt: int
    quality: str
    entries: Mapping[Key, Entry]
    estimates: Mapping[Key, Entry] = field(default_factory=dict)
    stated: Prior = Prior()
    explanations: Mapping[Key, str] = field(default_factory=dict)
    causes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    officer: str = ""
    telephone: str = ""
    signed_on: str = ""
    send_code: str = ""
    findings: tuple[Finding, ...] = ()
    excluded: frozenset[Key] = frozenset()
    illustrative: bool = False
    copies: frozenset[str] = frozenset()
    meanings: str = ""
    limits: str = ""

    @property
    def status(self) -> str:
        return "accepted_in_part" if any(f.severity is Severity.ERROR for f in self.findings) else "accepted"

    def number(self, key: Key) -> Decimal | None:
        """What enters the totals: nothing where a finding took the figure out."""
        entry = self.entries.get(key)
        return None if entry is None or key in self.excluded else entry.number


@frozen(slots=False)
class FileOutcome:
    """What became of one file: used, rejected, duplicate, superseded, conflict or skipped, and why."""

    file: str
    sha256: str = ""
    outcome: str = ""
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    unit: str = ""
    submission: Submission | None = None

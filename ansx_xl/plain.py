"""Results as plain data for programs: the objects that `--json` prints.

Numbers are decimal strings, exact where they end, else with twelve decimals. No officer's name or telephone is in them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from . import machine, vi
from .consolidating import Results, reconciliation
from .model import Adjustment, Finding, Key, Severity, Status, Submission
from .period import Period
from .sending import Sender, Sending, Timing
from .text import exact
from .tracing import Trace
from .workflow import Checked


def checked(result: Checked) -> dict[str, Any]:
    """One checked file."""
    s = result.submission
    if s is None:
        return {
            "file": result.file,
            "sha256": result.sha256,
            "status": "rejected",
            "reason": result.rejection.code,
            "unit": None,
            "period": None,
            "edition": None,
            "findings": [finding(Finding(result.rejection.code, Severity.ERROR, facts=result.rejection.facts))],
            "values": [],
        }
    return {
        "file": result.file,
        "sha256": result.sha256,
        "status": s.status,
        "reason": None,
        "unit": s.respondent,
        "period": str(s.period),
        "edition": s.edition,
        "findings": [finding(f) for f in s.findings],
        "values": [_value(s, key) for key in s.entries],
    }


def finding(f: Finding) -> dict[str, Any]:
    """One finding with its sentence and what to do."""
    message, action = vi.finding(f.code, f.facts)
    return {
        "code": f.code,
        "severity": f.severity.name.lower(),
        "sheet": f.place.sheet,
        "cell": f.place.cell,
        "element": f.element,
        "value": f.value,
        "message": message,
        "action": action,
    }


def _value(s: Submission, key: Key) -> dict[str, Any]:
    entry = s.entries[key]
    number = s.number(key)
    status = Status.ERROR if key in s.excluded else entry.status
    value = None if number is None else int(number) if number == int(number) else float(number)
    return {
        "sheet": entry.place.sheet,
        "cell": entry.place.cell,
        "element": key[0],
        "unit": key[1],
        "value": value,
        "status": status.value,
    }


def consolidated(results: Results, output: str) -> dict[str, Any]:
    """One consolidated period."""
    return {
        "period": str(results.period),
        "area": results.catalogue.province.code,
        "output": output,
        "provisional": results.provisional,
        "from_ledger": list(results.from_ledger),
        "reconciliation": reconciliation(results.files),
        "files": [
            {
                "file": f.file,
                "sha256": f.sha256,
                "outcome": f.outcome,
                "reason": f.reason or None,
                "unit": f.unit or None,
            }
            for f in results.files
        ],
        "elements": list(machine.elements(results)),
        "indicators": list(machine.indicators(results)),
        "attainments": list(machine.attainments(results)),
    }


def sent(sending: Sending, today: date) -> dict[str, Any]:
    """Who has sent, as it stands on a day; `on_time` is null for whoever is only asked, and while there is time."""
    return {
        "period": str(sending.period),
        "date": today.isoformat(),
        "deadlines": {level.value: _day(deadline) for level, deadline in sending.deadlines.items()},
        "respondents": [_sender(sending, s, today) for s in sending.senders],
    }


def _sender(sending: Sending, s: Sender, today: date) -> dict[str, Any]:
    overdue = sending.overdue(s, today)
    judged = {Timing.ON_TIME: True, Timing.AMENDED: True, Timing.LATE: False}.get(s.timing)
    paper = s.papers[-1] if s.papers else None
    return {
        "respondent": s.respondent,
        "name": s.name,
        "level": s.level.value,
        "outside": s.outside,
        "state": s.state.value,
        "sent": s.sent,
        "received": _day(s.received),
        "latest": _day(s.latest),
        "attempt": s.attempt,
        "on_time": False if overdue else judged,
        "late_days": s.late_days or overdue,
        "complete": s.complete,
        "given": s.given,
        "asked": s.asked,
        "errors": s.errors,
        "warnings": s.warnings,
        "paper": paper
        and {"file": paper.file, "number": paper.number, "signed_on": paper.signed_on, "signatory": paper.signatory},
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def traced(found: Trace, period: Period) -> dict[str, Any]:
    """One figure with everything that it is made of."""
    return {
        "code": found.code,
        "period": str(period),
        "area": found.area,
        "value": exact(found.value),
        "numerator": exact(found.numerator),
        "denominator": exact(found.denominator),
        "reason": found.reason or None,
        "version": found.version or None,
        "years": [
            {
                "year": y.year,
                "version": y.version,
                "value": exact(y.rate),
                "fall": exact(y.fall),
                "source": y.source,
                "counted": y.counted,
            }
            for y in found.years
        ],
        "sources": [
            {
                "role": s.role,
                "element": s.element,
                "unit": s.unit,
                "value": exact(s.value),
                "status": s.status,
                "raw": s.raw,
                "file": s.file or None,
                "sha256": s.sha256 or None,
                "sheet": s.place.sheet or None,
                "cell": s.place.cell or None,
                "adjusted": _adjusted(s.adjustment),
            }
            for s in found.sources
        ],
    }


def _adjusted(a: Adjustment | None) -> dict[str, Any] | None:
    if a is None:
        return None
    return {"reported": a.reported, "reason": a.reason, "confirmed_by": a.confirmed_by, "confirmed_on": a.confirmed_on}

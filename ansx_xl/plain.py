"""Results as plain data for programs: the objects that `--json` prints.

Numbers are decimal strings, exact where they end, else with twelve decimals. No officer's name or telephone is in them.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from . import vi
from .consolidating import Results, reconciliation
from .model import Key, Place, Status, Submission
from .rules import shown
from .workflow import Checked


def exact(number: Decimal | Fraction | int | None, decimals: int = 12) -> str | None:
    """A number as decimal text, without an exponent and without idle zeros.

    >>> exact(Decimal("1200")), exact(Fraction(1, 8)), exact(Fraction(1, 3)), exact(None)
    ('1200', '0.125', '0.333333333333', None)
    """
    if number is None:
        return None
    text = format(shown(Fraction(number), decimals), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


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
            "findings": [_rejection(result)],
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


def _rejection(result: Checked) -> dict[str, Any]:
    message, action = vi.finding(result.rejection.code, result.rejection.facts)
    place = Place()
    return {
        "code": result.rejection.code,
        "severity": "error",
        "sheet": place.sheet,
        "cell": place.cell,
        "element": "",
        "value": "",
        "message": message,
        "action": action,
    }


def finding(f: Any) -> dict[str, Any]:
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


def _received(total: Decimal | None, keys: tuple[Key, ...], missing: tuple[Key, ...]) -> str | None:
    """The sum of what was received; nothing where nothing was, for missing is not zero."""
    return None if set(keys) <= set(missing) else exact(total)


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
        "elements": [
            {
                "element": t.element,
                "area": t.area,
                "value": exact(t.value) if t.counted else None,
                "units_counted": t.counted,
                "units_expected": t.expected,
            }
            for t in results.totals.values()
        ],
        "indicators": [
            {
                "indicator": a.indicator,
                "area": a.area,
                "numerator": _received(a.numerator, a.numerator_keys, a.missing),
                "denominator": _received(a.denominator, a.denominator_keys, a.missing),
                "value": exact(a.value),
                "units_counted": a.counted,
                "units_expected": a.expected,
                "reason": a.reason.value or None,
            }
            for a in results.aggregates.values()
        ],
        "attainments": [
            {
                "target_id": a.target_id,
                "indicator": a.indicator,
                "area": a.area,
                "kind": a.kind.value,
                "comparison": a.comparison.value,
                "horizon": a.horizon,
                "target": exact(a.target),
                "actual": exact(a.actual),
                "r": None if a.r is None else str(shown(a.r, 6)),
                "verdict": a.verdict.value,
                "reason": a.reason.value or None,
                "needed": exact(a.needed),
                "forecast": exact(a.forecast),
            }
            for a in results.attainments
        ],
    }

"""What an input may hold: whether it may be empty, whether "x" is a sign there, so many decimals, between two bounds.

Decided here alone: for what is read now, and again for what was read under the limits of another catalogue or adjusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from . import vi
from .model import Catalogue, Element, Entry, Finding, Key, Status, Submission
from .text import decimal_of

_QUANTIZED = 10**20
"""From here on a number is too long to be rounded to its decimals, and far above any limit."""

_MISSING, _NO_SIGN, _DECIMALS, _BOUNDS = "R04", "R10", "R11", "R12"
_LIMITS = frozenset({_MISSING, _NO_SIGN, _DECIMALS, _BOUNDS})


def limited(
    catalogue: Catalogue, element: Element, unit: str, day: date, entry: Entry, optional: bool = False
) -> tuple[Entry, Finding | None]:
    """What a typed content is under the limits of its element, with a finding where it goes beyond them.

    Required or not; "x" allowed or not; so many decimals; between two bounds. The one place that decides it.
    """
    status, value, key, facts = entry.status, entry.value, (element.code, unit), {}
    if status is Status.NUMBER:
        low, high = catalogue.bounds(element, unit, day)
        places = element.decimals
        if abs(value) < _QUANTIZED and value != value.quantize(Decimal(1).scaleb(-places)):
            code, facts = _DECIMALS, {"taken": vi.number(value), "decimals": places}
            facts |= {"variant": "share"} if element.measure == "%" and 0 < value < 1 else {}
        elif (low is not None and value < low) or (high is not None and value > high):
            code, facts = _BOUNDS, {"taken": vi.number(value), "low": vi.number(low), "high": vi.number(high)}
        else:
            return entry, None
    elif status is Status.NOT_APPLICABLE and not element.may_not_apply:
        code = _NO_SIGN
    elif status is Status.EMPTY and element.required and not optional:
        return entry, catalogue.finding(_MISSING, entry.place, key)
    else:
        return entry, None
    beyond = Entry(Status.ERROR, None, entry.place, entry.raw)
    return beyond, catalogue.finding(code, entry.place, key, entry.raw, facts)


def decided(catalogue: Catalogue, submission: Submission) -> Submission:
    """The submission under the limits of the catalogue in use, where it was read or adjusted under others."""
    if submission.limits == catalogue.edition:
        return submission
    before = {(f.element, f.unit, f.place): f for f in submission.findings if f.code in _LIMITS}
    found: list[Finding] = []

    def again(entries: Mapping[Key, Entry], optional: bool) -> dict[Key, Entry]:
        now = {}
        for key, entry in entries.items():
            code, unit = key
            finding = before.get((code, unit, entry.place))
            typed = entry if finding is None else _typed(entry, finding)
            if code in catalogue.elements and typed is not None:
                element, day = catalogue.elements[code], submission.period.end
                entry, finding = limited(catalogue, element, unit, day, typed, optional)
            now[key] = entry
            found.extend([finding] if finding else [])
        return now

    entries, estimates = again(submission.entries, False), again(submission.estimates, True)
    others = (f for f in submission.findings if f.code not in _LIMITS)
    return replace(
        submission, entries=entries, estimates=estimates, findings=(*others, *found), limits=catalogue.edition
    )


def _typed(entry: Entry, finding: Finding) -> Entry | None:
    """What was typed where a limit was found to be passed; `None` where that is not known."""
    if finding.code == _MISSING:
        return entry
    if finding.code == _NO_SIGN:
        return Entry(Status.NOT_APPLICABLE, None, entry.place, entry.raw)
    taken = str(finding.facts.get("taken", ""))  # as `vi.number` writes it: every digit is there
    number = decimal_of(taken.replace(".", "").replace(",", "."))
    return None if number is None else Entry(Status.NUMBER, number, entry.place, entry.raw)

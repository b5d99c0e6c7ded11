"""A submission as text (JSON) and back, with nothing lost: exact numbers are written as decimal text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..model import Entry, Finding, Key, Place, Prior, Severity, Status, Submission
from ..period import Period

_PLAIN = ("file", "sha256", "respondent", "edition", "attempt", "quality", "officer", "telephone", "signed_on")
_PLAIN += ("send_code", "illustrative")


def to_text(s: Submission) -> str:
    """The submission as one line of JSON."""
    return json.dumps(
        {
            **{name: getattr(s, name) for name in _PLAIN},
            "period": str(s.period),
            "entries": [_entry(key, e) for key, e in s.entries.items()],
            "estimates": [_entry(key, e) for key, e in s.estimates.items()],
            "stated": {role: _numbers(getattr(s.stated, role)) for role in ("previous", "last_year", "plan")},
            "explanations": [[*key, text] for key, text in s.explanations.items()],
            "causes": {k: list(v) for k, v in s.causes.items()},
            "tasks": {k: list(v) for k, v in s.tasks.items()},
            "narrative": dict(s.narrative),
            "findings": [_finding(f) for f in s.findings],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> Submission:
    """The submission that `to_text` wrote."""
    found = json.loads(text)
    return Submission(
        **{name: found[name] for name in _PLAIN},
        period=Period.parse(found["period"]),
        entries=dict(map(_read_entry, found["entries"])),
        estimates=dict(map(_read_entry, found["estimates"])),
        stated=Prior(**{role: _read_numbers(numbers) for role, numbers in found["stated"].items()}),
        explanations={(element, unit): words for element, unit, words in found["explanations"]},
        causes={k: tuple(v) for k, v in found["causes"].items()},
        tasks={k: tuple(v) for k, v in found["tasks"].items()},
        narrative=found["narrative"],
        findings=tuple(map(_read_finding, found["findings"])),
    )


def _entry(key: Key, e: Entry) -> list[Any]:
    return [*key, e.status.value, None if e.value is None else str(e.value), e.place.sheet, e.place.cell, e.raw]


def _read_entry(row: list[Any]) -> tuple[Key, Entry]:
    element, unit, status, value, sheet, cell, raw = row
    number = None if value is None else Decimal(value)
    return (element, unit), Entry(Status(status), number, Place(sheet, cell), raw)


def _numbers(numbers: Mapping[Key, Decimal]) -> list[list[str]]:
    return [[*key, str(number)] for key, number in numbers.items()]


def _read_numbers(rows: list[list[str]]) -> dict[Key, Decimal]:
    return {(element, unit): Decimal(number) for element, unit, number in rows}


def _finding(f: Finding) -> list[Any]:
    facts = {k: list(v) if isinstance(v, tuple) else v for k, v in f.facts.items()}
    return [f.code, int(f.severity), f.place.sheet, f.place.cell, f.element, f.unit, f.value, facts, f.explanation]


def _read_finding(row: list[Any]) -> Finding:
    code, severity, sheet, cell, element, unit, value, facts, explanation = row
    return Finding(code, Severity(severity), Place(sheet, cell), element, unit, value, facts, explanation)

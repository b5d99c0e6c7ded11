"""Every noun of the ledger as text (JSON) and back, with nothing lost: exact numbers are written as decimal text.

Who recorded it and when stands beside the text, not in it, so that the same record gives the same text on any day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ..model import (
    Adjustment,
    Decision,
    DecisionKind,
    Entry,
    Finding,
    Key,
    Paper,
    Place,
    Prior,
    Published,
    Record,
    Rejection,
    Run,
    Severity,
    Stamp,
    Status,
    Submission,
)
from ..period import Period

FAULTS = (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What a text that nobody of ours wrote can raise in `from_text` (beside AnsxError, for a period that is none)."""

_PLAIN = ("file", "sha256", "respondent", "edition", "attempt", "quality", "officer", "telephone", "signed_on")
_PLAIN += ("send_code", "illustrative")
_PRIOR = ("previous", "last_year", "plan")
_BY_KEY = ("totals", "indicators", "attained")
_STATUS = {status.value: status for status in Status}
_SEVERITY = {int(severity): severity for severity in Severity}
_NOWHERE, _UNKNOWN = Place(), Stamp()
_EXACT = "decimal"


def to_text(record: Record) -> str:
    """The record as one line of JSON; its stamp is left out."""
    content = _KINDS[kind(record)].write(record)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Half of a surrogate pair is no UTF-8, and a file sent by anybody may hold one.
    return text if _is_utf8(text) else json.dumps(content, separators=(",", ":"))


def from_text(text: str, kind: str = "submission", stamp: Stamp = _UNKNOWN) -> Record:
    """The record that `to_text` wrote, with its stamp where it has one; raises one of FAULTS where it is damaged."""
    return _KINDS[kind].read(json.loads(text), stamp)


def kind(record: Record) -> str:
    """The name under which the ledger keeps a record."""
    return _NAMES[type(record)]


def once(record: Record) -> str | None:
    """What makes two records of a period the same, so that only the first is kept; None where each counts."""
    if isinstance(record, Submission):
        return f"{record.respondent} {record.sha256}"
    return f"{record.sha256} {record.reader}" if isinstance(record, Rejection) else None


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- submissions -----------------------------------------------------------------------------------------------------


def _write_submission(s: Submission) -> dict[str, Any]:
    return {
        **{name: getattr(s, name) for name in _PLAIN},
        "period": str(s.period),
        "entries": [_entry(key, e) for key, e in s.entries.items()],
        "estimates": [_entry(key, e) for key, e in s.estimates.items()],
        "stated": {role: _numbers(getattr(s.stated, role)) for role in _PRIOR},
        "explanations": [[*key, text] for key, text in s.explanations.items()],
        "causes": {k: list(v) for k, v in s.causes.items()},
        "tasks": {k: list(v) for k, v in s.tasks.items()},
        "narrative": dict(s.narrative),
        "findings": [_finding(f) for f in s.findings],
        "excluded": sorted(map(list, s.excluded)),
        "meanings": s.meanings,
        "limits": s.limits,
    }


def _read_submission(found: dict[str, Any], _stamp: Stamp) -> Submission:
    return Submission(
        **{name: found[name] for name in _PLAIN},
        period=Period.parse(found["period"]),
        entries=_read_entries(found["entries"]),
        estimates=_read_entries(found["estimates"]),
        stated=Prior(**{role: _read_numbers(found["stated"][role]) for role in _PRIOR}),
        explanations={(element, unit): words for element, unit, words in found["explanations"]},
        causes={k: tuple(v) for k, v in found["causes"].items()},
        tasks={k: tuple(v) for k, v in found["tasks"].items()},
        narrative=found["narrative"],
        findings=tuple(map(_read_finding, found["findings"])),
        excluded=frozenset(map(tuple, found.get("excluded", ()))),  # the first ledgers had none
        meanings=found.get("meanings", ""),  # nor these
        limits=found.get("limits", ""),
    )


def _entry(key: Key, e: Entry) -> list[Any]:
    return [*key, e.status.value, None if e.value is None else str(e.value), e.place.sheet, e.place.cell, e.raw]


def _read_entries(rows: list[list[Any]]) -> dict[Key, Entry]:
    return {
        (element, unit): Entry(_STATUS[status], None if value is None else Decimal(value), Place(sheet, cell), raw)
        for element, unit, status, value, sheet, cell, raw in rows
    }


def _numbers(numbers: Mapping[Key, Decimal]) -> list[list[str]]:
    return [[*key, str(number)] for key, number in numbers.items()]


def _read_numbers(rows: list[list[str]]) -> dict[Key, Decimal]:
    return {(element, unit): Decimal(number) for element, unit, number in rows}


def _finding(f: Finding) -> list[Any]:
    facts = _facts(f.facts)
    row = [f.code, int(f.severity), f.place.sheet, f.place.cell, f.element, f.unit, f.value, facts, f.explanation]
    return [*row, f.waived] if f.waived else row


def _read_finding(row: list[Any]) -> Finding:
    code, severity, sheet, cell, element, unit, value, facts, *words = row
    place = Place(sheet, cell) if sheet or cell else _NOWHERE
    return Finding(code, _SEVERITY[severity], place, element, unit, value, _read_facts(facts), *words)


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    return {k: v if type(v) is str else _fact(v) for k, v in facts.items()}


def _fact(value: object) -> object:
    if isinstance(value, Decimal):
        return {_EXACT: str(value)}
    if isinstance(value, (tuple, list)):
        return [_fact(v) for v in value]
    return value


def _read_facts(facts: dict[str, Any]) -> dict[str, object]:
    return {k: v if type(v) is str else _read_fact(v) for k, v in facts.items()}


def _read_fact(value: Any) -> object:
    if isinstance(value, list):
        return tuple(map(_read_fact, value))
    return Decimal(value[_EXACT]) if isinstance(value, dict) else value


# --- what else is kept -----------------------------------------------------------------------------------------------


def _write_rejection(r: Rejection) -> dict[str, Any]:
    return {"sha256": r.sha256, "file": r.file, "code": r.code, "facts": _facts(r.facts), "reader": r.reader}


def _read_rejection(found: dict[str, Any], _stamp: Stamp) -> Rejection:
    return Rejection(**{**found, "facts": _read_facts(found["facts"])})


def _write_adjustment(a: Adjustment) -> dict[str, Any]:
    return {**_fields(a), "key": list(a.key), "adjusted": str(a.adjusted)}


def _read_adjustment(found: dict[str, Any], stamp: Stamp) -> Adjustment:
    element, unit = found["key"]
    return Adjustment(**{**found, "key": (element, unit), "adjusted": Decimal(found["adjusted"])}, stamp=stamp)


def _write_decision(d: Decision) -> dict[str, Any]:
    return {**_fields(d), "kind": d.kind.value, "facts": _facts(d.facts)}


def _read_decision(found: dict[str, Any], stamp: Stamp) -> Decision:
    return Decision(**{**found, "kind": DecisionKind(found["kind"]), "facts": _read_facts(found["facts"])}, stamp=stamp)


def _write_paper(p: Paper) -> dict[str, Any]:
    return _fields(p)


def _read_paper(found: dict[str, Any], stamp: Stamp) -> Paper:
    return Paper(**found, stamp=stamp)


def _write_run(r: Run) -> dict[str, Any]:
    return {**_fields(r), "counts": dict(r.counts), "used": list(r.used)}


def _read_run(found: dict[str, Any], stamp: Stamp) -> Run:
    return Run(**{**found, "used": tuple(found["used"])}, stamp=stamp)


def _write_published(p: Published) -> dict[str, Any]:
    by_key = {name: [[*key, value] for key, value in getattr(p, name).items()] for name in _BY_KEY}
    return {"edition": p.edition, **by_key, "verdicts": dict(p.verdicts)}


def _read_published(found: dict[str, Any], stamp: Stamp) -> Published:
    found = {"attained": (), **found}  # the first records had none
    by_key = {name: {(code, part): value for code, part, value in found[name]} for name in _BY_KEY}
    return Published(found["edition"], verdicts=found["verdicts"], stamp=stamp, **by_key)


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__ if name != "stamp"}


class _Kind(NamedTuple):
    """A kind of record: its noun, which field of a `Dossier` has its records, text and back."""

    noun: type
    field: str
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[dict[str, Any], Stamp], Any]


_KINDS = {
    "submission": _Kind(Submission, "submissions", _write_submission, _read_submission),
    "rejection": _Kind(Rejection, "rejections", _write_rejection, _read_rejection),
    "adjustment": _Kind(Adjustment, "adjustments", _write_adjustment, _read_adjustment),
    "decision": _Kind(Decision, "decisions", _write_decision, _read_decision),
    "paper": _Kind(Paper, "papers", _write_paper, _read_paper),
    "run": _Kind(Run, "runs", _write_run, _read_run),
    "published": _Kind(Published, "published", _write_published, _read_published),
}
_NAMES = {known.noun: name for name, known in _KINDS.items()}
FIELDS = {name: known.field for name, known in _KINDS.items()}
"""Where a dossier has the records of each kind."""

"""From records to nouns: which columns each catalogue file has, and what their text means.

A reader of a cell returns a value or raises `Bad` with the sentence's code; faults are collected, so that all of them
are shown at once. References between files are checked afterwards, in `lint.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Any

from .. import model
from .records import Fault, Record


class Bad(ValueError):
    """The text of a cell does not mean anything here."""

    def __init__(self, code: str, **facts: object):
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the catalogue: its columns, the columns that identify a record, and how a record becomes a noun."""

    file: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    build: Callable[[Record], Any]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + tuple(c for c in self.optional)


def build_all(table: Table, records: list[Record]) -> tuple[list[tuple[Record, Any]], list[Fault]]:
    """Turn records into nouns; a faulty record yields faults and no noun."""
    built, faults, seen = [], [], {}
    for record in records:
        missing = [c for c in table.required if not record.get(c)]
        faults += [record.fault("missing_key", key=c) for c in missing]
        if missing:
            continue
        key = tuple(record.get(k) for k in table.key)
        if key in seen and table.key:
            faults.append(record.fault("duplicate_record", key=" ".join(key), line=seen[key]))
        seen[key] = record.line
        try:
            built.append((record, table.build(record)))
        except Bad as bad:
            faults.append(record.fault(bad.code, **bad.facts))
    return built, faults


def _number(record: Record, key: str) -> Decimal | None:
    text = record.get(key)
    return _decimal(text, key) if text else None


def _decimal(text: str, key: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise Bad("bad_number", key=key, value=text) from None
    if not value.is_finite():
        raise Bad("bad_number", key=key, value=text)
    return value


def _whole(text: str, key: str) -> int:
    if not re.fullmatch(r"-?\d+", text.strip(), re.ASCII):
        raise Bad("bad_number", key=key, value=text)
    return int(text)


def _day(record: Record, key: str) -> date | None:
    text = record.get(key)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Bad("bad_date", key=key, value=text) from None


def _validity(record: Record) -> model.Validity:
    start, end = _day(record, "valid_from"), _day(record, "valid_to")
    if start and end and end < start:
        raise Bad("bad_validity", start=start.isoformat(), end=end.isoformat())
    return model.Validity(start, end)


def _yes(record: Record, key: str, default: str = "no") -> bool:
    text = record.get(key) or default
    if text not in ("yes", "no"):
        raise Bad("bad_choice", key=key, value=text, choices="yes, no")
    return text == "yes"


def _choice(record: Record, key: str, enum: type[Enum]) -> Any:
    try:
        return enum(record.get(key))
    except ValueError:
        raise Bad("bad_choice", key=key, value=record.get(key), choices=", ".join(e.value for e in enum)) from None


def _list(record: Record, key: str, separator: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in record.get(key).split(separator) if part.strip())


def _severity(record: Record) -> model.Severity:
    try:
        return model.Severity[record.get("severity").upper()]
    except KeyError:
        raise Bad("bad_choice", key="severity", value=record.get("severity"), choices="error, warning, note") from None


_FREQUENCIES = frozenset({"Y", "H1", "9M", "Q", "M", "AH"})


def _element(r: Record) -> model.Element:
    frequency = frozenset(_list(r, "frequency", " "))
    if not frequency <= _FREQUENCIES:
        raise Bad("bad_choice", key="frequency", value=r.get("frequency"), choices=" ".join(sorted(_FREQUENCIES)))
    return model.Element(
        code=r.get("code"),
        name=r.get("name"),
        measure=r.get("measure"),
        sector=r.get("sector"),
        nature=_choice(r, "nature", model.Nature),
        decimals=_whole(r.get("decimals"), "decimals"),
        low=_number(r, "low"),
        high=_number(r, "high"),
        required=_yes(r, "required", "yes"),
        may_not_apply=_yes(r, "may_not_apply"),
        frequency=frequency,
        validity=_validity(r),
        reporter=r.get("reporter"),
        office=r.get("office"),
        communes=_yes(r, "communes"),
        parent=r.get("parent"),
        reconciles_with=r.get("reconciles_with"),
        note=r.get("note"),
    )


def _formula(r: Record) -> model.Formula:
    return model.Formula(
        indicator=r.get("indicator"),
        version=r.get("version"),
        numerator=_list(r, "numerator", "+"),
        denominator=_list(r, "denominator", "+"),
        validity=_validity(r),
        base_year=_whole(r.get("base_year"), "base_year") if r.get("base_year") else None,
        hard_break=_yes(r, "hard_break"),
        definition=r.get("definition"),
        footnote=r.get("footnote"),
    )


def _indicator(r: Record) -> model.Indicator:
    if r.get("better") not in ("higher", "lower"):
        raise Bad("bad_choice", key="better", value=r.get("better"), choices="higher, lower")
    return model.Indicator(
        code=r.get("code"),
        name=r.get("name"),
        sector=r.get("sector"),
        kind=_choice(r, "kind", model.Kind),
        measure=r.get("measure"),
        decimals=_whole(r.get("decimals"), "decimals"),
        lower_is_better=r.get("better") == "lower",
        base=r.get("base"),
        beside=r.get("beside"),
        note=r.get("note"),
    )


def years(record: Record, key: str) -> dict[int, Decimal]:
    """Read `2025=20; 2030=25` or `2021-2025=8000` as year -> number."""
    found: dict[int, Decimal] = {}
    for part in _list(record, key):
        span, equals, number = part.partition("=")
        first, dash, last = span.strip().partition("-")
        if not equals:
            raise Bad("bad_years", key=key, value=part)
        start = _whole(first, key)
        for year in range(start, (_whole(last, key) if dash else start) + 1):
            if year in found:
                raise Bad("bad_years", key=key, value=part)
            found[year] = _decimal(number, key)
    return found


def _target(r: Record) -> model.Target:
    values, baseline = years(r, "values"), years(r, "baseline")
    if not values or len(baseline) > 1:
        raise Bad("bad_years", key="values" if not values else "baseline", value=r.get("values"))
    shares = {}
    for part in _list(r, "profile"):
        period, _, share = part.partition("=")
        shares[period.strip()] = Fraction(_decimal(share, "profile"))
    return model.Target(
        id=r.get("id"),
        indicator=r.get("indicator"),
        scope=r.get("scope"),
        kind=_choice(r, "kind", model.TargetKind),
        comparison=_choice(r, "comparison", model.Comparison),
        values=values,
        digits=max(-v.as_tuple().exponent for v in values.values()),
        basis=r.get("basis"),
        sentence=r.get("sentence"),
        baseline=next(iter(baseline.items()), None),
        milestones=years(r, "milestones"),
        profile=shares,
        tolerance=_number(r, "tolerance"),
        tolerance_share_of=r.get("tolerance_share_of"),
        assumption=r.get("assumption"),
        invented=_yes(r, "invented"),
    )


_TERM = re.compile(
    r"\s*([+-]?)\s*(?:(\d+(?:\.\d+)?)\s*\*\s*)?(?:(prev|prev_year)\(\s*([A-Za-z]\w*)\s*\)|([A-Za-z]\w*)|(\d+(?:\.\d+)?))",
    re.ASCII,
)


def terms(text: str, key: str) -> tuple[model.Term, ...]:
    """Read a sum such as `prev_year(A) - B + 3*C`; a constant is a term without element.

    >>> [(str(t.factor), t.element, t.when) for t in terms("prev_year(A) - B + 6.5*C", "right")]
    [('1', 'A', 'prev_year'), ('-1', 'B', ''), ('6.5', 'C', '')]
    """
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TERM.match(text, at)
        if not match or (found and not match[1]):
            raise Bad("bad_sum", key=key, value=text)
        sign, factor, when, past, element, constant = match.groups()
        number = Decimal(factor or constant or 1) * (-1 if sign == "-" else 1)
        found.append(model.Term(number, past or element or "", when or ""))
        at = match.end()
    if not found:
        raise Bad("bad_sum", key=key, value=text)
    return tuple(found)


OPERATORS = ("<=", "=", ">=", "between", "within")


def _check(r: Record) -> tuple[model.Check, str]:
    """A check, and which elements `each` stands for."""
    operator = r.get("operator")
    if operator not in OPERATORS:
        raise Bad("bad_choice", key="operator", value=operator, choices=", ".join(OPERATORS))
    sides = tuple(terms(side, "right") for side in _list(r, "right"))
    if len(sides) != (2 if operator == "between" else 1):
        raise Bad("bad_sum", key="right", value=r.get("right"))
    check = model.Check(
        code=r.get("code"),
        left=terms(r.get("left"), "left"),
        operator=operator,
        right=sides,
        percent=_number(r, "percent"),
        count=_number(r, "count"),
        severity=_severity(r),
        sentence=r.get("sentence"),
        action=r.get("action"),
        validity=_validity(r),
    )
    if operator == "within" and check.percent is None and check.count is None:
        raise Bad("missing_key", key="percent")
    return check, r.get("each")


def _unit(r: Record) -> model.Unit:
    return model.Unit(
        id=r.get("code"),
        code=r.get("code"),
        name=r.get("name"),
        type=r.get("type"),
        level=r.get("level"),
        parent=r.get("parent"),
        validity=_validity(r),
        reports=_yes(r, "reports"),
        order=_whole(r.get("order") or "0", "order"),
    )


def _named(r: Record) -> model.Named:
    return model.Named(r.get("code"), r.get("name"), _validity(r), r.get("note"))


_VALID = ("valid_from", "valid_to")

TABLES: Mapping[str, Table] = {
    "settings": Table(
        "settings.yaml",
        (),
        ("key",),
        ("value", *_VALID, "note"),
        lambda r: model.Setting(r.get("key"), r.get("value"), _validity(r)),
    ),
    "sectors": Table("sectors.yaml", ("code",), ("code", "name"), ("note",), _named),
    "offices": Table("offices.yaml", ("code", "valid_from"), ("code", "name"), (*_VALID, "note"), _named),
    "elements": Table(
        "elements.csv",
        ("code",),
        ("code", "name", "measure", "sector", "nature", "decimals", "frequency", "reporter"),
        (
            "low",
            "high",
            "required",
            "may_not_apply",
            *_VALID,
            "office",
            "communes",
            "parent",
            "reconciles_with",
            "note",
        ),
        _element,
    ),
    "indicators": Table(
        "indicators.yaml",
        ("code",),
        ("code", "name", "sector", "kind", "measure", "decimals", "better"),
        ("base", "beside", "note"),
        _indicator,
    ),
    "formulas": Table(
        "formulas.yaml",
        ("indicator", "version"),
        ("indicator", "version", "numerator"),
        ("denominator", *_VALID, "base_year", "hard_break", "definition", "footnote"),
        _formula,
    ),
    "targets": Table(
        "targets.yaml",
        ("id",),
        ("id", "indicator", "scope", "kind", "comparison", "values", "basis", "sentence"),
        (
            "baseline",
            "milestones",
            "profile",
            "tolerance",
            "tolerance_share_of",
            "assumption",
            "invented",
            "note",
        ),
        _target,
    ),
    "checks": Table(
        "checks.yaml",
        ("code",),
        ("code", "left", "operator", "right", "severity", "sentence", "action"),
        ("percent", "count", "each", *_VALID, "note"),
        _check,
    ),
    "findings": Table(
        "findings.yaml",
        ("code",),
        ("code", "severity"),
        ("note",),
        lambda r: model.FindingKind(r.get("code"), _severity(r)),
    ),
    "units": Table(
        "units.csv",
        ("code", "valid_from"),
        ("code", "valid_from", "name", "type", "level", "reports"),
        ("valid_to", "parent", "order", "note"),
        _unit,
    ),
    "unit_changes": Table(
        "unit_changes.csv",
        ("old", "new", "day"),
        ("old", "old_valid_from", "new", "new_valid_from", "day"),
        (),
        lambda r: (r.get("old"), r.get("old_valid_from"), r.get("new"), r.get("new_valid_from"), _day(r, "day")),
    ),
    "groups": Table(
        "groups.yaml",
        ("code", "valid_from"),
        ("code", "name", "members"),
        (*_VALID, "note"),
        lambda r: model.Group(r.get("code"), r.get("name"), _list(r, "members"), _validity(r)),
    ),
    "agencies": Table(
        "agencies.yaml",
        ("code", "valid_from"),
        ("code", "name"),
        (*_VALID, "commanded", "note"),
        lambda r: model.Agency(r.get("code"), r.get("name"), _validity(r), _yes(r, "commanded", "yes")),
    ),
    "recipients": Table(
        "recipients.yaml",
        (),
        ("report", "name", "sectors"),
        (*_VALID, "note"),
        lambda r: model.Recipient(r.get("report"), r.get("name"), _list(r, "sectors"), _validity(r)),
    ),
    "tasks": Table(
        "tasks.yaml",
        ("code", "owner"),
        ("code", "section", "text", "owner"),
        (*_VALID, "note"),
        lambda r: model.Task(r.get("code"), r.get("section"), r.get("text"), r.get("owner"), _validity(r)),
    ),
    "encodings": Table(
        "encodings.csv",
        ("letter",),
        ("letter", "tcvn3"),
        ("vni",),
        lambda r: (r.get("letter"), chr(int(r.get("tcvn3"), 16)), r.get("vni")),
    ),
}

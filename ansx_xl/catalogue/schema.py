"""From records to nouns: which columns each catalogue file has, and how a record becomes a noun.

What a text means stands in `values.py`. A record yields all its faults at once, and then no noun. References between
files are checked afterwards, in `lint.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import model
from ..frozen import frozen
from .records import Fault, Record
from .values import OPERATORS, Cells


@frozen
class Table:
    """One file of the catalogue: its columns, the columns that identify a record, and how a record becomes a noun."""

    file: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    build: Callable[[Cells], Any]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


def build_all(table: Table, records: list[Record]) -> tuple[list[tuple[Record, Any]], list[Fault]]:
    """Turn records into nouns; a faulty record yields faults and no noun."""
    built, faults, seen = [], [], {}
    for record in records:
        values = record.values
        if not all(map(values.get, table.required)):
            faults += [record.fault("missing_key", key=c) for c in table.required if not values.get(c)]
            continue
        key = tuple([values.get(k, "") for k in table.key])
        if table.key and key in seen:
            faults.append(record.fault("duplicate_record", key=" ".join(key).strip(), line=seen[key]))
        seen.setdefault(key, record.line)
        cells = Cells(record)
        noun = table.build(cells)
        faults += cells.faults
        if not cells.faults:
            built.append((record, noun))
    return built, faults


def _element(r: Cells) -> model.Element:
    return model.Element(
        code=r.code(),
        name=r.text("name"),
        measure=r.text("measure"),
        sector=r.text("sector"),
        nature=r.choice("nature", model.Nature),
        decimals=r.count("decimals"),
        low=r.number("low"),
        high=r.number("high"),
        required=r.yes("required", "yes"),
        may_not_apply=r.yes("may_not_apply"),
        frequency=r.frequency(),
        validity=r.validity(),
        reporter=r.text("reporter"),
        office=r.text("office"),
        communes=r.yes("communes"),
        parent=r.text("parent"),
        reconciles_with=r.text("reconciles_with"),
        note=r.text("note"),
    )


def _formula(r: Cells) -> model.Formula:
    return model.Formula(
        indicator=r.text("indicator"),
        version=r.text("version"),
        numerator=r.parts("numerator", "+"),
        denominator=r.parts("denominator", "+"),
        validity=r.validity(),
        base_year=r.whole("base_year"),
        hard_break=r.yes("hard_break"),
        definition=r.text("definition"),
        footnote=r.text("footnote"),
    )


def _indicator(r: Cells) -> model.Indicator:
    return model.Indicator(
        code=r.code(),
        name=r.text("name"),
        sector=r.text("sector"),
        kind=r.choice("kind", model.Kind),
        measure=r.text("measure"),
        decimals=r.count("decimals"),
        lower_is_better=r.one_of("better", ("higher", "lower")) == "lower",
        base=r.text("base"),
        beside=r.text("beside"),
    )


def _target(r: Cells) -> model.Target:
    values, baseline = r.years("values", required=True), r.years("baseline")
    if len(baseline) > 1:
        r.bad("bad_years", key="baseline", value=r.text("baseline"))
    return model.Target(
        id=r.text("id"),
        indicator=r.text("indicator"),
        scope=r.text("scope"),
        kind=r.choice("kind", model.TargetKind),
        comparison=r.choice("comparison", model.Comparison),
        values=values,
        digits=max((-v.as_tuple().exponent for v in values.values()), default=0),
        basis=r.text("basis"),
        sentence=r.text("sentence"),
        baseline=next(iter(baseline.items()), None),
        milestones=r.years("milestones"),
        profile=r.shares("profile"),
        tolerance=r.number("tolerance"),
        tolerance_share_of=r.text("tolerance_share_of"),
        assumption=r.text("assumption"),
        invented=r.yes("invented"),
    )


def _check(r: Cells) -> tuple[model.Check, str]:
    """A check, and which elements `each` stands for."""
    operator = r.one_of("operator", OPERATORS)
    sides = r.parts("right")
    if len(sides) != (2 if operator == "between" else 1):
        r.bad("bad_sum", key="right", value=r.text("right"))
    check = model.Check(
        code=r.code(),
        left=r.terms("left"),
        operator=operator,
        right=tuple(r.terms("right", side) for side in sides),
        percent=r.number("percent"),
        count=r.number("count"),
        severity=r.severity(),
        sentence=r.text("sentence"),
        action=r.text("action"),
        validity=r.validity(),
    )
    if operator == "within" and not r.text("percent") and not r.text("count"):
        r.bad("missing_key", key="percent")
    return check, r.one_of("each", ("", "stock", "flow", "element"))


def _unit(r: Cells) -> model.Unit:
    return model.Unit(
        id=r.text("code"),
        code=r.code(numeric=True),
        name=r.text("name"),
        type=r.text("type"),
        level=r.text("level"),
        parent=r.text("parent"),
        validity=r.validity(),
        reports=r.yes("reports"),
        order=r.count("order"),
        tile=_tile(r),
    )


def _tile(r: Cells) -> tuple[int, int] | None:
    row, column = r.count("tile_row"), r.count("tile_column")
    return (row, column) if row and column else None


def _named(r: Cells) -> model.Named:
    return model.Named(r.text("code"), r.text("name"), r.validity())


def _ministry(r: Cells) -> model.MinistryForm | tuple[str, model.MinistryColumn]:
    """A form of the sheets for the ministry, or with a column named, one column of a form."""
    if r.text("column"):
        content = r.one_of("column", tuple({c: None for each in MINISTRY_COLUMNS.values() for c in each}))
        width = r.number("width")
        if width is None or width <= 0:
            r.bad("bad_number", key="width", value=r.text("width"))
        return r.text("form"), model.MinistryColumn(content, r.text("heading"), r.text("over"), width)
    return model.MinistryForm(
        code=r.text("form"),
        layout=r.one_of("layout", tuple(MINISTRY_COLUMNS)),
        sheet=r.text("sheet"),
        number=r.text("number"),
        title=r.text("title"),
        basis=r.text("basis"),
        validity=r.validity(),
        across=r.whole("across", 12),
        room=r.whole("room", 12),
        decimals=r.whole("decimals", 1),
        receivers=r.parts("receivers"),
        sectors=r.parts("sectors"),
    )


_MATRIX = ("number", "name", "code", "measure", "unit", "total", "units", "note")
MINISTRY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indicators": (
        *("number", "name", "code", "measure", "plan", "actual", "cumulative", "last_year"),
        *("of_plan", "of_last_year", "verdict", "note"),
    ),
    "indicators_by_unit": _MATRIX,
    "elements_by_unit": _MATRIX,
}
"""What may stand in the columns of a sheet for the ministry, by the kind of its table."""

_VALID = ("valid_from", "valid_to")

TABLES: Mapping[str, Table] = {
    "settings": Table(
        "settings.yaml",
        (),
        ("key",),
        ("value", *_VALID, "note"),
        lambda r: model.Setting(r.text("key"), r.text("value"), r.validity()),
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
        lambda r: model.FindingKind(r.text("code"), r.severity()),
    ),
    "units": Table(
        "units.csv",
        ("code", "valid_from"),
        ("code", "valid_from", "name", "type", "level", "reports"),
        ("valid_to", "parent", "tile_row", "tile_column", "order", "note"),
        _unit,
    ),
    "unit_changes": Table(
        "unit_changes.csv",
        ("old", "new", "day"),
        ("old", "old_valid_from", "new", "new_valid_from", "day"),
        (),
        lambda r: (r.text("old"), r.text("old_valid_from"), r.text("new"), r.text("new_valid_from"), r.day("day")),
    ),
    "groups": Table(
        "groups.yaml",
        ("code", "valid_from"),
        ("code", "name", "members"),
        (*_VALID, "note"),
        lambda r: model.Group(r.text("code"), r.text("name"), r.parts("members"), r.validity()),
    ),
    "agencies": Table(
        "agencies.yaml",
        ("code", "valid_from"),
        ("code", "name"),
        (*_VALID, "commanded", "note"),
        lambda r: model.Agency(r.text("code"), r.text("name"), r.validity(), r.yes("commanded", "yes")),
    ),
    "recipients": Table(
        "recipients.yaml",
        (),
        ("report", "name", "sectors"),
        (*_VALID, "only", "short", "purpose", "basis", "note"),
        lambda r: model.Recipient(
            r.one_of("report", tuple(model.Report)),
            r.text("name"),
            r.parts("sectors"),
            r.validity(),
            r.parts("only"),
            r.text("short"),
            r.text("purpose"),
            r.text("basis"),
        ),
    ),
    "ministry": Table(
        "ministry.yaml",
        ("form", "column"),
        ("form",),
        (
            *("layout", "sheet", "number", "title", "basis", "receivers", "sectors", "across", "room", "decimals"),
            *(*_VALID, "column", "heading", "over", "width", "note"),
        ),
        _ministry,
    ),
    "tasks": Table(
        "tasks.yaml",
        ("code", "owner"),
        ("code", "section", "text", "owner"),
        (*_VALID, "note"),
        lambda r: model.Task(r.text("code"), r.text("section"), r.text("text"), r.text("owner"), r.validity()),
    ),
    "encodings": Table(
        "encodings.csv",
        ("letter",),
        ("letter", "tcvn3"),
        ("vni",),
        lambda r: (r.text("letter"), r.letter("tcvn3"), r.text("vni")),
    ),
}

"""A period's results for another system: long tables as CSV with a Data Package.

Tables have codes as keys, numbers as exact decimal text with a point, empty for "no value". `datapackage.json`
(Frictionless Data Package, table schema) says what each column is. Neither names of officers nor of files are in it:
a source is named by its respondent and the SHA-256 of its form.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import vi
from .consolidating import Results, name_of
from .csvtext import harmless
from .frozen import frozen
from .text import exact, half_up

DESCRIPTION = "datapackage.json"


@frozen
class Field:
    """One column: its name, its type in the table schema, whether it must be filled."""

    name: str
    type: str = "string"
    required: bool = True


@frozen(slots=False)
class Resource:
    """One table: its file, columns, key, and which columns point to which other table (and its column)."""

    name: str
    file: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    points: Mapping[str, tuple[str, str]]


def _code(name: str) -> Field:
    return Field(name)


def _number(name: str) -> Field:
    return Field(name, "number", False)


def _count(name: str) -> Field:
    return Field(name, "integer")


_AREA, _FIGURE = ("areas", "area"), ("figures", "code")
ELEMENTS = Resource(
    "elements",
    "so-lieu.csv",
    (
        *(_code("period"), _code("element"), _code("area")),
        *(_number("value"), _count("units_counted"), _count("units_expected")),
    ),
    ("period", "element", "area"),
    {"element": _FIGURE, "area": _AREA},
)
INDICATORS = Resource(
    "indicators",
    "chi-tieu.csv",
    (
        *(_code("period"), _code("indicator"), _code("area")),
        *(_number("numerator"), _number("denominator"), _number("value")),
        *(_count("units_counted"), _count("units_expected"), Field("reason", "string", False)),
    ),
    ("period", "indicator", "area"),
    {"indicator": _FIGURE, "area": _AREA},
)
ATTAINMENTS = Resource(
    "attainments",
    "danh-gia.csv",
    (
        *(_code("period"), _code("target_id"), _code("indicator"), _code("area"), _code("kind"), _code("comparison")),
        *(Field("horizon", "integer"), _number("target"), _number("actual"), _number("r"), _code("verdict")),
        *(Field("reason", "string", False), Field("needed", "integer", False), _number("forecast")),
    ),
    ("period", "target_id", "horizon", "area"),
    {"indicator": _FIGURE, "area": _AREA},
)
AREAS = Resource(
    "areas",
    "dia-ban.csv",
    (_code("area"), _code("code"), Field("name"), _code("level"), Field("valid_from", "date", False)),
    ("area",),
    {},
)
FIGURES = Resource(
    "figures",
    "danh-muc.csv",
    (_code("code"), _code("kind"), Field("name"), Field("measure"), _code("sector"), Field("decimals", "integer")),
    ("code",),
    {},
)
RESOURCES = (ELEMENTS, INDICATORS, ATTAINMENTS, AREAS, FIGURES)


def package(results: Results, today: str) -> dict[str, bytes]:
    """Every file of the package, by its name: five tables and their description."""
    tables = (elements, indicators, attainments, _areas, _figures)
    period = {"period": str(results.period)}
    files = {r.file: _csv(r, ({**period, **row} for row in rows(results))) for r, rows in zip(RESOURCES, tables)}
    described = json.dumps(_described(results, files, today), ensure_ascii=False, indent=1) + "\n"
    return {**files, DESCRIPTION: described.encode()}


# --- rows -----------------------------------------------------------------------------------------------------------


def elements(results: Results) -> Iterator[dict[str, Any]]:
    """Every data element over every area: what was received, from how many of the units expected."""
    for t in results.totals.values():
        yield {
            "element": t.element,
            "area": t.area,
            "value": exact(t.value) if t.counted else None,
            "units_counted": t.counted,
            "units_expected": t.expected,
        }


def indicators(results: Results) -> Iterator[dict[str, Any]]:
    """Every indicator over every area, with its two sums and why it is empty."""
    for a in results.aggregates.values():
        yield {
            "indicator": a.indicator,
            "area": a.area,
            "numerator": exact(a.numerator_received),
            "denominator": exact(a.denominator_received),
            "value": exact(a.value),
            "units_counted": a.counted,
            "units_expected": a.expected,
            "reason": a.reason.value or None,
        }


def attainments(results: Results) -> Iterator[dict[str, Any]]:
    """Every target with its verdict, one row for each horizon."""
    for a in results.attainments:
        yield {
            "target_id": a.target_id,
            "indicator": a.indicator,
            "area": a.area,
            "kind": a.kind.value,
            "comparison": a.comparison.value,
            "horizon": a.horizon,
            "target": exact(a.target),
            "actual": exact(a.actual),
            "r": None if a.r is None else str(half_up(a.r, 6)),
            "verdict": a.verdict.value,
            "reason": a.reason.value or None,
            "needed": exact(a.needed),
            "forecast": exact(a.forecast),
        }


def _areas(results: Results) -> Iterator[dict[str, Any]]:
    """Every area that another table has, those that have ended too: their targets are still listed."""
    units = results.catalogue.units
    for area in dict.fromkeys((*(a.id for a in results.areas), *(a.area for a in results.attainments))):
        unit = units.get(area)
        start = unit.validity.start if unit else None
        yield {
            "area": area,
            "code": results.catalogue.code_of(area),
            "name": results.area_name(area),
            "level": unit.level if unit else "group",
            "valid_from": start.isoformat() if start else None,
        }


def _figures(results: Results) -> Iterator[dict[str, Any]]:
    """What the codes of the other tables mean."""
    catalogue = results.catalogue
    used = dict.fromkeys(code for code, _ in results.totals)
    for e in (catalogue.elements[code] for code in used):
        kind = e.nature.value
        yield _meaning(e.code, kind, e.name, e.measure, e.sector, e.decimals)
    wanted = {*results.due, *(a.indicator for a in results.attainments)}
    for i in (i for code, i in catalogue.indicators.items() if code in wanted):
        yield _meaning(i.code, i.kind.value, i.name, i.measure, i.sector, i.decimals)


def _meaning(code: str, kind: str, name: str, measure: str, sector: str, decimals: int) -> dict[str, Any]:
    return {"code": code, "kind": kind, "name": name, "measure": measure, "sector": sector, "decimals": decimals}


# --- files ----------------------------------------------------------------------------------------------------------


def _csv(resource: Resource, rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(f.name for f in resource.fields)
    for row in rows:
        writer.writerow(_text(row[f.name], f) for f in resource.fields)
    return out.getvalue().encode()


def _text(value: Any, field: Field) -> str:
    """A cell as text; words are made harmless, numbers stay as they are."""
    if value is None:
        return ""
    return harmless(str(value)) if field.type == "string" else str(value)


def _described(results: Results, files: Mapping[str, bytes], today: str) -> dict[str, Any]:
    period, catalogue = results.period, results.catalogue
    marks = [vi.ILLUSTRATIVE_LONG] if catalogue.illustrative else []
    marks += [vi.PROVISIONAL_LONG] if results.provisional else []
    return {
        "name": f"ansx-{str(period).lower()}",
        "title": vi.CONSOLIDATED.format(period=vi.period(period)),
        "description": " ".join([vi.PACKAGE_DESCRIPTION, *map(vi.sentence, marks)]),
        "profile": "tabular-data-package",
        "created": f"{today}T00:00:00Z",
        "version": catalogue.edition,
        "resources": [_resource(r, files[r.file]) for r in RESOURCES],
        "sources": [
            {"title": name_of(catalogue, period, who), "respondent": who, "hash": f"sha256:{s.sha256}"}
            for who, s in results.submissions.items()
        ],
    }


def _resource(r: Resource, data: bytes) -> dict[str, Any]:
    return {
        "name": r.name,
        "path": r.file,
        "title": vi.RESOURCE[r.name],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(f) for f in r.fields],
            "missingValues": [""],
            "primaryKey": list(r.key),
            "foreignKeys": [
                {"fields": name, "reference": {"resource": resource, "fields": column}}
                for name, (resource, column) in r.points.items()
            ],
        },
    }


def _field(f: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": f.name, "type": f.type, "description": vi.FIELD[f.name]}
    if f.type == "number":
        described["decimalChar"] = "."
    return {**described, "constraints": {"required": True}} if f.required else described

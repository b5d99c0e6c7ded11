"""Catalogue files <-> `Catalogue`: the plan as data, refused with every fault at once where it is faulty.

`records.py` reads files as flat text, `values.py` says what a cell's text means, `schema.py` makes records into nouns,
`lint.py` holds the parts against each other. `exchange.py` takes the catalogue to Excel and back, with `retyped.py` for
what Excel does to texts. A second province or another plan is another folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import model
from ..errors import AnsxError, CatalogueError
from . import lint
from .records import Fault, Record, decoded, parse
from .schema import TABLES, build_all

__all__ = ["assemble", "default_folder", "edition", "in_order", "judge", "load", "read_records"]

_SILENT = ("settings", "recipients", "ministry", "offices", "encodings", "findings", "agencies", "sectors")
"""Tables that change no form and no result: they do not enter the edition."""

_LATER = ("ministry",)
"""Tables that catalogues of an earlier program do not have: the package's own stands in."""

_WORDS = ("name", "note", "basis", "sentence", "action", "assumption", "definition", "footnote", "text")
_NO_MEANING = frozenset((*_WORDS, "tile_row", "tile_column"))

_UNREAD = ("missing_file", "not_utf8", "syntax", "not_a_list")


def default_folder() -> Path:
    """The catalogue of the plan that comes with the package."""
    return Path(__file__).parent.parent / "data"


def read_records(folder: Path) -> tuple[dict[str, list[Record]], list[Fault]]:
    """Every record of every file of a catalogue folder, with the faults of their form."""
    return _records(_contents(folder))


def _contents(folder: Path) -> dict[str, bytes | None]:
    """What the file of each table holds; None where there is none."""
    found: dict[str, bytes | None] = {}
    for name, table in TABLES.items():
        try:
            found[name] = (folder / table.file).read_bytes()
        except FileNotFoundError:
            found[name] = _own(name) if name in _LATER else None
    return found


def _own(name: str) -> bytes:
    """The package's own file of a table."""
    return (default_folder() / TABLES[name].file).read_bytes()


def _records(contents: Mapping[str, bytes | None]) -> tuple[dict[str, list[Record]], list[Fault]]:
    records: dict[str, list[Record]] = {}
    faults: list[Fault] = []
    for name, table in TABLES.items():
        content = contents[name]
        try:
            text = decoded(content or b"")
        except UnicodeDecodeError:
            faults.append(Fault(table.file, 1, "not_utf8", {}))
            text = ""
        if content is None:
            faults.append(Fault(table.file, 1, "missing_file", {}))
        records[name], found = parse(table.file, text, table.columns)
        faults += found
    return records, faults


def load(folder: Path | None = None) -> model.Catalogue:
    """The catalogue in *folder* (default: the package's own).

    Raises CatalogueError with every fault, each with its file and line; AnsxError where the folder does not exist.

    >>> catalogue = load()
    >>> catalogue.indicators["YT01"].measure, len(catalogue.targets)
    ('%', 31)
    """
    folder = folder or default_folder()
    if not folder.is_dir():
        raise AnsxError("no_catalogue", folder=str(folder))
    contents = _contents(folder)
    records, faults = _records(contents)
    # With a file unread, every reference to it would be a fault: only what stands by itself is judged then.
    nouns, found = judge(records, alone=any(f.code in _UNREAD for f in faults))
    if faults or found:
        raise CatalogueError(in_order(faults + found))
    found = assemble(nouns, records)
    return replace(
        found,
        fingerprint=hashlib.sha256(b"".join(contents.values())).hexdigest(),
        findings=_own_findings(contents["findings"]) | found.findings,
    )


def _own_findings(besides: bytes) -> dict[str, model.FindingKind]:
    """Every finding the program may make, where it may make others than *besides* lists: a catalogue may be older."""
    if (own := _own("findings")) == besides:
        return {}
    table = TABLES["findings"]
    records, _ = parse(table.file, decoded(own), table.columns)
    return {kind.code: kind for _, kind in build_all(table, records)[0]}


def judge(records: dict[str, list[Record]], alone: bool = False) -> tuple[dict[str, list[Any]], list[Fault]]:
    """What the records mean: the nouns of each table, and every fault of meaning and, unless *alone*, of reference."""
    built: dict[str, list[tuple[Record, Any]]] = {}
    faults: list[Fault] = []
    for name, table in TABLES.items():
        built[name], found = build_all(table, records[name])
        faults += found
    if not alone:
        faults += lint.faults(lint.Built(records, built))
    return {name: [noun for _, noun in pairs] for name, pairs in built.items()}, faults


def in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda f: (f.file, f.line, f.code))


def edition(records: dict[str, list[Record]]) -> str:
    """A hash of what the catalogue means for forms and results: not of white space, comments or wording."""
    meant = []
    for name in TABLES:
        if name not in _SILENT:
            for record in records[name]:
                kept = sorted([(k, v) for k, v in record.values.items() if v and k not in _NO_MEANING])
                meant.append(repr((name, kept)))
    return hashlib.sha256("".join(meant).encode()).hexdigest()[:8]


def assemble(nouns: dict[str, list[Any]], records: dict[str, list[Record]]) -> model.Catalogue:
    """The catalogue of nouns in which `judge` found no fault."""
    units = _identified(nouns["units"])
    settings = {s.key: s.value for s in nouns["settings"]}
    formulas: dict[str, list[model.Formula]] = {}
    for formula in nouns["formulas"]:
        formulas.setdefault(formula.indicator, []).append(formula)
    by_code = {(u.code, u.validity.start.isoformat()): u.id for u in units}
    return model.Catalogue(
        settings=tuple(nouns["settings"]),
        sectors=tuple(nouns["sectors"]),
        offices=tuple(nouns["offices"]),
        elements={e.code: e for e in nouns["elements"]},
        indicators={i.code: replace(i, formulas=tuple(formulas.get(i.code, ()))) for i in nouns["indicators"]},
        targets={t.id: t for t in nouns["targets"]},
        checks={c.id: c for c in _expanded(nouns["checks"], nouns["elements"])},
        findings={f.code: f for f in nouns["findings"]},
        units={u.id: u for u in units},
        unit_changes=tuple(
            model.UnitChange(by_code[old, old_from], by_code[new, new_from], day)
            for old, old_from, new, new_from, day in nouns["unit_changes"]
        ),
        groups=tuple(nouns["groups"]),
        agencies=tuple(nouns["agencies"]),
        recipients=tuple(nouns["recipients"]),
        ministry=_with_columns(nouns["ministry"]),
        tasks=tuple(nouns["tasks"]),
        encodings=tuple(nouns["encodings"]),
        edition=f"{settings.get('edition', '0')}-{edition(records)}",
        illustrative=settings.get("illustrative") == "yes",
    )


def _with_columns(nouns: list[Any]) -> tuple[model.MinistryForm, ...]:
    """Forms of the sheets for the ministry, each with its columns in their order."""
    forms = [n for n in nouns if isinstance(n, model.MinistryForm)]
    columns = [n for n in nouns if not isinstance(n, model.MinistryForm)]
    return tuple(replace(f, columns=tuple(c for form, c in columns if form == f.code)) for f in forms)


def _identified(units: list[model.Unit]) -> list[model.Unit]:
    """Give each unit its id: the code where it is unique, else code@valid_from; parents point to ids."""
    uses = Counter(u.code for u in units)
    ids = [u.code if uses[u.code] == 1 else f"{u.code}@{u.validity.start.isoformat()}" for u in units]
    named: dict[str, list[tuple[str, model.Validity]]] = {}
    for unit, its in zip(units, ids):
        named.setdefault(unit.code, []).append((its, unit.validity))

    def parent(unit: model.Unit) -> str:
        return next((its for its, valid in named.get(unit.parent, ()) if unit.validity.start in valid), "")

    return [replace(u, id=its, parent=parent(u)) for u, its in zip(units, ids)]


def _expanded(checks: list[tuple[model.Check, str]], elements: list[model.Element]) -> list[model.Check]:
    """Make `each` one relation for every element it stands for."""
    found = []
    for check, each in checks:
        if not each:
            found.append(check)
            continue
        for element in elements:
            if each in (element.nature.value, "element"):
                found.append(
                    replace(
                        check,
                        subject=element.code,
                        left=_standing_for(check.left, element.code),
                        right=tuple(_standing_for(side, element.code) for side in check.right),
                    )
                )
    return found


def _standing_for(terms: tuple[model.Term, ...], code: str) -> tuple[model.Term, ...]:
    return tuple(replace(t, element=code) if t.element == "each" else t for t in terms)

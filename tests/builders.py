"""Figures and submissions made in memory, for tests of the pure middle."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from ansx_xl.aggregating import Figures, counted_elements
from ansx_xl.consolidating import Results, consolidate
from ansx_xl.history import Earlier
from ansx_xl.model import Catalogue, Dossier, Entry, Key, Status, Submission
from ansx_xl.period import Period

WHOLE = {"CH_HO": 9_700}
"""All households of a unit: no part of them is more."""


def number(value) -> Entry:
    return Entry(Status.NUMBER, Decimal(str(value)), raw=str(value))


def keys(catalogue: Catalogue, period: Period) -> list[Key]:
    """Every figure that somebody types in a period."""
    units = [u.id for u in catalogue.reporting_units(period)]
    found = []
    for e in catalogue.elements_due(period):
        if e.reporter != "auto":
            found += [(e.code, u) for u in units] if e.by_unit else [(e.code, catalogue.province.id)]
    return found


def figures(catalogue: Catalogue, period: Period, seed: int = 1, **given) -> Figures:
    """Complete random figures: numerators well below denominators. *given* sets figures: CODE=value for every unit."""
    rng = random.Random(seed)
    denominators = {d for i in catalogue.indicators.values() for f in i.formulas for d in f.denominator}
    entries = {}
    for key in keys(catalogue, period):
        code = key[0]
        low, high = catalogue.bounds(catalogue.elements[code], key[1], period.end)
        value = rng.randint(2000, 9000) if code in denominators else rng.randint(0, 1500)
        value = WHOLE.get(code, value)
        value = min(value, int(high)) if high is not None else value
        entries[key] = number(given.get(code, value))
    for key, value in counted_elements(catalogue, period).items():
        entries[key] = number(value)
    units = {u.id for u in catalogue.reporting_units(period)}
    return Figures(period, entries, frozenset(), frozenset(units | set(catalogue.suppliers(period))))


def without(figures: Figures, *gone: Key) -> Figures:
    """The same figures with some missing."""
    return replace(figures, entries={k: e for k, e in figures.entries.items() if k not in gone})


def submissions(catalogue: Catalogue, figures: Figures) -> list[Submission]:
    """The submissions that would give these figures."""
    by: dict[str, dict[Key, Entry]] = {}
    for (code, unit), entry in figures.entries.items():
        element = catalogue.elements[code]
        if element.reporter != "auto":
            by.setdefault(unit if element.reporter == "local" else element.supplier, {})[code, unit] = entry
    return [
        Submission(f"{who}.xlsx", f"{i:064x}", who, figures.period, catalogue.edition, 1, "official", entries)
        for i, (who, entries) in enumerate(by.items())
    ]


def results(catalogue: Catalogue, figures: Figures, earlier: Earlier | None = None) -> Results:
    """The consolidated period that these figures give."""
    dossier = Dossier(figures.period, submissions=tuple(submissions(catalogue, figures)))
    return consolidate(catalogue, dossier, earlier or {})

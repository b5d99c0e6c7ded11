"""Invented figures of eight districts: province totals by year, shared out over the units. Nothing here is real.

data/demo/figures.csv gives for each element a total (or a percentage of another element's total) for each year; it is
shared out in proportion to another element or a column of units.csv, with a little noise that is the same every time,
never above what it is a part of. So rates of the province are as written, and every relation of the catalogue holds.
An element that figures.csv does not have did not occur; a unit that units.csv does not have is like the first one.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import field
from decimal import ROUND_FLOOR, Decimal

from ..catalogue.records import read_text
from ..frozen import frozen
from ..model import Catalogue, Key, Nature
from ..period import Period
from .folder import DATA

SEED = "ansx"
FIRST_YEAR = 2021
BALANCE = "balance"
"""Of the poor at the end of last year, those who are no longer poor: what the other figures leave."""

WHOLE_YEAR = "year"
"""A half-year's figure that is the year's own."""

_STEADY, _YEARLY, _PACE = 0.8, 0.2, 0.05
_USUAL_HALF = Decimal("0.45")

Figures = Mapping[Key, Decimal | str]


@frozen(slots=False)
class World:
    """The recipes of all figures, and what the units are like."""

    catalogue: Catalogue
    recipes: tuple[Mapping[str, str], ...]
    units: Mapping[str, Mapping[str, str]]
    memory: dict[int, Figures] = field(default_factory=dict, repr=False, compare=False)

    def figures(self, period: Period) -> Figures:
        """Every figure of a year or of its first half, by element and unit; a text is a sign."""
        if period.year not in self.memory:
            self.memory[period.year] = self._annual(period.year)
        return self.memory[period.year] if period.is_annual else self._half(period)

    def _annual(self, year: int) -> Figures:
        found: dict[Key, Decimal | str] = {}
        for recipe in self.recipes:
            text = recipe[f"y{year}"]
            code = recipe["element"]
            if recipe["of"] == BALANCE and year > FIRST_YEAR:
                found |= self._escaped(code, year, found)
            elif text:
                found |= self._shared_out(recipe, text, year, found)
        return found

    def _shared_out(self, recipe: Mapping[str, str], text: str, year: int, found: Figures) -> Figures:
        code, province = recipe["element"], self.catalogue.province.id
        unit = Decimal(1).scaleb(-int(recipe["places"]))
        if not text.replace(".", "").isdigit():
            return {(code, province): text}
        total = Decimal(text)
        if recipe["of"] not in ("", BALANCE):
            total = total / 100 * sum(self._amounts(recipe["of"], found).values())
        if not self.catalogue.elements[code].by_unit:
            return {(code, province): total.quantize(unit)}
        spread = float(recipe["spread"])
        weights = {
            u: int(amount * 10) * int(1000 + 1000 * spread * noise(code, u, year))
            for u, amount in self._amounts(recipe["by"], found).items()
        }
        caps = {u: int(a / unit) for u, a in self._amounts(recipe["within"], found).items()}
        shares = allot(int((total / unit).to_integral_value()), weights, caps)
        return {(code, u): share * unit for u, share in shares.items()}

    def _amounts(self, name: str, found: Figures) -> dict[str, Decimal]:
        """What a name stands for, unit by unit: an element, a column of units.csv, one less another; nothing."""
        if not name:
            return {}
        first, _, rest = name.partition(" - ")
        if rest:
            less = self._amounts(rest, found)
            return {u: a - less[u] for u, a in self._amounts(first, found).items()}
        if name == "CH_XA":
            day = Period(FIRST_YEAR).end
            return {u: Decimal(self.catalogue.communes_of(self.catalogue.units[u], day)) for u in self.units}
        if name in self.catalogue.elements:
            return {unit: amount for (code, unit), amount in found.items() if code == name}
        return {u: Decimal(row[name]) for u, row in self.units.items()}

    def _escaped(self, code: str, year: int, found: Figures) -> Figures:
        before = self.figures(Period(year - 1))
        poor, fresh = "GN_HO_NGHEO", "GN_HO_PS"
        return {(code, u): before[poor, u] - found[poor, u] + found[fresh, u] for u in self.units}

    def _half(self, period: Period) -> Figures:
        """Flows: a share of the year, at the unit's own pace; stocks: half-way between two year-ends."""
        now = self.figures(period.annual)
        before = self.figures(Period(period.year - 1))
        recipes = {r["element"]: r for r in self.recipes}
        found: dict[Key, Decimal | str] = {}
        for key, amount in now.items():
            recipe = recipes[key[0]]
            share = recipe[f"h{period.year}"]
            unit = Decimal(1).scaleb(-int(recipe["places"]))
            if isinstance(amount, str) or share == WHOLE_YEAR:
                part = amount
            elif self.catalogue.elements[key[0]].nature is Nature.FLOW:
                pace = Decimal(1 + _PACE * noise("pace", key[1], period.year)).quantize(Decimal("0.001"))
                part = amount * (Decimal(share) if share else _USUAL_HALF) * pace
            else:
                past = before.get(key, amount)
                part = amount if isinstance(past, str) else (past + amount) / 2
            found[key] = part if isinstance(part, str) else part.quantize(unit, ROUND_FLOOR)
        return found


def read(catalogue: Catalogue) -> World:
    """The practice province as data/demo/ describes it."""
    recipes = tuple(csv.DictReader(read_text(DATA / "figures.csv").splitlines()))
    units = {row["code"]: row for row in csv.DictReader(read_text(DATA / "units.csv").splitlines())}
    like = next(iter(units.values()))
    years = [name[1:] for name in recipes[0] if name.startswith("y")]
    reporting = (u for year in years for u in catalogue.reporting_units(Period.parse(f"{year}-H1")))
    return World(catalogue, recipes, {**units, **{u.id: like for u in reporting if u.id not in units}})


def noise(what: str, unit: str, year: int) -> float:
    """How far a unit is from the others, from -1 to 1: mostly the same in every year."""
    steady = random.Random(f"{SEED} {what} {unit}").uniform(-1, 1)
    yearly = random.Random(f"{SEED} {what} {unit} {year}").uniform(-1, 1)
    return _STEADY * steady + _YEARLY * yearly


def allot(total: int, weights: Mapping[str, int], caps: Mapping[str, int]) -> dict[str, int]:
    """Whole shares of *total* in proportion to *weights*, none above its cap; what is cut off goes to the others.

    >>> allot(10, {"a": 1, "b": 1, "c": 1}, {})
    {'a': 4, 'b': 3, 'c': 3}
    >>> allot(10, {"a": 8, "b": 1, "c": 1}, {"a": 5, "b": 9, "c": 9})
    {'a': 5, 'b': 3, 'c': 2}
    """
    shares, left, free = dict.fromkeys(weights, 0), total, [u for u in weights if weights[u] > 0]
    while free:
        weight = sum(weights[u] for u in free)
        full = [u for u in free if u in caps and left * weights[u] >= caps[u] * weight]
        if not full:
            break
        for unit in full:
            shares[unit] = caps[unit]
        left = total - sum(shares.values())
        free = [u for u in free if u not in full]
    if not free:
        return shares
    weight = sum(weights[u] for u in free)
    shares |= {u: left * weights[u] // weight for u in free}
    by_rest = sorted(free, key=lambda u: -(left * weights[u] % weight))
    for unit in by_rest[: total - sum(shares.values())]:
        shares[unit] += 1
    return shares

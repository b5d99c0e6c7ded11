"""What an officer of the practice province types into a form: figures, signs, explanations, tasks, narrative."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from .. import forms, vi
from ..aggregating import counted_elements
from ..book import Content
from ..forms import Filling
from ..layout import NARRATIVE, FormLayout
from ..model import Catalogue, Key, Nature
from .folder import plain, texts
from .province import SEED, Figures, World

NIL = "-"
_SENTENCES = 3
_TASKS_TOLD, _TASKS_WITH_DOCUMENT = 0.8, 0.3


def fill(catalogue: Catalogue, world: World, form: FormLayout) -> Filling:
    """A form as its respondent would fill it without a mistake."""
    figures = world.figures(form.period)
    dice = random.Random(f"{SEED} {form.respondent} {form.period}")
    typed = {slot.key: _typed(form, slot.key, figures) for slot in form.inputs}
    day = form.period.end + timedelta(days=dice.randint(2, 6))
    return Filling(
        entries=typed,
        estimates=dict(_estimates(world, form)),
        explanations={key: e["explanation"] for key, e in _exceptions(form).items() if e.get("explanation")},
        identity={"officer": texts()["officer"], "date": day},
        causes=dict(_causes(catalogue, form, typed, dice)),
        tasks=dict(_tasks(form, dice)),
        narrative=_narrative(catalogue, form, figures, dice),
    )


@cache
def _all_exceptions() -> list[dict[str, str]]:
    return plain("exceptions.yaml")


def _exceptions(form: FormLayout) -> Mapping[Key, Mapping[str, str]]:
    now = str(form.period)
    found = {(e["element"], e["unit"]): e for e in _all_exceptions() if e.get("period", now) == now}
    return {key: found[key] for key in form.by_key if key in found}


def _typed(form: FormLayout, key: Key, figures: Figures) -> Content:
    special = _exceptions(form).get(key, {})
    if "sign" in special:
        return special["sign"]
    amount = figures.get((special.get("over", key[0]), key[1]), NIL)  # data/demo/ may say nothing of a new element
    if "add" in special:
        amount += Decimal(special["add"])
    if isinstance(amount, str):
        return amount
    return NIL if not amount and form.by_key[key].element.nature is Nature.FLOW else amount


def _estimates(world: World, form: FormLayout) -> Iterator[tuple[Key, Decimal]]:
    """The whole year foreseen, in round tens, for flows of labour."""
    year = world.figures(form.period.annual)
    for slot in form.inputs:
        if slot.estimate and slot.element.sector == "LD" and slot.key in year:
            yield slot.key, Decimal(-(-int(year[slot.key]) // 10) * 10)


def _causes(
    catalogue: Catalogue, form: FormLayout, typed: Mapping[Key, Content], dice: random.Random
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Cause and remedy for the rates that are worse than the province's target."""
    for line in form.indicators:
        common = forms.reference_target(catalogue, line.indicator, form.period.year)
        formula = catalogue.due(catalogue.indicators[line.indicator], form.period)
        known = texts()["causes"].get(line.indicator)
        if not common or not known:
            continue
        target, year = common
        n, d = (_sum(catalogue, typed, form, codes) for codes in (formula.numerator, formula.denominator))
        below = (
            100 * n > target.values[year] * d
            if target.comparison.lower_is_better
            else 100 * n < target.values[year] * d
        )
        if below:
            yield line.indicator, tuple(dice.choice(known))


def _sum(catalogue: Catalogue, typed: Mapping[Key, Content], form: FormLayout, codes: tuple[str, ...]) -> Decimal:
    counted = counted_elements(catalogue, form.period)
    numbers = (counted.get(s.key, typed.get(s.key)) for s in form.slots if s.element.code in codes)
    return sum((n for n in numbers if isinstance(n, Decimal)), Decimal(0))


def _tasks(form: FormLayout, dice: random.Random) -> Iterator[tuple[str, tuple[str, str, str]]]:
    told = texts()["tasks"]
    for line in form.tasks:
        if dice.random() > _TASKS_TOLD:
            continue
        section = line.task.code.partition("-")[0].rstrip("T")
        done = told["done"].get(section) or told["done"][section.partition(".")[0]]
        day = {"day": f"{dice.randint(3, 28):02}", "month": f"{dice.randint(1, 6):02}", "year": form.period.year}
        paper = told["document"].format(number=dice.randint(12, 180), mark=texts()["mark"], **day)
        with_paper = dice.random() < _TASKS_WITH_DOCUMENT
        yield line.task.code, (dice.choice(told["statuses"]), dice.choice(done), paper if with_paper else "")


def _narrative(catalogue: Catalogue, form: FormLayout, figures: Figures, dice: random.Random) -> dict[str, str]:
    told = texts()["unit" if form.is_unit else "agency"]
    facts = _facts(catalogue, form, figures)
    found = {}
    for role in NARRATIVE:
        suited = "results_year" if form.period.is_annual else "results_half"
        sentences = told.get(suited, told.get(role)) if role == "results" else told[role]
        chosen = dice.sample(sentences, min(_SENTENCES if role == "results" else 2, len(sentences)))
        found[role] = " ".join(chosen[:1] if role == "proposals" else chosen).format(**facts)
    return found


def _facts(catalogue: Catalogue, form: FormLayout, figures: Figures) -> dict[str, Any]:
    codes = {
        "jobs": "LD_VL",
        "trained": "LD_DT",
        "social": "BTXH_HUONG",
        "poor": "GN_HO_NGHEO",
        "escaped": "GN_HO_THOAT",
        "water": "NS_HVS",
    }
    amounts = {word: vi.number(figures.get((code, form.respondent))) for word, code in codes.items()}
    when = vi.period(form.period)
    name = forms.respondent_name(catalogue, form)
    return {"name": name, "year": form.period.year, "when": when[:1].upper() + when[1:], **amounts}

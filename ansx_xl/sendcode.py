"""The send code (mã gửi): four groups of four digits over all inputs of a form, by plain formulas.

Two people on the telephone see whether they hold the same figures. It detects slips, not forgery. Each input becomes a
whole number (a number: thousandths, plus one if negative; signs 11, 13, 17; empty 7; other text 19), reduced modulo
9973; a group is the weighted sum of these, reduced again. Every step stays far below 10^15.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .layout import FormLayout
from .rules import Expr, call, choose, either, ref, value, when

PRIME = 9973
_LARGEST = 10**11
_STEPS = (7919, 6277, 4813, 3571)


def digest(cell: Expr) -> Expr:
    """What one input contributes, before reduction."""
    typed = call("TRIM", cell)
    return choose(
        (call("ISERROR", cell), 19),
        (
            call("ISNUMBER", cell),
            when(
                call("ABS", cell) < _LARGEST,
                call("ROUND", call("ABS", cell) * 1000, 0) + when(cell < 0, 1, 0),
                19,
            ),
        ),
        (typed.eq(""), 7),
        (typed.eq("-"), 11),
        (either(typed.eq("…"), typed.eq("...")), 13),
        (typed.eq("x"), 17),
        otherwise=19,
    )


def group(number: Expr) -> Expr:
    """A number modulo 9973."""
    return number - PRIME * call("INT", number / PRIME)


def weight(which: int, place: str) -> int:
    """The fixed weight of a place (an input's index, or a fact of the form) in one of the four groups: 1 to 9972.

    >>> weight(1, "0"), weight(2, "0")
    (1478, 6720)
    """
    index = 1
    for letter in place:
        index = (index * 131 + ord(letter)) % 1_000_003
    return 1 + index * _STEPS[which - 1] % (PRIME - 1)


def numbers(respondent: str, period: str, edition: str) -> dict[str, int]:
    """Unit, period and edition as numbers below 9973."""
    return {role: weight(1, text) for role, text in (("unit", respondent), ("period", period), ("edition", edition))}


def compute(form: FormLayout, edition: str, typed: Mapping[tuple, Any]) -> str:
    """The send code of a form as its own formulas show it; *typed* holds what stands in each input cell."""
    facts = numbers(form.respondent, str(form.period), edition)
    sums = [sum(number * weight(which, role) for role, number in facts.items()) for which in range(1, 5)]
    for index, slot in enumerate(form.slots):
        for prefix, key in (("", ("entry", *slot.key)), ("estimate.", ("estimate", *slot.key))):
            asked = slot.estimate if prefix else not slot.auto
            whole = int(value(digest(ref(key)), typed.get)) if asked else 7
            for which in range(1, 5):
                sums[which - 1] += whole % PRIME * weight(which, f"{prefix}{index}")
    return " ".join(f"{s % PRIME:04d}" for s in sums)

"""The send code (mã gửi): four groups of four digits over all inputs of a form, by plain formulas.

Two people on the telephone see whether they hold the same figures. It detects slips, not forgery. Each input becomes a
number: thousandths modulo 9973, or the kind of what is no number. A group is the weighted sum of these, reduced again,
and each group takes the same weights one row further down. As 9973 is prime and no weight is 0, a change of one figure
by less than 9.973 changes every group. Every step stays far below 10^15.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from operator import mul
from typing import Any
from zlib import crc32

from . import typed
from .layout import FormLayout
from .rules import Expr, call, ref, value, when
from .text import whole

PRIME = 9973
GROUPS = (1, 2, 3, 4)
FACTS = ("unit", "period", "edition")


def digest(content: Expr, kind: Expr) -> Expr:
    """What one input contributes: a number from 0 to 9972."""
    return when(kind.eq(typed.NUMBER), call("MOD", call("ROUND", content * 1000, 0), PRIME), kind)


def group(number: Expr) -> Expr:
    """A sum as one group of the code."""
    return call("MOD", number, PRIME)


def weight(place: str) -> int:
    """The fixed weight of a place (a row of inputs, or a fact of the form and a group): 1 to 9972.

    >>> weight("0"), weight("1")
    (5034, 6384)
    """
    return 1 + crc32(place.encode()) % (PRIME - 1)


@lru_cache(maxsize=64)
def weights(count: int, kind: str = "") -> tuple[int, ...]:
    """The column of weights beside so many inputs: a few more, as each group begins one row further down."""
    return tuple(weight(f"{kind}{index}") for index in range(count + len(GROUPS) - 1))


def facts(respondent: str, period: str, edition: str) -> dict[str, int]:
    """Unit, period and edition as numbers below 9973."""
    return dict(zip(FACTS, map(weight, (respondent, period, edition))))


def compute(form: FormLayout, edition: str, contents: Mapping[tuple, Any]) -> str:
    """The send code of a form as its own formulas show it; *contents* holds what stands in each input cell."""
    known = facts(form.respondent, str(form.period), edition)
    sums = {g: sum(number * weight(f"{role}.{g}") for role, number in known.items()) for g in GROUPS}
    columns = (
        ("", [None if s.auto else ("entry", *s.key) for s in form.slots]),
        ("e", [("estimate", *s.key) if s.estimate else None for s in form.singles]),
    )
    for kind, keys in columns:
        column = [worth(contents.get(key)) if key else 0 for key in keys]
        beside = weights(len(keys), kind)
        for g in GROUPS:
            sums[g] += sum(map(mul, column, beside[g - 1 :]))
    return " ".join(f"{s % PRIME:04d}" for s in sums.values())


_TRIMMED, _KIND = typed.trimmed(ref("cell")), typed.kind(ref("content"))
_DIGEST = digest(ref("content"), ref("kind"))


@lru_cache(maxsize=4096)
def worth(content: Any) -> int:
    """What one input contributes: of a plain number, as nearly all are, without the detour through the formulas."""
    if isinstance(content, Decimal) and abs(content) < typed.LARGEST:
        return whole(content, 3) % PRIME
    return worth_by_formulas(content)


def worth_by_formulas(content: Any) -> int:
    """What one input contributes, as a form computes it."""
    known: dict[str, Any] = {"cell": content}
    known["content"] = value(_TRIMMED, known.get)
    known["kind"] = value(_KIND, known.get)
    return int(value(_DIGEST, known.get))

"""What the operators and functions of a formula mean: exactly what a cell would show, on exact numbers.

The set works in Excel 2010 and LibreOffice 7.4. Blank is `None`: it equals "" and adds as nothing; text is never a
number. IF, CHOOSE, AND and OR look only at what they need: see `value`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

Number = int | Fraction
Value = Number | str | bool | None


def is_number(value: Any) -> bool:
    """Whether a value is a number to ISNUMBER, SUM and COUNT: a truth value is none."""
    return type(value) is int or type(value) is Fraction


def as_number(operand: Value) -> Number:
    if type(operand) is int or type(operand) is Fraction:
        return operand
    if operand is None:
        return 0
    if isinstance(operand, str):
        raise TypeError(operand)
    return int(operand)


def same(left: Value, right: Value) -> bool:
    if left is right:
        return True
    if left is None or right is None:
        return (left or "") == (right or "") or (left or 0) == (right or 0)
    if isinstance(left, str) != isinstance(right, str):
        return False
    return left.casefold() == right.casefold() if isinstance(left, str) else left == right


def as_text(operand: Value) -> str:
    if operand is None:
        return ""
    if isinstance(operand, str):
        return operand
    number = as_number(operand)
    if number.denominator != 1:
        raise TypeError(operand)
    return str(number.numerator)


def numbers_of(args: Iterable[Any]) -> list[Number]:
    """The numbers among values and ranges; texts and blanks are left out, as in SUM and COUNT."""
    return [m for arg in args for m in members(arg) if type(m) is int or type(m) is Fraction]


def round_(number: Value, digits: Value) -> Number:
    exact, places = as_number(number), int(as_number(digits))
    if type(exact) is int and places >= 0:
        return exact
    above, below, tens = abs(exact.numerator), exact.denominator, 10 ** abs(places)
    whole, rest = divmod(above * tens, below) if places >= 0 else divmod(above, below * tens)
    whole += 2 * rest >= (below if places >= 0 else below * tens)
    whole = whole if exact >= 0 else -whole
    return Fraction(whole, tens) if places >= 0 else whole * tens


def trim(operand: Value) -> str:
    return " ".join(filter(None, as_text(operand).split(" ")))


def members(arg: Any) -> list[Value]:
    """The cells of a range; a single cell is a range too."""
    return arg if isinstance(arg, list) else [arg]


def sumproduct(left: Any, right: Any) -> Number:
    pairs = zip(members(left), members(right), strict=True)
    return sum(a * b for a, b in pairs if is_number(a) and is_number(b))


def count_if(cells: Any, wanted: Value) -> int:
    if not isinstance(wanted, str):
        return sum(1 for c in members(cells) if c is not None and same(c, wanted))
    folded = wanted.casefold()
    return sum(1 for c in members(cells) if isinstance(c, str) and c.casefold() == folded)


def match(wanted: Value, cells: Any, kind: Value) -> Value:
    """Where a value stands in a range, from 1; only the exact search (kind 0) is known."""
    if kind != 0:
        raise ValueError(kind)
    return next((at for at, cell in enumerate(members(cells), 1) if cell is not None and same(cell, wanted)), "#N/A")


def rank(number: Value, cells: Any, ascending: Value) -> Number:
    """1 for the largest number of a range, or with *ascending* for the smallest; equal numbers share a place."""
    own = as_number(number)
    return 1 + sum(1 for n in numbers_of([cells]) if (n < own if as_number(ascending) else n > own))


ERRORS = frozenset(("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#NULL!", "#STRING!"))
"""What an error value is called; the last one is ours, for a cell that points to no text."""

OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda a, b: as_number(a) + as_number(b),
    "-": lambda a, b: as_number(a) - as_number(b),
    "*": lambda a, b: as_number(a) * as_number(b),
    "/": lambda a, b: Fraction(as_number(a), as_number(b)),
    "<": lambda a, b: as_number(a) < as_number(b),
    "<=": lambda a, b: as_number(a) <= as_number(b),
    ">": lambda a, b: as_number(a) > as_number(b),
    ">=": lambda a, b: as_number(a) >= as_number(b),
    "=": same,
    "<>": lambda a, b: not same(a, b),
    "&": lambda a, b: as_text(a) + as_text(b),
}

FUNCTIONS: dict[str, Callable[..., Value]] = {
    "IF": lambda c, a, b: a if c else b,
    "CHOOSE": lambda index, *cases: cases[int(index) - 1],
    "AND": lambda *args: all(args),
    "OR": lambda *args: any(args),
    "NOT": lambda a: not a,
    "ISNUMBER": is_number,
    "ISERROR": lambda a: isinstance(a, str) and a in ERRORS,
    "N": lambda a: a if is_number(a) else 0,
    "SUM": lambda *args: sum(numbers_of(args)),
    "COUNT": lambda *args: len(numbers_of(args)),
    "COUNTIF": count_if,
    "SUMPRODUCT": sumproduct,
    "ROUND": round_,
    "MOD": lambda a, b: as_number(a) % as_number(b),
    "INT": lambda a: as_number(a).__floor__(),
    "ABS": lambda a: abs(as_number(a)),
    "MIN": lambda *args: min(numbers_of(args), default=0),
    "MAX": lambda *args: max(numbers_of(args), default=0),
    "TRIM": trim,
    "INDEX": lambda cells, at: members(cells)[int(as_number(at)) - 1],
    "MATCH": match,
    "RANK": rank,
    "HYPERLINK": lambda target, words: words,
}

WORKSHEET_FUNCTIONS = (
    "ANSX_TY_LE",
    "ANSX_MUC_TIEU",
    "ANSX_DANH_GIA",
    "ANSX_CON_THIEU",
    "ANSX_KIEM_TRA",
    "ANSX_TONG_HOP",
    "ANSX_DOC_SO",
    "ANSX_CHUAN_HOA",
)
"""Our own functions in Excel, answered by Python; formulas on the sheet of examples only."""

"""One expression tree, two functions: `excel(expr, place)` writes it as a formula, `value(expr, get)` computes it.

Every formula of every workbook is such a tree, so a cell and Python cannot mean different things. Arithmetic in Python
is exact (`Fraction`); text is never a number. The set of functions is closed: what is not in functions.py cannot be
written. Cell addresses come from `place` (see layout/), never from here.

A reference names keys, not cells; a key may be any hashable value. Blank is `None`: it equals "" and adds as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from ..frozen import frozen
from . import functions
from .functions import ERRORS as ERRORS
from .functions import FUNCTIONS, OPERATORS, WORKSHEET_FUNCTIONS, Value

Get = Callable[[Hashable], Any]
Place = Callable[[tuple[Hashable, ...]], str]


class Expr:
    """A formula. Operators build larger ones; `eq`/`ne` stand for = and <>."""

    __slots__ = ()

    def __add__(self, other: Operand) -> Op:
        return Op("+", self, lift(other))

    def __radd__(self, other: Operand) -> Op:
        return Op("+", lift(other), self)

    def __sub__(self, other: Operand) -> Op:
        return Op("-", self, lift(other))

    def __rsub__(self, other: Operand) -> Op:
        return Op("-", lift(other), self)

    def __mul__(self, other: Operand) -> Op:
        return Op("*", self, lift(other))

    def __rmul__(self, other: Operand) -> Op:
        return Op("*", lift(other), self)

    def __truediv__(self, other: Operand) -> Op:
        return Op("/", self, lift(other))

    def __le__(self, other: Operand) -> Op:
        return Op("<=", self, lift(other))

    def __lt__(self, other: Operand) -> Op:
        return Op("<", self, lift(other))

    def __ge__(self, other: Operand) -> Op:
        return Op(">=", self, lift(other))

    def __gt__(self, other: Operand) -> Op:
        return Op(">", self, lift(other))

    def __and__(self, other: Operand) -> Op:
        return Op("&", self, lift(other))

    def __rand__(self, other: Operand) -> Op:
        return Op("&", lift(other), self)

    def eq(self, other: Operand) -> Op:
        return Op("=", self, lift(other))

    def ne(self, other: Operand) -> Op:
        return Op("<>", self, lift(other))


@frozen
class Const(Expr):
    """A number or a text written into the formula."""

    value: int | Decimal | str


@frozen
class Ref(Expr):
    """One cell, or several where a function takes a range."""

    keys: tuple[Hashable, ...]


@frozen
class Op(Expr):
    sign: str
    left: Expr
    right: Expr


@frozen
class Call(Expr):
    name: str
    args: tuple[Expr, ...]


Operand = Expr | int | Decimal | str


def lift(operand: Operand) -> Expr:
    """An operand as a tree: numbers and texts become constants."""
    return operand if isinstance(operand, Expr) else Const(operand)


def ref(*keys: Hashable) -> Ref:
    return Ref(keys)


def call(name: str, *args: Operand) -> Call:
    return Call(name, tuple([a if isinstance(a, Expr) else Const(a) for a in args]))


def asked(name: str, *args: Operand) -> Call:
    """A worksheet function of our own: only Python (`lookups`) knows its value, not `value`."""
    if name not in WORKSHEET_FUNCTIONS:
        raise KeyError(name)
    return Call(name, tuple(map(lift, args)))


def when(condition: Expr, then: Operand, otherwise: Operand) -> Call:
    return call("IF", condition, then, otherwise)


def choose(*cases: tuple[Expr, Operand], otherwise: Operand) -> Expr:
    """The first case that holds: nested IFs, read from the top."""
    result = lift(otherwise)
    for condition, then in reversed(cases):
        result = when(condition, then, result)
    return result


def both(*conditions: Expr) -> Expr:
    return conditions[0] if len(conditions) == 1 else call("AND", *conditions)


def either(*conditions: Expr) -> Expr:
    return conditions[0] if len(conditions) == 1 else call("OR", *conditions)


def total(exprs: Iterable[Expr]) -> Expr:
    """Sum of expressions, 0 for none."""
    result: Expr | None = None
    for each in exprs:
        result = each if result is None else result + each
    return result if result is not None else Const(0)


def joined(exprs: Iterable[Expr]) -> Expr:
    """Texts one after the other."""
    result: Expr | None = None
    for each in exprs:
        result = each if result is None else result & each
    return result if result is not None else Const("")


def listed(parts: Iterable[tuple[str, Expr]]) -> Expr:
    """Words, each with its whole number: "Errors: 3; warnings: 1".

    >>> excel(listed([("Errors:", ref("a")), ("warnings:", ref("b"))]), lambda keys: str(keys[0]))
    '(("Errors: "&a)&"; warnings: ")&b'
    """
    result: Expr | None = None
    for words, number in parts:
        result = lift(f"{words} ") & number if result is None else result & f"; {words} " & number
    return result if result is not None else Const("")


def excel(expr: Expr, place: Place) -> str:
    """The tree as formula text, without the leading "=".

    >>> excel(when(call("COUNT", ref("a"), ref("b")).eq(2), 100 * ref("a") / ref("b"), ""), lambda keys: f"<{keys[0]}>")
    'IF(COUNT(<a>,<b>)=2,(100*<a>)/<b>,"")'
    """
    return _WRITTEN[type(expr)](expr, place)


def _constant(expr: Const, place: Place) -> str:
    number = expr.value
    if isinstance(number, str):
        return _quoted(number)
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _function(expr: Call, place: Place) -> str:
    if expr.name not in FUNCTIONS and expr.name not in WORKSHEET_FUNCTIONS:
        raise KeyError(expr.name)
    return f"{expr.name}({','.join([_WRITTEN[type(a)](a, place) for a in expr.args])})"


_WRITTEN: dict[type, Callable[[Any, Place], str]] = {
    Const: _constant,
    Ref: lambda expr, place: place(expr.keys),
    Op: lambda expr, place: _operand(expr.left, place) + expr.sign + _operand(expr.right, place),
    Call: _function,
}

_LONGEST_LITERAL = 255
"""A spreadsheet takes no longer text in quotation marks; longer ones are put together."""


def _quoted(text: str) -> str:
    if len(text) <= _LONGEST_LITERAL and '"' not in text:
        return f'"{text}"'
    parts = [text[i : i + _LONGEST_LITERAL] for i in range(0, len(text), _LONGEST_LITERAL)] or [""]
    joined = "&".join('"' + part.replace('"', '""') + '"' for part in parts)
    return joined if len(parts) == 1 else f"({joined})"


def _operand(expr: Expr, place: Place) -> str:
    kind = type(expr)
    if kind is Ref:
        return place(expr.keys)
    text = _WRITTEN[kind](expr, place)
    negative = kind is Const and not isinstance(expr.value, str) and expr.value < 0
    return f"({text})" if kind is Op or negative else text


def value(expr: Expr, get: Get) -> Value:
    """What the tree is worth: exact number, text, truth or `None` for blank.

    Raises ZeroDivisionError as a cell would show #DIV/0!, and TypeError where text meets arithmetic (#VALUE!).

    >>> value(when(call("COUNT", ref("a"), ref("b")).eq(2), ref("a") / ref("b"), ""), {"a": 1, "b": 3}.get)
    Fraction(1, 3)
    >>> value(call("SUM", ref("a", "b")), {"a": 1, "b": "x"}.get)
    1
    """
    return _WORTH[type(expr)](expr, get)


def _worth_of_op(expr: Op, get: Get) -> Value:
    left, right = expr.left, expr.right
    return OPERATORS[expr.sign](_WORTH[type(left)](left, get), _WORTH[type(right)](right, get))


def _worth_of_call(expr: Call, get: Get) -> Value:
    lazy = _LAZY.get(expr.name)
    if lazy is not None:
        return lazy(expr.args, get)
    return FUNCTIONS[expr.name](*[_argument(a, get) for a in expr.args])


def _worth_of_if(args: tuple[Expr, ...], get: Get) -> Value:
    condition = args[0]
    chosen = args[1] if _WORTH[type(condition)](condition, get) else args[2]
    return _WORTH[type(chosen)](chosen, get)


def _worth_of_ref(expr: Ref, get: Get) -> Value:
    found = get(*expr.keys)
    return exact(found) if type(found) is Decimal else found


_LAZY: dict[str, Callable[[tuple[Expr, ...], Get], Value]] = {
    "IF": _worth_of_if,
    "CHOOSE": lambda args, get: value(args[int(functions.as_number(value(args[0], get)))], get),
    "AND": lambda args, get: all(value(a, get) for a in args),
    "OR": lambda args, get: any(value(a, get) for a in args),
}
"""The functions that do not look at all of their arguments, in Python as in a spreadsheet."""

_WORTH: dict[type, Callable[[Any, Get], Value]] = {
    Const: lambda expr, get: exact(expr.value),
    Ref: _worth_of_ref,
    Op: _worth_of_op,
    Call: _worth_of_call,
}


def exact(found: Any) -> Value:
    """A number as an exact one: whole where it is whole."""
    if type(found) is not Decimal:
        return found
    whole = int(found)
    return whole if whole == found else Fraction(found)


def _argument(expr: Expr, get: Get) -> Any:
    """A range is handed over as a list, anything else as its value."""
    kind = type(expr)
    if kind is Ref and len(expr.keys) != 1:
        return [exact(found) if type(found) is Decimal else found for found in map(get, expr.keys)]
    return _WORTH[kind](expr, get)


def shown(number: Fraction, decimals: int) -> Decimal:
    """A number as it is shown: rounded half up.

    >>> shown(Fraction(5, 2), 0), shown(Fraction(-1, 8), 2)
    (Decimal('3'), Decimal('-0.13'))
    """
    scaled = functions.round_(number, Fraction(decimals))
    return (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )


PASSED, FAILED, NOT_APPLICABLE = 1, 2, 0


def relation(check: Any, operand: Callable[[Any], Hashable]) -> Expr:
    """One check as a formula: 1 holds, 2 does not, 0 where an operand is missing or not applicable.

    *operand* gives the key under which a term's number is found; anything but a number there counts as missing.
    """
    named = [ref(operand(t)) for t in check.terms if t.element]

    def side(terms: Iterable[Any]) -> Expr:
        return total(_term(t, ref(operand(t)) if t.element else None) for t in terms)

    left = side(check.left)
    match check.operator:
        case "<=":
            holds = left <= side(check.right[0])
        case ">=":
            holds = left >= side(check.right[0])
        case "=":
            holds = left.eq(side(check.right[0]))
        case "between":
            holds = both(left >= side(check.right[0]), left <= side(check.right[1]))
        case "within":
            right = side(check.right[0])
            distance = call("ABS", left - right)
            limits = []
            if check.percent is not None:
                limits.append(100 * distance <= check.percent * call("ABS", right))
            if check.count is not None:
                limits.append(distance <= check.count)
            holds = either(*limits)
    return when(call("COUNT", *named).eq(len(named)), when(holds, PASSED, FAILED), NOT_APPLICABLE)


def rule_operand(unit: str) -> Callable[[Any], tuple]:
    """The key of the number that a term of a relation stands for, of one unit."""
    where = {"": "number", "prev": "previous", "prev_year": "last_year"}
    return lambda term: (where[term.when], term.element, unit)


def _term(term: Any, operand: Expr | None) -> Expr:
    if operand is None:
        return Const(term.factor)
    return operand if term.factor == 1 else term.factor * operand


def rate(numerator: Expr, denominator: Expr) -> Expr:
    """A rate in percent, written 100*n/d (n/d*100 is wrong in the last digit in a quarter of all cases)."""
    return 100 * numerator / denominator


def rekeyed(expr: Expr, key: Callable[[Hashable], Hashable]) -> Expr:
    """The same tree over other keys: how a formula written for one row is put in its place."""
    kind = type(expr)
    if kind is Const:
        return expr
    if kind is Ref:
        return Ref(tuple(map(key, expr.keys)))
    if kind is Op:
        return Op(expr.sign, rekeyed(expr.left, key), rekeyed(expr.right, key))
    return Call(expr.name, tuple([rekeyed(a, key) for a in expr.args]))

"""One tree, two functions: what `value` computes is what a spreadsheet shows for the text that `excel` writes.

`test_office.py` and the form tests hold both against LibreOffice; here the rules of a spreadsheet stand as facts.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansx_xl import rules
from ansx_xl.catalogue.values import OPERATORS, terms
from ansx_xl.model import Check, Severity
from ansx_xl.rules import (
    Const,
    Op,
    both,
    call,
    choose,
    either,
    excel,
    joined,
    lift,
    rate,
    ref,
    shown,
    total,
    value,
    when,
)

A, B, C = ref("a"), ref("b"), ref("c")


def place(keys):
    return ":".join(keys)


def of(expr, **cells):
    return value(expr, cells.get)


# --- value: the semantics of cells -----------------------------------------------------------------------------------


def test_arithmetic_is_exact():
    assert of(A + B, a=Decimal("0.1"), b=Decimal("0.2")) == Fraction(3, 10)
    assert of(A / 3 * 3, a=1) == 1
    assert of(100 * A / B, a=1, b=3) == Fraction(100, 3)
    assert of((A - B) * (A - B), a=10**15, b=1) == (10**15 - 1) ** 2


def test_a_blank_is_nothing():
    assert of(A + 1) == 1 and of(A * B, a=3) == 0
    assert of(A.eq("")) is True and of(A.eq(0)) is True and of(A.eq(1)) is False and of(A.ne("")) is False
    assert of(A & "x") == "x" and of(call("N", A)) == 0
    assert of(call("ISNUMBER", A)) is False and of(call("COUNT", A, B), b=1) == 1


def test_text_in_arithmetic_is_an_error():
    for expr in (A + 1, 1 - A, A * 2, A / 2, A < 1, A >= 1, call("ABS", A), call("INT", A), call("ROUND", A, 0)):
        with pytest.raises(TypeError):
            of(expr, a="12")


def test_division_by_nothing_is_an_error():
    for cells in ({}, {"b": 0}):
        with pytest.raises(ZeroDivisionError):
            of(A / B, a=1, **cells)


def test_sum_and_count_see_numbers_only():
    cells = {"a": 2, "b": "3", "c": None, "d": Decimal("0.5"), "e": "…", "f": True}
    assert of(call("SUM", ref(*cells)), **cells) == Fraction(5, 2)
    assert of(call("COUNT", ref(*cells)), **cells) == 2
    assert of(call("MIN", ref(*cells)), **cells) == Fraction(1, 2) and of(call("MAX", ref(*cells)), **cells) == 2
    assert of(call("MIN", ref("b", "c")), b="x") == 0
    assert of(call("COUNTIF", ref("a", "b", "c"), "X"), a="x", b=1) == 1
    assert of(call("COUNTIF", ref("a", "b", "c"), 1), a="1", b=1) == 1
    assert of(call("SUMPRODUCT", ref("a", "b"), ref("c", "d")), a=2, b="x", c=5, d=7) == 10


def test_equal_is_by_kind_and_without_case():
    assert of(A.eq(B), a="Đạt", b="ĐẠT") is True
    assert of(A.eq(B), a=1, b="1") is False and of(A.ne(B), a=1, b="1") is True
    assert of(A.eq(B), a=Decimal("1.0"), b=1) is True


def test_only_the_branch_that_counts_is_computed():
    assert of(when(A.eq(0), "", Op("/", Const(100), A)), a=0) == ""
    assert of(both(A.eq(1), Op("/", Const(1), B).eq(1)), a=0, b=0) is False
    assert of(either(A.eq(0), Op("/", Const(1), B).eq(1)), a=0, b=0) is True


def test_joining_takes_words_and_whole_numbers():
    assert of(A & " / " & B, a=3, b=4) == "3 / 4"
    with pytest.raises(TypeError):
        of(A & "", a=Decimal("0.5"))  # a spreadsheet would show as many digits as its locale likes
    assert value(joined([lift("a"), lift("b")]), {}.get) == "ab" and value(joined([]), {}.get) == ""


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        ("2.5", 0, 3),
        ("-2.5", 0, -3),
        ("2.4999", 0, 2),
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("0.125", 2, "0.13"),
        ("1234.5", -2, 1200),
        ("1250", -2, 1300),
    ],
)
def test_rounding_is_half_away_from_zero(number, digits, expected):
    assert of(call("ROUND", A, digits), a=Decimal(number)) == Fraction(str(expected))


def test_rounding_is_of_the_exact_value():
    """A double would make 2.67 of the first."""
    assert shown(Fraction(2675, 1000), 2) == Decimal("2.68")
    assert str(shown(Fraction(2, 3), 2)) == "0.67" and str(shown(Fraction(5), 2)) == "5.00"


def test_other_functions():
    assert of(call("INT", A), a=Decimal("-1.5")) == -2 and of(call("ABS", A), a=-3) == 3
    assert of(call("TRIM", A), a="  x   y ") == "x y" and of(call("NOT", A.eq(1)), a=1) is False
    assert of(call("ISERROR", A), a="#DIV/0!") is True and of(call("ISERROR", A), a=1) is False
    assert of(call("N", A), a="x") == 0 and of(call("N", A), a=7) == 7
    assert of(call("AND", A.eq(1), B.eq(2)), a=1, b=2) is True and of(call("OR", A.eq(1), B.eq(2)), b=3) is False


def test_choose_takes_the_first_that_holds():
    expr = choose((A < 10, "low"), (A < 20, "middle"), otherwise="high")
    assert [of(expr, a=n) for n in (9, 10, 19, 20)] == ["low", "middle", "middle", "high"]


def test_total_of_none_is_zero():
    assert value(total([]), {}.get) == 0 and of(total([A, B]), a=1, b=2) == 3


# --- excel: the text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (A + B * C, "a+(b*c)"),
        ((A + B) * C, "(a+b)*c"),
        (A - (B - C), "a-(b-c)"),
        ((A - B) - C, "(a-b)-c"),
        (A / (B / C), "a/(b/c)"),
        (A * -1, "a*(-1)"),
        (2 - A, "2-a"),
        (100 * A / B, "(100*a)/b"),
        (rate(A, B), "(100*a)/b"),
        ((A + 1) <= B, "(a+1)<=b"),
        (A.eq("x"), 'a="x"'),
        (A.ne(""), 'a<>""'),
        (A & 'say "no"', 'a&"say ""no"""'),
        ("x" & A & "y", '("x"&a)&"y"'),
        (call("SUM", ref("a", "b", "c"), 1), "SUM(a:b:c,1)"),
        (when(A > 0, 1, ""), 'IF(a>0,1,"")'),
        (A * Decimal("6.50"), "a*6.50"),
        (A + Decimal("1E+3"), "a+1000"),
        (A + Decimal("1E-7"), "a+0.0000001"),
        (both(A > 0, B > 0), "AND(a>0,b>0)"),
        (either(A > 0), "a>0"),
    ],
)
def test_formula_text(expr, text):
    assert excel(expr, place) == text


def test_the_function_set_is_closed():
    """Nothing of a later Excel, nothing volatile, nothing that depends on the locale, and no averaging of any kind."""
    for name in (
        "AVERAGE",
        "AVERAGEIF",
        "MEDIAN",
        "TEXT",
        "VALUE",
        "INDIRECT",
        "OFFSET",
        "NOW",
        "IFS",
        "XLOOKUP",
        "sum",
    ):
        with pytest.raises(KeyError):
            excel(call(name, A), place)
        with pytest.raises(KeyError):
            of(call(name, A), a=1)


numbers = st.integers(-9, 9)
trees = st.recursive(
    st.sampled_from([A, B, C]) | numbers.map(Const),
    lambda inner: st.builds(Op, st.sampled_from(["+", "-", "*"]), inner, inner),
    max_leaves=12,
)


@given(trees, numbers, numbers, numbers)
def test_the_text_means_what_the_tree_means(tree, a, b, c):
    """Sums and products are written alike here and in a spreadsheet, so the text can be computed as it stands."""
    text = excel(tree, place)
    assert eval(text, {"a": a, "b": b, "c": c}) == of(tree, a=a, b=b, c=c)  # noqa: S307


# --- relations -------------------------------------------------------------------------------------------------------


def check(left, operator, right, percent=None, count=None):
    sides = tuple(terms(side) for side in right.split(";"))
    limits = (None if x is None else Decimal(x) for x in (percent, count))
    return Check("KT", terms(left), operator, sides, *limits, Severity.ERROR, "", "")


def verdict(relation, **cells):
    return value(rules.relation(relation, lambda term: term.when + term.element), cells.get)


PASSED, FAILED, OPEN = rules.PASSED, rules.FAILED, rules.NOT_APPLICABLE

# left, operator, right, percent, count; then the limit: values that just hold and just do not
LIMITS = [
    (check("A", "<=", "B"), {"B": 10}, [(10, PASSED), (11, FAILED), (0, PASSED)]),
    (check("A", ">=", "B"), {"B": 10}, [(10, PASSED), (9, FAILED)]),
    (check("A", "=", "B"), {"B": 10}, [(10, PASSED), (9, FAILED), (11, FAILED)]),
    (check("A", "between", "3*B; 6.5*B"), {"B": 10}, [(30, PASSED), (65, PASSED), (29, FAILED), (66, FAILED)]),
    (check("A", "within", "B", percent="5"), {"B": 200}, [(210, PASSED), (190, PASSED), (211, FAILED), (189, FAILED)]),
    (check("A", "within", "B", count="5"), {"B": 200}, [(205, PASSED), (195, PASSED), (206, FAILED)]),
    (check("A", "within", "B", "1", "5"), {"B": 200}, [(205, PASSED), (206, FAILED)]),
    (check("A", "within", "B", "1", "5"), {"B": 1000}, [(1010, PASSED), (990, PASSED), (1011, FAILED)]),
    (check("A", "within", "B", percent="5"), {"B": 0}, [(0, PASSED), (1, FAILED)]),
    (check("A", ">=", "1"), {}, [(1, PASSED), (Decimal("0.825"), FAILED)]),
    (check("A", "<=", "prev(A)"), {"prevA": 3}, [(3, PASSED), (4, FAILED)]),
    (check("A", "=", "prev_year(A) - B + C"), {"prev_yearA": 10, "B": 3, "C": 1}, [(8, PASSED), (14, FAILED)]),
    (check("A + B", "<=", "C"), {"B": 5, "C": 9}, [(4, PASSED), (5, FAILED)]),
]


@pytest.mark.parametrize(("relation", "others", "cases"), LIMITS)
def test_a_relation_at_its_limit(relation, others, cases):
    assert [(a, verdict(relation, A=a, **others)) for a, _ in cases] == cases


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("missing", [None, "…", "x", "", "12"])
def test_a_relation_with_a_missing_operand_neither_holds_nor_fails(operator, missing):
    """A sign or a text is no number: it is not taken for 0, whichever operand it is."""
    right = "C; D" if operator == "between" else "C + D"
    relation = check("A - B", operator, right, percent="5" if operator == "within" else None)
    whole = {"A": 5, "B": 1, "C": 2, "D": 3}
    assert verdict(relation, **whole) != OPEN
    for name in whole:
        assert verdict(relation, **{**whole, name: missing}) == OPEN


def test_zero_is_no_missing_operand():
    for a, b in product((0, 1), repeat=2):
        assert verdict(check("A", "<=", "B"), A=a, B=b) == (PASSED if a <= b else FAILED)


def test_a_relation_as_a_formula():
    relation = check("A + 2*B", "within", "prev_year(C)", "1", "5")
    text = excel(rules.relation(relation, lambda term: term.when + term.element), place)
    distance = "ABS((A+(2*B))-prev_yearC)"
    assert text == (f"IF(COUNT(A,B,prev_yearC)=3,IF(OR((100*{distance})<=(1*ABS(prev_yearC)),{distance}<=5),1,2),0)")

"""Verdicts as formulas over whole numbers; Python's own verdict is the worth of the same formula.

Nothing here compares rates or doubles: n and d enter as they are, everything else as whole hundredths, and both sides
of every comparison stay below 10^15 (`headroom.py` proves it). The shown figures (actual, gap, R, what is needed) are
trees too, with divisions guarded; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .. import rules
from ..frozen import frozen
from ..model import Comparison, Kind, Reason, Verdict
from ..rules import Expr, both, call, choose, either, functions, ref, when
from .case import Case, Rest

Label = Callable[[Verdict, Reason], str]

GOOD = (19, 20)
FAIR = (3, 5)


def expression(case: Case, label: Label) -> Expr:
    """The verdict (đánh giá) of a case as one formula over its inputs; *label* gives the texts it can show."""

    def text(verdict: Verdict, reason: Reason = Reason.NONE) -> str:
        return label(verdict, reason)

    if case.settled:
        return rules.lift(text(*case.settled))
    missing = ref("counted") < ref("expected")
    if case.judge_partial:
        missing = both(missing, call("NOT", holds(case)))
    return choose(
        (ref("counted").eq(0), text(Verdict.NOT_ASSESSED, Reason.NO_DATA)),
        (missing, _missing(text)),
        *_zero(case, text),
        otherwise=_change(case, text) if case.change else _compared(case, text),
    )


def judge(case: Case) -> tuple[Verdict, Reason]:
    """Python's verdict: the worth of the formula."""
    found = rules.value(expression(case, lambda verdict, reason: f"{verdict} {reason}"), case.get)
    verdict, _, reason = str(found).partition(" ")
    return Verdict(verdict), Reason(reason)


def _missing(text: Callable[..., str]) -> Expr:
    silent = text(Verdict.NOT_ASSESSED, Reason.UNITS_MISSING)
    return when(ref("silent") > 0, silent, text(Verdict.NOT_ASSESSED, Reason.INCOMPLETE))


def _zero(case: Case, text: Callable[..., str]) -> tuple[tuple[Expr, Expr], ...]:
    if "d" not in case:
        return ()
    empty = text(Verdict.NOT_ASSESSED, Reason.ZERO_DENOMINATOR)
    return ((ref("d").eq(0), when(ref("n").eq(0), text(Verdict.NO_CASE), empty)),)


def _compared(case: Case, text: Callable[..., str]) -> Expr:
    met = rules.lift(text(Verdict.MET))
    if case.may_exceed:
        met = when(_exceeded(case), text(Verdict.EXCEEDED), met)
    return when(holds(case), met, _otherwise(case, text))


def _otherwise(case: Case, text: Callable[..., str]) -> Expr:
    if case.rest is Rest.FINAL:
        return rules.lift(text(Verdict.NOT_MET))
    if case.rest is Rest.BLOCKED:
        return rules.lift(text(Verdict.NOT_ASSESSED, case.blocked))
    if case.rest is Rest.REACHED_BEFORE:
        return _reached_before(case, text)
    ladder = _ladder(case, text)
    if "h" in case and case.kind is not Kind.RATIO:
        # The tolerance hangs on a live figure, so whether the baseline was already within it does too.
        within = ref("b") * 10_000 <= _times(ref("tolerance") * ref("h"), case.factor)
        return when(within, _reached_before(case, text), ladder)
    return ladder


def _reached_before(case: Case, text: Callable[..., str]) -> Expr:
    return when(_reaches(case, 0, 1), text(Verdict.OFF_TRACK), text(Verdict.REVERSING))


def _ladder(case: Case, text: Callable[..., str]) -> Expr:
    return choose(
        (_reaches(case, *GOOD), text(Verdict.ON_TRACK)),
        (_reaches(case, *FAIR), text(Verdict.BEHIND)),
        (_reaches(case, 0, 1), text(Verdict.OFF_TRACK)),
        otherwise=text(Verdict.REVERSING),
    )


def _change(case: Case, text: Callable[..., str]) -> Expr:
    if case.rest is Rest.BLOCKED:
        return rules.lift(text(Verdict.NOT_ASSESSED, case.blocked))
    if case.rest is Rest.PATH:
        return _ladder(case, text)
    fall, required = _fall(case, 1, 1)
    return choose(
        (fall > required, text(Verdict.EXCEEDED)),
        (fall.eq(required), text(Verdict.MET)),
        otherwise=text(Verdict.NOT_MET),
    )


def holds(case: Case) -> Expr:
    """Whether the period's own figures satisfy the comparison, cross-multiplied."""
    n = _times(ref("n"), case.factor)
    match case.target.comparison:
        case Comparison.AT_LEAST:
            return n >= _per(case, ref("T"))
        case Comparison.MORE_THAN:
            return n > _per(case, ref("T"))
        case Comparison.AT_MOST:
            return n <= _per(case, ref("T"))
        case Comparison.LESS_THAN:
            return n < _per(case, ref("T"))
        case Comparison.ABOUT:
            return _times(ref("n"), case.factor * case.fine) >= _per(case, ref("low"))
    left, right = _left_over(case)
    return left <= right


def _exceeded(case: Case) -> Expr:
    if case.target.comparison is Comparison.ABOUT:
        return _times(ref("n"), case.factor * case.fine) >= _per(case, ref("high"))
    return _times(ref("n"), case.factor) > _per(case, ref("T"))


def _left_over(case: Case) -> tuple[Expr, Expr]:
    """Both sides of "almost none left": the numerator itself against nothing, a count or a share of an element."""
    if "tolerance" not in case:
        return ref("n"), rules.lift(0)
    if "h" in case:
        return _times(ref("n"), 10_000), ref("tolerance") * ref("h")
    return _times(ref("n"), 1 if case.kind is Kind.RATIO else case.factor), ref("tolerance")


def _reaches(case: Case, part: int, of: int) -> Expr:
    """Whether R is at least part/of, without a division."""
    if case.change:
        fall, required = _fall(case, part, of)
        return fall >= required
    n = _times(ref("n"), case.factor)
    base = ref("b") if _based(case) else None
    if not part:
        done, due = n, _per(case, base) if base is not None else rules.lift(0)
    else:
        gain = part * _gain(case)
        done = _times(n, of) * ref("Q")
        due = _per(case, gain if base is None else of * ref("Q") * base + gain)
    return done <= due if case.lower else done >= due


def _based(case: Case) -> bool:
    return "b" in case


def _gain(case: Case) -> Expr:
    """The way from the baseline expected by now, times Q."""
    path = case.path
    if not path.base:
        return ref(path.end) * ref("q")
    step = (ref(path.end) - ref(path.start)) * ref("q")
    return step if path.start == path.base else ref("Q") * (ref(path.start) - ref(path.base)) + step


def _fall(case: Case, part: int, of: int) -> tuple[Expr, Expr]:
    """Both sides of "mean yearly fall is at least part/of the required one"."""
    required = _times(ref("T") * ref("N"), part) if part else None
    if "n" not in case:
        return _times(ref("S"), of), rules.lift(0) if required is None else required
    rate = ref("n") * (10_000 * of)
    return _times(ref("d") * ref("S"), of), rate if required is None else ref("d") * required + rate


def _times(expr: Expr, factor: int) -> Expr:
    return expr if factor == 1 else expr * factor


def _per(case: Case, expr: Expr) -> Expr:
    """Times the denominator, where there is one."""
    return ref("d") * expr if "d" in case else expr


def ready(case: Case) -> Expr:
    """Whether there is a figure to show: complete, or judged on the part received; never over a zero denominator."""
    complete = ref("counted").eq(ref("expected"))
    conditions = [ref("counted") > 0, either(complete, holds(case)) if case.judge_partial else complete]
    if "d" in case:
        conditions.append(ref("d").ne(0))
    return both(*conditions)


@frozen
class Shown:
    """The figures beside a verdict, each a tree over the inputs of its case; blank where there is nothing to show."""

    actual: Expr
    gap: Expr
    progress: Expr
    needed: Expr


def shown(case: Case) -> Shown:
    """What the sheets show beside the verdict of a case."""
    return Shown(actual(case), gap(case), progress(case), needed(case))


def actual(case: Case) -> Expr:
    """The actual figure (thực hiện): percent, count, level, or the mean yearly fall in points; else blank."""
    figure = _figure(case)
    return rules.lift("") if figure is None else when(ready(case), figure, "")


def gap(case: Case) -> Expr:
    """The gap to the plan (chênh lệch so với chỉ tiêu), in the indicator's own measure; negative is below the plan."""
    figure = _figure(case)
    if figure is None:
        return rules.lift("")
    return when(ready(case), figure - ref("T") / 10**case.scale, "")


def _figure(case: Case) -> Expr | None:
    if case.settled:
        return None
    if case.change:
        if "S" not in case:
            return None
        if "n" not in case:
            return ref("S") / (100 * ref("N"))
        return (ref("d") * ref("S") - 10_000 * ref("n")) / (100 * ref("d") * ref("N"))
    if "d" in case:
        return rules.rate(ref("n"), ref("d"))
    return ref("n") / 10**case.decimals if case.decimals else ref("n")


def progress(case: Case) -> Expr:
    """R, the progress ratio (mức độ bảo đảm tiến độ), as a guarded division; blank where there is no path."""
    if case.settled or not case.inputs["T"].value and case.change:
        return rules.lift("")
    if case.change:
        if "S" not in case:
            return rules.lift("")
        way = _per(case, ref("T") * ref("N"))
        fall = ref("S") if "n" not in case else ref("d") * ref("S") - ref("n") * 10_000
        return when(ready(case), fall / way, "")
    if case.path is None:
        return rules.lift("")
    done = _times(ref("n"), case.factor) * ref("Q")
    if _based(case):
        done = done - _per(case, ref("Q") * ref("b"))
    return when(ready(case), done / _per(case, _gain(case)), "")


def needed(case: Case) -> Expr:
    """How many more (or, where less is better, fewer) people, households, communes would satisfy the comparison.

    The smallest whole number, strict comparisons respected; blank for an index, a level, and where a figure is missing.
    """
    short = None if case.settled else _short(case)
    if short is None:
        return rules.lift("")
    distance, divisor, strict = short
    if strict:
        count = when(distance < 0, 0, call("INT", distance / divisor) + 1)
    else:
        count = call("MAX", 0, call("INT", (distance + (divisor - 1)) / divisor if divisor > 1 else distance))
    return when(ready(case), count, "")


def _short(case: Case) -> tuple[Expr, int, bool] | None:
    """By how much the comparison fails, the worth of one person in it, and whether equality is not enough."""
    one = case.factor * 10**case.decimals
    n = _times(ref("n"), case.factor)
    if case.change:
        if "n" not in case or "S" not in case:
            return None
        fall, required = _fall(case, 1, 1)
        return required - fall, one, False
    if case.kind in (Kind.INDEX, Kind.STATUS):
        return None
    match case.target.comparison:
        case Comparison.AT_LEAST | Comparison.MORE_THAN:
            return _per(case, ref("T")) - n, one, case.target.comparison is Comparison.MORE_THAN
        case Comparison.ABOUT:
            low = _per(case, ref("low"))
            return low - _times(ref("n"), case.factor * case.fine), one * case.fine, False
        case Comparison.AT_MOST | Comparison.LESS_THAN:
            return n - _per(case, ref("T")), one, case.target.comparison is Comparison.LESS_THAN
    left, right = _left_over(case)
    return left - right, _one_left_over(case), False


def _one_left_over(case: Case) -> int:
    if "tolerance" not in case:
        return 10**case.decimals
    if "h" in case:
        return 10_000 * 10**case.decimals
    return 10**case.decimals if case.kind is Kind.RATIO else case.factor * 10**case.decimals


def worth(tree: Expr, case: Case) -> Fraction | None:
    """The number a shown tree is worth; `None` where it shows nothing."""
    found = rules.value(tree, case.get)
    return Fraction(found) if functions.is_number(found) else None

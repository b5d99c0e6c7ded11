"""What one verdict is decided on: whole numbers, and which of the rules applies.

A `Case` is settled before anybody types anything, but for its live inputs: the sums and counts of the period's own
cells. `verdict.py` turns it into formulas; `composing.py` finds what it rests on in the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from ..frozen import frozen
from ..model import Comparison, Key, Kind, Reason, Target, TargetKind, Verdict
from ..period import Period


class Source(StrEnum):
    """Where a whole number of the working line comes from.

    Sums, the share's base and how many figures are there are formulas over cells; the rest are printed constants.
    """

    SUM = "sum"
    COUNTED = "counted"
    EXPECTED = "expected"
    SILENT = "silent"
    SHARE_BASE = "share_base"
    PLAN = "plan"
    LEDGER = "ledger"
    CALENDAR = "calendar"
    PROFILE = "profile"
    LAST_YEAR = "last_year"
    TOLERANCE = "tolerance"


@frozen
class Input:
    """One whole number of the working line (số liệu đầu vào của phép tính).

    What depends on reported figures names them in `keys`; a sum of them enters as ROUND(sum*10^decimals,0).
    """

    name: str
    value: int | None
    source: Source
    keys: tuple[Key, ...] = ()
    decimals: int = 0


class Rest(StrEnum):
    """What decides where the comparison does not hold (for an annual change: what decides at all)."""

    FINAL = "final"
    PATH = "path"
    REACHED_BEFORE = "reached_before"
    BLOCKED = "blocked"


@frozen
class Path:
    """The straight line that R is measured on: names of inputs, q of Q steps from `start` to `end`.

    `base` is the baseline's input; empty for a flow, which begins every year at 0.
    """

    base: str
    start: str
    end: str


@frozen(slots=False)
class Case:
    """Everything that decides one verdict but what the cells will hold (căn cứ đánh giá).

    `settled` is the whole verdict where nothing live can change it. Rates, targets and baselines enter as whole
    numbers of 10^-`scale`, the period's own figures as whole numbers of 10^-`decimals`.
    """

    target: Target
    kind: Kind
    area: str
    period: Period
    year: int
    horizon: int
    settled: tuple[Verdict, Reason] | None = None
    rest: Rest = Rest.FINAL
    blocked: Reason = Reason.NONE
    inputs: Mapping[str, Input] = field(default_factory=dict)
    path: Path | None = None
    scale: int = 2
    decimals: int = 0
    fine: int = 1
    start_year: int | None = None
    judge_partial: bool = False
    may_exceed: bool = False
    estimated: bool = False

    @property
    def value(self) -> Decimal:
        """The number demanded at the horizon (for a kind that runs every year: in the period's year)."""
        return value_of(self.target, self.year)

    @cached_property
    def early(self) -> bool:
        """Whether the plan still runs: "met" is then met ahead of time, "not met" is not met yet."""
        return time_of(self.period) < self.horizon

    @property
    def change(self) -> bool:
        return self.target.kind is TargetKind.ANNUAL_CHANGE

    @property
    def lower(self) -> bool:
        return not self.change and self.target.comparison.lower_is_better

    @property
    def factor(self) -> int:
        """What n is multiplied by to stand beside d times a number of the plan."""
        return 10_000 if self.kind is Kind.RATIO else 10 ** (self.scale - self.decimals)

    def __getitem__(self, name: str) -> int | None:
        return self.inputs[name].value

    def get(self, name: str) -> int | None:
        """The value of an input, for `rules.value`."""
        return self.inputs[name].value

    def __contains__(self, name: str) -> bool:
        return name in self.inputs


def value_of(target: Target, year: int) -> Decimal:
    """What the plan demands in *year*; none left and almost none left demand 0, whatever else is written."""
    if target.comparison in (Comparison.NONE_LEFT, Comparison.NONE_LEFT_BASICALLY):
        return Decimal(0)
    return target.values[year]


def time_of(period: Period) -> Fraction:
    """The end of a period on the axis of years: the end of 2020 is 2020, the middle of 2021 is 2020.5."""
    return period.year - 1 + period.share

"""What the verdict of a target would be for figures that somebody has in mind: for the worksheet functions.

The same case, path and formula as for reported figures. What a ledger knows of earlier years may be given; without it
that counts as not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ..aggregating import Figures
from ..frozen import frozen
from ..model import Catalogue, Reason, Target, Verdict
from ..period import Period
from . import history, verdict
from .case import Case
from .composing import compose, find, horizons


@frozen
class Answer:
    """A verdict with its case, and how many people, households ... are still needed."""

    case: Case
    verdict: Verdict
    reason: Reason
    needed: int | None


def horizon_of(target: Target, year: int, period: Period) -> int:
    """The year a question about *year* is held against: the next one of the target, else its last."""
    known = horizons(target, period)
    return next((each for each in known if each >= year), known[-1])


def ask(
    catalogue: Catalogue,
    target: Target,
    period: Period,
    numerator: Decimal,
    denominator: Decimal | None,
    earlier: Mapping[str, Figures] | None = None,
) -> Answer:
    """Hold a numerator (or count) and denominator against a target, as if every unit had reported.

    *earlier* are the figures of the periods that ended before, as a ledger has them.
    """
    store = history.archive(catalogue, Figures(period), earlier or {})
    case, found, _ = find(store, target, horizon_of(target, period.year, period))
    if found is not None:
        own = replace(
            found.aggregate,
            numerator=numerator,
            denominator=denominator if found.aggregate.denominator is not None else None,
            missing=(),
            units_missing=0,
        )
        bare = Case(case.target, case.kind, case.area, case.period, case.year, case.horizon)
        case = compose(bare, replace(found, aggregate=own))
    decided, reason = verdict.judge(case)
    needed = verdict.worth(verdict.needed(case), case)
    return Answer(case, decided, reason, None if needed is None else int(needed))

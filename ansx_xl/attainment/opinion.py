"""A second opinion on a trend: the German weather symbols and the Eurostat growth ratio.

Both look at the annual figures of one definition. They never decide a verdict; a disagreement is flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from ..model import Verdict


class Weather(StrEnum):
    """How the last years, continued, would end: met, nearly, clearly not, or the wrong way."""

    SUN = "sun"
    SUN_AND_CLOUD = "sun_and_cloud"
    CLOUD = "cloud"
    STORM = "storm"


_POINTS = 4
_CHANGES = 5
_SIDES = {
    Verdict.EXCEEDED: 1,
    Verdict.MET: 1,
    Verdict.ON_TRACK: 1,
    Verdict.BEHIND: 0,
    Verdict.OFF_TRACK: -1,
    Verdict.REVERSING: -1,
    Weather.SUN: 1,
    Weather.SUN_AND_CLOUD: 0,
    Weather.CLOUD: -1,
    Weather.STORM: -1,
}


def weather(
    points: Mapping[int, Fraction], target: Fraction, horizon: int, lower: bool, reached: bool, dated: bool
) -> Weather | None:
    """The mean of up to five last annual changes, continued to the horizon, held against the target.

    At least four years without a gap. A target of every year, one already reached and one whose year is over are
    judged by value and trend.

    >>> rising = {2021: Fraction(80), 2022: Fraction(84), 2023: Fraction(88), 2024: Fraction(92)}
    >>> weather(rising, Fraction(96), 2025, False, False, True)
    <Weather.SUN: 'sun'>
    >>> weather(rising, Fraction(99), 2025, False, False, True)
    <Weather.CLOUD: 'cloud'>
    """
    recent = _recent(points)
    if len(recent) < _POINTS:
        return None
    sign = -1 if lower else 1
    last_year, last = recent[-1]
    pace = sign * (last - recent[0][1]) / (len(recent) - 1)
    if reached:
        return Weather.SUN if pace >= 0 else Weather.SUN_AND_CLOUD
    if not dated or last_year >= horizon:
        return Weather.CLOUD if pace > 0 else Weather.STORM
    distance = sign * (target - last)
    if pace <= 0:
        return Weather.STORM
    missed = distance - pace * (horizon - last_year)
    if missed * 20 < distance:
        return Weather.SUN
    return Weather.SUN_AND_CLOUD if missed * 5 <= distance else Weather.CLOUD


def _recent(points: Mapping[int, Fraction]) -> list[tuple[int, Fraction]]:
    """The last years without a gap, at most six."""
    found: list[tuple[int, Fraction]] = []
    for year in sorted(points, reverse=True):
        if found and found[0][0] != year + 1 or len(found) > _CHANGES:
            break
        found.insert(0, (year, points[year]))
    return found


def growth_ratio(points: Mapping[int, Fraction], target: Fraction, horizon: int, lower: bool) -> float | None:
    """Yearly growth so far over the growth required from the first year to the horizon (Eurostat).

    Undefined where a value is not above 0 or the target asks for no change; six decimals.

    >>> growth_ratio({2020: Fraction(50), 2023: Fraction(65)}, Fraction(80), 2025, False)
    0.927277
    """
    years = sorted(points)
    if len(years) < 2 or years[0] >= horizon:
        return None
    first, last = points[years[0]], points[years[-1]]
    if min(first, last, target) <= 0 or first == target:
        return None
    observed = (last / first) ** (1 / (years[-1] - years[0])) - 1
    required = (target / first) ** (1 / (horizon - years[0])) - 1
    return round((-1 if lower else 1) * observed / abs(required), 6)


def disagree(verdict: Verdict, seen: Weather | None, ratio: float | None, reached: bool) -> bool:
    """Whether the second opinion says the opposite: on track here, and there clearly not; or the other way round."""
    side = _SIDES.get(verdict)
    if side is None:
        return False
    others = [] if seen is None else [_SIDES[seen]]
    if ratio is not None and not reached:
        others.append(1 if ratio >= 0.95 else 0 if ratio >= 0.6 else -1)
    return any(side * other < 0 for other in others)

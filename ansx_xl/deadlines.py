"""By which day a form is due, and how late one is: working days, days off as data, a deadline for each level. Pure.

A deadline is a number of working days after the last day of the period: the calendar month's of the statistical
calendar (NĐ 60/2018/NĐ-CP), the 14th of the administrative one (NĐ 09/2019/NĐ-CP), as the setting "calendar" says.
The numbers of days stand in settings.yaml by date, the last day of the period decides which holds; the days off stand
there too. An ad hoc report has the deadline of the paper that asks for it: none here.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum

from .frozen import frozen
from .model import Catalogue, Setting, Validity
from .period import Period

HOLIDAY, CALENDAR = "holiday", "calendar"
ADMINISTRATIVE = "administrative"
CALENDARS = ("statistical", ADMINISTRATIVE)
_SATURDAY, _LEAP_YEAR = 5, 2024
_DAY = timedelta(days=1)


class Level(StrEnum):
    """Who has a deadline of its own: reporting units, agencies, and the department towards the ministry."""

    UNIT = "unit"
    AGENCY = "agency"
    MINISTRY = "ministry"

    @property
    def setting(self) -> str:
        """The key of the setting that holds its number of working days."""
        return f"deadline_{self}"


KEYS = tuple(level.setting for level in Level)


@frozen(slots=False)
class WorkingDays:
    """Which days are working days: Mondays to Fridays without the days off, yearly ones ("MM-DD") and single ones."""

    yearly: tuple[tuple[str, Validity], ...] = ()
    single: frozenset[date] = frozenset()

    @classmethod
    def of(cls, settings: Iterable[Setting]) -> WorkingDays:
        """The working days that the records "holiday" of a catalogue leave."""
        off = [s for s in settings if s.key == HOLIDAY and s.value]
        yearly = tuple((s.value, s.validity) for s in off if _is_yearly(s.value))
        days = ((date.fromisoformat(s.value), s.validity) for s in off if not _is_yearly(s.value))
        return cls(yearly, frozenset(day for day, validity in days if day in validity))

    def __contains__(self, day: date) -> bool:
        if day.weekday() >= _SATURDAY or day in self.single:
            return False
        text = f"{day:%m-%d}"
        return not any(text == each and day in validity for each, validity in self.yearly)

    def known(self, year: int) -> bool:
        """Whether days off of that very year are recorded: the moving ones are announced year by year."""
        return any(day.year == year for day in self.single)

    def after(self, day: date, count: int) -> date:
        """The working day that is *count* working days after *day*; *day* itself for none.

        >>> WorkingDays(single=frozenset({date(2025, 1, 1)})).after(date(2024, 12, 31), 5)
        datetime.date(2025, 1, 8)
        """
        while count > 0:
            day += _DAY
            count -= day in self
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after *first*, up to and with *last*; 0 where *last* is not later."""
        weeks, rest = divmod(max((last - first).days, 0), 7)
        weekdays = 5 * weeks + sum((first + n * _DAY).weekday() < _SATURDAY for n in range(1, rest + 1))
        return weekdays - sum(first < day <= last for day in self._weekdays_off(first.year, last.year))

    def _weekdays_off(self, first: int, last: int) -> set[date]:
        """The days off of these years that would be working days."""
        off = set(self.single)
        for text, validity in self.yearly:
            for year in range(first, last + 1):
                with suppress(ValueError):  # 29 February
                    day = date.fromisoformat(f"{year}-{text}")
                    off |= {day} if day in validity else set()
        return {day for day in off if day.weekday() < _SATURDAY}

    def late(self, deadline: date, day: date) -> int:
        """By how many working days *day* is past the deadline; a day off counts as the working day after it.

        >>> [WorkingDays().late(date(2025, 1, 10), date(2025, 1, day)) for day in (10, 11, 13, 14)]
        [0, 1, 1, 2]
        """
        if day <= deadline:
            return 0
        return self.between(deadline, day) + (day not in self)


def deadline(catalogue: Catalogue, period: Period, level: Level, days: WorkingDays | None = None) -> date | None:
    """The last day on which a level may send for *period*; `None` for ad hoc periods and where no number is set."""
    count = catalogue.setting(level.setting, period.end)
    if period.kind == "D" or not count:
        return None
    days = days or WorkingDays.of(catalogue.settings)
    return days.after(bounds(catalogue, period)[1], int(count))


def bounds(catalogue: Catalogue, period: Period) -> tuple[date, date]:
    """First and last day of the period in the calendar that is set; deadlines are counted from the last."""
    return period.bounds(catalogue.setting(CALENDAR, period.end) == ADMINISTRATIVE)


def is_day_off(text: str) -> bool:
    """Whether a record "holiday" names a day: "MM-DD" of every year, or one ISO date.

    >>> is_day_off("09-02"), is_day_off("2025-01-29"), is_day_off("02-30"), is_day_off("29/01/2025")
    (True, True, False, False)
    """
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{text}" if _is_yearly(text) else text)
    except ValueError:
        return False
    return _is_yearly(text) or len(text) == len("YYYY-MM-DD")


def _is_yearly(text: str) -> bool:
    return len(text) == len("MM-DD")

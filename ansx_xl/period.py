"""Reporting periods (kỳ báo cáo): parse, bounds, order, share of the year.

`2024` (year), `2024-H1`, `2024-H2`, `2024-9M`, `2024-Q3`, `2024-M06`, and ad hoc `2024-07-15` (figures up to that
day). Bounds are those of the statistical calendar (NĐ 60/2018/NĐ-CP: calendar months); the administrative one
(NĐ 09/2019/NĐ-CP: from the 15th to the 14th) changes printed dates and deadlines only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from .errors import AnsxError
from .frozen import frozen

_CODE = re.compile(r"(\d{4})(?:-(?:(H)([12])|(9M)|(Q)([1-4])|(M)(0[1-9]|1[0-2])|(\d\d)-(\d\d)))?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years that are taken: what lies outside is a slip."""
_MONTHS = {"Y": 12, "H": 6, "9M": 9, "Q": 3, "M": 1}
_ASKS = {"Y": {"Y"}, "H": {"H1"}, "9M": {"9M"}, "Q": {"Q"}, "M": {"M"}, "D": {"AH"}}


@frozen(slots=False)
class Period:
    """One reporting period.

    >>> Period.parse("2024-H1").end
    datetime.date(2024, 6, 30)
    >>> Period.parse("2024-H1").share, Period.parse("2024-9M").share, Period.parse("2024").share
    (Fraction(1, 2), Fraction(3, 4), Fraction(1, 1))
    >>> str(Period.parse("2024-M06")), Period.parse("2024-07-15").share
    ('2024-M06', Fraction(197, 366))
    """

    year: int
    kind: str = "Y"
    number: int = 1
    day: date | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period code; raises AnsxError ("period") where it is none, ("period_year") for a year not taken."""
        found = _CODE.fullmatch(text.strip().upper())
        if not found:
            raise AnsxError("period", text=text)
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise AnsxError("period_year", text=text, first=FIRST_YEAR, last=LAST_YEAR)
        year, half, half_no, nine, quarter, quarter_no, month, month_no, mm, dd = found.groups()
        if half:
            return cls(int(year), "H", int(half_no))
        if nine:
            return cls(int(year), "9M")
        if quarter:
            return cls(int(year), "Q", int(quarter_no))
        if month:
            return cls(int(year), "M", int(month_no))
        if mm:
            try:
                return cls(int(year), "D", 1, date(int(year), int(mm), int(dd)))
            except ValueError:
                raise AnsxError("period", text=text) from None
        return cls(int(year))

    def __str__(self) -> str:
        return self._code

    @cached_property
    def _code(self) -> str:
        if self.kind == "D":
            return self.day.isoformat()
        tail = {"Y": "", "H": f"-H{self.number}", "9M": "-9M", "Q": f"-Q{self.number}", "M": f"-M{self.number:02d}"}
        return f"{self.year}{tail[self.kind]}"

    @property
    def months(self) -> tuple[int, int]:
        """First and last month."""
        n = self.number
        if self.kind == "D":
            return 1, self.day.month
        length = _MONTHS[self.kind]
        return (n - 1) * length + 1, n * length

    @property
    def start(self) -> date:
        return date(self.year, self.months[0], 1)

    @cached_property
    def end(self) -> date:
        """The last day, which decides units, names, agencies and definitions."""
        if self.kind == "D":
            return self.day
        month = self.months[1]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def bounds(self, administrative: bool = False) -> tuple[date, date]:
        """First and last day to print; the administrative calendar runs from the 15th to the 14th."""
        if not administrative or self.kind == "D":
            return self.start, self.end
        before = self.start - timedelta(days=1)
        return before.replace(day=15), self.end.replace(day=14)

    @property
    def is_annual(self) -> bool:
        return self.kind == "Y"

    @cached_property
    def closes_year(self) -> bool:
        """Whether the year is over: the year itself and its second half."""
        return self.share == 1

    @cached_property
    def share(self) -> Fraction:
        """Share of the year that has passed at the period's end."""
        if self.kind == "D":
            return Fraction(self.day.timetuple().tm_yday, self.days)
        return Fraction(self.months[1], 12)

    @property
    def days(self) -> int:
        return (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days

    @property
    def steps(self) -> int:
        """Into how many whole steps a year is cut to place this period on a path: 4, 12 or the days."""
        return {"M": 12, "D": self.days}.get(self.kind, 4)

    @property
    def step(self) -> int:
        """How many of these steps of the year have passed."""
        return int(self.share * self.steps)

    @property
    def asks(self) -> frozenset[str]:
        """The frequency marks whose figures are due: H2 asks what the year asks, Qn what Q asks."""
        return frozenset({"Y"} if (self.kind, self.number) == ("H", 2) else _ASKS[self.kind])

    @property
    def same_last_year(self) -> Period:
        """The same period of the year before (29 February becomes the 28th)."""
        day = self.day
        if day:
            leap = (day.month, day.day) == (2, 29)
            day = day.replace(year=self.year - 1, day=28 if leap else day.day)
        return Period(self.year - 1, self.kind, self.number, day)

    @property
    def annual(self) -> Period:
        return Period(self.year)

    @property
    def order(self) -> tuple:
        """Sorts periods by their last day, then longer after shorter."""
        return (self.end, -self.start.toordinal(), self.kind)

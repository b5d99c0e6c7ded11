"""What the text of a cell means: numbers, days, lists, sums of elements. The one place that gives catalogue text sense.

A `Cells` reads one record. Text without meaning is noted as a fault and stands for nothing, so that one record can
show all its faults at once; `schema.py` throws away what a faulty record made. One meaning has one spelling: `1_000`,
`1e3`, digits of other scripts and dates such as `20250701` are refused. One spelling has one meaning: `8.500` is 8500
to a Vietnamese reader and 8.5 to a program, and is refused as on a form.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .. import model
from .records import Fault, Record

OPERATORS = ("<=", "=", ">=", "between", "within")
FREQUENCIES = frozenset({"Y", "H1", "9M", "Q", "M", "AH"})
PROFILE_PERIODS = frozenset({"H1", "H2", "9M", *(f"Q{n}" for n in range(1, 5)), *(f"M{n:02d}" for n in range(1, 13))})

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CODE = re.compile(r"[A-Za-z]\w*", re.ASCII)
_UNIT_CODE = re.compile(r"\d+", re.ASCII)
_YEARS = re.compile(r"([12]\d{3})(?:-([12]\d{3}))?\s*=\s*(-?\d+(?:\.\d+)?)", re.ASCII)
_TERM = re.compile(
    r"\s*([+-]?)\s*(?:(\d+(?:\.\d+)?)\s*\*\s*)?(?:(prev|prev_year)\(\s*([A-Za-z]\w*)\s*\)|([A-Za-z]\w*)|(\d+(?:\.\d+)?))",
    re.ASCII,
)
_TWOFOLD = re.compile(r"(?<![\w.])[1-9]\d{0,2}\.\d{3}(?![\w.])", re.ASCII)
"""A number with one separator before three digits: thousands or decimals? Below 1 it can only be decimals."""
_RESERVED = frozenset({"each", "prev", "prev_year"})


def years(text: str) -> dict[int, Decimal] | None:
    """Year -> number, or `None` where the text is not that.

    >>> years("2025=20; 2030=25")
    {2025: Decimal('20'), 2030: Decimal('25')}
    >>> sorted(years("2021-2023=4.3")), years("2023-2021=4.3"), years("2025=20; 2025=21")
    ([2021, 2022, 2023], None, None)
    """
    found: dict[int, Decimal] = {}
    for part in parts(text):
        match = _YEARS.fullmatch(part)
        if not match:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        span = range(first, last + 1)
        if not span or found.keys() & set(span):
            return None
        found |= dict.fromkeys(span, Decimal(match[3]))
    return found


def terms(text: str) -> tuple[model.Term, ...] | None:
    """The terms of a sum; a constant is a term without element, and what is no sum is `None`.

    >>> [(str(t.factor), t.element, t.when) for t in terms("prev_year(A) - B + 6.5*C - 2")]
    [('1', 'A', 'prev_year'), ('-1', 'B', ''), ('6.5', 'C', ''), ('-2', '', '')]
    >>> terms("A B"), terms("A +"), terms("")
    (None, None, None)
    """
    found: list[model.Term] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TERM.match(text, at)
        if not match or (found and not match[1]):
            return None
        sign, factor, when, past, element, constant = match.groups()
        number = Decimal(factor or 1) * Decimal(constant or 1) * (-1 if sign == "-" else 1)
        found.append(model.Term(number, past or element or "", when or ""))
        at = match.end()
    return tuple(found) or None


def parts(text: str, separator: str = ";") -> tuple[str, ...]:
    """The members of a list written in one cell."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


@lru_cache
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


_validity = lru_cache(model.Validity)  # nearly all records have one of a few


class Cells:
    """The cells of one record, read by meaning; `faults` holds what had none."""

    def __init__(self, record: Record):
        self._record, self._texts = record, record.values
        self.faults: list[Fault] = []

    def bad(self, code: str, **facts: object) -> None:
        self.faults.append(self._record.fault(code, **facts))

    def text(self, key: str) -> str:
        return self._texts.get(key, "")

    def code(self, key: str = "code", numeric: bool = False) -> str:
        """A code that may stand in sums and in defined names of a workbook; units have numeric ones."""
        text = self.text(key)
        if not (_UNIT_CODE if numeric else _CODE).fullmatch(text) or text in _RESERVED:
            self.bad("bad_code", key=key, value=text)
        return text

    def _clear(self, key: str, text: str) -> None:
        """Note every number that can be read in two ways."""
        for value in _TWOFOLD.findall(text) if "." in text else ():
            decimal = value.rstrip("0").rstrip(".") if value.endswith("0") else f"{value}0"
            self.bad("twofold_number", key=key, value=value, whole=value.replace(".", ""), decimal=decimal)

    def number(self, key: str) -> Decimal | None:
        text = self.text(key)
        if not text or _NUMBER.fullmatch(text):
            self._clear(key, text)
            return Decimal(text) if text else None
        self.bad("bad_number", key=key, value=text)
        return None

    def whole(self, key: str, default: int | None = None) -> int | None:
        text = self.text(key)
        if not text or _WHOLE.fullmatch(text):
            return int(text) if text else default
        self.bad("bad_number", key=key, value=text)
        return default

    def count(self, key: str) -> int:
        """A whole number from 0."""
        found = self.whole(key, 0)
        if found < 0:
            self.bad("bad_number", key=key, value=self.text(key))
        return found

    def day(self, key: str) -> date | None:
        text = self.text(key)
        if not text:
            return None
        found = _day(text)
        if found is None:
            self.bad("bad_date", key=key, value=text)
        return found

    def validity(self) -> model.Validity:
        start, end = self.day("valid_from"), self.day("valid_to")
        if start and end and end < start:
            self.bad("bad_validity", start=start.isoformat(), end=end.isoformat())
        return _validity(start, end)

    def yes(self, key: str, default: str = "no") -> bool:
        return self.one_of(key, ("yes", "no"), default) == "yes"

    def one_of(self, key: str, choices: tuple[str, ...], default: str = "") -> str:
        text = self.text(key) or default
        if text not in choices:
            self.bad("bad_choice", key=key, value=text, choices=", ".join(choices))
        return text

    def choice(self, key: str, enum: type[Enum]) -> Any:
        try:
            return enum(self.text(key))
        except ValueError:
            self.one_of(key, tuple(e.value for e in enum))  # says which texts would do
            return None

    def severity(self) -> model.Severity:
        text = self.one_of("severity", ("error", "warning", "note"))
        return model.Severity.__members__.get(text.upper(), model.Severity.ERROR)

    def parts(self, key: str, separator: str = ";") -> tuple[str, ...]:
        return parts(self.text(key), separator)

    def frequency(self) -> frozenset[str]:
        found = frozenset(self.parts("frequency", " "))
        if not found <= FREQUENCIES:
            self.bad("bad_choice", key="frequency", value=self.text("frequency"), choices=" ".join(sorted(FREQUENCIES)))
        return found

    def years(self, key: str, required: bool = False) -> dict[int, Decimal]:
        found = years(self.text(key))
        if found is None or required and not found:
            self.bad("bad_years", key=key, value=self.text(key))
        else:
            self._clear(key, self.text(key))
        return found or {}

    def shares(self, key: str) -> dict[str, Fraction]:
        """The share of the year expected by each period: `H1=0.4; 9M=0.7`."""
        found: dict[str, Fraction] = {}
        for part in self.parts(key):
            period, _, share = (piece.strip() for piece in part.partition("="))
            known = period in PROFILE_PERIODS and period not in found and _NUMBER.fullmatch(share)
            if known and 0 <= Fraction(share) <= 1:
                found[period] = Fraction(share)
            else:
                self.bad("bad_profile", key=key, value=part)
        return found

    def terms(self, key: str, text: str | None = None) -> tuple[model.Term, ...]:
        given = self.text(key) if text is None else text
        found = terms(given)
        if found is None:
            self.bad("bad_sum", key=key, value=given)
        else:
            self._clear(key, given)
        return found or ()

    def letter(self, key: str) -> str:
        """A character by its hexadecimal number."""
        try:
            return chr(int(self.text(key), 16))
        except (ValueError, OverflowError):
            self.bad("bad_number", key=key, value=self.text(key))
            return ""

"""Names of sheets, periods and numbers in words: what every other part of the vocabulary rests on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from ..period import Period
from ..text import vn_number

GUIDE, ENTRY, INDICATORS, TASKS = "Hướng dẫn", "Nhập liệu", "Chỉ tiêu", "Công việc và thuyết minh"
REVIEW = "Cần rà soát"
FACTS, HIDDEN = "_ansx", "_ansx_tinh"
UNREAD = frozenset({GUIDE, HIDDEN, REVIEW})
"""The sheets of a form from which nothing is read back."""
SENT, FINDINGS, DATA, TOTALS, ATTAINMENT, WORKING, WORK, NARRATIVES, TRAIL = (
    "Tình hình gửi báo cáo",
    "Kết quả kiểm tra",
    "Số liệu",
    "Tổng hợp",
    "Đánh giá chỉ tiêu",
    "Cách tính",
    "Công việc",
    "Thuyết minh",
    "Nguồn số liệu",
)

ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"
ILLUSTRATIVE_LONG = f"{ILLUSTRATIVE} - không phải số liệu thật của địa phương"
UNIT_TABLE = "Số liệu theo đơn vị"
WHOLE_PROVINCE = "Số liệu toàn tỉnh"
OTHER = "Khác"

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")


def roman(number: int) -> str:
    return _ROMAN[number - 1]


def period(what: Period) -> str:
    """A period in words.

    >>> period(Period.parse("2024-H1")), period(Period.parse("2024"))
    ('6 tháng đầu năm 2024', 'năm 2024')
    """
    match what.kind:
        case "H":
            return f"6 tháng {'đầu' if what.number == 1 else 'cuối'} năm {what.year}"
        case "9M":
            return f"9 tháng đầu năm {what.year}"
        case "Q":
            return f"quý {roman(what.number)} năm {what.year}"
        case "M":
            return f"tháng {what.number} năm {what.year}"
        case "D":
            return f"đột xuất, số liệu đến ngày {day(what.day)}"
    return f"năm {what.year}"


def day(what: date) -> str:
    return what.strftime("%d/%m/%Y")


def iso_day(text: str) -> str:
    """A day that is kept as ISO text; empty where none is.

    >>> iso_day("2025-01-06"), iso_day("")
    ('06/01/2025', '')
    """
    return day(date.fromisoformat(text)) if text else ""


def span(start: date, end: date) -> str:
    return f"(Từ ngày {day(start)} đến ngày {day(end)})"


def bare_name(name: str, kind: str) -> str:
    """The name of a unit without what it is.

    >>> bare_name("Huyện Tam Đường", "Huyện"), bare_name("Thành phố Lai Châu", "Thành phố"), bare_name("Lai Châu", "Tỉnh")
    ('Tam Đường', 'Lai Châu', 'Lai Châu')
    """
    return name.removeprefix(f"{kind} ")


def dated(place: str) -> str:
    return f"{place}, ngày ..... tháng ..... năm ........."


def inside(name: str, kind: str) -> str:
    """The name of a unit within a sentence, where the word for its kind has no capital (NĐ 30/2020).

    >>> inside("Huyện Tam Đường", "Huyện"), inside("Thành phố Lai Châu", "Thành phố")
    ('huyện Tam Đường', 'thành phố Lai Châu')
    """
    return kind.lower() + name[len(kind) :] if name.startswith(kind) else name


MOST_NAMED = 5
"""Of a long list of units so many are named, the rest are counted: everywhere alike."""
AND_OTHERS = " và {count} đơn vị khác"


def number(value: Any, decimals: int | None = None) -> str:
    """A number as Vietnamese readers write it."""
    if value is None:
        return ""
    if isinstance(value, Fraction) and decimals is None:
        decimals = 0 if value.denominator == 1 else 2
    return vn_number(value, decimals)

"""Words for closed sets of values: verdicts, reasons, severities, kinds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..model import Comparison, Reason, Severity, TargetKind, Verdict
from ..text import vn_number
from .basics import day

SEVERITY = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}
STATUS = {
    "accepted": "Đã tiếp nhận",
    "accepted_in_part": "Tiếp nhận một phần",
    "rejected": "Không tiếp nhận",
    "missing": "Chưa gửi",
}
OUTCOME = {
    "used": "đã dùng",
    "rejected": "không tiếp nhận",
    "duplicate": "trùng",
    "superseded": "đã thay bằng bản sau",
    "conflict": "mâu thuẫn",
    "skipped": "bỏ qua",
}
TARGET_KIND = {
    TargetKind.BY_YEAR: "đến năm",
    TargetKind.EVERY_YEAR: "hằng năm",
    TargetKind.ANNUAL_FLOW: "mỗi năm",
    TargetKind.ANNUAL_CHANGE: "bình quân mỗi năm",
    TargetKind.STATUS: "công nhận",
}
COMPARISON = {
    Comparison.AT_LEAST: "từ {value} trở lên",
    Comparison.MORE_THAN: "trên {value}",
    Comparison.AT_MOST: "không quá {value}",
    Comparison.LESS_THAN: "dưới {value}",
    Comparison.ABOUT: "khoảng {value}",
    Comparison.NONE_LEFT: "không còn",
    Comparison.NONE_LEFT_BASICALLY: "cơ bản không còn",
}
REASON = {
    Reason.NO_DATA: "chưa có số liệu",
    Reason.UNITS_MISSING: "còn đơn vị chưa gửi",
    Reason.INCOMPLETE: "số liệu chưa đủ",
    Reason.ZERO_DENOMINATOR: "mẫu số bằng 0",
    Reason.NO_BASELINE: "chưa có số liệu năm gốc",
    Reason.NO_PATH_YET: "chưa đến thời điểm có tiến độ",
    Reason.NO_TARGET: "không có chỉ tiêu cho năm này",
    Reason.DEFINITION_CHANGED: "cách tính đã thay đổi",
    Reason.SCOPE_ENDED: "địa bàn không còn hiệu lực",
}
ESTIMATED = " (ước)"


def flows_of_ended_units(year: int, ended: date) -> str:
    """Why a year is not judged in which units ended.

    >>> flows_of_ended_units(2025, date(2025, 6, 30))
    'Số lũy kế năm 2025 chưa gồm số đến hết ngày 30/06/2025 của các đơn vị đã kết thúc hoạt động'
    """
    return f"Số lũy kế năm {year} chưa gồm số đến hết ngày {day(ended)} của các đơn vị đã kết thúc hoạt động"


def flows_of_new_units(year: int, begun: date) -> str:
    """Why a year is not judged in which units were split off from others that go on.

    >>> flows_of_new_units(2026, date(2026, 7, 1))
    'Số lũy kế năm 2026 của đơn vị mới thành lập chỉ tính từ ngày 01/07/2026'
    """
    return f"Số lũy kế năm {year} của đơn vị mới thành lập chỉ tính từ ngày {day(begun)}"


def verdict(what: Verdict, reason: Reason = Reason.NONE, *, plan_runs: bool = False, lower: bool = False) -> str:
    """The words for a verdict (đánh giá); while the plan runs, met is early and not met is not yet met.

    >>> verdict(Verdict.NOT_ASSESSED, Reason.NO_DATA)
    'Chưa đủ cơ sở đánh giá (chưa có số liệu)'
    """
    words = {
        Verdict.EXCEEDED: "Vượt kế hoạch",
        Verdict.MET: "Đạt trước hạn" if plan_runs else "Đạt",
        Verdict.ON_TRACK: "Bảo đảm tiến độ",
        Verdict.BEHIND: "Chậm tiến độ",
        Verdict.OFF_TRACK: "Khó hoàn thành",
        Verdict.REVERSING: "Tăng so với năm gốc" if lower else "Giảm so với năm gốc",
        Verdict.NOT_MET: "Chưa đạt" if plan_runs else "Không đạt",
        Verdict.NOT_DUE: "Chưa đến kỳ đánh giá",
        Verdict.NO_CASE: "Không phát sinh",
        Verdict.NOT_ASSESSED: "Chưa đủ cơ sở đánh giá",
    }
    text = words[what]
    return f"{text} ({REASON[reason]})" if reason else text


YES_NO, LEVEL_MEASURE = "đạt/không", "mức độ"
"""Measures of what is no amount: kept or not (its number is never shown), and a level that is recognised."""
MET, NOT_MET, KEPT = "đạt", "không đạt", "duy trì đạt"


def demand(comparison: Comparison, value: Decimal, measure: str) -> str:
    """What a target demands, as the plan says it.

    >>> demand(Comparison.MORE_THAN, Decimal("93"), "%"), demand(Comparison.AT_LEAST, Decimal("100"), "%")
    ('trên 93%', '100%')
    >>> demand(Comparison.AT_LEAST, Decimal(2), LEVEL_MEASURE), demand(Comparison.AT_LEAST, Decimal(1), YES_NO)
    ('mức độ 2 trở lên', 'đạt')
    """
    if measure == YES_NO:
        return MET
    if measure == LEVEL_MEASURE:
        level = f"{LEVEL_MEASURE} {vn_number(value)}"
        words = f"{level} trở lên" if comparison is Comparison.AT_LEAST else COMPARISON[comparison]
        return words.format(value=level)
    if comparison is Comparison.AT_LEAST and measure == "%" and value == 100:
        return "100%"
    number = vn_number(value) + ("%" if measure == "%" else f" {measure}" if measure else "")
    return COMPARISON[comparison].format(value=number)

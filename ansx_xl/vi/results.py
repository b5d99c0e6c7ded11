"""The words on result sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from ..model import Reason, Severity, Target, TargetKind, Verdict
from .basics import AND_OTHERS, MOST_NAMED, number
from .findings import finding
from .inbox import PAIRED, SKIPPED
from .labels import KEPT, LEVEL_MEASURE, REASON, YES_NO, demand

CONSOLIDATED = "Tổng hợp số liệu an sinh xã hội {period}"
PROVISIONAL_LONG = "SỐ TẠM TÍNH: chưa đủ đơn vị hoặc chưa đủ số liệu"
DATA_TITLE = "Số liệu báo cáo theo đơn vị"
TOTALS_TITLE = "Tổng hợp chỉ tiêu theo địa bàn"
ATTAINMENT_TITLE = "Đánh giá thực hiện chỉ tiêu kế hoạch"
WORKING_TITLE = "Cách tính đánh giá chỉ tiêu"
WORK_TITLE = "Thực hiện nhiệm vụ, giải pháp của kế hoạch"
TRAIL_TITLE = "Nguồn số liệu và đối soát tệp"
CODE, ELEMENT, INDICATOR, RESPONDENT, FILE, AREA, NOTE = (
    "Mã",
    "Số liệu báo cáo",
    "Chỉ tiêu",
    "Đơn vị, cơ quan",
    "Tệp",
    "Địa bàn",
    "Ghi chú",
)
WHOLE_AREA, COUNTED, EXPECTED = "Toàn tỉnh", "Đã có", "Phải có"
NUMERATOR, DENOMINATOR, WHY_EMPTY = "Tử số", "Mẫu số", "Lý do để trống"
FAULTY, SIGN_NOT_COLLECTED, SIGN_NOT_APPLICABLE = "lỗi", "…", "x"
DATA_NOTE = (
    "Ô trống nền hồng: chưa có số liệu. “lỗi”: số đã báo cáo nhưng có lỗi nên chưa cộng (xem sheet Kết quả kiểm tra). "
    "“-”: không phát sinh. “…”: chưa thu thập được. “x”: không áp dụng."
)
TOTALS_NOTE = (
    "Tỷ lệ tính từ tổng tử số và tổng mẫu số, không lấy bình quân tỷ lệ. Tỷ lệ của địa bàn chỉ tính khi đủ mọi đơn vị; "
    "nếu chưa đủ thì để trống, tổng số vẫn ghi phần đã nhận (tạm tính)."
)
ATTAINMENT_NOTE = (
    "Còn thiếu: số người, hộ, xã... cần tăng thêm (hoặc giảm bớt) để đạt chỉ tiêu. Đơn vị cần tập trung: các đơn vị chiếm "
    "phần lớn khoảng cách. Chênh lệch: thực hiện trừ chỉ tiêu (điểm phần trăm hoặc đơn vị tính của chỉ tiêu)."
)
STATUS_HEADING, SEVERITY_HEADING, OPEN_WARNINGS = (
    "Tình trạng",
    "Mức độ",
    "Cảnh báo chưa giải trình",
)
UNUSED_FILES = "Các tệp khác trong thư mục nhận báo cáo, không vào tổng"
SENT_COUNT, SENT_OF = "Đã có báo cáo: ", " trên tổng số {} đơn vị, cơ quan"
PLACE_OR_HASH = "Sheet!Ô của số liệu, SHA-256 của tệp"
PLACE, VALUE_TYPED, MESSAGE, ACTION = "Sheet!Ô", "Giá trị đã nhập", "Nội dung cần rà soát", "Cách xử lý"
SEVERITY_STYLE = {Severity.ERROR: "alert_box", Severity.WARNING: "fair_box", Severity.NOTE: "centre_box"}
RUN, RECONCILIATION, FIGURES, FOUND = "Lần tổng hợp", "Đối soát tệp", "Số liệu", "tìm thấy"
RUN_PERIOD, RUN_EDITION, RUN_DATE = "kỳ báo cáo", "phiên bản danh mục", "ngày tổng hợp"
ENTRY_STATUS = {
    "number": "số",
    "nil": "không phát sinh",
    "not_collected": "chưa thu thập",
    "not_applicable": "không áp dụng",
    "empty": "để trống",
    "error": "lỗi",
}
SECTION, PART, CONTENT = "Mục", "Phần, chỉ tiêu", "Nội dung, nguyên nhân"
DEMAND, HORIZON, BASELINE, LAST_YEAR = "Chỉ tiêu kế hoạch", "Năm", "Năm gốc", "Cùng kỳ năm trước"
PERCENT_OF_PLAN, GAP, VERDICT_HEADING, NEEDED = "% hoàn thành KH", "Chênh lệch", "Đánh giá", "Còn thiếu"
BASELINE_YEAR = "Năm gốc lấy từ sổ số liệu: {year}"
FROM_LEDGER = " (nhận trước đây, không có trong thư mục lần này)"
FOCUS_HEADING, COVERAGE, OF_EXPECTED = "Đơn vị cần tập trung", "Đủ số", "/{}"
PACE_SO_FAR, PACE_NEEDED = "Tốc độ mỗi năm đến nay", "Tốc độ mỗi năm cần có"
PROGRESS, FORECAST, WEATHER_HEADING, TARGET_KIND_HEADING = (
    "R (mức bảo đảm tiến độ)",
    "Dự báo cuối kỳ",
    "Nhận định tham khảo (theo xu thế)",
    "Loại chỉ tiêu",
)
PLAN_SENTENCE = "Căn cứ trong kế hoạch"


def fall_this_year(fall: Decimal) -> str:
    """By how much a rate fell within the year, or rose.

    >>> fall_this_year(Decimal("4.66")), fall_this_year(Decimal("-0.5"))
    ('riêng năm nay giảm 4,66 điểm %', 'riêng năm nay tăng 0,5 điểm %')
    """
    return f"riêng năm nay {'tăng' if fall < 0 else 'giảm'} {number(abs(fall))} điểm %"


DISAGREES = "xu thế các năm gần đây cho kết quả khác, xem sheet Cách tính"
INVENTED_BASELINE, INVENTED_TARGET = "năm gốc, mốc minh họa", "chỉ tiêu giao minh họa"
INPUTS = {
    "n": "n: tử số (hoặc số lượng)",
    "d": "d: mẫu số",
    "counted": "Số ô đã có",
    "expected": "Số ô phải có",
    "silent": "Đơn vị chưa gửi",
    "T": "T: chỉ tiêu (phần vạn hoặc số lượng)",
    "low": "Ngưỡng dưới của “khoảng”",
    "high": "Ngưỡng trên của “khoảng”",
    "b": "b: năm gốc",
    "v0": "v0: mốc đầu đoạn",
    "v1": "v1: mốc cuối đoạn",
    "q": "q: số bước đã qua",
    "Q": "Q: tổng số bước",
    "S": "S: mức giảm các năm trước cộng tỷ lệ đầu",
    "N": "N: số năm",
    "tolerance": "Dung sai",
    "h": "Gốc của dung sai",
}
WORKING_NOTES = (
    "Đánh giá không so sánh tỷ lệ đã làm tròn: hai vế được nhân chéo thành số nguyên (dưới 10^15). "
    "Tỷ lệ của kế hoạch, năm gốc, mốc ghi bằng phần trăm nhân 100 (93% ghi là 9300).",
    "R từ 0,95 trở lên: bảo đảm tiến độ; từ 0,60: chậm tiến độ; từ 0: khó hoàn thành; dưới 0: đi ngược so với năm gốc.",
)
WEATHER = {"sun": "thuận lợi", "sun_and_cloud": "khá thuận lợi", "cloud": "khó đạt", "storm": "đi ngược"}
ROWS_COUNTED = (
    "Số đếm theo dòng đánh giá: chỉ tiêu có hai mốc là hai dòng, chỉ tiêu giao đơn vị là mỗi đơn vị một dòng; báo cáo Word "
    "chỉ đếm chỉ tiêu của tỉnh, mỗi chỉ tiêu một lần."
)
VERDICT_COUNTS = (
    ("Vượt kế hoạch:", (Verdict.EXCEEDED,)),
    ("Đạt:", (Verdict.MET,)),
    ("Bảo đảm tiến độ:", (Verdict.ON_TRACK,)),
    ("Chậm tiến độ:", (Verdict.BEHIND,)),
    ("Khó hoàn thành, đi ngược:", (Verdict.OFF_TRACK, Verdict.REVERSING)),
    ("Không đạt, chưa đạt:", (Verdict.NOT_MET,)),
    ("Chưa đến kỳ, không phát sinh:", (Verdict.NOT_DUE, Verdict.NO_CASE)),
    ("Chưa đủ cơ sở đánh giá:", (Verdict.NOT_ASSESSED,)),
)


def years(kind: TargetKind, done: int, of: int) -> str:
    """Over how many of its years a target was measured, or met.

    >>> years(TargetKind.ANNUAL_FLOW, 4, 5)
    'đạt 4/5 năm'
    """
    return f"tính trên {done}/{of} năm" if kind is TargetKind.ANNUAL_CHANGE else f"đạt {done}/{of} năm"


def demand_of(target: Target, value: Decimal, measure: str) -> str:
    """What a target demands, with its kind where that is not a year."""
    if target.kind is TargetKind.ANNUAL_CHANGE:
        return f"giảm {number(value)} điểm %/năm"
    if target.kind is TargetKind.EVERY_YEAR and measure == YES_NO:
        return KEPT
    levels = target.kind is TargetKind.STATUS and measure != YES_NO
    text = demand(target.comparison, value, LEVEL_MEASURE if levels else measure)
    return f"{text}/năm" if target.kind is TargetKind.ANNUAL_FLOW else text


NOTE_ON_ROWS, NOTE_ON = "STT {rows}: {note}", "{things}: {note}"


def row_numbers(numbers: Iterable[int]) -> str:
    """The numbers of rows, those that follow each other as a span.

    >>> row_numbers([1, 2, 10, 11, 12, 15])
    '1, 2, 10-12, 15'
    """
    runs: list[list[int]] = []
    for row in numbers:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def still_missing(parts: list[tuple[str, list[str]]]) -> str:
    """Who has still to send which figures, for the reason beside an empty ratio.

    >>> still_missing([("Huyện Tam Đường", ["NS_HVS"])])
    'còn thiếu: Huyện Tam Đường (NS_HVS)'
    >>> still_missing([("Xã A", ["CH_HO", "NS_HVS"]), ("Xã B", ["CH_HO", "NS_HVS"]), ("Xã C", ["NS_HVS"])])
    'còn thiếu: Xã A, Xã B (CH_HO, NS_HVS); Xã C (NS_HVS)'
    """
    if not parts:
        return REASON[Reason.INCOMPLETE]
    alike = [(", ".join(codes), [name for name, _ in run]) for codes, run in groupby(parts[:MOST_NAMED], _codes)]
    named = "; ".join(f"{', '.join(names)} ({codes})" for codes, names in alike)
    rest = len(parts) - MOST_NAMED
    return f"còn thiếu: {named}" + (AND_OTHERS.format(count=rest) if rest > 0 else "")


def _codes(part: tuple[str, list[str]]) -> list[str]:
    return part[1]


def outcome_reason(outcome: str, reason: str, facts: Mapping[str, Any]) -> str:
    """Why a file ended as it did.

    >>> outcome_reason("skipped", "paper", {"how": "name"})
    'bản giấy kèm biểu (cùng tên tệp)'
    """
    if outcome == "rejected":
        return " ".join(finding(reason, facts))
    if outcome == "skipped":
        return PAIRED[facts.get("how", "")] if reason == "paper" else SKIPPED[reason]
    if outcome == "duplicate":
        return f"cùng nội dung với {reason}"
    if outcome == "superseded":
        return f"đã có bản sau: {reason}"
    if outcome == "conflict":
        return f"cùng Lần nộp, khác nội dung với {reason}"
    return ""

"""The words on the sheet of pictures."""

from __future__ import annotations

from ..model import Reason, Verdict
from ..period import Period
from .basics import roman

PICTURES = "Biểu đồ"
PICTURES_TITLE = "Biểu đồ thực hiện chỉ tiêu kế hoạch"
BULLETS_HEADING = "Mức thực hiện từng chỉ tiêu so với kế hoạch"
BULLETS_MORE = "Mức thực hiện từng chỉ tiêu so với kế hoạch (tiếp theo)"
SHARED_HEADING = "Mức thực hiện chỉ tiêu giao cho đơn vị"
BULLETS_NOTE = (
    "100% là đạt chỉ tiêu. Chỉ tiêu có năm gốc: phần quãng đường từ năm gốc đến chỉ tiêu đã đi được; chỉ tiêu hằng năm: "
    "thực hiện so với chỉ tiêu. Không có thanh: chưa tính được, lý do ghi ở cột Đánh giá. Xếp theo đánh giá lúc tổng hợp."
)
BULLET_COLUMNS = {
    "code": "Mã",
    "name": "Chỉ tiêu",
    "verdict": "Đánh giá",
    "actual": "Thực hiện",
    "demand": "Kế hoạch",
    "trend": "Các năm",
    "done": "Đã đạt",
    "due": "Cần đạt",
}
BAR_ACTUAL, BAR_EXPECTED, BAR_TARGET = "Đã đạt (%)", "Cần đạt đến kỳ này (%)", "Chỉ tiêu (100%)"
BULLETS_SAY = "Biểu đồ thanh: phần trăm đã đạt của từng chỉ tiêu, mức cần đạt đến kỳ này và chỉ tiêu 100%; số liệu ở bảng bên trái."
HEAT_HEADING = "So sánh đơn vị theo chỉ tiêu"
HEAT_NOTE = (
    "● đạt mức chỉ tiêu của tỉnh; ○ gần đạt (lệch không quá 5% của mức); ▼ chưa đạt; không ký hiệu: chỉ tiêu không so theo "
    "đơn vị; “thiếu”: chưa đủ số liệu; “-”: không phát sinh. Chỉ để so sánh, không phải đánh giá đơn vị."
)
HEAT_LEVEL = "Mức chỉ tiêu của tỉnh"
HEAT_UNIT = "Đơn vị"
CHOSEN_HEADING = "Xem theo một chỉ tiêu"
CHOSEN_LABEL = "Chọn chỉ tiêu:"
CHOSEN_TITLE = "Chọn chỉ tiêu"
CHOSEN_PROMPT = "Bấm mũi tên để chọn; xếp hạng, bản đồ ô và biểu đồ các năm đổi theo."
CHOSEN_ERROR = "Đề nghị chọn một chỉ tiêu trong danh sách."
RANK_HEADING, RANKED_VALUE, MAP_HEADING = "Hạng", "Giá trị", "Bản đồ ô (vị trí gần đúng; phía bắc ở trên)"
CHOSEN_NOTE = "Đã có số liệu: "
CHOSEN_OF = "/{} đơn vị. Theo đơn vị: "
CHOSEN_SIGNS = ". Dấu: ● đạt mức chỉ tiêu của tỉnh; ○ gần đạt; ▼ chưa đạt."
BY_UNIT_NONE = "không có số liệu theo đơn vị"
MISSING_SHORT, NO_CASE_SHORT, NOT_BY_UNIT, NOT_KNOWN = "thiếu", "-", "không có", "chưa có"
CLASS_MET, CLASS_NEAR, CLASS_FAR, CLASS_NONE = "đạt", "gần đạt", "chưa đạt", "-"
TREND_ROW_ACTUAL, TREND_ROW_GOAL = "Thực hiện", "Chỉ tiêu kế hoạch"
TREND_SAYS = "Biểu đồ cột: thực hiện qua các năm của chỉ tiêu đang chọn, đường kẻ đứt là chỉ tiêu kế hoạch; số liệu ở bảng bên trên."
HISTORY_HEADING = "Số liệu các năm của chỉ tiêu"
HISTORY_NOTE = (
    "Các năm trước lấy từ sổ số liệu và năm gốc của kế hoạch, chỉ gồm các năm cùng cách tính; ô trống: chưa có số liệu. "
    "Cột cuối là kỳ này, lấy từ sheet Đánh giá chỉ tiêu; kỳ chưa hết năm không ghi số lũy kế."
)

VERDICT_ORDER = (
    Verdict.NOT_MET,
    Verdict.REVERSING,
    Verdict.OFF_TRACK,
    Verdict.BEHIND,
    Verdict.ON_TRACK,
    Verdict.MET,
    Verdict.EXCEEDED,
    Verdict.NOT_ASSESSED,
    Verdict.NOT_DUE,
    Verdict.NO_CASE,
)
"""What a head of department looks at first comes first."""


def unit_reason(reason: Reason) -> str:
    """The word in a cell of the comparison that has no number.

    >>> unit_reason(Reason.ZERO_DENOMINATOR), unit_reason(Reason.NO_DATA)
    ('-', 'thiếu')
    """
    return NO_CASE_SHORT if reason is Reason.ZERO_DENOMINATOR else MISSING_SHORT


def period_short(what: Period) -> str:
    """A period as a column heading.

    >>> period_short(Period.parse("2024-H1")), period_short(Period.parse("2025-H2")), period_short(Period.parse("2024-Q3"))
    ('6T/2024', '2025', 'Q.III/2024')
    """
    if what.closes_year:
        return str(what.year)
    match what.kind:
        case "H":
            return f"6T/{what.year}"
        case "9M":
            return f"9T/{what.year}"
        case "Q":
            return f"Q.{roman(what.number)}/{what.year}"
        case "M":
            return f"T{what.number}/{what.year}"
    return what.day.strftime("%d/%m/%Y")

"""The words on the page for leaders."""

from __future__ import annotations

from fractions import Fraction

from ..model import Verdict
from ..text import vn_number

PAGE_TITLE = "Kết quả thực hiện chỉ tiêu an sinh xã hội"
PAGE_SKIP, PAGE_SECTIONS = "Đến nội dung chính", "Các phần của trang"
PAGE_SECTION = {
    "attention": "Chưa đạt, chậm tiến độ",
    "fine": "Đạt, vượt, bảo đảm tiến độ",
    "unknown": "Chưa đủ cơ sở đánh giá",
    "later": "Chưa đến kỳ, không phát sinh",
    "units": "Đơn vị, cơ quan",
}
PAGE_NONE = "Không có chỉ tiêu nào."
PAGE_MORE, PAGE_LESS = "Cần tăng thêm", "Cần giảm thêm"
PAGE_FORECAST = "Dự báo cuối kỳ"
PAGE_DONE, PAGE_BACK, PAGE_DUE = "Đã đạt", "Đi ngược so với năm gốc:", "cần đạt đến kỳ này"
PAGE_COVERAGE = "Đơn vị đủ số liệu"
PAGE_FOCUS = "Đơn vị chiếm phần lớn khoảng cách"
PAGE_MISSING = "Còn thiếu số liệu của:"
PAGE_WHY, PAGE_CAUSE, PAGE_REMEDY = "Nguyên nhân, giải pháp theo báo cáo", "Nguyên nhân:", "Giải pháp:"
PAGE_OF, PAGE_SENDERS = " trên tổng số ", " đơn vị, cơ quan."
PAGE_UNITS_NOTE = (
    "Tình trạng gửi báo cáo; bấm vào tên để xem các chỉ tiêu mà đơn vị chiếm phần lớn khoảng cách "
    "(số người, hộ, xã... còn thiếu hoặc cần giảm)."
)
PAGE_HOW = (
    "Thanh màu đậm: mức đã đạt; vạch: mức cần đạt đến kỳ này; khung: chỉ tiêu. Chỉ tiêu có năm gốc tính theo phần quãng đường "
    "từ năm gốc đến chỉ tiêu; chỉ tiêu hằng năm tính theo thực hiện so với chỉ tiêu."
)
PAGE_SOURCE = "Mọi số liệu lấy từ tệp tổng hợp cùng kỳ; cách tính từng chỉ tiêu ở sheet Cách tính."
PAGE_MADE = "Lập ngày {day}. Phiên bản danh mục: {edition}."
VERDICT_SIGN = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "●",
    Verdict.ON_TRACK: "○",
    Verdict.BEHIND: "◊",
    Verdict.OFF_TRACK: "▼",
    Verdict.REVERSING: "▼",
    Verdict.NOT_MET: "▼",
    Verdict.NOT_DUE: "–",
    Verdict.NO_CASE: "–",
    Verdict.NOT_ASSESSED: "?",
}


def bar_says(done: Fraction, due: Fraction | None) -> str:
    """What a bar shows, for those who do not see it.

    >>> bar_says(Fraction(571, 10), Fraction(80))
    'Đã đạt 57% so với chỉ tiêu, cần đạt đến kỳ này 80%'
    """
    text = f"{PAGE_BACK if done < 0 else PAGE_DONE} {vn_number(done, 0)}% so với chỉ tiêu"
    return text if due is None else f"{text}, cần đạt đến kỳ này {vn_number(due, 0)}%"


def measure_after(measure: str) -> str:
    """A unit of measure as it follows a number: percent at once, words after a space.

    >>> measure_after("%"), measure_after("người"), measure_after("")
    ('%', ' người', '')
    """
    return measure if measure in ("%", "") else f" {measure}"

"""The words of reports: headings of their templates, and sentences with places for bound figures."""

from __future__ import annotations

import re

from ..model import Verdict

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER_LABEL = "Số:"
REPORT = "BÁO CÁO"
REPORT_SYMBOL = "/BC-{agency}"
COMMITTEE = "UBND"
DATE_LINE = "{place}, ngày {day} tháng {month} năm {year}"
BLANK_DAY, BLANK_NUMBER = "\u00a0" * 6, "\u00a0" * 9
DRAFT = "DỰ THẢO"
ADDRESSEE = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"

SUBJECT = "Kết quả thực hiện các chỉ tiêu an sinh xã hội {period}"
SUBJECT_AD_HOC = "Kết quả thực hiện các chỉ tiêu an sinh xã hội {period}"
SUBJECT_AD_HOC_KIND = "(báo cáo đột xuất; lĩnh vực: {sectors})"
UNTIL = "đến ngày {day}"
SUBJECT_MID_TERM = "Sơ kết giữa kỳ thực hiện các chỉ tiêu an sinh xã hội giai đoạn {years}"
SUBJECT_WHOLE = "Tổng kết thực hiện các chỉ tiêu an sinh xã hội giai đoạn {years}"
SUBJECT_FIGURES = "(số liệu {period})"
SUBJECT_PLAN = "theo {plan}"
SPAN = "{first} - {last}"
SUBJECT_SECTORS = "(lĩnh vực: {sectors})"

GROUND = "Căn cứ {document};"
GROUND_LAST = "Căn cứ {document}."
OPENING = "Thực hiện {plan}, {sender} báo cáo kết quả {period} như sau:"
PERIOD_SPAN = "giai đoạn {years}"
CLOSING = "Trên đây là báo cáo kết quả thực hiện các chỉ tiêu an sinh xã hội {period}, {sender} trân trọng báo cáo {addressee}./."
PROVISIONAL_BOX = "SỐ TẠM TÍNH: chưa đủ đơn vị hoặc chưa đủ số liệu"

PARTS = {
    "summary": "TÓM TẮT",
    "work": "CÔNG TÁC TRIỂN KHAI THỰC HIỆN",
    "sectors": "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THEO LĨNH VỰC",
    "assessment": "ĐÁNH GIÁ CHUNG",
    "directions": "PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI",
    "proposals": "KIẾN NGHỊ, ĐỀ XUẤT",
}
ACHIEVED_HEADING, SHORT_HEADING, CAUSES_HEADING = "Kết quả nổi bật", "Tồn tại, hạn chế", "Nguyên nhân"
REMEDIES_HEADING = "Giải pháp các đơn vị đề ra cho chỉ tiêu còn chậm"
UNJUDGED_HEADING = "Chỉ tiêu chưa đủ cơ sở đánh giá"
NOTHING_SAID = "Các báo cáo đã nhận chưa nêu nội dung này."
FOCUS_TITLE = "Chỉ tiêu cần tập trung chỉ đạo"
NO_FOCUS = "Không có chỉ tiêu nào khó hoàn thành, đi ngược hoặc không đạt."
FOCUS_COLUMNS = ("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Mức đạt", "Đánh giá", "Còn thiếu; đơn vị cần tập trung")
COUNTS_TITLE = "Số chỉ tiêu theo kết quả đánh giá"
BAR_NOTE = (
    "Thanh mức đạt gồm mười ô: số ô tô đậm là phần đã đạt so với mức cần đạt đến hết kỳ báo cáo; đủ mười ô là đạt hoặc "
    "đúng tiến độ."
)

TARGETS_COUNTED = "Trong {total} chỉ tiêu của tỉnh đến kỳ đánh giá: {parts}."
NONE_DUE = "Kỳ này chưa có chỉ tiêu nào của tỉnh đến kỳ đánh giá."
COUNT_PART, STATUS_PART = "{count} {verdict}", "{status} {count} lượt"
NOT_YET_DUE = "Có {count} chỉ tiêu chưa đến kỳ đánh giá."
SENT_ALL = "Số liệu tổng hợp từ báo cáo của đủ {of} đơn vị, cơ quan."
SENT_PART = "Số liệu tổng hợp từ báo cáo của {sent}/{of} đơn vị, cơ quan; chưa có báo cáo của: {missing}."
COUNT_WORDS = {
    "exceeded": "vượt kế hoạch",
    "met": "đạt",
    "on_track": "bảo đảm tiến độ",
    "behind": "chậm tiến độ",
    "off_track": "khó hoàn thành hoặc đi ngược",
    "not_met": "không đạt hoặc chưa đạt",
    "no_case": "không phát sinh",
    "not_assessed": "chưa đủ cơ sở đánh giá",
}
"""By the first verdict of each group of VERDICT_COUNTS."""
COUNT_HEADS = (
    "Vượt kế hoạch",
    "Đạt",
    "Bảo đảm tiến độ",
    "Chậm tiến độ",
    "Khó hoàn thành, đi ngược",
    "Không đạt, chưa đạt",
    "Không phát sinh",
    "Chưa đủ cơ sở",
)

ACTUAL, LEVEL, HELD = "{name}: {actual}", "{name}: đang ở mức độ {actual}", "{name}"
OF_PLAN = "bằng {percent}% kế hoạch năm"
LAST_YEAR_WAS = "cùng kỳ năm trước {value}"
BASELINE_WAS = "số liệu năm gốc {value}"
PLAN_BY_YEAR, PLAN_EVERY_YEAR, PLAN_OTHER = (
    "kế hoạch đến năm {year}: {demand}",
    "kế hoạch hằng năm: {demand}",
    "kế hoạch: {demand}",
)
JUDGED = "Đánh giá: {verdict}"
STILL_MORE, STILL_LESS = "còn thiếu {needed} {measure}", "cần giảm thêm {needed} {measure}"
GOOD, GOOD_KEPT = "{name}: {value} (kế hoạch: {demand}) - {verdict}.", "{name}: {verdict}."
SHORT = "{name}: {value} (kế hoạch: {demand}) - {verdict}"
LATER_HORIZON = "Mốc năm {year}: {demand}; đánh giá: {verdict}."
NO_FIGURE = "{name}: {verdict}"
LACKING = "còn thiếu số liệu của {names}"
SHARED_ROW = "- {unit}"
LEVEL_OF = "mức độ {level}"
SHARED_OUT = "Chỉ tiêu giao cho đơn vị ({indicator}): {parts}."
SHARED_PART, SHARED_NONE = "{unit} {actual} ({demand}; {verdict})", "{unit}: {verdict}"
BESIDE = "{name}: {value} ({n}/{d} {measure})."
BESIDE_COUNT = "{name}: {value}."
FOCUS_UNIT = "{unit}: {amount}"
FOCUS_UNITS = "đơn vị chiếm phần lớn khoảng cách: {units}"
CAUSE_GIVEN = "Nguyên nhân:"
REMEDY_OF = "{name}:"

WORK_COUNTED = (
    "Các đơn vị, cơ quan đã báo cáo {total} lượt thực hiện nhiệm vụ, giải pháp của Kế hoạch, trong đó: {parts}."
)
WORK_ANNEX = "Chi tiết từng nhiệm vụ ở Phụ lục {number}."
EVERY_UNIT, EVERY_AGENCY = "tất cả đơn vị báo cáo", "tất cả sở, ngành đã báo cáo"
NOTHING_TO_SAY = (
    "không",
    "không có",
    "không có kiến nghị",
    "không có kiến nghị thêm",
    "không có ý kiến",
    "không phát sinh",
)
"""What somebody writes who has nothing to write."""
UNITS_COUNTED, OTHERS_COUNTED = "{count} đơn vị, cơ quan", "{count} đơn vị, cơ quan khác"
WORK_DONE = "Kết quả chính:"
TABLE_REFERENCE = "Chi tiết từng chỉ tiêu ở Phụ lục {number}."

ANNEX = "Phụ lục {number}"
ANNEX_TABLE, ANNEX_WORK = "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ, GIẢI PHÁP"
ANNEX_TO = "(Kèm theo Báo cáo số {number}{symbol} ngày {day} tháng {month} năm {year} của {sender})"
TABLE_COLUMNS = {
    "number": "STT",
    "name": "Chỉ tiêu",
    "measure": "Đơn vị tính",
    "demand": "Kế hoạch",
    "horizon": "Năm",
    "before": "Cùng kỳ năm trước",
    "actual": "Thực hiện",
    "percent": "% kế hoạch",
    "gap": "Chênh lệch so với kế hoạch",
    "bar": "Mức đạt",
    "verdict": "Đánh giá",
    "needed": "Còn thiếu",
    "coverage": "Đủ số",
}
REVIEW_BEFORE, REVIEW_PERCENT = "Số liệu năm gốc", "Kết quả các năm"
TABLE_NOTE = "Đủ số: số đơn vị đã có đủ số liệu trên tổng số đơn vị phải có. Ô trống: chưa có số liệu hoặc không áp dụng, không phải số không."
WORK_COLUMNS = ("STT", "Nhiệm vụ, giải pháp", "Tình trạng", "Kết quả đã thực hiện; văn bản ban hành")

UNDEFINED_TAG, FAULTY_TAG = (
    "không có dữ liệu cho thẻ “{}”",
    "tệp không phải văn bản Word, hoặc có thẻ chưa đúng cách viết",
)
"""Why a template cannot be filled."""

_SMALL = {"và"}


def agency_symbol(name: str) -> str:
    """The letters by which documents name an agency.

    >>> agency_symbol("Sở Lao động - Thương binh và Xã hội"), agency_symbol("Sở Nội vụ")
    ('SLĐTBXH', 'SNV')
    """
    return "".join(word[0].upper() for word in re.findall(r"\w+", name) if word not in _SMALL)


def short_body(name: str) -> str:
    """A People's Committee as a letterhead writes it.

    >>> short_body("Ủy ban nhân dân tỉnh Lai Châu")
    'UBND tỉnh Lai Châu'
    """
    return name.replace("Ủy ban nhân dân", "UBND")


def body_lines(name: str) -> tuple[str, ...]:
    """A body in capitals, the place of a People's Committee on a line of its own; no line ends within a word.

    >>> body_lines("Ủy ban nhân dân tỉnh Lai Châu"), body_lines("Sở Lao động - Thương binh và Xã hội")
    (('ỦY BAN NHÂN DÂN', 'TỈNH LAI CHÂU'), ('SỞ LAO ĐỘNG -', 'THƯƠNG BINH VÀ XÃ HỘI'))
    """
    first, dash, rest = name.partition(" - ")
    if dash:
        return (f"{first} -".upper(), rest.upper())
    head, middle, tail = name.partition(" tỉnh ")
    return (head.upper(), f"{middle.strip()} {tail}".upper()) if middle else (name.upper(),)


def numbered_plan(title: str, number: str, day: str, body: str) -> str:
    """The plan with number and date, as a document is first named.

    >>> numbered_plan("Kế hoạch triển khai ...", "12/KH-UBND", "05/02/2021", "Ủy ban nhân dân tỉnh Lai Châu")
    'Kế hoạch số 12/KH-UBND ngày 05/02/2021 của Ủy ban nhân dân tỉnh Lai Châu triển khai ...'
    """
    head, _, tail = title.partition(" triển khai")
    return f"{head} số {number} ngày {day} của {body}" + (f" triển khai{tail}" if tail else "")


def measured(measure: str) -> str:
    """What follows a number: percent signs stand close, other measures apart.

    >>> measured("%"), measured("hộ")
    ('%', ' hộ')
    """
    return measure if measure == "%" else f" {measure}" if measure else ""


def opened(what: str) -> str:
    """A sentence begins with a capital letter."""
    return what[:1].upper() + what[1:]


def day_part(number: int) -> str:
    """The day of a date line: below ten with a zero in front."""
    return f"{number:02d}"


def month_part(number: int) -> str:
    """The month of a date line: the first two with a zero in front.

    >>> month_part(2), month_part(3)
    ('02', '3')
    """
    return f"{number:02d}" if number < 3 else str(number)


def count_words(first: Verdict) -> str:
    return COUNT_WORDS[first.value]

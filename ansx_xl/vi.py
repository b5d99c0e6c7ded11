"""Every Vietnamese word that a person sees: sheet names, headings, labels, sentences. Facts go in, words come out.

Nothing is decided here. Names of the plan's own things (elements, units, agencies, sentences of relations) are data and
come from the catalogue. A message says what, where, the value as typed, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .model import Comparison, Kind, Nature, Reason, Severity, Target, TargetKind, Verdict
from .period import Period
from .text import vn_number

# --- sheets -----------------------------------------------------------------------------------------------------------
GUIDE, ENTRY, INDICATORS, TASKS, HIDDEN = "Hướng dẫn", "Nhập liệu", "Chỉ tiêu", "Công việc và thuyết minh", "_ansx"
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
ILLUSTRATIVE_LONG = "SỐ LIỆU MINH HỌA - không phải số liệu thật của địa phương"
UNIT_TABLE = "Số liệu theo đơn vị"
WHOLE_PROVINCE = "Số liệu toàn tỉnh"
OTHER = "Khác"

# --- form: head -------------------------------------------------------------------------------------------------------
FORM_TITLE = "BIỂU SỐ LIỆU AN SINH XÃ HỘI"
FORM_NUMBER_UNIT, FORM_NUMBER_AGENCY = "Biểu số: 01-ASXH/ĐP", "Biểu số: 02-ASXH/SN"
IDENTITY = {
    "unit": "Mã đơn vị báo cáo",
    "period": "Kỳ báo cáo",
    "edition": "Phiên bản danh mục",
    "attempt": "Lần nộp",
    "officer": "Người lập biểu",
    "telephone": "Điện thoại",
    "date": "Ngày lập",
    "quality": "Tính chất số liệu",
    "ready": "Tình trạng",
}
QUALITY = {"chính thức": "official", "sơ bộ": "preliminary", "ước": "estimate"}
COLUMNS = {
    "number": "STT",
    "label": "Chỉ tiêu",
    "measure": "Đơn vị tính",
    "plan": "Kế hoạch năm",
    "last_year": "Cùng kỳ năm trước",
    "previous": "Kỳ trước",
    "actual": "Thực hiện",
    "estimate": "Ước cả năm (không bắt buộc)",
    "of_plan": "% kế hoạch",
    "of_last_year": "% cùng kỳ",
    "verdict": "Kiểm tra",
    "explanation": "Giải trình",
}
COLUMN_LETTERS = ("A", "B", "C", "1", "2", "3", "4", "5", "6=4/1", "7=4/2", "D", "E")
COLUMN_LETTERS_YEAR = ("A", "B", "C", "1", "2", "3", "4", "", "5=4/1", "6=4/2", "D", "E")
"""The row of letters where the column of estimates is hidden."""
COUNTED_BY_PROGRAM = "Số đếm từ danh mục"
CUMULATIVE = "(lũy kế từ đầu năm)"
UNIT = "Đơn vị"
TOTAL = "Cộng"
SEND_CODE = "Mã gửi:"
SIGNERS = (("NGƯỜI LẬP BIỂU", "(Ký, họ tên)"), ("NGƯỜI KIỂM TRA BIỂU", "(Ký, họ tên)"))
HEAD_SIGNER = ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, họ tên, đóng dấu)")
REPORTING_UNIT, RECEIVING_UNIT = "Đơn vị báo cáo:", "Đơn vị nhận báo cáo:"
PASSED = "Đạt"
TO_REVIEW = "Đề nghị rà soát: "
READY = "Đủ điều kiện gửi"
READY_OPEN = ("Đủ điều kiện gửi; còn ", " cảnh báo chưa giải trình")
NOT_READY = ("Chưa đủ điều kiện gửi: còn ", " lỗi")
COLUMN = "cột "

WORDS = {
    "R01": "Đề nghị nhập số",
    "R04": "Chưa nhập",
    "R05": "Ô bị lỗi công thức",
    "R09": "Chưa thu thập: đề nghị giải trình",
    "R10": "Dòng này không dùng dấu x",
    "R11": "Quá số chữ số thập phân cho phép",
    "R12": "Ngoài khoảng cho phép",
}
"""What the column Kiểm tra says about one cell."""

# --- form: validation messages (title at most 32 characters, prompt 255, error 224) --------------------------------------
INPUT_TITLE = "Nhập số liệu"
INPUT_WHOLE = "Nhập số nguyên từ {low} đến {high}, không gõ dấu chấm, dấu phẩy."
INPUT_DECIMAL = "Nhập số từ {low} đến {high}, tối đa {decimals} chữ số thập phân."
INPUT_FLOW = " Số lũy kế từ đầu năm."
INPUT_SIGNS = " Không phát sinh: gõ -  Chưa thu thập: gõ ..."
INPUT_X = "  Không áp dụng: gõ x"
INPUT_ERROR_TITLE = "Đề nghị nhập số"
INPUT_ERROR = "Ô này nhận số trong khoảng cho phép (không gõ kèm đơn vị tính, không gõ dấu phân cách hàng nghìn) hoặc một trong các dấu: -  ...  x."
CHOICE_TITLE, CHOICE_PROMPT, CHOICE_ERROR = (
    "Chọn trong danh sách",
    "Bấm mũi tên để chọn.",
    "Đề nghị chọn trong danh sách.",
)
ATTEMPT_TITLE, ATTEMPT_PROMPT = "Lần nộp", "Gửi lần đầu: 1. Mỗi lần gửi lại sau khi sửa: tăng thêm 1."
ATTEMPT_ERROR = "Lần nộp là số nguyên từ 1 đến 99."
TEXT_TITLE, TEXT_PROMPT = "Giải trình", "Ghi lý do của cảnh báo hoặc của số liệu chưa thu thập."
IDENTITY_PROMPT = {
    "officer": "Họ và tên người lập biểu.",
    "telephone": "Số điện thoại để Sở liên hệ khi cần rà soát số liệu.",
    "date": "Ngày lập biểu, gõ theo dạng ngày/tháng/năm.",
}
DATE_ERROR = "Đề nghị nhập ngày theo dạng ngày/tháng/năm."
CAUSE_PROMPT = "Ghi nguyên nhân nếu kết quả còn thấp so với kế hoạch: khách quan, chủ quan."
REMEDY_PROMPT = "Ghi giải pháp sẽ thực hiện trong thời gian tới."
TASK_DONE_PROMPT = "Ghi ngắn gọn kết quả chính, có số liệu nếu có."
TASK_DOCUMENT_PROMPT = "Ghi số, ngày và trích yếu văn bản đã ban hành."
NARRATIVE_PROMPT = "Viết nội dung vào ô này; xuống dòng trong ô bằng Alt+Enter."

# --- form: sheet Chỉ tiêu ------------------------------------------------------------------------------------------------
INDICATORS_TITLE = "CHỈ TIÊU TÍNH TỪ SỐ LIỆU ĐÃ NHẬP"
INDICATORS_NOTE = (
    "Các ô tự tính từ sheet Nhập liệu. Đơn vị ghi nguyên nhân và giải pháp cho chỉ tiêu còn thấp so với kế hoạch."
)
INDICATOR_COLUMNS = (
    "STT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Tử số",
    "Mẫu số",
    "Thực hiện",
    "Chỉ tiêu chung của tỉnh (tham khảo)",
    "So với chỉ tiêu chung",
    "Chỉ tiêu giao đơn vị",
    "Đánh giá",
    "Nguyên nhân (khách quan, chủ quan)",
    "Giải pháp",
)
HIGHER, EQUAL, LOWER = "cao hơn", "đạt", "thấp hơn"
NOT_ASSIGNED = "Chưa giao"

# --- form: sheet Công việc và thuyết minh ----------------------------------------------------------------------------------
TASKS_TITLE = "CÔNG VIỆC VÀ THUYẾT MINH"
TASK_COLUMNS = (
    "STT",
    "Nhiệm vụ, giải pháp theo kế hoạch",
    "Mục",
    "Tình trạng",
    "Kết quả đã thực hiện",
    "Văn bản ban hành (số, ngày)",
)
TASK_STATUSES = ("Chưa thực hiện", "Đang thực hiện", "Thực hiện thường xuyên", "Hoàn thành", "Chậm")
NARRATIVE = {
    "results": "Kết quả nổi bật",
    "shortcomings": "Tồn tại, hạn chế",
    "causes": "Nguyên nhân",
    "directions": "Phương hướng",
    "proposals": "Kiến nghị",
}
NARRATIVE_TITLE, TASKS_HEADING = "I. THUYẾT MINH", "II. THỰC HIỆN NHIỆM VỤ, GIẢI PHÁP CỦA KẾ HOẠCH"

# --- form: sheet Hướng dẫn -----------------------------------------------------------------------------------------------
GUIDE_TITLE = "HƯỚNG DẪN ĐIỀN BIỂU"
GUIDE_STEPS = {
    "entry": "Điền sheet Nhập liệu: chỉ nhập vào các ô nền vàng nhạt. Không đổi tên sheet, không chèn, xóa hoặc sắp xếp lại dòng.",
    "flow": "Số liệu có ghi (lũy kế từ đầu năm) là số cộng dồn từ ngày 01/01 đến hết kỳ báo cáo, không phải số phát sinh riêng trong kỳ.",
    "estimate": "Cột Ước cả năm không bắt buộc: nếu có số ước thực hiện đến hết năm thì ghi vào cột này.",
    "number": "Nhập số bình thường, ví dụ 8500 hoặc 62,8 (dấu thập phân theo cài đặt của máy); không gõ kèm đơn vị tính, không gõ dấu phân cách hàng nghìn.",
    "verdict": "Xem cột Kiểm tra của từng dòng; ý nghĩa của từng mã (KT01, ...) ghi ở bảng cuối sheet này. Nếu số liệu đúng mà vẫn có cảnh báo thì ghi lý do vào cột Giải trình.",
    "rates": "Sheet Chỉ tiêu tự tính tỷ lệ từ số liệu đã nhập; ghi nguyên nhân và giải pháp cho chỉ tiêu còn thấp so với kế hoạch.",
    "work": "Sheet Công việc và thuyết minh: viết phần thuyết minh; với từng nhiệm vụ (nếu có) chọn tình trạng, ghi kết quả và văn bản đã ban hành.",
    "send": "Khi ô Tình trạng báo Đủ điều kiện gửi: lưu tệp, in, trình ký và gửi tệp Excel này (giữ đuôi .xlsx) về {receiver}.",
    "again": "Nếu gửi lại sau khi sửa thì tăng Lần nộp thêm 1. Bản có Lần nộp lớn hơn thay cho bản trước.",
    "code": "Mã gửi đổi khi số liệu đổi. Đọc mã này qua điện thoại để hai bên biết có đang cầm cùng một bản hay không; mã chỉ phát hiện nhầm lẫn, không phải chữ ký.",
    "macro": "Biểu này không có macro. Nếu Excel mở ở chế độ xem được bảo vệ (Protected View) thì bấm Enable Editing để điền.",
}
"""Which step stands in a guide depends on what the form has; the steps are numbered there."""
GUIDE_SIGNS_TITLE = "Các dấu được phép gõ thay cho số"
GUIDE_SIGNS = (
    ("-", "Không phát sinh (tính là 0)"),
    ("…  hoặc  ...", "Có nhưng chưa thu thập được (không tính là 0; cần giải trình)"),
    ("x", "Không áp dụng cho đơn vị (chỉ ở dòng cho phép)"),
    ("(để trống)", "Chưa nhập: dòng bắt buộc sẽ bị tính là lỗi"),
)
GUIDE_CHECKS_TITLE = "Các quan hệ được kiểm tra trong biểu này"
GUIDE_CHECK_COLUMNS = ("Mã", "Mức độ", "Nội dung khi không đạt", "Cách xử lý", "Hiện tại")
CHECK_STATE = {1: "Đạt", 2: "Cần rà soát", 0: "Chưa đủ số để kiểm tra"}

# --- labels of enums -------------------------------------------------------------------------------------------------------
SEVERITY = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}
NATURE = {Nature.STOCK: "thời điểm", Nature.FLOW: "thời kỳ (lũy kế)"}
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
KIND = {
    Kind.RATIO: "tỷ lệ",
    Kind.COUNT: "số lượng",
    Kind.CHANGE: "mức giảm",
    Kind.STATUS: "mức độ",
    Kind.INDEX: "chỉ số",
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
    Reason.SCOPE_ENDED: "địa bàn đã kết thúc",
}
ESTIMATED = " (ước)"
PROVISIONAL = "tạm tính"


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


def demand(comparison: Comparison, value: Decimal, measure: str) -> str:
    """What a target demands, as the plan says it.

    >>> demand(Comparison.MORE_THAN, Decimal("93"), "%")
    'trên 93%'
    """
    number = vn_number(value) + ("%" if measure == "%" else f" {measure}" if measure else "")
    return COMPARISON[comparison].format(value=number)


# --- result sheets
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
STATUS_HEADING, SEVERITY_HEADING, GIVEN, ASKED, OPEN_WARNINGS = (
    "Tình trạng",
    "Mức độ",
    "Số liệu dùng được",
    "Số liệu phải có",
    "Cảnh báo chưa giải trình",
)
UNUSED_FILES = "Các tệp khác trong thư mục nhận báo cáo, không vào tổng"
SENT_COUNT, SENT_OF = "Đã có báo cáo: ", " trên tổng số {} đơn vị, cơ quan"
PLACE, VALUE_TYPED, MESSAGE, ACTION = "Sheet!Ô", "Giá trị đã nhập", "Nội dung cần rà soát", "Cách xử lý"
SEVERITY_STYLE = {Severity.ERROR: "alert_box", Severity.WARNING: "fair_box", Severity.NOTE: "centre_box"}
TRAIL_KIND, RUN, RECONCILIATION, FIGURE, FOUND = "Loại", "Lần tổng hợp", "Đối soát tệp", "Số liệu", "tìm thấy"
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
FOCUS_HEADING, COVERAGE = "Đơn vị cần tập trung", "Đủ số"
PROGRESS, FORECAST, WEATHER_HEADING, TARGET_KIND_HEADING = (
    "R (mức bảo đảm tiến độ)",
    "Dự báo cuối kỳ",
    "Ý kiến thứ hai (xu thế)",
    "Loại chỉ tiêu",
)
PLAN_SENTENCE = "Căn cứ trong kế hoạch"
CHANGE_THIS_YEAR = "riêng năm nay giảm {value} điểm"
DISAGREES = "xu thế 5 năm cho kết quả khác, xem sheet Cách tính"
INVENTED_BASELINE = "năm gốc, mốc minh họa"
INPUTS = {
    "n": "n: tử số (hoặc số lượng)",
    "d": "d: mẫu số",
    "counted": "Số ô đã có",
    "expected": "Số ô phải có",
    "silent": "Đơn vị chưa gửi",
    "T": "T: chỉ tiêu (phần trăm nghìn hoặc số lượng)",
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
    "R từ 0,95: bảo đảm tiến độ; từ 0,60: chậm tiến độ; từ 0: khó hoàn thành; dưới 0: đi ngược so với năm gốc.",
)
WEATHER = {"sun": "thuận lợi", "sun_and_cloud": "khá thuận lợi", "cloud": "khó đạt", "storm": "đi ngược"}
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


def coverage(counted: int, expected: int) -> str:
    return f"{counted}/{expected}"


def years(kind: TargetKind, done: int, of: int) -> str:
    """Over how many of its years a target was measured, or met.

    >>> years(TargetKind.ANNUAL_FLOW, 4, 5)
    'đạt 4/5 năm'
    """
    return f"đạt {done}/{of} năm" if kind is TargetKind.ANNUAL_FLOW else f"tính trên {done}/{of} năm"


def demand_of(target: Target, value: Decimal, measure: str) -> str:
    """What a target demands, with its kind where that is not a year."""
    if target.kind is TargetKind.ANNUAL_CHANGE:
        return f"giảm {number(value)} điểm %/năm"
    if target.kind is TargetKind.STATUS:
        return f"mức độ {number(value)}"
    text = demand(target.comparison, value, measure)
    return f"{text}/năm" if target.kind is TargetKind.ANNUAL_FLOW else text


def still_missing(parts: list[tuple[str, list[str]]]) -> str:
    """Which units still lack which figures, for the reason beside an empty ratio.

    >>> still_missing([("Huyện Tam Đường", ["NS_HVS"])])
    'còn thiếu: Huyện Tam Đường (NS_HVS)'
    """
    if not parts:
        return REASON[Reason.INCOMPLETE]
    named = [f"{unit} ({', '.join(codes)})" for unit, codes in parts[:8]]
    more = f" và {len(parts) - 8} đơn vị khác" if len(parts) > 8 else ""
    return "còn thiếu: " + "; ".join(named) + more


SKIPPED = {
    "lock": "tệp khóa của Excel đang mở",
    "system": "tệp của hệ điều hành",
    "temporary": "tệp tải dở hoặc tệp tạm",
    "paper": "bản giấy (PDF, ảnh): không đọc số liệu",
}


def outcome_reason(outcome: str, reason: str, facts: Mapping[str, Any]) -> str:
    """Why a file ended as it did."""
    if outcome == "rejected":
        return " ".join(finding(reason, facts))
    if outcome == "skipped":
        return SKIPPED[reason]
    if outcome == "duplicate":
        return f"cùng nội dung với {reason}"
    if outcome == "superseded":
        return f"đã có bản sau: {reason}"
    if outcome == "conflict":
        return f"cùng Lần nộp, khác nội dung với {reason}"
    return ""


# --- periods -------------------------------------------------------------------------------------------------------------
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


def span(start: date, end: date) -> str:
    return f"(Từ ngày {day(start)} đến ngày {day(end)})"


def dated(place: str) -> str:
    return f"{place}, ngày ..... tháng ..... năm ........."


def number(value: Any, decimals: int | None = None) -> str:
    """A number as Vietnamese readers write it."""
    if value is None:
        return ""
    if isinstance(value, Fraction) and decimals is None:
        decimals = 0 if value.denominator == 1 else 2
    return vn_number(value, decimals)


# --- findings --------------------------------------------------------------------------------------------------------------
_FINDINGS: Mapping[str, tuple[str, str]] = {
    "F01": ("Không đọc được tệp ({reason}).", "Kiểm tra lại tệp rồi gửi lại."),
    "F02": ("Tệp có mật khẩu nên không đọc được.", "Mở tệp, bỏ mật khẩu, lưu và gửi lại."),
    "F03": ("Tệp là Excel 97-2003 (.xls).", "Mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi gửi lại."),
    "F04": (
        "Tệp không phải là bảng tính .xlsx (nội dung thật là: {kind}).",
        "Gửi lại đúng tệp biểu Excel đã được cấp.",
    ),
    "F05": ("Tệp bị cắt cụt hoặc hỏng khi gửi.", "Mở tệp gốc, lưu lại và gửi lại."),
    "F06": (
        "Tệp quá lớn hoặc vượt giới hạn an toàn ({limit}).",
        "Dùng lại biểu đã cấp, không dán thêm dữ liệu khác vào tệp.",
    ),
    "F07": ("Tệp đang được ghi nên nội dung thay đổi khi đọc.", "Đóng tệp trong Excel, đợi đồng bộ xong rồi chạy lại."),
    "F08": ("Đọc tệp quá lâu hoặc phải dừng giữa chừng ({reason}).", "Đề nghị đơn vị điền lại trên biểu mới được cấp."),
    "F09": ("Tệp không phải biểu số liệu do chương trình cấp.", "Điền số liệu vào đúng biểu đã được cấp rồi gửi lại."),
    "F10": (
        "Biểu thuộc phiên bản danh mục {found}, chương trình đang dùng phiên bản {expected}.",
        "Dùng biểu của phiên bản đang dùng, hoặc chạy với danh mục của biểu (--catalogue).",
    ),
    "F11": ("Mã đơn vị “{unit}” không có trong danh mục.", "Kiểm tra ô Mã đơn vị báo cáo; dùng lại biểu đã được cấp."),
    "F12": (
        "Biểu của kỳ {found}, không phải kỳ {expected}.",
        "Gửi biểu đúng kỳ, hoặc chuyển tệp sang thư mục của kỳ đó.",
    ),
    "F13": (
        "Biểu đã bị xóa, chèn hoặc sắp xếp lại dòng: không xác định được ô của “{label}”.",
        "Chép số liệu sang biểu mới được cấp rồi gửi lại.",
    ),
    "F14": ("Đơn vị “{unit}” không phải nộp biểu trong kỳ {period}.", "Kiểm tra lại kỳ báo cáo và đơn vị."),
    "F15": (
        "Tệp chưa được tải về máy (đang ở trên kho lưu trữ đám mây).",
        "Bấm chuột phải, chọn Luôn giữ trên thiết bị này.",
    ),
    "F16": ("Tệp chứa nội dung không an toàn nên không đọc.", "Mở bằng Excel, lưu lại thành .xlsx mới rồi gửi lại."),
    "R01": ("“{raw}” là chữ, không phải số.{suggestion}", "Đề nghị nhập lại bằng số."),
    "R02": ("Số được gõ ở dạng chữ, đã hiểu là {taken}.", "Không phải làm gì; lần sau nhập ở dạng số."),
    "R03": ("“{raw}” được hiểu là {taken}.", "Kiểm tra lại; nếu không đúng thì nhập lại bằng số."),
    "R04": ("Ô bắt buộc còn trống.", "Nhập số; không phát sinh thì gõ -, chưa thu thập được thì gõ ..."),
    "R05": ("Ô đang báo lỗi {raw}.", "Xóa công thức trong ô và nhập số."),
    "R06": ("Ô chứa phép tính “{formula}”, đã lấy kết quả {taken}.", "Nhập thẳng kết quả bằng số."),
    "R07": ("Ô chứa công thức tham chiếu “{formula}”.", "Xóa công thức và nhập thẳng kết quả bằng số."),
    "R08": ("Ô chứa công thức chưa có kết quả.", "Mở biểu bằng Excel, nhập thẳng kết quả bằng số rồi lưu lại."),
    "R09": ("Số liệu chưa thu thập được (…) mà chưa có giải trình.", "Ghi lý do vào cột Giải trình."),
    "R10": ("Dòng này không dùng dấu x.", "Nhập số, hoặc - nếu không phát sinh, ... nếu chưa thu thập được."),
    "R11": ("{taken} có quá {decimals} chữ số thập phân.", "Nhập lại, tối đa {decimals} chữ số thập phân."),
    "R11.0": ("{taken} không phải số nguyên.", "Nhập lại bằng số nguyên (không gõ dấu chấm, dấu phẩy)."),
    "R12": ("{taken} ngoài khoảng cho phép, từ {low} đến {high}.", "Kiểm tra lại số và đơn vị tính."),
    "R13": (
        "Ô đang ở dạng ngày tháng (có thể Excel tự đổi số thành ngày).",
        "Đổi định dạng ô về Number và nhập lại số.",
    ),
    "R14": ("Ô bị ghi hai lần trong tệp.", "Mở biểu bằng Excel, nhập lại số rồi lưu."),
    "R15": ("Ô chứa giá trị đúng/sai (TRUE/FALSE).", "Đề nghị nhập số."),
    "R16": (
        "Dòng “{label}” đã bị chuyển chỗ; đã đọc theo mã của dòng.",
        "Không phải làm gì; lần sau giữ nguyên thứ tự dòng.",
    ),
    "R17": (
        "Số tổng ghi trong biểu ({stated}) khác số tính lại ({computed}).",
        "Mở biểu bằng Excel cho tính lại rồi lưu.",
    ),
    "R18": (
        "Mã gửi trong biểu ({stated}) khác mã tính từ số liệu ({computed}): số liệu đã đổi sau khi biểu được tính lần cuối.",
        "Mở biểu bằng Excel, lưu lại và đọc lại mã gửi với đơn vị.",
    ),
    "R19": (
        "Chữ gõ bằng phông cũ (TCVN3, VNI), đã chuyển thành “{taken}”.",
        "Không phải làm gì; lần sau dùng phông Unicode.",
    ),
    "R20": ("Tên dòng đã bị sửa: “{found}” thay cho “{label}”.", "Kiểm tra số của dòng này có đúng chỉ tiêu không."),
    "R21": ("Ô nhập liệu bị gộp với ô khác.", "Bỏ gộp ô (Unmerge) và nhập lại số từng dòng."),
    "R23": ("Lần nộp trong biểu không đọc được (“{raw}”), tính là lần 1.", "Nhập Lần nộp bằng số nguyên."),
    "C01": (
        "{taken} gấp hoặc kém khoảng {times} lần kỳ trước ({previous}).",
        "Kiểm tra dấu phân cách hàng nghìn và đơn vị tính; nếu đúng thì ghi giải trình.",
    ),
    "C02": ("Ước cả năm ({estimate}) nhỏ hơn số đã thực hiện ({taken}).", "Kiểm tra lại hai số này."),
    "A01": ("{name} chưa gửi biểu của kỳ.", "Đôn đốc đơn vị gửi biểu; số tổng là tạm tính."),
    "A02": ("{name} chưa cung cấp số liệu của kỳ.", "Đề nghị cơ quan cung cấp; các chỉ tiêu liên quan còn để trống."),
    "A03": (
        "Hai nguồn của cùng một số liệu khác nhau: {first} và {second}.",
        "Đối chiếu hai nguồn; số thứ nhất vào tổng.",
    ),
    "A04": ("Đơn vị có hai bản khác nội dung cùng Lần nộp: {files}.", "Chọn bản đúng; hiện chưa dùng bản nào."),
    "A05": ("Báo cáo ghi là số {quality}.", "Thay bằng số chính thức khi có."),
}
_RELATION = "{sentence} ({working})"


def finding(code: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """What a finding says and what to do about it.

    >>> finding("R03", {"raw": "1.234,5", "taken": "1.234,5"})[0]
    '“1.234,5” được hiểu là 1.234,5.'
    """
    if "sentence" in facts:
        return _RELATION.format(**facts), facts["action"]
    exact = f"{code}.{facts.get('decimals')}"
    message, action = _FINDINGS.get(exact, _FINDINGS[code])
    words = {**facts, **{k: names.get(str(facts[k]), "") for k, names in _FACT_WORDS.items() if k in facts}}
    return message.format(**words), action.format(**words)


HINT = {"nil": " Nếu không phát sinh, gõ dấu -.", "not_collected": " Nếu chưa thu thập được, gõ dấu ..."}


def suggestion(value: Any) -> str:
    return f" Có phải {number(value)}?" if value is not None else ""


FILE_REASON = {
    "missing": "không thấy tệp",
    "directory": "đây là thư mục",
    "special": "không phải tệp thường",
    "empty": "tệp rỗng",
    "unreadable": "không mở được",
    "timeout": "quá thời gian",
    "died": "chương trình đọc phải dừng",
}
CONTENT_KIND = {
    "pdf": "PDF",
    "html": "trang web",
    "xml": "XML",
    "csv": "văn bản CSV",
    "ods": "LibreOffice .ods",
    "docx": "Word",
    "image": "hình ảnh",
    "zip": "tệp nén",
    "unknown": "không rõ",
    "empty": "rỗng",
}


LIMIT = {
    "file": "tệp quá lớn",
    "members": "quá nhiều phần trong tệp",
    "unpacked": "giải nén quá lớn",
    "elements": "quá nhiều ô",
    "depth": "cấu trúc quá sâu",
    "strings": "quá nhiều chuỗi",
    "text": "quá nhiều chữ",
    "cells": "quá nhiều ô",
    "sheets": "quá nhiều sheet",
    "memory": "quá nhiều bộ nhớ",
}
_FACT_WORDS = {"reason": FILE_REASON, "kind": CONTENT_KIND, "limit": LIMIT}


def working(left: str, operator: str, right: str) -> str:
    words = {"<=": "không được lớn hơn", ">=": "không được nhỏ hơn", "=": "phải bằng"}
    return f"{left} {words.get(operator, 'so với')} {right}"


# --- "cannot go on" ----------------------------------------------------------------------------------------------------------
_ERRORS = {
    "period": "Kỳ báo cáo “{text}” không đúng. Ví dụ đúng: 2024, 2024-H1, 2024-9M, 2024-Q3, 2024-M06, 2024-07-15.",
    "no_catalogue": "Không thấy thư mục danh mục “{folder}”. Kiểm tra lại đường dẫn sau --catalogue.",
    "catalogue": "Danh mục có {count} lỗi (liệt kê ở trên). Sửa các dòng đó rồi chạy lại “ansx catalogue check”.",
    "unknown_unit": "Không có đơn vị “{unit}” trong kỳ {period}. Các mã hợp lệ: {known}.",
    "unknown_sector": "Không có lĩnh vực “{sector}”. Các mã hợp lệ: {known}.",
    "nothing_due": "Kỳ {period} không có số liệu nào phải báo cáo. Với báo cáo đột xuất, chọn lĩnh vực bằng --sector.",
    "no_inbox": "Không thấy thư mục “{folder}”. Kiểm tra lại đường dẫn thư mục nhận báo cáo.",
    "empty_inbox": "Thư mục “{folder}” không có tệp nào. Chép các biểu đã nhận vào thư mục này rồi chạy lại.",
    "output_busy": "Không ghi được “{file}”: tệp đang mở hoặc chỉ cho đọc. Đóng tệp (hoặc chọn tên khác) rồi chạy lại.",
    "output_folder": "Không ghi được vào thư mục “{folder}”. Kiểm tra quyền ghi hoặc chọn thư mục khác.",
    "output_is_input": "Tệp ra “{file}” nằm trong thư mục nhận báo cáo. Chọn chỗ khác để không lẫn với tệp đã nhận.",
    "not_empty": "Thư mục “{folder}” đã có tệp. Chọn thư mục mới để làm thử.",
    "ledger_open": "Không mở được sổ số liệu “{file}” ({detail}). Kiểm tra tệp và quyền ghi.",
    "ledger_busy": "Sổ số liệu “{file}” đang được máy khác ghi. Đợi một lát rồi chạy lại.",
    "ledger_newer": "Sổ số liệu “{file}” do phiên bản chương trình mới hơn tạo. Cập nhật chương trình rồi chạy lại.",
    "not_a_ledger": "“{file}” không phải sổ số liệu của chương trình. Chọn tệp khác bằng --ledger.",
    "no_file": "Không thấy tệp “{file}”.",
    "exchange_sheet": "Tệp “{file}” thiếu sheet “{sheet}”. Xuất lại bằng “ansx catalogue export” rồi sửa trên tệp đó.",
    "exchange_unreadable": "Không đọc được “{file}” như một tệp Excel .xlsx. Kiểm tra lại tệp, hoặc xuất lại bằng “ansx catalogue export”.",
    "default_catalogue": "Danh mục đi kèm chương trình không ghi đè được. Chọn thư mục danh mục riêng bằng --catalogue rồi nhập lại.",
    "disk": "Không ghi được “{file}” ({detail}). Kiểm tra dung lượng đĩa và quyền ghi.",
}


def error(code: str, facts: Mapping[str, Any]) -> str:
    """One sentence for "cannot go on", with what to do."""
    if code in _FINDINGS:
        return " ".join(finding(code, facts))
    return _ERRORS[code].format(**facts)


_FAULTS = {
    "missing_file": "thiếu tệp này",
    "not_utf8": "tệp không phải mã UTF-8",
    "syntax": "sai cú pháp: {detail}",
    "not_a_list": "phải là một danh sách các bản ghi",
    "not_a_record": "phải là một bản ghi (khóa: giá trị)",
    "not_a_text": "giá trị của “{key}” phải là một chuỗi",
    "unknown_key": "khóa lạ “{key}”",
    "duplicate_key": "khóa “{key}” lặp lại",
    "column_count": "có {found} cột, cần {expected}",
    "missing_key": "thiếu “{key}”",
    "duplicate_record": "bản ghi “{key}” đã có ở dòng {line}",
    "bad_number": "“{key}”: “{value}” không phải số",
    "bad_date": "“{key}”: “{value}” không phải ngày dạng 2025-07-01",
    "bad_validity": "ngày kết thúc {end} trước ngày bắt đầu {start}",
    "bad_choice": "“{key}”: “{value}” không thuộc {choices}",
    "bad_years": "“{key}”: “{value}” không đúng dạng 2025=20; 2030=25 hoặc 2021-2025=8000",
    "bad_profile": "“{key}”: “{value}” không đúng dạng H1=0.4; 9M=0.7 (phần của cả năm, từ 0 đến 1)",
    "bad_code": "“{key}”: mã “{value}” không dùng được (chữ cái không dấu, chữ số, dấu gạch dưới; mã đơn vị chỉ gồm chữ số)",
    "bad_sum": "“{key}”: “{value}” không phải tổng các mã số liệu",
    "bad_bounds": "giới hạn dưới {low} lớn hơn giới hạn trên {high}",
    "dangling": "“{key}”: không có mã “{value}”",
    "change_needs_base": "“{value}”: chỉ tiêu loại change phải có base, các loại khác thì không",
    "no_formula": "“{value}” chưa có công thức trong formulas.yaml",
    "bad_formula": "“{value}”: chỉ tiêu tỷ lệ phải có mẫu số, các loại khác thì không",
    "bad_kind": "loại “{value}” không hợp với loại của chỉ tiêu",
    "bad_comparison": "phép so sánh “{value}” không hợp với chỉ tiêu hoặc loại chỉ tiêu",
    "prev_of_stock": "prev({value}) chỉ dùng cho số liệu thời kỳ",
    "one_province": "phải có đúng một tỉnh, đang có {found}",
    "cycle": "“{value}” phụ thuộc vòng quanh chính nó",
    "overlap": "thời gian hiệu lực của “{value}” chồng với dòng {line}",
    "nobody": "vai trò “{value}” không có cơ quan nào vào ngày {day}",
    "excel_formula": "“{key}”: ô chứa công thức “{value}”; nhập thẳng nội dung",
    "excel_error": "“{key}”: ô đang báo lỗi {value}",
    "excel_number": "“{key}”: Excel đã đổi nội dung thành “{value}”; đặt định dạng Text cho ô rồi gõ lại cho đúng",
    "missing_column": "thiếu cột “{key}”",
    "headroom": "chỉ tiêu “{value}”, kỳ {period}: phép so sánh có thể đạt {bound}, vượt 10^15",
}


def fault(file: str, line: int, code: str, facts: Mapping[str, Any]) -> str:
    """One fault of the catalogue: file and line (or sheet!cell, which needs none), what is wrong."""
    return f"{file}:{line}: {_FAULTS[code].format(**facts)}" if line else f"{file}: {_FAULTS[code].format(**facts)}"


# --- the catalogue in Excel --------------------------------------------------------------------------------------------------
EXCHANGE_TITLE = "DANH MỤC CỦA KẾ HOẠCH: CÁCH SỬA TRÊN EXCEL"
EXCHANGE_GUIDE = (
    "1. Mỗi sheet là một bảng của danh mục, tên sheet là tên bảng. Dòng 1 là khóa của các cột: không đổi tên, không xóa cột.",
    "2. Được sửa nội dung các ô từ dòng 2, thêm dòng ở cuối bảng, xóa cả dòng. Thứ tự dòng là thứ tự hiện trên biểu.",
    "3. Cột có nền đậm là bắt buộc. Mã (code, id) là khóa của dòng: đổi mã là xóa dòng cũ và thêm dòng mới.",
    "4. Mọi ô ở định dạng Text: gõ nguyên văn, ví dụ 2024-01-01, 03388, 62.8 (dấu chấm thập phân), 2025=20; 2030=25. Không dùng công thức.",
    "5. Dán từ nơi khác: dùng Paste Special, Values, để ô giữ định dạng Text. Ô đã bị Excel đổi thành số hoặc ngày mà không chắc nội dung cũ thì bị trả lại.",
    "6. Khi nhập lại, toàn bộ danh mục được kiểm tra trước. Có bất kỳ lỗi nào thì không ghi gì; các lỗi được liệt kê một lần, kèm tên sheet và ô.",
    "7. Ghi chú (dòng bắt đầu bằng #) ở giữa tệp danh mục bị mất khi tệp đó được ghi lại; ghi chú ở đầu tệp được giữ.",
)
CATALOGUE_CHANGE = {
    "changed": "{table}, “{key}”, {column}: “{before}” -> “{after}”",
    "added": "{table}, “{key}”: thêm dòng ({after})",
    "removed": "{table}, “{key}”: xóa dòng ({before})",
    "moved": "{table}: đổi thứ tự các dòng",
}


def change(what: str, facts: Mapping[str, Any]) -> str:
    """One difference between a catalogue and its edited workbook."""
    return CATALOGUE_CHANGE[what].format(**facts)


# --- command line
HELP = {
    "ansx": "Biểu mẫu, kiểm tra, tổng hợp và đánh giá chỉ tiêu an sinh xã hội của tỉnh.",
    "catalogue": "Thư mục danh mục (mặc định: thư mục danh-muc nếu có, sau đó là danh mục kèm chương trình).",
    "forms": "Phát hành biểu của kỳ PERIOD cho từng đơn vị, cơ quan.\n\nVí dụ: ansx forms 2024 -o bieu-2024",
    "check": "Kiểm tra một hay nhiều biểu đã điền.\n\nVí dụ: ansx check bieu-2024/2024_105.xlsx",
    "consolidate": "Nhận các biểu trong thư mục INBOX, kiểm tra, cộng và đánh giá kỳ PERIOD.\n\n"
    "Ví dụ: ansx consolidate nhan-2024 2024 -o tong-hop-2024.xlsx",
    "demo": "Tạo một tỉnh để làm thử (số liệu minh họa) trong thư mục mới TARGET.\n\nVí dụ: ansx demo demo",
    "catalogue_group": "Danh mục: kiểm tra, xuất ra Excel để sửa, nhận lại.",
    "catalogue_check": "Kiểm tra toàn bộ danh mục, liệt kê mọi lỗi kèm tệp và dòng.",
    "catalogue_export": "Xuất danh mục ra tệp Excel TARGET để xem và sửa.",
    "catalogue_import": "Nhận danh mục đã sửa trong tệp Excel SOURCE; có lỗi thì không ghi gì.",
    "output_folder": "Thư mục ghi biểu.",
    "output_file": "Tệp Excel tổng hợp.",
    "unit": "Chỉ đơn vị, cơ quan có mã này (lặp lại được).",
    "sector": "Biểu đột xuất: mã lĩnh vực, hoặc all.",
    "json": "In kết quả dạng JSON cho chương trình khác đọc.",
    "dry_run": "Chỉ làm thử: không ghi gì.",
    "date": "Ngày tổng hợp ghi trong tệp (mặc định: hôm nay).",
}
STEPS = {"forms": "Đang phát hành biểu", "consolidate": "Đang tổng hợp", "demo": "Đang tạo tỉnh làm thử"}
ABORTED = "Đã dừng theo yêu cầu; chưa ghi gì thêm."
DRY_RUN = "Làm thử: chưa ghi tệp nào."


def issued(count: int, when: str, folder: str) -> str:
    return f"Đã phát hành {count} biểu {when} vào thư mục {folder}. Gửi mỗi đơn vị tệp mang mã của đơn vị đó."


def open_this(file: str) -> str:
    return f"Đã ghi {file}. Mở tệp này để xem kết quả."


def found_files(count: int, parts: str) -> str:
    return f"Tìm thấy {count} tệp: {parts}."


def sent(count: int, of: int) -> str:
    return f"Đã có báo cáo của {count}/{of} đơn vị, cơ quan."


def counts(by_severity: Mapping[Severity, int]) -> str:
    """How many findings of each severity, and what to do.

    >>> counts({Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 2})
    '1 lỗi, 0 cảnh báo, 2 lưu ý. Đề nghị rà soát các ô nêu trong sheet Kết quả kiểm tra.'
    """
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    text = ", ".join(f"{by_severity.get(s, 0)} {SEVERITY[s].lower()}" for s in order)
    if not by_severity.get(Severity.ERROR) and not by_severity.get(Severity.WARNING):
        return f"{text}."
    return f"{text}. Đề nghị rà soát các ô nêu trong sheet {FINDINGS}."


def verdict_counts(verdicts: list[Verdict]) -> str:
    parts = [f"{words.rstrip(':').lower()} {sum(verdicts.count(v) for v in kinds)}" for words, kinds in VERDICT_COUNTS]
    return "Chỉ tiêu: " + "; ".join(parts) + "."


def catalogue_fine(catalogue: Any) -> str:
    return (
        f"Danh mục không có lỗi: {len(catalogue.targets)} chỉ tiêu kế hoạch, {len(catalogue.elements)} số liệu báo cáo, "
        f"{len({c.code for c in catalogue.checks.values()})} quan hệ kiểm tra, {len(catalogue.units)} đơn vị, "
        f"{len(catalogue.tasks)} nhiệm vụ. Phiên bản {catalogue.edition}."
    )


def changed(count: int, folder: str, dry_run: bool) -> str:
    if not count:
        return "Không có gì thay đổi."
    return f"{count} thay đổi. " + (
        DRY_RUN if dry_run else f"Đã ghi vào {folder}. Chạy “ansx catalogue check” để kiểm tra."
    )


def usage(problem: Any) -> str:
    """A command typed wrongly, in a sentence."""
    kind = type(problem).__name__
    parameter = getattr(problem, "param", None)
    name = getattr(parameter, "human_readable_name", "") or getattr(problem, "option_name", "") or ""
    sentences = {
        "MissingParameter": f"Thiếu tham số {name}.",
        "NoSuchOption": f"Không có tùy chọn {name}.",
        "NoSuchCommand": "Không có lệnh này.",
        "BadParameter": f"Giá trị của {name} không dùng được.",
        "BadOptionUsage": f"Tùy chọn {name} dùng chưa đúng.",
    }
    return sentences.get(kind, "Lệnh gõ chưa đúng.") + " Xem cách dùng: ansx --help, hoặc ansx LỆNH --help."


# --- demo
def demo_made(folder: str, periods: int, forms: int, mistakes: int) -> str:
    return (
        f"Đã tạo tỉnh làm thử trong {folder}: {periods} kỳ, {forms} biểu đã điền và tổng hợp, {mistakes} lỗi được gài. "
        f"{ILLUSTRATIVE_LONG}."
    )


def demo_period(what: Period, verdicts: str) -> str:
    return f"  {period(what)}: {verdicts}"


def demo_next(folder: str, practice: str, workbook: str) -> list[str]:
    """What to open, and what to type, after the practice province is made."""
    return [
        f"Mở {folder}/doc-truoc.md để biết có gì trong thư mục; mở {folder}/{workbook} để xem kết quả.",
        f"Tự tìm lỗi trong {folder}/bieu-da-nhan/{practice} rồi so với {folder}/dap-an.md.",
        f"Làm lại bằng tay: cd {folder}; ansx consolidate bieu-da-nhan/{practice} {practice} -o tong-hop-lai.xlsx",
    ]

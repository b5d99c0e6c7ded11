"""The words on the sheets for the ministries, in the data files and in a trace: what leaves the department."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..period import Period
from .basics import number

MINISTRY = "Biểu gửi bộ"
MINISTRY_TITLE = "Biểu số liệu an sinh xã hội gửi {receiver}, {period}"
FORM_NUMBER, ISSUED_WITH, RECEIVED_ON = "Biểu số: {}", "Ban hành kèm theo: {}", "Ngày nhận báo cáo: {}"
DOTS, NO_DAY = "." * 28, "...../...../........."
REPORTING, RECEIVING = "Đơn vị báo cáo:", "Đơn vị nhận báo cáo:"
REPORT_PERIOD = "Kỳ báo cáo: {}"
MEASURES_VARY = "Đơn vị tính: theo từng dòng"
MEASURES_ABOVE = "Đơn vị tính: ghi ở đầu cột"
SIGNATURES = (
    ("Người lập biểu", "(Ký, họ tên)"),
    ("Người kiểm tra biểu", "(Ký, họ tên)"),
    ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, họ tên, đóng dấu)"),
)
PERIOD_MARK = {"Y": "N", "Q": "Q", "M": "T"}
MIXED_MARK = "H"
"""The letter of a period in the number of a form (NĐ 60/2018, Điều 3); half-years and the rest are mixed."""
LETTERS = "ABCDEFGHIKLMNOPQRSTUVXY"
OF_COLUMNS = "{place}={above}/{below}×100"
PROVISIONAL_LINE = "SỐ TẠM TÍNH: chưa đủ đơn vị hoặc chưa đủ số liệu (các dòng ghi “tạm tính”)"
ESTIMATED_LINE = "SỐ ƯỚC THỰC HIỆN: có đơn vị gửi số ước hoặc số sơ bộ"
ESTIMATED_HEADING = "{} (ước)"
MISSING_SIGN, NOT_APPLICABLE_SIGN, NIL_SIGN = "…", "x", "-"
SIGN_NOTES = {
    MISSING_SIGN: "“…”: chưa có số liệu.",
    NOT_APPLICABLE_SIGN: "“x”: không áp dụng, hoặc không có số liệu chia theo đơn vị.",
    NIL_SIGN: "“-”: không phát sinh.",
}
ROUNDING_NOTE = "Số liệu có thể không cộng do làm tròn."
STOCK_NOTE = "Chỉ tiêu thời điểm: hai cột “Thực hiện” cùng là số có đến ngày cuối kỳ."
RATIO_NOTE = "Tỷ lệ tính từ tổng tử số và tổng mẫu số, không lấy bình quân tỷ lệ; chỉ tính khi đủ mọi đơn vị."
SUCCESSOR_NOTE = (
    "Số thời kỳ tính từ ngày {day}, khi các đơn vị hiện nay bắt đầu; phần của {units} trong năm không cộng vào đây."
)
BEGUN_LAST_YEAR_NOTE = (
    "Số thời kỳ của cùng kỳ năm trước chỉ tính từ ngày {day}, khi các đơn vị hiện nay bắt đầu; vì vậy không tính tỷ lệ so "
    "với cùng kỳ."
)
NOTES_HEADING = "Ghi chú:"
PART_OF = "Trong đó: "
NUMERATOR_OF, DENOMINATOR_OF = "Tử số: {}", "Mẫu số: {}"
RATE_SHORT = "Tỷ lệ (%)"
BY_BASIS = "theo {}"
SHEET_PART, TITLE_PART = "{} ({number})", "{} (tờ {number}/{of})"
SHEET_WHOLE, TITLE_WHOLE = "{} (toàn tỉnh)", "{} (chỉ có số liệu toàn tỉnh)"

SHEETS_FILE, FILLED_FILE, DATA_FOLDER = "bieu-gui-{receiver}-{period}.xlsx", "{form}-{period}.xlsx", "du-lieu-{period}"
CONSOLIDATED_FILE, PAGE_FILE = "tong-hop-{period}.xlsx", "tom-tat-{period}.html"
LIST_FILE = "danh-sach-tep-{period}.json"


def period_mark(what: Period) -> str:
    """The letter of a period in the number of a form.

    >>> period_mark(Period.parse("2024")), period_mark(Period.parse("2024-H1"))
    ('N', 'H')
    """
    return PERIOD_MARK.get(what.kind, MIXED_MARK)


def copy_line(name: str, purpose: str) -> str:
    """One line of Nơi nhận.

    >>> copy_line("Bộ Nội vụ", "để b/c")
    'Bộ Nội vụ (để b/c)'
    """
    return f"{name} ({purpose})" if purpose else name


def filed_line(where: str) -> str:
    return f"Lưu: {where}" if where else "Lưu: VT"


def of_province(agency: str, province: str) -> str:
    """A department with its province.

    >>> of_province("Sở Nội vụ", "Tỉnh Lai Châu")
    'Sở Nội vụ tỉnh Lai Châu'
    """
    return f"{agency} {province[:1].lower()}{province[1:]}"


def part_of(name: str) -> str:
    """The name of a part of the figure above.

    >>> part_of("Số hộ nghèo dân tộc thiểu số"), part_of("Trong đó: có bằng cấp")
    ('Trong đó: số hộ nghèo dân tộc thiểu số', 'Trong đó: có bằng cấp')
    """
    return name if name.startswith(PART_OF) else PART_OF + lowered(name)


def sum_of_names(names: Iterable[str]) -> str:
    """Figures added up, in words; what says that it is part of another figure stands by itself here."""
    return " + ".join(lowered(name.removeprefix(PART_OF)) for name in names)


def lowered(name: str) -> str:
    """A name inside a sentence: an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def headed(name: str, measure: str) -> str:
    return f"{name} ({measure})" if measure else name


def sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def provisional(counted: int, expected: int) -> str:
    return f"tạm tính: có {counted}/{expected} đơn vị"


def provisional_name(name: str) -> str:
    return f"{name} (tạm tính)"


def demand_by(demand: str, year: int) -> str:
    """What the plan asks, in the note of a row.

    >>> demand_by("trên 93%", 2025)
    'KH: trên 93% (năm 2025)'
    """
    return f"KH: {demand} (năm {year})"


def change_note(fall: Any) -> str:
    return f"riêng năm nay giảm {number(fall, 2)} điểm %"


def decimal_places(value: Decimal) -> int:
    return max(0, -value.normalize().as_tuple().exponent)


# --- what was written ---------------------------------------------------------------------------------------------

PURPOSE = {
    "consolidated": "tệp tổng hợp của Sở: tra cứu, bấm vào công thức để xem nguồn",
    "sheets": "biểu gửi {receiver}",
    "page": "trang tóm tắt cho lãnh đạo, mở bằng trình duyệt, điện thoại; không cần mạng",
    "bao-cao-so": "báo cáo của Sở gửi UBND tỉnh (Word): soát lại rồi phát hành",
    "bao-cao-ubnd": "dự thảo báo cáo của UBND tỉnh gửi bộ (Word): soát lại rồi trình ký",
    "filled": "biểu có sẵn của bộ, đã điền số liệu",
    "pdf": "bản PDF của {file}",
    "elements": "dữ liệu máy đọc: số liệu báo cáo theo địa bàn",
    "indicators": "dữ liệu máy đọc: chỉ tiêu theo địa bàn",
    "attainments": "dữ liệu máy đọc: đánh giá chỉ tiêu",
    "areas": "dữ liệu máy đọc: tên các địa bàn",
    "figures": "dữ liệu máy đọc: tên số liệu và chỉ tiêu",
    "package": "mô tả các bảng dữ liệu (Data Package) cho hệ thống khác",
    "list": "danh sách tệp đã ghi kèm SHA-256, để đối chiếu",
}


def exported(count: int, when: str, folder: str) -> str:
    return f"Đã ghi {count} tệp của {when} vào thư mục {folder}, từ các báo cáo trong sổ số liệu."


def exported_file(name: str, purpose: str) -> str:
    return f"  {name}: {purpose}"


PDF_STEP, REPORT_STEP = "Đang chuyển sang PDF", "báo cáo"
FILLED_IN_PART = (
    "Biểu {file} điền số tạm tính: kỳ này còn thiếu số liệu, tổng chỉ cộng phần đã nhận, chỗ chưa có ghi dấu “…”. "
    "Xem độ đầy đủ ở sheet Số liệu trước khi gửi."
)
RECALCULATE = (
    "Biểu {file} có công thức riêng: mở bằng Excel, bấm Enable Editing để các ô công thức được tính lại, lưu rồi gửi."
)

# --- data for other systems ---------------------------------------------------------------------------------------

PACKAGE_DESCRIPTION = (
    "Số liệu an sinh xã hội của một kỳ báo cáo, dạng bảng dài, khóa là mã. Số là số thập phân chính xác, dấu chấm thập phân; "
    "ô trống là không có số liệu (khác 0). Tỷ lệ tính bằng phần trăm từ tổng tử số và tổng mẫu số. "
    "Chữ bắt đầu bằng dấu = + - @ có thêm dấu nháy đơn ở đầu để bảng tính không hiểu là công thức."
)
RESOURCE = {
    "elements": "Số liệu báo cáo theo địa bàn: từng đơn vị, từng nhóm, toàn tỉnh",
    "indicators": "Chỉ tiêu theo địa bàn, kèm tử số, mẫu số",
    "attainments": "Đánh giá chỉ tiêu kế hoạch, mỗi năm đích một dòng",
    "areas": "Địa bàn: tỉnh, nhóm, đơn vị",
    "figures": "Danh mục số liệu và chỉ tiêu",
}
FIELD = {
    "period": "Mã kỳ báo cáo, ví dụ 2024, 2024-H1, 2024-Q3",
    "element": "Mã số liệu báo cáo",
    "indicator": "Mã chỉ tiêu",
    "area": "Mã địa bàn: mã đơn vị hành chính (mã dùng lại ghi mã@ngày hiệu lực), mã nhóm, hoặc mã tỉnh",
    "value": "Giá trị; tỷ lệ tính bằng phần trăm; trống: chưa có hoặc chưa đủ số liệu",
    "numerator": "Tử số hoặc số lượng: tổng phần đã nhận",
    "denominator": "Mẫu số: tổng phần đã nhận; trống nếu chỉ tiêu không phải tỷ lệ",
    "units_counted": "Số đơn vị đã có số liệu",
    "units_expected": "Số đơn vị phải có số liệu",
    "reason": "Lý do không có giá trị hoặc chưa đánh giá; trống nếu không có",
    "target_id": "Mã chỉ tiêu kế hoạch",
    "kind": "Loại: với số liệu stock (thời điểm), flow (thời kỳ); với chỉ tiêu ratio, count, change, status, index; "
    "với đánh giá là loại chỉ tiêu kế hoạch",
    "comparison": "Phép so sánh của chỉ tiêu kế hoạch",
    "horizon": "Năm phải đạt",
    "target": "Giá trị kế hoạch",
    "actual": "Giá trị thực hiện",
    "r": "Mức bảo đảm tiến độ R, sáu chữ số thập phân",
    "verdict": "Đánh giá",
    "needed": "Số người, hộ, xã... còn thiếu để đạt",
    "forecast": "Dự báo đến năm phải đạt nếu giữ tốc độ hiện nay",
    "code": "Mã",
    "name": "Tên",
    "level": "Cấp: province, district, commune, hoặc group",
    "valid_from": "Ngày đơn vị bắt đầu có hiệu lực",
    "measure": "Đơn vị tính",
    "sector": "Mã lĩnh vực",
    "decimals": "Số chữ số thập phân khi trình bày",
}

# --- a trace -------------------------------------------------------------------------------------------------------

TRACE_ROLE = {"numerator": "tử số", "denominator": "mẫu số", "value": "số liệu"}
TRACE_STATUS = {"auto": "đếm từ danh mục đơn vị", "absent": "chưa gửi báo cáo", "excluded": "có lỗi, chưa cộng"}
TRACE_COLUMNS = ("Vai trò", "Số liệu", "Đơn vị", "Giá trị", "Tình trạng", "Sheet!Ô", "Tệp", "SHA-256")
NO_VALUE = "chưa có giá trị"


def trace_title(name: str, code: str, area: str, when: str) -> str:
    return f"{name} [{code}], {area}, {when}"


def trace_value(value: str, measure: str, reason: str) -> str:
    """What the figure is, with its unit of measure.

    >>> trace_value("19,47", "%", "")
    'Giá trị: 19,47 %'
    """
    return f"Giá trị: {value} {measure}".rstrip() if value else f"Giá trị: {NO_VALUE}{f' ({reason})' if reason else ''}"


def trace_sums(numerator: str, denominator: str) -> str:
    """The two sums of a rate, or the one of a count."""
    if denominator is None:
        return f"Tổng đã nhận: {numerator or NO_VALUE}"
    return f"Tử số: {numerator or NO_VALUE}; mẫu số: {denominator or NO_VALUE}"


TRACE_YEAR_COLUMNS = ("Năm", "Cách tính", "Tỷ lệ cuối năm", "Giảm trong năm", "Nguồn")
TRACE_YEAR_SOURCE = {
    "plan": "số liệu năm gốc của kế hoạch",
    "ledger": "sổ số liệu",
    "period": "kỳ này, từ các ô liệt kê dưới đây",
}
TRACE_NOT_COUNTED = "chưa tính vào bình quân: thiếu tỷ lệ đầu hoặc cuối"
TRACE_OWN_RATE = "Tỷ lệ của kỳ này. {sums}"


def trace_mean(total: str, years: int, mean: str) -> str:
    """How a mean yearly fall comes out of the years.

    >>> trace_mean("18,6585", 4, "4,66")
    'Cộng mức giảm 18,6585 điểm % trong 4 năm (tỷ lệ kỳ này lấy chính xác), bình quân mỗi năm 4,66 điểm %.'
    """
    return (
        f"Cộng mức giảm {total} điểm % trong {years} năm (tỷ lệ kỳ này lấy chính xác), bình quân mỗi năm {mean} điểm %."
    )


def trace_definition(version: str, definition: str) -> str:
    return f"Cách tính ({version}): {definition}" if definition else f"Cách tính: {version}"


def trace_adjusted(before: str, reason: str, by: str, day: str) -> str:
    return f"điều chỉnh từ {before or NO_VALUE}: {reason} (xác nhận: {by}, {day})"

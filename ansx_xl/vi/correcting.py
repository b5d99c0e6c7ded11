"""The words of the sheet on which the department types corrections, and what is said of each of its rows."""

from __future__ import annotations

from collections.abc import Mapping

from .findings import error

CORRECTING = "Nhập điều chỉnh"
CORRECTING_TITLE = "ĐIỀU CHỈNH SỐ LIỆU ĐÃ NHẬN"
CORRECTING_NOTE = (
    "Mỗi dòng sửa một số của báo cáo đang dùng trong kỳ chọn ở Bảng điều khiển; báo cáo của đơn vị giữ nguyên. Bấm Tổng hợp hoặc Đánh giá "
    "để ghi; dòng chưa ghi được nêu lý do ở cột Kết quả, sửa rồi bấm lại. Dòng đã ghi mà sửa tiếp thì được ghi thành điều chỉnh mới."
)
CORRECTING_COLUMNS = (
    "STT",
    "Mã đơn vị, cơ quan gửi",
    "Mã đơn vị của dòng",
    "Mã số liệu",
    "Số đúng",
    "Lý do",
    "Người xác nhận",
    "Ngày xác nhận",
    "Kết quả",
)
CORRECTING_INPUTS = (
    ("Mã đơn vị, cơ quan gửi", "Mã của nơi đã gửi báo cáo, ví dụ 106 hoặc SYT; mã có ở Bảng điều khiển."),
    (
        "Mã đơn vị của dòng",
        "Chỉ điền khi cơ quan gửi biểu có nhiều đơn vị: mã đơn vị của dòng cần sửa. Còn lại để trống.",
    ),
    ("Mã số liệu", "Mã ở cột Mã của sheet Số liệu, ví dụ GN_HO_NGHEO."),
    ("Số đúng", "Số sau khi sửa, ví dụ 1234 hoặc 1234,5. Không gõ dấu chấm ngăn hàng nghìn."),
    ("Lý do", "Vì sao phải sửa; in ở sheet Điều chỉnh."),
    ("Người xác nhận", "Người hoặc bộ phận đã xác nhận số đúng."),
    ("Ngày xác nhận", "Gõ ngày/tháng/năm; để trống là hôm nay."),
)
CONFIRMED_ON_ERROR = "Đề nghị nhập ngày theo dạng ngày/tháng/năm, từ năm 2000."
_ROW_ERRORS = {
    "adjust_reason": "Chưa ghi: cần điền Lý do và Người xác nhận.",
    "adjust_unit": "Chưa ghi: biểu của {unit} có số liệu “{element}” ở nhiều dòng; điền Mã đơn vị của dòng.",
    "adjust_nobody": "Chưa ghi: “{unit}” chưa có báo cáo được dùng trong {period}. Biểu vừa chép vào thư mục thì bấm Tổng hợp lần nữa.",
    "signed_off": "Chưa ghi: {period} đã chốt số liệu. Muốn sửa phải mở lại kỳ (ansx reopen).",
    "correcting_empty": "Chưa ghi: cần điền {names}.",
    "correcting_date": "Chưa ghi: “{text}” không phải là ngày dạng ngày/tháng/năm, hoặc ở sau hôm nay.",
}


def corrected_row(day: str, when: str, name: str, unit: str, before: str, after: str) -> str:
    """What stands beside a correction that was recorded."""
    return f"Đã ghi {day} ({when}): {name}, {unit}: {before or 'để trống'} → {after}"


def refused_row(code: str, facts: Mapping[str, object]) -> str:
    """Why a correction was not recorded."""
    words = _ROW_ERRORS.get(code)
    return words.format(**facts) if words else "Chưa ghi: " + error(code, facts)


def corrections_typed(recorded: int, refused: int) -> str:
    """What became of the rows that were typed; empty where there were none."""
    parts = []
    if recorded:
        parts.append(f"Đã ghi {recorded} điều chỉnh.")
    if refused:
        parts.append(f"{refused} điều chỉnh chưa ghi được: xem cột Kết quả của sheet {CORRECTING}.")
    return " ".join(parts)

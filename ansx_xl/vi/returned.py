"""The words on forms that go back to their sender, and about forms of another edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Severity
from .basics import SENT
from .findings import finding
from .form import SEND_CODE
from .labels import SEVERITY

_NATURE = {"stock": "thời điểm", "flow": "thời kỳ", "auto": "đếm từ danh mục"}


def changed_meaning(name: str, before: str, after: str) -> str:
    """What changed about an element between two editions: measure, kind of figure, decimals.

    >>> changed_meaning("Thu ngân sách", "flow 1 triệu đồng", "flow 1 tỷ đồng")
    'Thu ngân sách (triệu đồng thành tỷ đồng)'
    >>> changed_meaning("Số hộ", "stock 0 hộ", "flow 0 hộ")
    'Số hộ (hộ, thời điểm, 0 chữ số thập phân thành hộ, thời kỳ, 0 chữ số thập phân)'
    """
    old, new = before.split(" ", 2), after.split(" ", 2)
    if len(old) == 3 and old[:2] == new[:2]:
        return f"{name} ({old[2]} thành {new[2]})"
    return f"{name} ({_meaning(old)} thành {_meaning(new)})"


def _meaning(parts: list[str]) -> str:
    nature, decimals, measure = (*parts, "", "")[:3]
    return f"{measure}, {_NATURE.get(nature, nature)}, {decimals} chữ số thập phân"


REVIEW_TITLE = "NỘI DUNG ĐỀ NGHỊ RÀ SOÁT"
REVIEW_COLUMNS = (
    "STT",
    "Mức độ",
    "Mã",
    "Vị trí",
    "Số liệu",
    "Giá trị đã gõ",
    "Nội dung",
    "Cách xử lý",
)
WHOLE_FORM = "Cả biểu"


def review_place(cell: str) -> str:
    return f"Ô {cell}"


def review_count(counts: Mapping[Severity, int]) -> str:
    """How much there is to look at.

    >>> review_count({Severity.ERROR: 2, Severity.WARNING: 1})
    'Đề nghị rà soát 2 lỗi, 1 cảnh báo trong biểu đã gửi, liệt kê dưới đây.'
    """
    parts = [f"{n} {SEVERITY[s].lower()}" for s, n in counts.items() if n]
    return f"Đề nghị rà soát {', '.join(parts)} trong biểu đã gửi, liệt kê dưới đây."


def review_steps(attempt: object) -> str:
    return (
        f"Sửa ngay trong tệp này: bấm vào cột Vị trí để đến ô (nền đỏ nhạt, có ghi chú), các số khác giữ nguyên như đã gửi. "
        f"Cảnh báo mà số đúng thì ghi lý do vào cột Giải trình. Lần nộp đã ghi sẵn là {attempt}. "
        f"Khi ô Tình trạng báo Đủ điều kiện gửi thì lưu và gửi lại chính tệp này."
    )


RETURN_HELP = {
    "return": "Lập lại biểu cho từng đơn vị có nội dung cần rà soát (đề nghị chỉnh sửa): giữ số đã gõ, tô màu và ghi chú các "
    "ô cần sửa.\n\nVí dụ: ansx return bieu-nhan -o de-nghi-chinh-sua",
    "folder": "Thư mục ghi các biểu đề nghị chỉnh sửa.",
    "period": "Chỉ kỳ này (mặc định: mọi kỳ có trong thư mục nhận báo cáo).",
}
RETURN_SHORT_HELP = "Lập biểu đề nghị chỉnh sửa để gửi lại đơn vị."
RETURN_STEP = "Đang lập biểu đề nghị chỉnh sửa"


def returned(count: int, folder: str) -> str:
    if not count:
        return "Không có biểu nào phải gửi lại để chỉnh sửa."
    return f"Đã lập {count} biểu đề nghị chỉnh sửa trong thư mục {folder}. Gửi mỗi đơn vị tệp mang mã của đơn vị đó."


def returned_form(name: str, period: str, attempt: int, errors: int, warnings: int, file: str) -> str:
    return f"  {name}, {period}: {errors} lỗi, {warnings} cảnh báo; Lần nộp {attempt}: {file}"


def not_returned(count: int) -> str:
    return f"{count} tệp không lập được biểu đề nghị chỉnh sửa:"


NOT_RETURNED = {
    "conflict": "Có bản khác nội dung cùng Lần nộp ({files}). Chọn bản được dùng trước (ansx choose TỆP), rồi lập lại.",
    "newer": "Không dùng được ({reason}), nhưng đã có bản Lần nộp {attempt} dùng được ({by}). Không phải làm gì.",
    "form_exists": "“{target}” đã có và có nội dung khác (có thể đã sửa): không ghi đè. Chuyển tệp đó đi hoặc chọn thư mục khác.",
}


def returned_by_button(count: int, folder: str, left: int) -> str:
    rest = f" {left} tệp không lập được, xem sheet {SENT} sau khi bấm Tổng hợp." if left else ""
    return returned(count, folder) + rest


def receipt(code: str, attempt: int, opened: int) -> str:
    """The receipt of one form: what both sides compare on the telephone, and whether anything is open.

    >>> receipt("0866 4477 6747 9290", 2, 0)
    '  Mã gửi: 0866 4477 6747 9290. Lần nộp: 2. Đủ điều kiện.'
    """
    state = f"Còn {opened} nội dung cần rà soát." if opened else "Đủ điều kiện."
    return f"  {SEND_CODE} {code}. Lần nộp: {attempt}. {state}"


def not_returned_reason(code: str, facts: Mapping[str, Any]) -> str:
    """Why a file does not go back, and what to do."""
    return NOT_RETURNED[code].format(**facts) if code in NOT_RETURNED else " ".join(finding(code, facts))

"""Words about the files of an inbox: why one does not enter the totals, papers, archives and mails."""

from __future__ import annotations

SKIPPED = {
    "lock": "tệp khóa của Excel đang mở",
    "system": "tệp của hệ điều hành",
    "temporary": "tệp tải dở hoặc tệp tạm",
    "inline": "hình trong nội dung thư",
    "signature": "chữ ký số kèm theo, không có số liệu",
}
PAIRED = {
    "hand": "bản giấy kèm biểu (do Sở ghi)",
    "send_code": "bản giấy kèm biểu (cùng mã gửi)",
    "parcel": "bản giấy kèm biểu (cùng thư hoặc tệp nén)",
    "name": "bản giấy kèm biểu (cùng tên tệp)",
    "folder": "bản giấy kèm biểu (cùng thư mục)",
    "": "bản giấy chưa rõ kèm biểu nào: ghi đơn vị bằng lệnh ansx paper",
}
PAIRED_BY = {
    "hand": "ghi tay",
    "send_code": "mã gửi",
    "parcel": "cùng thư, tệp nén",
    "name": "cùng tên tệp",
    "folder": "cùng thư mục",
    "": "chưa rõ",
}
NO_PAPERS = "Chưa có bản giấy nào của kỳ này trong sổ số liệu."
NO_UNIT = "chưa rõ đơn vị"
PAPER_UNREAD = "chưa ghi số, ngày, người ký"
PAPER_HELP = {
    "paper": "Ghi số, ngày, người ký của bản giấy (PDF, bản quét) của một KỲ vào sổ số liệu; không nêu tệp thì liệt kê "
    "các bản giấy đã nhận. BẢN_GIẤY là tệp, hoặc những ký tự đầu của SHA-256.\n\n"
    'Ví dụ: ansx paper nhan-2024/ky.pdf 2024 --unit 105 --number "12/BC-UBND" --date 2025-01-05 --signatory "Phó Chủ tịch"',
    "short": "Ghi số, ngày, người ký của bản giấy kèm biểu.",
    "unit": "Mã đơn vị, cơ quan mà bản giấy thuộc về (bắt buộc khi chương trình chưa ghép được).",
    "number": "Số, ký hiệu của văn bản.",
    "date": "Ngày ký, ví dụ 05/01/2025.",
    "signatory": "Người ký.",
}
INBOX_ERRORS = {
    "paper_unknown": "Không thấy bản giấy “{paper}” trong sổ số liệu kỳ {period}, cũng không có tệp đó. Chạy ansx paper {period} để xem các bản giấy đã nhận.",
    "paper_many": "“{paper}” đúng với {count} bản giấy của kỳ {period}. Ghi thêm ký tự của SHA-256.",
    "paper_unit": "Chưa rõ bản giấy “{paper}” thuộc đơn vị nào. Ghi thêm --unit và mã đơn vị.",
    "paper_nothing": "Chưa có gì để ghi. Nêu ít nhất một trong: --unit, --number, --date, --signatory.",
    "paper_future": "Ngày ký {day} sau ngày hôm nay. Kiểm tra lại ngày.",
}
PARCEL_REASON = {
    "empty": "không có tệp nào bên trong",
    "format": "kiểu nén hoặc kiểu thư này chương trình không mở được",
    "members": "có quá nhiều tệp bên trong",
    "unpacked": "mở ra quá lớn",
    "ratio": "mở ra lớn gấp quá nhiều lần",
    "depth": "nén lồng nhau quá nhiều lớp",
    "memory": "cần quá nhiều bộ nhớ",
}


def papers_recorded(count: int, names: str) -> str:
    return f"Đã ghi {count} bản giấy: {names}."

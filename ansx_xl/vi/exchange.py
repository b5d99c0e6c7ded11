"""The words in the workbook in which the catalogue is edited; imported only where that is written."""

from __future__ import annotations

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

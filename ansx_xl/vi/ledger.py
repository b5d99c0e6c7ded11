"""What is said of the ledger: why it cannot be opened or written, and where it should not lie."""

from __future__ import annotations

LEDGER_ERRORS = {
    "ledger_open": "Không mở được sổ số liệu “{file}”. Kiểm tra tệp và quyền ghi.",
    "ledger_readonly": "Không có quyền ghi vào sổ số liệu “{file}”. Kiểm tra quyền ghi của tệp, thư mục hoặc tài khoản rồi chạy lại.",
    "ledger_busy": "Sổ số liệu “{file}” đang được máy khác ghi. Đợi một lát rồi chạy lại.",
    "ledger_changed": "Có người vừa ghi thêm vào sổ số liệu “{file}” của kỳ {period}: lần này chưa ghi gì. Chạy lại để làm trên số liệu mới.",
    "ledger_full": "Đĩa chứa sổ số liệu “{file}” đã đầy: chưa ghi gì, số liệu cũ còn nguyên. Dọn bớt đĩa rồi chạy lại.",
    "ledger_disk": "Đĩa báo lỗi khi đọc hoặc ghi sổ số liệu “{file}”: chưa ghi gì. Kiểm tra đĩa, dung lượng, đường mạng rồi chạy lại.",
    "ledger_damaged": "Sổ số liệu “{file}” bị hỏng ở kỳ {period}, hoặc có bản ghi của kỳ này bị sửa ngoài chương trình. Lấy lại bản sao lưu của sổ rồi chạy lại.",
    "ledger_gap": "Sổ số liệu “{file}” mất {count} bản ghi đã ghi trước đây. Lấy lại bản sao lưu của sổ rồi chạy lại.",
    "ledger_corrupt": "Tệp sổ số liệu “{file}” bị hỏng. Lấy lại bản sao lưu của sổ, rồi chạy lại.",
    "ledger_unit": "Sổ số liệu có báo cáo kỳ {period} của “{unit}”, danh mục đang dùng không có đơn vị này trong kỳ đó. Chạy với danh mục đúng (--catalogue).",
    "ledger_newer": "Sổ số liệu “{file}” do phiên bản chương trình mới hơn tạo. Cập nhật chương trình rồi chạy lại.",
    "ledger_copy": "Sổ số liệu “{file}” cần chuyển sang dạng mới nhưng không ghi được bản sao bên cạnh: chưa đổi gì. Kiểm tra dung lượng đĩa và quyền ghi vào thư mục rồi chạy lại.",
    "not_a_ledger": "“{file}” không phải sổ số liệu của chương trình. Chọn tệp khác bằng --ledger.",
    "ledger_server": "Không làm việc được với máy chủ sổ số liệu “{file}”. Kiểm tra địa chỉ, tên và mật khẩu, đường mạng, máy chủ rồi chạy lại.",
    "ledger_encoding": "Cơ sở dữ liệu “{file}” không dùng mã UTF-8 nên không ghi được tiếng Việt. Tạo cơ sở dữ liệu khác với ENCODING 'UTF8'.",
    "ledger_driver": 'Sổ số liệu “{file}” nằm trên PostgreSQL mà máy này chưa có thư viện. Chạy: pip install "psycopg[binary]"',
}

LEDGER_ON_NETWORK = (
    "Sổ số liệu “{file}” nằm trên ổ mạng: mỗi lúc chỉ một người được chạy lệnh ghi vào sổ. Hai người trở lên cùng ghi thì dùng "
    "PostgreSQL (--ledger postgresql://…)."
)
"""What the first run says where the ledger lies on a drive of another machine."""

"""The words on forms: head, columns, prompts, guide."""

from __future__ import annotations

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
OR = " hoặc "
CUMULATIVE, CUMULATIVE_FROM = "(lũy kế từ đầu năm)", "(lũy kế từ ngày {day})"
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

WORDS = {
    "R01": "Đề nghị nhập số",
    "R04": "Chưa nhập",
    "R05": "Ô bị lỗi công thức",
    "R09": "Chưa thu thập: cần giải trình",
    "R10": "Dòng này không dùng dấu x",
    "R11": "Quá số chữ số thập phân",
    "R11.0": "Đề nghị nhập số nguyên",
    "R12": "Ngoài khoảng cho phép",
}
"""What the column Kiểm tra says about one cell."""

SLIPS = {
    "C01": "Chênh xa so với kỳ trước",
    "C03": "Trước đây có số liệu",
    "C04": "Giống một ngày tháng",
}
"""What it says about a figure beside earlier ones, until there is an explanation."""

INPUT_TITLE = "Nhập số liệu"
INPUT_WHOLE = "Nhập số nguyên từ {low} đến {high}, không gõ dấu chấm, dấu phẩy."
INPUT_DECIMAL = "Nhập số từ {low} đến {high}, tối đa {decimals} chữ số thập phân."
INPUT_FLOW = " Số lũy kế từ ngày {day}."
INPUT_SIGNS = " Không phát sinh: gõ -  Chưa thu thập: gõ ..."
INPUT_X = "  Không áp dụng: gõ x"
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
NARRATIVE_PROMPT = (
    "Viết nội dung vào ô này; xuống dòng trong ô bằng Alt+Enter. Chữ dài hơn ô thì kéo dòng cao thêm để in đủ."
)

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

GUIDE_TITLE = "HƯỚNG DẪN ĐIỀN BIỂU"
GUIDE_STEPS = {
    "entry": "Điền sheet Nhập liệu: chỉ nhập vào các ô nền vàng nhạt. Không đổi tên sheet, không chèn, xóa hoặc sắp xếp lại dòng.",
    "flow": "Số liệu có ghi (lũy kế từ ...) là số cộng dồn từ ngày {begin} đến hết kỳ báo cáo, không phải số phát sinh riêng trong kỳ.",
    "estimate": "Cột Ước cả năm không bắt buộc: nếu có số ước thực hiện đến hết năm thì ghi vào cột này.",
    "number": "Nhập số bình thường, ví dụ 8500 hoặc 62,8 (dấu thập phân theo cài đặt của máy); không gõ kèm đơn vị tính, dấu phân cách hàng nghìn hay công thức.",
    "verdict": "Xem cột Kiểm tra của từng dòng; ý nghĩa của từng mã (KT01, ...) ghi ở bảng cuối sheet này. Chênh xa so với kỳ trước hoặc giống một ngày tháng: kiểm tra số chữ số, đơn vị tính, số đã gõ. Nếu số liệu đúng mà vẫn có cảnh báo thì ghi lý do vào cột Giải trình.",
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

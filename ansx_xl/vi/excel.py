"""The words of the provincial workbook: panel, buttons, worksheet functions, and what its buttons say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ..model import Severity
from .basics import ENTRY, FINDINGS, number, roman
from .console import counts

PANEL, LOOKUP, CONF, WORDS_SHEET = "Bảng điều khiển", "Tra cứu", "xlwings.conf", "_ansx_loi"

PANEL_TITLE = "AN SINH XÃ HỘI: TỔNG HỢP VÀ ĐÁNH GIÁ"
PANEL_INPUTS = {
    "year": ("Năm", "Năm báo cáo, bốn chữ số."),
    "kind": ("Kỳ báo cáo", "Chọn trong danh sách."),
    "day": (
        "Ngày số liệu (chỉ với kỳ đột xuất)",
        "Chỉ điền khi chọn Đột xuất: số liệu đến ngày nào, gõ ngày/tháng/năm.",
    ),
    "inbox": (
        "Thư mục nhận báo cáo",
        "Thư mục chứa các biểu đã nhận; đường dẫn tương đối tính từ thư mục chứa tệp này.",
    ),
    "output": (
        "Thư mục kết quả",
        "Thư mục ghi biểu phát hành và tệp tổng hợp; đường dẫn tương đối tính từ thư mục chứa tệp này.",
    ),
}
PANEL_DEFAULTS = {"year": 2024, "kind": "Cả năm", "inbox": "bieu-da-nhan", "output": "ket-qua"}
PERIOD_KINDS: Mapping[str, str] = {
    "Cả năm": "{year}",
    "6 tháng đầu năm": "{year}-H1",
    "6 tháng cuối năm": "{year}-H2",
    "9 tháng đầu năm": "{year}-9M",
    **{f"Quý {roman(n)}": f"{{year}}-Q{n}" for n in range(1, 5)},
    **{f"Tháng {n}": f"{{year}}-M{n:02}" for n in range(1, 13)},
    "Đột xuất": "",
}
"""What is chosen on the panel -> the period's code; empty where the day decides."""
YEAR_ERROR = "Năm gồm bốn chữ số, ví dụ 2024."
STATUS_LABEL, STATUS_START = "Tình trạng", "Chọn kỳ báo cáo và thư mục, sau đó bấm nút Tổng hợp."
MATRIX_TITLE = "ĐƠN VỊ, CƠ QUAN GỬI BÁO CÁO"
MATRIX_COLUMNS = ("STT", "Mã", "Đơn vị, cơ quan", "Tình trạng", "Lần nộp", "Lỗi", "Cảnh báo chưa giải trình")
BUTTONS = {
    "Issue": "Phát hành biểu",
    "Check": "Kiểm tra",
    "Consolidate": "Tổng hợp",
    "Assess": "Đánh giá",
    "Export": "Xuất báo cáo",
    "Revise": "Đề nghị chỉnh sửa",
    "Remind": "Đôn đốc",
    "Guide": "Trợ giúp",
    "Doctor": "Tự kiểm tra",
}
"""Macro -> caption; the ribbon calls them the same."""
BUTTON_TITLE = "An sinh xã hội"
NOT_FILLED = "Chưa có số liệu. Chọn kỳ ở sheet Bảng điều khiển rồi bấm Tổng hợp."

PICTURED = "GN00"
"""The indicator by which areas are compared at first."""
CHOSEN_PROMPT_HERE = "Bấm mũi tên để chọn; số liệu và biểu đồ đổi theo, lấy từ sheet Tổng hợp."
BARS_LEFT_OUT = "Còn {count} chỉ tiêu không đủ chỗ ở đây: xem sheet Đánh giá chỉ tiêu."
COMPARED_SAYS = "Biểu đồ thanh: giá trị của chỉ tiêu đang chọn ở từng nhóm, từng đơn vị; số liệu ở bảng bên trái."

ENTRY_TITLE = "NHẬP SỐ LIỆU MỘT ĐƠN VỊ GỬI BẢN GIẤY HOẶC BÁO QUA ĐIỆN THOẠI"
TYPED_HERE = "nhap-tay"
"""In the name of a form that the department typed itself."""
ENTRY_NOTE = (
    "Kỳ báo cáo lấy từ Bảng điều khiển. Nhập mã đơn vị và số liệu, bấm Kiểm tra; khi không còn lỗi, chương trình hỏi có ghi thành "
    "biểu trong thư mục nhận báo cáo hay không. Không phát sinh gõ -, chưa thu thập gõ ..., không áp dụng gõ x."
)
ENTRY_INPUTS = {
    "unit": ("Mã đơn vị báo cáo", "Mã của đơn vị, ví dụ 106; mã có ở sheet Bảng điều khiển."),
    "officer": ("Người lập biểu", "Họ và tên người báo số liệu."),
    "telephone": ("Điện thoại", "Số điện thoại để liên hệ khi cần rà soát."),
    "attempt": ("Lần nộp", "Gửi lần đầu: 1. Mỗi lần sửa: tăng thêm 1."),
}
ENTRY_COLUMNS = ("STT", "Mã", "Số liệu báo cáo", "Đơn vị tính", "Thực hiện", "Kiểm tra", "Giải trình")
ENTRY_PROMPT = "Không phát sinh: gõ -  Chưa thu thập: gõ ...  Dòng không phải báo cáo trong kỳ: để trống."
NOT_DUE = "Không phải báo cáo trong kỳ này"
FAULT = "Đề nghị rà soát: "
ENTRY_PASSED = "Đạt"
SAVE_ENTRY = "Không còn lỗi. Ghi số liệu này thành biểu {file} trong thư mục nhận báo cáo?"

LOOKUP_TITLE = "TRA CỨU BẰNG HÀM"
LOOKUP_NOTE = (
    "Mỗi ví dụ dùng một hàm cho cả cột: sửa các ô nền vàng nhạt để thử. Các hàm tính bằng cùng chương trình với nút Tổng hợp; "
    "máy chưa cài Python thì ô kết quả ghi rõ như vậy."
)
LOOKUP_RESULT = "Kết quả"
FUNCTIONS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "ANSX_TY_LE": (
        "Tỷ lệ phần trăm của từng dòng, làm tròn như trên các biểu. Thiếu số hoặc mẫu số bằng 0 thì để trống.",
        (("tu_so", "Cột tử số."), ("mau_so", "Cột mẫu số."), ("so_le", "Số chữ số thập phân, mặc định 2.")),
    ),
    "ANSX_MUC_TIEU": (
        "Chỉ tiêu mà kế hoạch đặt ra cho một năm.",
        (("chi_tieu", "Cột mã chỉ tiêu, ví dụ YT01."), ("nam", "Năm; lấy mốc gần nhất từ năm này trở đi.")),
    ),
    "ANSX_DANH_GIA": (
        "Đánh giá một kết quả so với kế hoạch, cùng cách tính với sheet Đánh giá chỉ tiêu; các năm trước lấy từ sổ số liệu của thư mục này.",
        (
            ("chi_tieu", "Cột mã chỉ tiêu."),
            ("ky", "Kỳ báo cáo, ví dụ 2024 hoặc 2024-H1."),
            ("tu_so", "Cột tử số (hoặc số lượng)."),
            ("mau_so", "Cột mẫu số; bỏ trống với chỉ tiêu số lượng."),
        ),
    ),
    "ANSX_CON_THIEU": (
        "Còn thiếu bao nhiêu người, hộ, xã... thì đạt chỉ tiêu; các năm trước lấy từ sổ số liệu của thư mục này.",
        (
            ("chi_tieu", "Cột mã chỉ tiêu."),
            ("ky", "Kỳ báo cáo, ví dụ 2024 hoặc 2024-H1."),
            ("tu_so", "Cột tử số (hoặc số lượng)."),
            ("mau_so", "Cột mẫu số; bỏ trống với chỉ tiêu số lượng."),
        ),
    ),
    "ANSX_KIEM_TRA": (
        "Kiểm tra giá trị nhập có dùng được cho một số liệu báo cáo không.",
        (("so_lieu", "Cột mã số liệu, ví dụ GN_HO_NGHEO."), ("gia_tri", "Cột giá trị như đã nhập.")),
    ),
    "ANSX_TONG_HOP": (
        "Số đã tổng hợp trong sổ số liệu của thư mục này.",
        (
            ("ma", "Cột mã số liệu hoặc mã chỉ tiêu."),
            ("ky", "Kỳ báo cáo, ví dụ 2024 hoặc 2024-H1."),
            ("don_vi", "Mã đơn vị; bỏ trống là toàn tỉnh."),
        ),
    ),
    "ANSX_DOC_SO": (
        "Đọc số gõ ở dạng chữ theo cách viết Việt Nam (1.234,5); không chắc thì hỏi lại.",
        (("chu", "Cột các ô cần đọc."),),
    ),
    "ANSX_CHUAN_HOA": (
        "Chuẩn hóa chữ: Unicode dựng sẵn, bỏ khoảng trắng thừa, chuyển từ TCVN3, VNI.",
        (("chu", "Cột các ô cần chuẩn hóa."), ("phong", "Tên phông chữ cũ nếu biết, ví dụ .VnTime.")),
    ),
}
NO_PYTHON = "Máy này chưa chạy được Python: xem sheet Hướng dẫn, mục Cài đặt."
NO_TARGET_THEN, UNKNOWN_CODE, UNKNOWN_PERIOD = "không có chỉ tiêu", "không có mã này", "kỳ báo cáo không đúng"
UNKNOWN_UNIT, NOT_YET = "không có đơn vị này", "chưa có số liệu"
FUNCTION_FAILED = "Không tính được: bấm Tự kiểm tra để biết nguyên nhân."
LOOKUP_HEADINGS = {
    "tu_so": "Tử số",
    "mau_so": "Mẫu số",
    "so_le": "Số lẻ",
    "chi_tieu": "Mã chỉ tiêu",
    "nam": "Năm",
    "ky": "Kỳ",
    "so_lieu": "Mã số liệu",
    "gia_tri": "Giá trị",
    "ma": "Mã",
    "don_vi": "Mã đơn vị",
    "chu": "Chữ đã gõ",
    "phong": "Phông",
}
LOOKUP_EXAMPLES: Mapping[str, tuple[tuple, ...]] = {
    "ANSX_TY_LE": ((4560, 4812), (1234, 5678), (12, 0)),
    "ANSX_MUC_TIEU": (("YT01", 2025), ("LD02", 2024), ("GN01", 2024)),
    "ANSX_DANH_GIA": (("YT01", "2025", 470123, 489000), ("LD02", "2024", 7900, None), ("NS01", "2025", 92, 100)),
    "ANSX_CON_THIEU": (("YT01", "2025", 440123, 489000), ("LD02", "2024", 7900, None), ("NS01", "2025", 80, 100)),
    "ANSX_KIEM_TRA": (("CH_HO", "12 hộ"), ("CH_HO", 1234), ("CH_HO", "1.234")),
    "ANSX_TONG_HOP": (("CH_HO", "2024", None), ("YT01", "2024", None), ("CH_HO", "2024", "106")),
    "ANSX_DOC_SO": (("1.234,5",), ("12 345",), ("1.234",)),
    "ANSX_CHUAN_HOA": (("  Sìn   Hồ ", None), ("L­u Ch©u", ".VnTime"), ("Hoà  Bình", None)),
}

PROVINCE_GUIDE_TITLE = "HƯỚNG DẪN SỬ DỤNG TỆP TỔNG HỢP"
PROVINCE_GUIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Mỗi kỳ báo cáo",
        (
            "1. Sheet Bảng điều khiển: chọn năm và kỳ, ghi thư mục nhận báo cáo và thư mục kết quả.",
            "2. Phát hành biểu: chương trình ghi một tệp .xlsx không macro cho mỗi đơn vị, cơ quan. Gửi mỗi nơi tệp mang mã của nơi đó.",
            "3. Chép các tệp nhận được vào thư mục nhận báo cáo: không cần đổi tên; tệp .zip và thư .eml được mở ra đọc, tệp .rar, .7z, .msg thì mở trước.",
            "4. Tổng hợp: các sheet kết quả được điền, đồng thời ghi một tệp tổng hợp vào thư mục kết quả.",
            "5. Xem Tình hình gửi báo cáo, Kết quả kiểm tra (bấm vào ô để đến chỗ cần rà soát), rồi Đánh giá chỉ tiêu, Biểu đồ.",
            "6. Đôn đốc: ghi văn bản nhắc nơi chưa gửi. Đề nghị chỉnh sửa: ghi biểu gửi lại nơi còn lỗi, giữ số đã gõ, đánh dấu ô cần sửa.",
            "7. Có tệp mới thì chép thêm vào thư mục và bấm Tổng hợp lần nữa; bản có Lần nộp lớn hơn thay bản trước. Đánh giá: tính lại từ sổ số liệu, không đọc thư mục.",
            "8. Xuất báo cáo: ghi tệp tổng hợp, biểu gửi các bộ, báo cáo Word và dữ liệu máy đọc của kỳ vào thư mục kết quả. Tệp đã sửa tay không bị ghi đè.",
        ),
    ),
    (
        "Sửa một số đã nhận mà không chờ đơn vị gửi lại",
        (
            "Nhập vào sheet Nhập điều chỉnh: nơi gửi, mã số liệu, số đúng, lý do, người xác nhận; bấm Tổng hợp hoặc Đánh giá. Số cũ và số mới in ở sheet Điều chỉnh.",
            "Báo cáo của đơn vị giữ nguyên. Đơn vị gửi lại thì điều chỉnh cũ hết hiệu lực và được nêu ở Kết quả kiểm tra.",
        ),
    ),
    (
        "Đơn vị chỉ gửi được bản giấy",
        (
            "Nhập vào sheet Nhập liệu, bấm Kiểm tra, sửa đến khi không còn lỗi rồi đồng ý ghi thành biểu; sau đó bấm Tổng hợp.",
        ),
    ),
    (
        "Cài đặt (một lần, không cần quyền quản trị)",
        (
            "Cài Python 3.11 trở lên và gói ansx_xl (hướng dẫn: docs/huong-dan-cntt.md), rồi chạy: ansx setup. Gỡ: ansx setup --undo.",
            "Tệp tải từ mạng hoặc thư: bấm chuột phải vào tệp, Properties, đánh dấu Unblock, OK.",
            "Nút không chạy: bấm Tự kiểm tra, hoặc mở cửa sổ lệnh và chạy: ansx doctor.",
        ),
    ),
    (
        "Máy không cho chạy macro",
        (
            "Mọi việc đều làm được bằng dòng lệnh, kết quả như nhau: ansx forms, check, consolidate, adjust, remind, return, export (xem: ansx --help).",
        ),
    ),
)

# What the buttons say.
ISSUED_OPEN = "{sentence}\n\nMở thư mục đó bây giờ?"
BUTTON_STEPS = {
    "export": "Đang xuất báo cáo",
    "issue": "Đang phát hành biểu",
    "check": "Đang kiểm tra",
    "consolidate": "Đang tổng hợp",
    "assess": "Đang đánh giá",
    "fill": "Đang điền sheet",
    "remind": "Đang ghi văn bản đôn đốc",
    "revise": "Đang lập biểu đề nghị chỉnh sửa",
    "doctor": "Đang tự kiểm tra",
}
FAILED = "Có sự cố ngoài dự kiến nên chưa làm xong. Chi tiết đã ghi vào tệp {log}; gửi tệp này cho người hỗ trợ."


def step(what: str, detail: str = "") -> str:
    words = BUTTON_STEPS[what]
    return f"{words}: {detail}" if detail else f"{words}..."


def consolidated(sent: str, found: Mapping[Severity, int], file: str, day: str) -> str:
    """The status line after the one click."""
    return f"{day}: {sent} {counts(found)} Tệp: {file}"


def assessed(verdicts: str, day: str) -> str:
    return f"{day}: {verdicts}"


def exported_files(files: Iterable[tuple[str, str]]) -> list[str]:
    """What was written, as a person looks for it: each file with its purpose, those of a folder in one line.

    >>> exported_files([("a.xlsx", "tệp tổng hợp"), ("d/x.csv", ""), ("d/y.csv", "")])
    ['- a.xlsx: tệp tổng hợp', '- thư mục d: 2 tệp dữ liệu máy đọc']
    """
    lines, folders = [], Counter()
    for name, purpose in files:
        folder = name.rpartition("/")[0]
        if folder:
            folders[folder] += 1
        else:
            lines.append(f"- {name}: {purpose}")
    return lines + [f"- thư mục {folder}: {count} tệp dữ liệu máy đọc" for folder, count in folders.items()]


def checked_entry(name: str, found: Mapping[Severity, int]) -> str:
    return f"{name}: {counts(found)}"


def findings_seen() -> str:
    return f"Xem sheet {FINDINGS}; cột Kiểm tra của sheet {ENTRY} ghi tóm tắt từng dòng."


def lookup_failed(raw: str) -> str:
    return f"{raw}?"


def suggestion_of(value: object) -> str:
    return f"có phải {number(value)}?"


# Setup and doctor.
DOCTOR = {
    "python": "Python {found}",
    "package": "Chương trình ansx_xl {found}",
    "xlwings": "xlwings {found}, macro cần {expected}",
    "dll": "Thư viện hàm cho Excel (DLL)",
    "template": "Tệp mẫu {file}",
    "edition": "Phiên bản danh mục trong tệp mẫu {found}, đang dùng {expected}",
    "folder": "Quyền ghi vào thư mục {folder}",
    "mark": "Dấu tệp tải từ mạng",
    "macros": "Chính sách macro của Excel",
    "ledger": "Vị trí sổ số liệu",
    "config": "Cấu hình xlwings của máy",
    "windows": "Hệ điều hành Windows",
    "elsewhere": "Máy không phải Windows: làm mọi việc bằng dòng lệnh, kết quả như nhau",
}
DOCTOR_TODO = {
    "python": "Cài Python 3.11 trở lên từ python.org (chọn cài cho riêng người dùng).",
    "xlwings": "Chạy: pip install xlwings=={expected}",
    "dll": "Chạy lại: pip install --force-reinstall xlwings=={expected}; nếu phần mềm diệt virus xóa tệp thì báo bộ phận công nghệ thông tin.",
    "template": "Chép lại tệp mẫu: ansx template -o template.xlsm",
    "edition": "Tạo lại tệp mẫu theo danh mục đang dùng: ansx template -o template.xlsm",
    "folder": "Chuyển tệp sang thư mục có quyền ghi, ví dụ trong Documents.",
    "mark": "Bấm chuột phải vào tệp, Properties, đánh dấu Unblock, OK; hoặc chạy: ansx setup",
    "macros": "Chính sách của máy chặn macro: dùng dòng lệnh (ansx consolidate) hoặc đề nghị bộ phận công nghệ thông tin ký tệp mẫu.",
    "ledger": "Sổ số liệu nằm trên ổ mạng: chuyển thư mục làm việc về ổ đĩa của máy; hai người trở lên cùng ghi thì dùng PostgreSQL (--ledger postgresql://…).",
    "config": "Chạy: ansx setup",
}
DOCTOR_FINE, DOCTOR_OPEN = "Máy đã sẵn sàng.", "Còn {count} việc cần làm."
SETUP_HELP = "Cài đặt cho Excel trên Windows (riêng người dùng này, không cần quyền quản trị)."
DOCTOR_HELP = "Tự kiểm tra: máy đã sẵn sàng chưa, thiếu gì thì làm gì."
SETUP_SHORT, TEMPLATE_SHORT = "Cài đặt cho Excel trên Windows.", "Tạo tệp template.xlsm có nút bấm."
TEMPLATE_HELP = (
    "Tạo tệp template.xlsm: bảng điều khiển, nút bấm, các sheet kết quả.\n\nVí dụ: ansx template -o template.xlsm"
)
UNDO_HELP = "Gỡ mọi thứ mà ansx setup đã cài."
TEMPLATE_FILE_HELP = "Tệp .xlsm sẽ ghi (mặc định: template.xlsm)."
SETUP = {
    "config": "Ghi cấu hình xlwings: {what}",
    "trusted": "Thư mục tin cậy của Excel {version}: {what}",
    "shortcut": "Lối tắt trên màn hình: {what}",
    "unblock": "Bỏ dấu tải từ mạng: {what}",
}
SETUP_UNDONE = {
    "config": "Trả lại cấu hình xlwings: {what}",
    "trusted": "Bỏ thư mục tin cậy của Excel {version}: {what}",
    "shortcut": "Xóa lối tắt: {what}",
    "unblock": "",
}
SETUP_DONE, SETUP_NOTHING = "Đã cài xong. Mở lại Excel.", "Không có gì phải gỡ."
TRUSTED_DESCRIPTION, SHORTCUT = "An sinh xã hội (ansx)", "An sinh xã hội"


def doctor_line(code: str, fine: bool, facts: Mapping[str, object]) -> str:
    """One line of the self-check: what was looked at, and what to do where it is not as it should be."""
    words = DOCTOR[code].format(**facts)
    return f"[đạt] {words}." if fine else f"[cần làm] {words}. {DOCTOR_TODO[code].format(**facts)}"


def doctor_end(open_lines: int) -> str:
    return DOCTOR_OPEN.format(count=open_lines) if open_lines else DOCTOR_FINE


def template_made(file: str) -> str:
    return f"Đã ghi {file}. Mở bằng Excel; nếu là tệp tải từ mạng thì bỏ chặn trước (ansx setup)."

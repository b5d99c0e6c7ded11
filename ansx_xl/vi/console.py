"""What the command line says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model import Severity, Verdict
from ..period import Period
from .basics import FINDINGS, ILLUSTRATIVE_LONG, period
from .labels import SEVERITY
from .results import VERDICT_COUNTS

HELP = {
    "ansx": "Biểu mẫu, kiểm tra, tổng hợp và đánh giá chỉ tiêu an sinh xã hội của tỉnh.",
    "catalogue": "Thư mục danh mục (mặc định: thư mục danh-muc nếu có, sau đó là danh mục kèm chương trình).",
    "forms": "Phát hành biểu của một KỲ báo cáo cho từng đơn vị, cơ quan.\n\nVí dụ: ansx forms 2024 -o bieu-2024",
    "check": "Kiểm tra một hay nhiều biểu đã điền.\n\nVí dụ: ansx check bieu-2024/2024_105.xlsx",
    "consolidate": "Nhận các biểu trong THƯ_MỤC_NHẬN, kiểm tra, cộng và đánh giá một KỲ.\n\n"
    "Ví dụ: ansx consolidate nhan-2024 2024 -o tong-hop-2024.xlsx",
    "demo": "Tạo một tỉnh để làm thử (số liệu minh họa) trong một THƯ_MỤC mới.\n\nVí dụ: ansx demo demo",
    "export": "Ghi mọi thứ gửi đi của một KỲ từ sổ số liệu: tệp tổng hợp, biểu gửi từng bộ, báo cáo, dữ liệu CSV.\n\n"
    "Ví dụ: ansx export 2024 -o ket-qua\n\nĐiền biểu có sẵn của bộ: ansx export 2024 -o ket-qua --form bieu-bo.xlsx --mapping anh-xa.yaml",
    "export_form": "Biểu Excel có sẵn của bộ, sẽ được điền vào một bản sao.",
    "export_mapping": "Tệp YAML: tên vùng hoặc ô của biểu ứng với số liệu nào.",
    "export_review": "Báo cáo sơ kết, tổng kết: nhìn lại các năm của kế hoạch.",
    "export_pdf": "Ghi thêm bản PDF của các biểu và báo cáo (cần Excel, Word hoặc LibreOffice).",
    "trace": "Tìm nguồn của một con số: chỉ tiêu hoặc số liệu có MÃ này, trong KỲ này, lấy từ đơn vị, tệp và ô nào.\n\n"
    "Ví dụ: ansx trace GN00 2024\n\nVí dụ: ansx trace CH_HO 2024 --unit 106",
    "trace_unit": "Mã đơn vị hoặc mã nhóm (mặc định: toàn tỉnh).",
    "export_folder": "Thư mục ghi kết quả.",
    "catalogue_group": "Danh mục: kiểm tra, xuất ra Excel để sửa, nhận lại.",
    "catalogue_check": "Kiểm tra toàn bộ danh mục, liệt kê mọi lỗi kèm tệp và dòng.",
    "catalogue_export": "Xuất danh mục ra TỆP_EXCEL để xem và sửa.",
    "catalogue_import": "Nhận danh mục đã sửa trong TỆP_EXCEL; có lỗi thì không ghi gì.",
    "output_folder": "Thư mục ghi biểu.",
    "output_file": "Tệp Excel tổng hợp.",
    "unit": "Chỉ đơn vị, cơ quan có mã này (ghi được nhiều lần).",
    "sector": "Biểu đột xuất: mã lĩnh vực, hoặc all.",
    "ledger": "Sổ số liệu (mặc định: ansx.db trong thư mục hiện hành).",
    "json": "In kết quả dạng JSON cho chương trình khác đọc.",
    "dry_run": "Chỉ làm thử: không ghi gì.",
    "date": "Ngày tổng hợp ghi trong tệp, ví dụ 15/01/2025 (mặc định: hôm nay).",
    "decided_on": "Ngày quyết định ghi vào sổ, ví dụ 15/01/2025 (mặc định: hôm nay).",
}
SHORT_HELP = {
    "export": "Ghi tệp tổng hợp, biểu gửi bộ, báo cáo, dữ liệu của một kỳ.",
    "trace": "Con số này từ đâu ra: đơn vị, tệp, ô.",
    "forms": "Phát hành biểu của một kỳ.",
    "check": "Kiểm tra biểu đã điền.",
    "consolidate": "Nhận, kiểm tra, cộng và đánh giá một kỳ.",
    "demo": "Tạo một tỉnh để làm thử.",
}
CELLS_ABOVE, CELLS_OF_SHEET = "nêu trên", f"nêu trong sheet {FINDINGS}"
STEPS = {
    "export": "Đang xuất",
    "forms": "Đang phát hành biểu",
    "consolidate": "Đang tổng hợp",
    "demo": "Đang tạo tỉnh làm thử",
}
ABORTED = "Đã dừng theo yêu cầu; chưa ghi gì thêm."
UNEXPECTED = "Chương trình gặp lỗi chưa lường trước nên đã dừng. Gửi tệp {log} cho người phụ trách chương trình."
DRY_RUN = "Làm thử: chưa ghi tệp nào."
HELP_WORDS = {
    "Usage: ": "Cách dùng: ",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Xem hướng dẫn này.",
    "Show the version and exit.": "Xem phiên bản chương trình.",
    "[required]": "[bắt buộc]",
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH [THAM SỐ]...",
    "TEXT": "CHỮ",
    "PATH": "ĐƯỜNG_DẪN",
}
"""What the command line's library says in its helps, and what is said instead."""
ARGUMENTS = {
    "period": "KỲ",
    "files": "TỆP",
    "file": "TỆP",
    "inbox": "THƯ_MỤC_NHẬN",
    "folder": "THƯ_MỤC",
    "indicator": "MÃ",
    "papers": "BẢN_GIẤY",
    "source": "TỆP_EXCEL",
    "target": "TỆP_EXCEL",
    "demo target": "THƯ_MỤC",
}
"""What is typed after a command without a name before it; where a command calls it otherwise, with the command."""


def issued(count: int, when: str, folder: str) -> str:
    return f"Đã phát hành {count} biểu ({when}) vào thư mục {folder}. Gửi mỗi đơn vị tệp mang mã của đơn vị đó."


def open_this(file: str) -> str:
    return f"Đã ghi {file}. Mở tệp này để xem kết quả."


def found_files(count: int, parts: str) -> str:
    return f"Tìm thấy {count} tệp: {parts}."


def outcome_line(file: str, outcome: str, words: str, reason: str, by: str) -> str:
    """How one file ended: its name, the outcome, and why; *by* is the file that took its place.

    >>> outcome_line("a.xlsx", "superseded", "đã thay bằng bản sau", "đã có bản sau: b.xlsx", "b.xlsx")
    '  a.xlsx: đã thay bằng bản sau: b.xlsx'
    """
    why = by if outcome == "superseded" else reason
    return f"  {file}: {words}{'.' if outcome == 'rejected' else ':'} {why}"


def sent(count: int, of: int) -> str:
    return f"Đã có báo cáo của {count}/{of} đơn vị, cơ quan."


def taken_from_ledger(names: str) -> str:
    return f"Dùng báo cáo đã nhận trước đây (không có trong thư mục lần này): {names}."


def counts(by_severity: Mapping[Severity, int], where: str = CELLS_OF_SHEET) -> str:
    """How many findings of each severity, and what to do.

    >>> counts({Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 2})
    '1 lỗi, 0 cảnh báo, 2 lưu ý. Đề nghị rà soát các ô nêu trong sheet Kết quả kiểm tra.'
    """
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    text = ", ".join(f"{by_severity.get(s, 0)} {SEVERITY[s].lower()}" for s in order)
    if not by_severity.get(Severity.ERROR) and not by_severity.get(Severity.WARNING):
        return f"{text}."
    return f"{text}. Đề nghị rà soát các ô {where}."


def verdict_counts(verdicts: list[Verdict]) -> str:
    parts = [f"{words.rstrip(':').lower()} {sum(verdicts.count(v) for v in kinds)}" for words, kinds in VERDICT_COUNTS]
    return f"Đánh giá {len(verdicts)} dòng (kể cả mốc sau và chỉ tiêu giao đơn vị): " + "; ".join(parts) + "."


def catalogue_fine(catalogue: Any) -> str:
    return (
        f"Danh mục không có lỗi: {len(catalogue.targets)} chỉ tiêu kế hoạch, {len(catalogue.elements)} số liệu báo cáo, "
        f"{len({c.code for c in catalogue.checks.values()})} quan hệ kiểm tra, {len(catalogue.units)} đơn vị, "
        f"{len(catalogue.tasks)} nhiệm vụ. Phiên bản {catalogue.edition}."
    )


def catalogue_written(file: str, folder: str) -> str:
    command = f"ansx catalogue import {file}" + (f" --catalogue {folder}" if folder else "")
    return f"Đã ghi {file}. Sửa trong Excel (hai sheet đầu hướng dẫn, giải thích từng cột), lưu, rồi chạy: {command}"


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
    name = getattr(problem, "option_name", "") or ""
    if parameter is not None:
        options = [*getattr(parameter, "opts", ()), *getattr(parameter, "secondary_opts", ())]
        dashed = [o for o in options if o.startswith("-")]
        name = max(dashed, key=len) if dashed else parameter.human_readable_name.strip("[].")
    extra = re.search(r"extra arguments? \((.*)\)", getattr(problem, "message", "") or "")
    if kind == "UsageError" and extra:
        kind, name = "Extra", extra[1]
    sentences = {
        "MissingParameter": f"Thiếu tham số {name}.",
        "NoSuchOption": f"Không có tùy chọn {name}.",
        "NoSuchCommand": f"Không có lệnh {getattr(problem, 'command_name', '')}.",
        "NoArgsIsHelpError": "Thiếu tên lệnh con.",
        "Extra": f"Thừa tham số {name}.",
        "BadParameter": f"Giá trị của {name} không dùng được.",
        "BadOptionUsage": f"Tùy chọn {name} dùng chưa đúng.",
    }
    context = getattr(problem, "ctx", None)
    command = "ansx"  # however the program was started
    if context is not None:
        command += context.command_path.removeprefix(context.find_root().command_path)
    return sentences.get(kind, "Lệnh gõ chưa đúng.") + f" Xem cách dùng: {command} --help."


def demo_made(folder: str, periods: int, forms: int, mistakes: int) -> str:
    return (
        f"Đã tạo tỉnh làm thử trong {folder}: {periods} kỳ, {forms} biểu đã điền và tổng hợp, {mistakes} lỗi được gài. "
        f"{ILLUSTRATIVE_LONG}."
    )


def demo_period(what: Period, verdicts: str) -> str:
    return f"  {period(what)}: {verdicts}"


def demo_next(folder: str, period: str, readme: str, workbook: str, inbox: str, answers: str) -> list[str]:
    """What to open, and what to type, after the practice province is made."""
    return [
        f"Mở {folder}/{readme} để biết có gì trong thư mục; mở {folder}/{workbook} để xem kết quả.",
        f"Tự tìm lỗi trong {folder}/{inbox} rồi so với {folder}/{answers}.",
        f"Làm lại bằng tay: cd {folder}; ansx consolidate {inbox} {period} -o tong-hop-lai.xlsx",
    ]


# The files of a catalogue.
_FAULTS = {
    "missing_file": "thiếu tệp này",
    "not_utf8": "tệp không phải mã UTF-8",
    "syntax": "chưa đúng cú pháp ở dòng này hoặc ngay trên đó: kiểm tra dấu ngoặc kép, dấu hai chấm, dấu phẩy, khoảng trắng đầu dòng",
    "not_a_list": "phải là một danh sách các bản ghi",
    "not_a_record": "phải là một bản ghi (khóa: giá trị)",
    "not_a_text": "giá trị của “{key}” phải là một chuỗi",
    "unknown_key": "khóa lạ “{key}”",
    "duplicate_key": "khóa “{key}” lặp lại",
    "column_count": "có {found} cột, cần {expected}",
    "missing_key": "thiếu “{key}”",
    "duplicate_record": "bản ghi “{key}” đã có ở dòng {line}",
    "bad_number": "“{key}”: “{value}” không phải số",
    "twofold_number": "“{key}”: “{value}” có thể hiểu là {whole} hoặc {decimal}; nếu dấu chấm ngăn hàng nghìn thì ghi {whole}, nếu là phần thập phân thì ghi {decimal}",
    "bad_date": "“{key}”: “{value}” không phải ngày dạng 2025-07-01",
    "bad_validity": "ngày kết thúc {end} trước ngày bắt đầu {start}",
    "bad_choice": "“{key}”: “{value}” phải là một trong: {choices}",
    "bad_deadline": "“{key}”: “{value}” không phải số ngày làm việc (số nguyên từ 1 trở lên)",
    "bad_holiday": "“{key}”: “{value}” không phải ngày nghỉ dạng 09-02 (hằng năm) hoặc 2025-01-29",
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
    "bad_tolerance": "“{key}”: “{value}” có nhiều chữ số thập phân hơn số liệu của chỉ tiêu ({decimals}); ghi lại theo số đếm, hoặc ghi thêm tolerance_share_of nếu đây là phần trăm của một số liệu",
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


_MAPPING_FAULTS = {
    "no_cell": "biểu không có tên vùng hay ô “{value}” (viết tên vùng, hoặc tên sheet, dấu ! và địa chỉ ô)",
    "cell_scaled": "ô “{value}” có định dạng {kind}, số điền vào sẽ hiện khác giá trị thật; ghi factor, hoặc đổi định dạng ô trong biểu",
    "figure_not_due": "kỳ này không có số liệu “{value}” của {area}",
}
"""Of the mapping of a ministry's own form, whose other faults are those of a catalogue file."""
SCALED = {
    "percent": "phần trăm (0.01)",
    "thousands": "chia nghìn",
    "other": "viết thêm hoặc bớt chữ số, dấu",
    "date": "ngày tháng",
}
"""What the format of a cell makes of a number."""


def fault(file: str, line: int, code: str, facts: Mapping[str, Any]) -> str:
    """One fault of the catalogue: file and line (or sheet!cell, which needs none), what is wrong."""
    sentence = (_MAPPING_FAULTS.get(code) or _FAULTS[code]).format(**facts)
    return f"{file}:{line}: {sentence}" if line else f"{file}: {sentence}"


CATALOGUE_CHANGE = {
    "changed": "{table}, “{key}”, {column}: “{before}” -> “{after}”",
    "added": "{table}, “{key}”: thêm dòng ({after})",
    "removed": "{table}, “{key}”: xóa dòng ({before})",
    "moved": "{table}: đổi thứ tự các dòng",
}


def change(what: str, facts: Mapping[str, Any]) -> str:
    """One difference between a catalogue and its edited workbook."""
    return CATALOGUE_CHANGE[what].format(**facts)

"""What is said of corrections and decisions: adjusted figures, choices, signing off and opening again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import Adjustment, Decision, Paper, Rejection, Run, Submission
from ..period import Period
from .basics import number, period

CORRECTION_ERRORS = {
    "no_ledger": "Chưa có sổ số liệu “{file}”. Đứng ở thư mục làm việc, hoặc ghi đúng đường dẫn sau --ledger.",
    "signed_off": "{period} đã chốt số liệu nên không đổi được nữa. Nếu phải sửa: ansx reopen, ghi lý do, rồi làm lại.{files}",
    "not_signed_off": "{period} chưa chốt số liệu nên không cần mở lại.",
    "reopen_reason": "Mở lại một kỳ đã chốt thì phải ghi lý do (--why).",
    "waive_reason": "Chấp nhận nội dung cần rà soát thì phải ghi lý do: --why LÝ_DO cho tất cả, hoặc --waive MÃ@ĐƠN_VỊ=LÝ_DO cho từng nội dung.",
    "findings_open": 'Chưa chốt được {period}, chưa ghi gì vào sổ{nothing}. Còn {count} nội dung chưa có giải trình và chưa được chấp nhận:{codes}\nSửa, yêu cầu giải trình, hoặc chấp nhận có lý do; mọi nội dung được chấp nhận phải nêu trong cùng một lệnh (lý do riêng: --waive MÃ@ĐƠN_VỊ="LÝ_DO"):\n{command}{unknown}',
    "adjust_reason": "Điều chỉnh số liệu thì phải ghi lý do (--reason) và người xác nhận (--confirmed-by).",
    "adjust_nobody": "“{unit}” chưa có báo cáo nào được dùng trong {period} nên chưa có số để điều chỉnh.",
    "adjust_element": "Biểu của {unit} không có số liệu “{element}”. Kiểm tra mã trong cột Mã của sheet Số liệu.",
    "adjust_unit": "Biểu của {unit} có số liệu “{element}” ở nhiều dòng. Ghi thêm mã đơn vị của dòng (--row).",
    "adjust_number": "“{text}” không phải là số dùng được (tối đa {decimals} chữ số thập phân; viết 1234 hoặc 1234,5).{meant}",
    "adjust_bounds": "{text} nằm ngoài giới hạn của số liệu này (từ {low} đến {high}). Kiểm tra lại số và đơn vị tính.",
    "no_conflict": "“{file}” không thuộc trường hợp nào có hai bản khác nội dung cùng Lần nộp nên không phải chọn. Xem các bản phải chọn: ansx status KỲ.",
}
CORRECTION_HELP = {
    "adjust": "Điều chỉnh một số liệu đã nhận của một KỲ; báo cáo của đơn vị giữ nguyên.\n\n"
    'Ví dụ: ansx adjust 2024 --unit 106 --element GN_HO_NGHEO --value 2150 --reason "Đơn vị gõ nhầm" --confirmed-by "Phòng LĐ-TB&XH"',
    "choose": "Chọn bản được dùng khi có hai bản khác nội dung cùng Lần nộp.\n\nVí dụ: ansx choose nhan-2024/2024_106_ban-sua.xlsx",
    "sign_off": "Chốt số liệu của một KỲ: công bố, từ đó không đổi nữa.\n\n"
    'Ví dụ: ansx sign-off 2024 --waive KT08@106 --why "Đã đối chiếu với Cục Thống kê"',
    "reopen": 'Mở lại một KỲ đã chốt, có ghi lý do.\n\nVí dụ: ansx reopen 2024 --why "Đính chính số của một đơn vị"',
    "history": "Mọi việc đã ghi trong sổ số liệu; --export ghi tất cả ra tệp CSV.\n\nVí dụ: ansx history --export nhat-ky",
    "unit": "Mã đơn vị hoặc cơ quan đã gửi báo cáo.",
    "row": "Mã đơn vị của dòng, khi biểu của cơ quan có nhiều đơn vị.",
    "element": "Mã số liệu báo cáo (cột Mã của sheet Số liệu).",
    "value": "Số đúng.",
    "reason": "Lý do điều chỉnh.",
    "confirmed_by": "Người hoặc bộ phận đã xác nhận số đúng.",
    "waive": "Mã nội dung được chấp nhận, hoặc MÃ@ĐƠN_VỊ; thêm =LÝ_DO để ghi lý do riêng (ghi được nhiều lần).",
    "why": "Lý do; với sign-off là lý do chung của các nội dung được chấp nhận.",
    "by": "Người thực hiện (mặc định: tên tài khoản trên máy).",
    "export": "Thư mục ghi các tệp CSV.",
    "period": "Chỉ một kỳ.",
}
CORRECTION_SHORT_HELP = {
    "adjust": "Điều chỉnh một số liệu đã nhận.",
    "choose": "Chọn giữa hai bản cùng Lần nộp.",
    "sign_off": "Chốt số liệu của một kỳ.",
    "reopen": "Mở lại một kỳ đã chốt.",
    "history": "Nhật ký của sổ số liệu.",
}
CHOSEN = "Từ nay dùng {file} cho {name}, {period}. Chạy lại ansx consolidate hoặc ansx export để có bảng tổng hợp mới."
REOPENED = "Đã mở lại {period}. Số đã công bố vẫn được giữ để đối chiếu."
ALSO_AT_WORK = "Có người khác cũng đang làm việc với sổ này ({who}). Vẫn làm tiếp được, không ai mất số liệu."
EVENT_KIND = {
    "submission": "báo cáo nhận được",
    "rejection": "tệp không dùng được",
    "adjustment": "điều chỉnh",
    "decision": "quyết định",
    "paper": "bản giấy có ký",
    "run": "lần tổng hợp",
    "published": "công bố",
}
MEANT = " Có phải {number} không?"
CHANGING_FILES = " Tệp làm thay đổi số liệu: {files}."
NOTHING_RECORDED = "Sổ số liệu chưa ghi gì về kỳ này."
WAIVED_NOTHING = "\nKhông có nội dung nào ứng với: {codes}."
DECISION = {
    "choose": "chọn bản được dùng",
    "waive": "chấp nhận nội dung cần rà soát",
    "sign_off": "chốt số liệu",
    "reopen": "mở lại kỳ",
    "ask": "phát hành biểu đột xuất",
}
ADJUSTMENTS = "Điều chỉnh"
ADJUSTMENTS_TITLE = "Điều chỉnh, thay thế và đính chính số liệu"
ADJUSTMENT_COLUMNS = ("Số báo cáo", "Số điều chỉnh", "Lý do, nội dung được xử lý", "Người xác nhận", "Ngày", "Tệp")
ADJUSTED_BY_DEPARTMENT = "Số liệu do Sở điều chỉnh"
REPLACED_SUBMISSIONS = "Thay đổi giữa các lần nộp (trước: bản cũ; sau: bản được dùng)"
AGAINST_PUBLISHED = "So với số đã công bố (trước: số đã công bố; sau: số điều chỉnh)"
VERDICTS_AGAINST_PUBLISHED = "Đánh giá khác với lần công bố (trước: đã công bố; sau: hiện nay)"
VERDICT_OF = "Đánh giá chỉ tiêu, mốc {horizon}"
ATTAINED_AGAINST_PUBLISHED = (
    "Thực hiện, mức bảo đảm tiến độ, số còn thiếu khác với lần công bố (trước: đã công bố; sau: hiện nay)"
)
ATTAINED_OF = {
    "actual": "Thực hiện, mốc {horizon}",
    "r": "R (mức bảo đảm tiến độ), mốc {horizon}",
    "needed": "Còn thiếu, mốc {horizon}",
    "target": "Chỉ tiêu kế hoạch, mốc {horizon}",
}
NOTHING_CORRECTED = "Không có số liệu nào được điều chỉnh, thay thế hoặc đính chính."
ADJUSTED_STATUS, LAPSED_STATUS, REPLACED_STATUS, CORRECTED_STATUS = (
    "đang áp dụng",
    "đã hết hiệu lực",
    "thay bản cũ",
    "đính chính",
)
ADJUSTED_NOTE = "Ô chữ nghiêng gạch chân: số đã được Sở điều chỉnh, xem sheet Điều chỉnh."
PUBLISHED_ON = (
    "Kỳ này đã công bố ngày {day}; {count} số, đánh giá đã thay đổi sau đó, xem sheet Điều chỉnh của tệp tổng hợp."
)
SIGNED_OFF_LINE = "Đã chốt số liệu ngày {day}."
ATTEMPT_OF = "lần {old} → lần {new}"
PUBLISHED_FIGURE = "Số đã công bố"
AS_TEXT = "“{text}” (gõ dạng chữ)"
CLEARED = "đã xử lý {codes}"
WAIVED = "Sở chấp nhận: {reason}"


def open_finding(code: str, who: str, name: str, place: str, element: str, message: str) -> str:
    """One thing that keeps a period from being signed off, on a line of its own.

    >>> open_finding("R04", "107", "Huyện Mường Tè", "Nhập liệu!H42", "Số cuộc kiểm tra", "Ô bắt buộc còn trống.")
    '\\n  R04@107  Huyện Mường Tè, Nhập liệu!H42, Số cuộc kiểm tra: Ô bắt buộc còn trống.'
    """
    where = ", ".join(filter(None, (name, place, element)))
    return f"\n  {code}{f'@{who}' if who else ''}  {f'{where}: ' if where else ''}{message}"


def waived_in_vain(count: int) -> str:
    """What is said of findings that were named well, where others are still open."""
    return f" ({count} nội dung nêu ở --waive cũng chưa được ghi)" if count else ""


def waiving(period: str, codes: list[str], open_codes: int, shown: int = 2) -> str:
    """The command that accepts what is named and the first of what is still open.

    >>> waiving("2024", ["A02", "R04@107", "KT20@111", "R01@108"], 3)
    '  ansx sign-off 2024 --waive A02 --waive R04@107 --waive KT20@111 ... --why "LÝ_DO"'
    """
    more = max(open_codes - shown, 0)
    named = "".join(f" --waive {code}" for code in codes[: len(codes) - more])
    return f'  ansx sign-off {period}{named}{" ..." if more else ""} --why "LÝ_DO"'


def adjusted(name: str, unit: str, before: str, after: str) -> str:
    return f"Đã điều chỉnh {name} của {unit}: {before or 'để trống'} → {after}. Chạy lại ansx consolidate hoặc ansx export để có bảng tổng hợp mới."


def closed_after(periods: Sequence[Period]) -> str:
    """What is to be done where something was recorded in a period while later ones are signed off; else nothing.

    >>> closed_after([Period(2022), Period(2023)]).partition(".")[0]
    'Lưu ý: các kỳ sau đã chốt số liệu: năm 2022, năm 2023'
    """
    if not periods:
        return ""
    names = ", ".join(map(period, periods))
    return (
        f"Lưu ý: các kỳ sau đã chốt số liệu: {names}. Số liệu vừa ghi có thể làm thay đổi kết quả đã công bố của các kỳ đó. "
        "Tổng hợp lại từng kỳ (ansx consolidate) rồi xem sheet Điều chỉnh."
    )


def signed_off(period: str, waived: int) -> str:
    more = f" {waived} nội dung cần rà soát được chấp nhận có lý do." if waived else ""
    return (
        f"Đã chốt số liệu {period}.{more} Từ nay báo cáo mới của kỳ này không được nhận, trừ khi mở lại (ansx reopen)."
    )


def history_written(count: int, folder: str) -> str:
    return f"Đã ghi {count} tệp CSV vào {folder}."


def event(record: Any) -> str:
    """One line of the history: what was recorded."""
    match record:
        case Submission():
            return f"{EVENT_KIND['submission']}: {record.respondent}, lần {record.attempt}, {record.file}, {record.sha256[:12]}"
        case Rejection():
            return f"{EVENT_KIND['rejection']}: {record.file} [{record.code}]"
        case Adjustment():
            code, unit = record.key
            return f"{EVENT_KIND['adjustment']}: {unit} {code}: {record.reported or '-'} → {number(record.adjusted)} ({record.reason}; {record.confirmed_by})"
        case Decision():
            about = (record.facts.get("code", ""), record.respondent, record.facts.get("sectors", ""))
            parts = (" ".join(filter(None, about)), record.reason)
            return ": ".join(filter(None, (DECISION[record.kind], *parts)))
        case Paper():
            return (
                f"{EVENT_KIND['paper']}: {record.respondent}, {record.file}, {record.number} {record.signed_on}".rstrip(
                    ", "
                )
            )
        case Run():
            return f"{EVENT_KIND['run']}: {record.output}, {len(record.used)} báo cáo"
    return f"{EVENT_KIND['published']}: {len(record.totals)} tổng, {len(record.verdicts)} đánh giá"

"""The words about who has sent: the sheet's columns, the status on the terminal, the texts that remind and ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .basics import SENT, day, inside, iso_day

SENDING_COLUMNS = {
    "complete": "Số liệu có / phải có",
    "received": "Ngày nhận",
    "timing": "Thời hạn",
    "paper": "Bản giấy có ký",
}
NOT_RECEIVED, RECEIVED = "Chưa nhận được", "Đã nhận"
NO_PAPER, PAPER_RECEIVED = "Chưa có", "Đã nhận"
NO_DEADLINE = "Không đặt hạn"
LEVELS = {"unit": "đơn vị báo cáo", "agency": "sở, ngành", "ministry": "Sở gửi bộ"}
SENDING_NOTE = (
    "Ngày nhận là ngày tệp được đưa vào sổ số liệu lần đầu; ngày ghi trong biểu không dùng để xét thời hạn. Thời hạn xét theo lần "
    "gửi đầu tiên; bản sửa gửi sau hạn chỉ ghi là bổ sung. Cơ quan ngoài hệ thống chỉ đạo của UBND tỉnh được đề nghị phối hợp, "
    "không xét thời hạn."
)
NO_CALENDAR = "không đặt hạn (theo văn bản yêu cầu báo cáo)"


def working_days(count: int) -> str:
    return f"{count} ngày làm việc"


def completeness(given: int, asked: int) -> str:
    return f"{given}/{asked}"


def deadlines(by_level: Mapping[str, date | None]) -> str:
    """The deadlines of a period in one line.

    >>> deadlines({"unit": date(2025, 1, 8), "agency": date(2025, 1, 8), "ministry": None})
    'Hạn gửi: đơn vị báo cáo 08/01/2025; sở, ngành 08/01/2025'
    """
    parts = [f"{LEVELS[level]} {day(when)}" for level, when in by_level.items() if when]
    return "Hạn gửi: " + ("; ".join(parts) or NO_CALENDAR)


def timing(code: str, received: date | None, late_days: int, deadline: date | None, latest: date | None) -> str:
    """How an arrival stands to its deadline.

    >>> timing("late", date(2025, 1, 13), 3, date(2025, 1, 8), None)
    'Sau hạn 3 ngày làm việc'
    """
    match code:
        case "asked":
            return RECEIVED if received else NOT_RECEIVED
        case "late":
            return f"Sau hạn {working_days(late_days)}"
        case "amended":
            return f"Đúng hạn; bổ sung sau hạn ({day(latest)})"
        case "waited_for":
            return f"Hạn {day(deadline)}"
        case "no_deadline":
            return NO_DEADLINE
        case "on_time":
            return "Đúng hạn"
    return "Không rõ ngày nhận"


def paper(number: str, signed_on: str, signatory: str = "") -> str:
    """A signed paper: its number and date; who signed only where the province keeps it to itself.

    >>> paper("12/BC-UBND", "2025-01-06")
    'Số 12/BC-UBND, ngày 06/01/2025'
    """
    words = [f"số {number}" if number else "", f"ngày {iso_day(signed_on)}" if signed_on else ""]
    words += [f"người ký {signatory}" if signatory else ""]
    text = ", ".join(filter(None, words))
    return text[:1].upper() + text[1:] or PAPER_RECEIVED


# The status on the terminal.
STATUS_HELP = "Ai đã gửi, ai chưa, đúng hạn hay không, còn gì phải rà soát trong một KỲ, theo sổ số liệu.\n\nVí dụ: ansx status 2024"
STATUS_SHORT, STATUS_DATE = "Tình hình gửi báo cáo của một kỳ.", "Xét đến ngày, ví dụ 15/01/2025 (mặc định: hôm nay)."
STATUS_HEADINGS = (
    "Mã",
    "Đơn vị, cơ quan",
    "Tình trạng",
    "Lần",
    "Ngày nhận",
    "Thời hạn",
    "Số liệu",
    "Lỗi",
    "C.báo",
    "Bản giấy",
)
NO_LEDGER_YET = "Chưa có sổ số liệu “{file}”: coi như chưa nơi nào gửi."


def status_title(when: str, today: date) -> str:
    return f"{SENT} {when}, đến ngày {day(today)}"


def deadline_status(deadline: date, left: int, overdue: int, today: date) -> str:
    """How far a deadline is.

    >>> deadline_status(date(2025, 1, 8), 2, 0, date(2025, 1, 6))
    'hạn 08/01/2025, còn 2 ngày làm việc'
    """
    far = f"đã qua {working_days(overdue)}" if overdue else distance(deadline, left, 0, today)
    return f"hạn {day(deadline)}, {far}"


def distance(deadline: date, left: int, overdue: int, today: date) -> str:
    """The working days that are left or over.

    >>> distance(date(2025, 1, 8), 0, 3, date(2025, 1, 13))
    'đã quá hạn 3 ngày làm việc'
    """
    if overdue:
        return f"đã quá hạn {working_days(overdue)}"
    return "hôm nay là ngày cuối" if today == deadline else f"còn {working_days(left)}"


def level_line(level: str, words: str) -> str:
    return f"{LEVELS[level].capitalize()}: {words}."


TODO_REMIND = "Việc cần làm: đôn đốc {count} nơi, chạy: ansx remind {period} -o don-doc-{period}"
TODO_HOLIDAYS = (
    "Danh mục chưa có ngày nghỉ riêng của năm {year} (Tết, nghỉ bù): hạn gửi mới tính theo ngày nghỉ cố định; bổ sung bản ghi "
    "holiday trong settings.yaml."
)
TODO_NOTHING = "Không còn việc phải đôn đốc."
TODO_CONFLICT = "{name}: các tệp khác nội dung cùng Lần nộp ({files}); chọn bản dùng: ansx choose TỆP"


def counted(sent: int, of: int, late: int, waited: int, asked: int) -> str:
    """How many have sent, late or not, and for how many the province still waits."""
    parts = [f"đã gửi {sent}/{of}"]
    parts += [f"sau hạn {late}"] if late else []
    parts += [f"chưa gửi {waited}"] if waited else []
    parts += [f"cơ quan phối hợp chưa có số liệu {asked}"] if asked else []
    return "Đơn vị, cơ quan: " + "; ".join(parts) + "."


# The texts that remind and ask.
REMIND_HELP = (
    "Ghi các văn bản đôn đốc của một KỲ để dán vào Zalo, thư điện tử: nơi chưa gửi, nơi còn nội dung phải rà soát, và bản tóm tắt "
    "cho lãnh đạo.\n\nVí dụ: ansx remind 2024 -o don-doc"
)
REMIND_SHORT, REMIND_FOLDER = "Ghi văn bản đôn đốc, đề nghị phối hợp của một kỳ.", "Thư mục ghi các văn bản."
REMIND_DATE = "Ngày ghi trong văn bản, ví dụ 15/01/2025 (mặc định: hôm nay)."
SUMMARY_FILE = "tom-tat"
_MOST = 10
"""How many findings one text names."""


def reminded(count: int, folder: str, summary: str) -> str:
    if not count:
        return f"Không còn nơi nào phải đôn đốc. Tóm tắt: {summary}"
    return f"Đã ghi {count} văn bản vào thư mục {folder}; đọc lại trước khi gửi. Tóm tắt: {summary}"


def addressee(name: str, kind: str) -> str:
    """How a reporting unit is addressed.

    >>> addressee("Huyện Tam Đường", "Huyện"), addressee("Phường Đoàn Kết", "Phường")
    ('Ủy ban nhân dân huyện Tam Đường', 'Ủy ban nhân dân phường Đoàn Kết')
    """
    return f"Ủy ban nhân dân {inside(name, kind)}"


def with_code(name: str, code: str) -> str:
    """Tells two roles of one body apart."""
    return f"{name} - mã {code}"


def own_division(agency: str) -> str:
    return f"Phòng chuyên môn cung cấp số liệu thuộc {agency}"


def _letter(to: str, subject: str, paragraphs: Iterable[str], sender: str) -> str:
    return "\n\n".join([f"Kính gửi: {to}", subject, *filter(None, paragraphs), sender.upper()]) + "\n"


def ask_for_form(
    to: str,
    sender: str,
    when: str,
    plan: str,
    code: str,
    deadline: date | None,
    left: int,
    overdue: int,
    today: date,
    over: bool,
) -> str:
    """Reminds a unit or agency under the province's command of a form that has not come; *over*: the period has ended."""
    due = "trong thời hạn ghi tại văn bản yêu cầu báo cáo"
    if deadline:
        far = "" if overdue else f" ({distance(deadline, left, 0, today)})"
        due = f"chậm nhất ngày {day(deadline)}{far}"
    opening = f"Theo chế độ báo cáo của {plan}, biểu số liệu {when} cần gửi về {sender} {due}."
    if over:
        late = f", {distance(deadline, left, overdue, today)}" if overdue else ""
        opening += f" Đến ngày {day(today)}, {sender} chưa nhận được biểu này{late}."
    haste = " ngay" if overdue else " đúng hạn" if deadline else ""
    body = (
        f"Đề nghị {to} hoàn thành và gửi{haste}:\n"
        f"1. Tệp Excel theo biểu đã phát hành (mã {code}), khi ô Tình trạng của biểu ghi “Đủ điều kiện gửi”.\n"
        "2. Bản giấy in từ chính tệp đó, có chữ ký của người có thẩm quyền và đóng dấu."
    )
    end = "Nếu có vướng mắc, đề nghị cho biết lý do và ngày dự kiến gửi. " if overdue else ""
    end += f"Nếu đã gửi, đề nghị báo lại để {sender} đối chiếu. Trân trọng cảm ơn!"
    return _letter(to, f"V/v gửi báo cáo số liệu an sinh xã hội {when}", (opening, body, end), sender)


def ask_outside(to: str, sender: str, when: str, plan: str, code: str, deadline: date | None, left: int) -> str:
    """Asks a body outside the province's line of command for its figures; never a word about lateness."""
    opening = f"Để tổng hợp, đánh giá kết quả {plan}, {sender} rất cần số liệu {when} do quý cơ quan quản lý."
    body = (
        f"Kính đề nghị phối hợp cung cấp số liệu theo biểu Excel đã gửi (mã {code}), kèm bản giấy có ký, đóng dấu để đối "
        "chiếu."
    )
    hope = f"{sender} mong sớm nhận được số liệu để hoàn thành tổng hợp, báo cáo."
    if deadline and left:
        hope = f"{sender} mong nhận được số liệu trước hết ngày {day(deadline)} (còn {working_days(left)}) để kịp tổng hợp."
    end = f"{hope} Nếu số liệu đã được gửi, kính mong quý cơ quan báo lại. Trân trọng cảm ơn sự phối hợp!"
    return _letter(to, f"V/v phối hợp cung cấp số liệu an sinh xã hội {when}", (opening, body, end), sender)


def ask_to_review(
    to: str, sender: str, when: str, attempt: int, received: date | None, items: list[str], outside: bool
) -> str:
    """Asks for a second look at what was sent."""
    came = f", nhận ngày {day(received)}" if received else ""
    opening = f"{sender} đã nhận biểu số liệu {when} (Lần nộp {attempt}{came}). Trân trọng cảm ơn!"
    lines = [f"{i}. {item}" for i, item in enumerate(items[:_MOST], start=1)]
    if len(items) > _MOST:
        lines.append(f"... và {len(items) - _MOST} nội dung khác, xem biểu kèm theo (sheet Cần rà soát).")
    body = f"Qua kiểm tra, {_asks(to, outside, inside=True)} rà soát {len(items)} nội dung:\n" + "\n".join(lines)
    end = (
        "Số liệu chưa đúng thì sửa tại ô đã nêu; số liệu đã đúng thì ghi lý do vào cột Giải trình. Sau đó "
        f"{_asks(to, outside, inside=True)} gửi lại biểu với Lần nộp {attempt + 1}. Trân trọng cảm ơn!"
    )
    return _letter(to, f"V/v rà soát số liệu an sinh xã hội {when}", (opening, body, end), sender)


def ask_which(to: str, sender: str, when: str, attempt: int, files: Iterable[str], outside: bool) -> str:
    """Asks which of several different forms of the same attempt is meant."""
    opening = (
        f"{sender} đã nhận các tệp sau của biểu số liệu {when}, cùng ghi Lần nộp {attempt} nhưng nội dung khác nhau, nên "
        "chưa dùng được tệp nào:\n" + "\n".join(f"- {file}" for file in files)
    )
    end = (
        f"{_asks(to, outside)} cho biết tệp nào là chính thức, hoặc gửi lại biểu với Lần nộp {attempt + 1}. "
        "Trân trọng cảm ơn!"
    )
    return _letter(to, f"V/v xác nhận số liệu an sinh xã hội {when}", (opening, end), sender)


def _asks(to: str, outside: bool, inside: bool = False) -> str:
    """How the request begins; *inside* a sentence without its capital."""
    words = "Kính đề nghị quý cơ quan phối hợp" if outside else f"Đề nghị {to}"
    return words[:1].lower() + words[1:] if inside else words


def finding_item(place: str, name: str, value: str, message: str) -> str:
    """One thing to look at, in a line: where, what, the value as typed, and why."""
    where = ", ".join(filter(None, (place, name)))
    typed = f" (đã nhập: {value})" if value else ""
    return f"{where}{typed}: {message}" if where else message


SUMMARY_PARTS = {
    "overdue": "Chưa gửi, đã quá hạn",
    "waited_for": "Chưa gửi, còn trong hạn hoặc không đặt hạn",
    "asked": "Cơ quan phối hợp, chưa nhận được số liệu",
    "conflict": "Có các tệp khác nội dung cùng Lần nộp, chờ xác nhận",
    "review": "Đã gửi, còn nội dung phải rà soát",
    "late": "Đã gửi sau hạn",
    "no_paper": "Đã gửi tệp Excel, sổ chưa ghi nhận bản giấy có ký",
}


def summary_item(name: str, facts: Mapping[str, Any]) -> str:
    """A name in the summary with what there is to know of it."""
    words = []
    if facts.get("days"):
        words.append(working_days(facts["days"]))
    if facts.get("errors"):
        words.append(f"{facts['errors']} lỗi")
    if facts.get("warnings"):
        words.append(f"{facts['warnings']} cảnh báo chưa giải trình")
    return name + (f" ({', '.join(words)})" if words else "")


def summary(when: str, today: date, lines: Iterable[str], parts: Mapping[str, list[str]]) -> str:
    """The state of a period on one page, for the head of department."""
    blocks = [f"{SENT.upper()} {when.upper()} (đến ngày {day(today)})", "\n".join(lines)]
    for number, (part, items) in enumerate(((p, i) for p, i in parts.items() if i), start=1):
        blocks.append(f"{number}. {SUMMARY_PARTS[part]}: {len(items)}\n{'; '.join(items)}.")
    return "\n\n".join(blocks) + "\n"

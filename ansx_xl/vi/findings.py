"""What a finding says, and what to do about it; and the sentences for "cannot go on"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .basics import number
from .corrections import CORRECTION_ERRORS
from .inbox import INBOX_ERRORS, PARCEL_REASON
from .ledger import LEDGER_ERRORS

_FINDINGS: Mapping[str, tuple[str, str]] = {
    "F01": ("Không đọc được tệp ({reason}).", "Kiểm tra lại tệp rồi gửi lại."),
    "F01.empty": ("Tệp rỗng (0 byte), không có nội dung.", "Mở lại biểu gốc, lưu lại rồi gửi lại."),
    "F02": ("Tệp có mật khẩu nên không đọc được.", "Mở tệp, bỏ mật khẩu, lưu và gửi lại."),
    "F03": ("Tệp là Excel 97-2003 (.xls).", "Mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi gửi lại."),
    "F04": (
        "Tệp không phải là bảng tính .xlsx (nội dung thật là: {kind}).",
        "Gửi lại đúng tệp biểu Excel đã được cấp.",
    ),
    "F05": ("Tệp bị cắt cụt hoặc hỏng khi gửi.", "Mở tệp gốc, lưu lại và gửi lại."),
    "F06": (
        "Tệp quá lớn hoặc vượt giới hạn an toàn ({limit}).",
        "Dùng lại biểu đã cấp, không dán thêm dữ liệu khác vào tệp.",
    ),
    "F07": ("Tệp đang được ghi nên nội dung thay đổi khi đọc.", "Đóng tệp trong Excel, đợi đồng bộ xong rồi chạy lại."),
    "F08": ("Đọc tệp quá lâu hoặc phải dừng giữa chừng ({reason}).", "Đề nghị đơn vị điền lại trên biểu mới được cấp."),
    "F09": ("Tệp không phải biểu số liệu do chương trình cấp.", "Điền số liệu vào đúng biểu đã được cấp rồi gửi lại."),
    "F10": (
        "Biểu thuộc phiên bản danh mục {found}, chương trình đang dùng phiên bản {expected}; không chuyển số liệu sang được.",
        "Điền biểu của phiên bản đang dùng, hoặc chạy với danh mục của biểu (--catalogue).",
    ),
    "F11": ("Mã đơn vị “{unit}” không có trong danh mục.", "Kiểm tra ô Mã đơn vị báo cáo; dùng lại biểu đã được cấp."),
    "F12": (
        "Biểu của kỳ báo cáo {found}, không phải kỳ báo cáo {expected}.",
        "Gửi biểu đúng kỳ, hoặc chuyển tệp sang thư mục của kỳ đó.",
    ),
    "F12.unread": (
        "Không đọc được kỳ báo cáo ghi trong biểu (“{found}”).",
        "Kiểm tra ô Kỳ báo cáo; dùng lại biểu đã được cấp.",
    ),
    "F13": (
        "Biểu đã bị xóa, chèn hoặc sắp xếp lại dòng, cột: không xác định được ô của “{label}”.",
        "Chép số liệu sang biểu mới được cấp rồi gửi lại.",
    ),
    "F14": ("Đơn vị “{unit}” không phải nộp biểu trong kỳ {period}.", "Kiểm tra lại kỳ báo cáo và đơn vị."),
    "F15": (
        "Tệp chưa được tải về máy (đang ở trên kho lưu trữ đám mây).",
        "Bấm chuột phải, chọn Luôn giữ trên thiết bị này, đợi tải xong rồi chạy lại.",
    ),
    "F16": ("Tệp chứa nội dung không an toàn nên không đọc.", "Mở bằng Excel, lưu lại thành .xlsx mới rồi gửi lại."),
    "F17": (
        "Ô Mã đơn vị hoặc Kỳ báo cáo đã bị gõ đè: đang ghi {found}, biểu này được cấp cho {issued}.",
        "Điền số liệu vào đúng biểu được cấp cho đơn vị và kỳ đó rồi gửi lại.",
    ),
    "F18": (
        "Tệp nén hoặc thư không mở được ({reason}).",
        "Giải nén (hoặc lưu tệp đính kèm) bằng tay, chép các biểu vào thư mục nhận báo cáo rồi chạy lại.",
    ),
    "R01": ("“{raw}” là chữ, không phải số.{suggestion}", "Đề nghị nhập lại bằng số."),
    "R02": ("Số được gõ ở dạng chữ, đã hiểu là {taken}.", "Không phải làm gì; lần sau nhập ở dạng số."),
    "R03": ("“{raw}” được hiểu là {taken}.", "Kiểm tra lại; nếu không đúng thì nhập lại bằng số."),
    "R04": ("Ô bắt buộc còn trống.", "Nhập số; không phát sinh thì gõ -, chưa thu thập được thì gõ ..."),
    "R05": ("Ô đang báo lỗi {raw}.", "Xóa công thức trong ô và nhập số."),
    "R06": ("Ô chứa phép tính “{formula}”, đã lấy kết quả {taken}.", "Nhập thẳng kết quả bằng số."),
    "R07": ("Ô chứa công thức “{formula}”.", "Xóa công thức và nhập thẳng kết quả bằng số."),
    "R08": ("Ô chứa công thức chưa có kết quả.", "Mở biểu bằng Excel, nhập thẳng kết quả bằng số rồi lưu lại."),
    "R09": ("Số liệu chưa thu thập được (…) mà chưa có giải trình.", "Ghi lý do vào cột Giải trình."),
    "R10": ("Dòng này không dùng dấu x.", "Nhập số, hoặc - nếu không phát sinh, ... nếu chưa thu thập được."),
    "R11": ("{taken} có quá {decimals} chữ số thập phân.", "Nhập lại, tối đa {decimals} chữ số thập phân."),
    "R11.share": (
        "{taken} có quá {decimals} chữ số thập phân.",
        "Nhập theo phần trăm: 82,5 chứ không phải 0,825; tối đa {decimals} chữ số thập phân.",
    ),
    "R11.0": ("{taken} không phải số nguyên.", "Nhập lại bằng số nguyên (không gõ dấu chấm, dấu phẩy)."),
    "R12": ("{taken} ngoài khoảng cho phép, từ {low} đến {high}.", "Kiểm tra lại số và đơn vị tính."),
    "R13": (
        "Ô đang ở dạng ngày tháng (có thể Excel tự đổi số thành ngày).",
        "Đổi định dạng ô về Number và nhập lại số.",
    ),
    "R14": ("Ô bị ghi hai lần trong tệp.", "Mở biểu bằng Excel, nhập lại số rồi lưu."),
    "R15": ("Ô chứa giá trị đúng/sai (TRUE/FALSE).", "Đề nghị nhập số."),
    "R16": (
        "Dòng “{label}” đã bị chuyển chỗ; đã đọc theo mã của dòng.",
        "Không phải làm gì; lần sau giữ nguyên thứ tự dòng.",
    ),
    "R17": (
        "Số tổng ghi trong biểu ({stated}) khác số tính lại ({computed}).",
        "Mở biểu bằng Excel cho tính lại rồi lưu.",
    ),
    "R18": (
        "Mã gửi trong biểu ({stated}) khác mã tính từ số liệu ({computed}): số liệu đã đổi sau khi biểu được tính lần cuối, hoặc có ô chứa công thức.",
        "Mở biểu bằng Excel, lưu lại và đọc lại mã gửi với đơn vị.",
    ),
    "R19": (
        "Chữ gõ bằng phông cũ (TCVN3, VNI), đã chuyển thành “{taken}”.",
        "Không phải làm gì; lần sau dùng phông Unicode.",
    ),
    "R20": (
        "Tên dòng trong biểu là “{found}”, trong danh mục là “{label}”.",
        "Kiểm tra số của dòng này có đúng chỉ tiêu không.",
    ),
    "R21": ("Ô nhập liệu bị gộp với ô khác.", "Bỏ gộp ô (Unmerge) và nhập lại số từng dòng."),
    "R22": (
        "Tệp có thêm sheet “{sheet}” là bản sao của sheet {read}, trong đó {count} ô có số khác; chỉ đọc sheet {read}.",
        "Kiểm tra số đã gõ vào sheet nào; chép về sheet {read}, xóa bản sao rồi gửi lại.",
    ),
    "R23": ("Lần nộp trong biểu không đọc được (“{raw}”), tính là lần {taken}.", "Nhập Lần nộp bằng số nguyên."),
    "R24": (
        "Ô của “{label}” đã bị cắt dán sang {found}; đã đọc ô theo đúng cột của biểu.",
        "Kiểm tra số ở ô này; lần sau không dùng Cắt (Cut) trong biểu, chỉ gõ hoặc chép (Copy).",
    ),
    "R25": (
        "Định dạng của ô làm số nhìn thấy khác số lưu trong ô ({taken}): phần trăm, chia nghìn, viết thêm hoặc bớt chữ số, dấu.",
        "Đổi định dạng ô về General (hoặc Number) và nhập lại số.",
    ),
    "R26": (
        "Ô nằm dưới một ô gộp nên không nhìn thấy, nhưng vẫn chứa “{raw}”.",
        "Bỏ gộp ô (Unmerge), kiểm tra và nhập lại số từng dòng.",
    ),
    "R27": (
        "Dòng này không có trong biểu được cấp: số {raw} không được đọc.",
        "Chuyển số vào đúng dòng của biểu rồi xóa ô này.",
    ),
    "C01": (
        "{taken} gấp khoảng {times} lần kỳ trước ({previous}).",
        "Kiểm tra dấu phân cách hàng nghìn và đơn vị tính; nếu đúng thì ghi giải trình.",
    ),
    "C01.less": (
        "{taken} kém khoảng {times} lần kỳ trước ({previous}).",
        "Kiểm tra dấu phân cách hàng nghìn và đơn vị tính; nếu đúng thì ghi giải trình.",
    ),
    "C02": ("Ước cả năm ({estimate}) nhỏ hơn số đã thực hiện ({taken}).", "Kiểm tra lại hai số này."),
    "C03": (
        "Ô ghi x (không áp dụng), trong khi trước đây có số {previous}.",
        "Kiểm tra lại; nếu đúng là không còn áp dụng thì ghi giải trình.",
    ),
    "C04": (
        "{taken} trùng với số mà bảng tính dùng để lưu ngày tháng (ví dụ gõ 5/6 vào ô).",
        "Kiểm tra lại; nếu đúng là số liệu thì ghi giải trình.",
    ),
    "A01": ("{name} chưa gửi biểu của kỳ.", "Đôn đốc đơn vị gửi biểu; số tổng là tạm tính."),
    "A02": ("{name} chưa cung cấp số liệu của kỳ.", "Đề nghị cơ quan cung cấp; các chỉ tiêu liên quan còn để trống."),
    "A03": (
        "Hai nguồn của cùng một số liệu khác nhau: {first} và {second}.",
        "Đối chiếu hai nguồn; số thứ nhất vào tổng.",
    ),
    "A04": (
        "Đơn vị có hai bản khác nội dung cùng Lần nộp: {files}.",
        "Hỏi đơn vị bản nào là chính thức, rồi chọn bản đó: ansx choose TỆP. Đến khi chọn, chưa dùng bản nào.",
    ),
    "A06": (
        "Biểu thuộc phiên bản danh mục {edition}, đang tổng hợp theo phiên bản {expected}. Số liệu không còn dùng: {gone}. Số liệu đã đổi đơn vị tính hoặc cách ghi nên không lấy: {changed}.",
        "Kiểm tra định nghĩa số liệu đã đổi; nếu cần thì đề nghị đơn vị điền biểu của phiên bản mới.",
    ),
    "A07": (
        "Trong năm có đơn vị kết thúc hoạt động do sắp xếp ({units}): số lũy kế của các đơn vị mới tính từ ngày {day}, nên tổng cả năm của số liệu thời kỳ chưa gồm số của các đơn vị cũ.",
        "Cộng thêm số của các đơn vị cũ đến ngày kết thúc trước khi dùng các tổng và đánh giá của số liệu thời kỳ.",
    ),
    "A08": (
        "Sở đã điều chỉnh số này từ {reported} thành {adjusted} ({by} xác nhận): {reason}",
        "Không cần làm gì thêm; số điều chỉnh vào tổng, báo cáo của đơn vị giữ nguyên.",
    ),
    "A09": (
        "Đơn vị đã nộp bản khác sau khi Sở điều chỉnh số này từ {reported} thành {adjusted}: {reason} Số điều chỉnh không còn áp dụng.",
        "Hỏi lại đơn vị; nếu số trong bản mới vẫn chưa đúng thì điều chỉnh lại (ansx adjust).",
    ),
    "A10": (
        "Biểu đang dùng không hỏi {count} số liệu mà kỳ này yêu cầu: {names}.",
        "Gửi đơn vị biểu có đủ các lĩnh vực của kỳ (ansx forms, nêu mọi --sector) để điền và nộp lại với Lần nộp lớn hơn.",
    ),
    "A05": ("Báo cáo ghi là số {quality}.", "Thay bằng số chính thức khi có."),
}


def finding(code: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """What a finding says and what to do about it.

    >>> finding("R03", {"raw": "1.234,5", "taken": "1.234,5"})[0]
    '“1.234,5” được hiểu là 1234,5.'
    """
    if "sentence" in facts:
        return f"{facts['sentence']} ({facts.get('compared', facts['working'])})", facts["action"]
    message, action = _FINDINGS.get(_variant(code, facts), _FINDINGS[code])
    words = {**facts, **{k: names.get(str(facts[k]), "") for k, names in _FACT_WORDS.items() if k in facts}}
    if code in _AS_TYPED:
        words["taken"] = as_typed(str(facts.get("taken", "")))
    words = _Facts(words)
    return message.format_map(words), action.format_map(words)


_AS_TYPED = {"R02", "R03", "R06"}
"""Findings that say how something typed was understood: with thousands set apart the two would often look alike."""


def _variant(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a finding that has several: as its facts say, by decimals, or by the reason."""
    return f"{code}.{facts.get('variant', facts.get('decimals', facts.get('reason')))}"


def as_typed(text: str) -> str:
    """A number as it is typed into a form: thousands are not set apart.

    >>> as_typed("1.234,5")
    '1234,5'
    """
    return text.replace(".", "")


class _Facts(dict):
    """Facts of a finding, which may have been stored by an older program that knew fewer of them."""

    def __missing__(self, _name: str) -> str:
        return ""


HINT = {"nil": " Nếu không phát sinh, gõ dấu -.", "not_collected": " Nếu chưa thu thập được, gõ dấu ..."}


def suggestion(value: Any) -> str:
    """The number that was probably meant, as it is to be typed.

    >>> from decimal import Decimal
    >>> suggestion(Decimal(2162))
    ' Có phải 2162?'
    """
    return f" Có phải {as_typed(number(value))}?" if value is not None else ""


FILE_REASON = {
    "missing": "không thấy tệp",
    "directory": "đây là thư mục",
    "special": "không phải tệp thường",
    "empty": "tệp rỗng",
    "unreadable": "không mở được",
    "timeout": "quá thời gian",
    "died": "chương trình đọc phải dừng",
    **PARCEL_REASON,
}
CONTENT_KIND = {
    "pdf": "PDF",
    "html": "trang web",
    "xml": "XML",
    "csv": "văn bản CSV",
    "ods": "LibreOffice .ods",
    "docx": "Word",
    "image": "hình ảnh",
    "zip": "tệp nén",
    "mail": "thư điện tử",
    "packed": "tệp nén .rar, .7z, .gz hoặc winmail.dat",
    "msg": "thư Outlook .msg",
    "xlsb": "Excel .xlsb",
    "office": "tài liệu văn phòng khác",
    "signature": "chữ ký số",
    "unknown": "không rõ",
    "empty": "rỗng",
}


LIMIT = {
    "file": "tệp quá lớn",
    "members": "quá nhiều phần trong tệp",
    "unpacked": "giải nén quá lớn",
    "elements": "quá nhiều ô",
    "depth": "cấu trúc quá sâu",
    "strings": "quá nhiều chuỗi",
    "text": "quá nhiều chữ",
    "cells": "quá nhiều ô",
    "sheets": "quá nhiều sheet",
    "memory": "quá nhiều bộ nhớ",
}
_FACT_WORDS = {"reason": FILE_REASON, "kind": CONTENT_KIND, "limit": LIMIT}


def working(left: str, operator: str, right: str) -> str:
    """The two sides of a relation and what it demands; without an operator they only stand side by side.

    >>> working("638", "<=", "479"), working("638", "", "479")
    ('638 không được lớn hơn 479', '638 so với 479')
    """
    words = {"<=": "không được lớn hơn", ">=": "không được nhỏ hơn", "=": "phải bằng"}
    return f"{left} {words.get(operator, 'so với')} {right}"


_ERRORS = {
    **CORRECTION_ERRORS,
    **INBOX_ERRORS,
    **LEDGER_ERRORS,
    "period": "Kỳ báo cáo “{text}” chưa đúng. Ví dụ đúng: 2024, 2024-H1, 2024-9M, 2024-Q3, 2024-M06, 2024-07-15.",
    "period_year": "Kỳ báo cáo “{text}” ngoài các năm nhận được (từ {first} đến {last}). Kiểm tra lại năm.",
    "date": "Ngày “{text}” chưa đúng. Ví dụ đúng: 15/01/2025 hoặc 2025-01-15.",
    "output_ending": "Tệp “{file}” phải có đuôi {ending}. Ghi lại tên tệp, ví dụ: {example}.",
    "no_catalogue": "Không thấy thư mục danh mục “{folder}”. Kiểm tra lại đường dẫn sau --catalogue.",
    "catalogue": "Danh mục có {count} lỗi (liệt kê ở trên). Sửa các dòng đó rồi chạy lại “ansx catalogue check”.",
    "unknown_unit": "Không có đơn vị “{unit}” trong kỳ {period}. Các mã hợp lệ: {known}.",
    "unknown_sector": "Không có lĩnh vực “{sector}”. Các mã hợp lệ: {known}.",
    "nothing_due": "Kỳ {period} không có số liệu nào phải báo cáo. Với báo cáo đột xuất, chọn lĩnh vực bằng --sector.",
    "no_units": "Danh mục không có đơn vị báo cáo nào vào ngày {day}, ngày cuối của kỳ {period}. Kiểm tra lại kỳ báo cáo; nếu kỳ đúng thì bổ sung đơn vị có hiệu lực vào ngày đó trong units.csv.",
    "no_inbox": "Không thấy thư mục “{folder}”. Kiểm tra lại đường dẫn thư mục nhận báo cáo.",
    "empty_inbox": "Thư mục “{folder}” không có tệp nào. Chép các biểu đã nhận vào thư mục này rồi chạy lại.",
    "output_busy": "Không ghi được “{file}”: tệp đang mở hoặc chỉ cho đọc. Đóng tệp (hoặc chọn tên khác) rồi chạy lại.",
    "output_folder": "Không ghi được vào thư mục “{folder}”. Kiểm tra quyền ghi hoặc chọn thư mục khác.",
    "output_is_input": "Tệp ra “{file}” nằm trong thư mục nhận báo cáo. Chọn chỗ khác để không lẫn với tệp đã nhận.",
    "inbox_closed": "Không mở được thư mục con “{folder}” của thư mục nhận báo cáo. Kiểm tra quyền đọc rồi chạy lại.",
    "output_other": "“{file}” đang là một tệp khác, không phải tệp Excel tổng hợp: không ghi đè. Chọn tên tệp .xlsx khác.",
    "form_exists": "“{file}” đã có và khác biểu sắp phát hành (có thể đã điền): không ghi đè. Chuyển tệp đó đi hoặc chọn thư mục khác.",
    "not_empty": "Thư mục “{folder}” đã có tệp. Chọn thư mục mới để làm thử.",
    "no_file": "Không thấy tệp “{file}”. Kiểm tra lại tên tệp và thư mục rồi chạy lại.",
    "is_folder": "“{file}” là thư mục, không phải tệp biểu. Nêu tên từng tệp; cả thư mục thì dùng: ansx consolidate.",
    "exchange_sheet": "Tệp “{file}” thiếu sheet “{sheet}”. Xuất lại bằng “ansx catalogue export” rồi sửa trên tệp đó.",
    "exchange_unreadable": "Không đọc được “{file}” như một tệp Excel .xlsx. Kiểm tra lại tệp, hoặc xuất lại bằng “ansx catalogue export”.",
    "default_catalogue": "Danh mục đi kèm chương trình không ghi đè được. Chọn thư mục danh mục riêng bằng --catalogue rồi nhập lại.",
    "no_excel": "Lệnh này chạy từ nút bấm trong Excel trên Windows. Ở đây dùng dòng lệnh, kết quả như nhau: ansx --help.",
    "not_saved": "Tệp này chưa được lưu trên ổ đĩa của máy ({place}). Lưu tệp vào một thư mục của máy rồi bấm lại.",
    "not_template": "Tệp đang mở thiếu sheet hoặc ô “{name}” của tệp mẫu. Mở lại tệp template.xlsm.",
    "panel_year": "Ô Năm ở Bảng điều khiển chưa đúng (“{text}”). Nhập bốn chữ số, ví dụ 2024.",
    "panel_kind": "Ô Kỳ báo cáo ở Bảng điều khiển chưa chọn (“{text}”). Chọn trong danh sách của ô.",
    "panel_day": "Kỳ đột xuất cần Ngày số liệu ở Bảng điều khiển. Nhập ngày theo dạng ngày/tháng/năm.",
    "panel_folder": "Ô {name} ở Bảng điều khiển còn trống. Ghi đường dẫn thư mục.",
    "entry_unit": "Ô Mã đơn vị báo cáo ở sheet Nhập liệu còn trống. Nhập mã của đơn vị.",
    "nothing_sent": "Sổ số liệu chưa có báo cáo nào của {period}. Tổng hợp thư mục nhận báo cáo trước (nút Tổng hợp, hoặc ansx consolidate).",
    "patch_sheet": "Biểu của bộ không có sheet “{sheet}”. Kiểm tra lại tệp biểu và tệp ánh xạ.",
    "patch_shared": "Ô {sheet}!{cell} của biểu giữ công thức chung của nhiều ô nên không điền vào đó được. Chọn ô khác trong tệp ánh xạ.",
    "patch_form": "Sheet “{sheet}” của biểu không ở dạng thường gặp nên không điền được. Mở biểu bằng Excel, lưu lại thành .xlsx rồi chạy lại.",
    "mapping": "Tệp ánh xạ có {count} lỗi (liệt kê ở trên). Sửa các dòng đó rồi chạy lại; chưa ghi gì.",
    "mapping_encoding": "Tệp ánh xạ “{file}” không phải văn bản UTF-8. Lưu lại bằng mã UTF-8 rồi chạy lại.",
    "form_unread": "Không điền được biểu “{file}”: {reason}",
    "export_pair": "Để điền biểu có sẵn cần cả hai: --form TỆP.xlsx và --mapping TỆP.yaml.",
    "export_foreign": "Các tệp sau trong thư mục ra không phải do lần xuất trước ghi, hoặc đã được sửa sau đó: {files}. Chưa ghi gì. Chuyển các tệp đó đi hoặc chọn thư mục khác rồi chạy lại.",
    "trace_unknown": "Không có chỉ tiêu hay số liệu mang mã “{figure}”. Xem mã ở sheet Tổng hợp hoặc Số liệu của tệp tổng hợp.",
    "trace_not_due": "Kỳ {period} không có số liệu “{figure}”{area}. Chọn kỳ khác, hoặc xem các mã của kỳ ở sheet Số liệu, Tổng hợp của tệp tổng hợp.",
    "not_windows": "Lệnh này chỉ dùng trên Windows. Trên máy khác không phải cài gì thêm: dùng dòng lệnh.",
    "no_office": "Máy này không có Excel, Word hoặc LibreOffice nên không tạo được PDF. Các tệp khác vẫn đã ghi; mở tệp trên máy có một trong các chương trình đó rồi lưu thành PDF.",
    "pdf_slow": "Tạo PDF quá {seconds} giây nên đã dừng. Đóng bớt chương trình rồi chạy lại; các tệp khác vẫn đã ghi.",
    "pdf_failed": "Không tạo được PDF của “{file}”. Mở thử tệp đó; nếu mở được thì lưu thành PDF từ chương trình ấy.",
    "pdf_kind": "“{file}” không phải tệp .xlsx, .xlsm hoặc .docx nên không tạo PDF được. Chọn một tệp thuộc các loại đó.",
    "pdf_twice": "“{file}” và một tệp khác cùng cho ra “{target}”. Đổi tên một trong hai tệp.",
    "report_template": "Mẫu báo cáo “{file}” không điền được ({tag}). Sửa lại thẻ trong mẫu bằng Word, hoặc bỏ tệp mẫu riêng để dùng mẫu kèm chương trình.",
    "disk": "Không ghi được “{file}”. Kiểm tra dung lượng đĩa, quyền ghi, và xem đó có phải là một thư mục không.",
}


def error(code: str, facts: Mapping[str, Any]) -> str:
    """One sentence for "cannot go on", with what to do."""
    if code in _FINDINGS:
        return " ".join(finding(code, facts))
    sentence = _ERRORS[code].format(**facts)
    return sentence[:1].upper() + sentence[1:]

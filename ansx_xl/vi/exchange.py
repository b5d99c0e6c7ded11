"""The words in the workbook in which the catalogue is edited; imported only where that is written."""

from __future__ import annotations

EXCHANGE_TITLE = "DANH MỤC CỦA KẾ HOẠCH: CÁCH SỬA TRÊN EXCEL"
EXCHANGE_GUIDE = (
    "1. Mỗi sheet là một bảng của danh mục, tên sheet là tên bảng. Dòng 1 là khóa của các cột: không đổi tên, không xóa cột. Sheet Giải thích cột nêu ý nghĩa và giá trị nhận của từng cột; hai sheet đầu chỉ để đọc.",
    "2. Được sửa nội dung các ô từ dòng 2, thêm dòng ở cuối bảng, xóa cả dòng. Thứ tự dòng là thứ tự hiện trên biểu.",
    "3. Cột có nền đậm là bắt buộc. Mã (code, id) là khóa của dòng: đổi mã là xóa dòng cũ và thêm dòng mới.",
    "4. Mọi ô ở định dạng Text: gõ nguyên văn, ví dụ 2024-01-01, 03388, 62.8 (dấu chấm thập phân), 2025=20; 2030=25. Không dùng công thức.",
    "5. Dán từ nơi khác: dùng Paste Special, Values, để ô giữ định dạng Text. Ô đã bị Excel đổi thành số hoặc ngày mà không chắc nội dung cũ thì bị trả lại.",
    "6. Khi nhập lại, toàn bộ danh mục được kiểm tra trước. Có bất kỳ lỗi nào thì không ghi gì; các lỗi được liệt kê một lần, kèm tên sheet và ô.",
    "7. Ghi chú (dòng bắt đầu bằng #) ở giữa tệp danh mục bị mất khi tệp đó được ghi lại; ghi chú ở đầu tệp được giữ.",
)

GLOSSARY = "Giải thích cột"
GLOSSARY_HEADINGS = ("Sheet", "Cột", "Ý nghĩa", "Giá trị nhận", "Bắt buộc")
REQUIRED = "có"
_CODE, _DAY, _WHOLE = (
    "chữ cái không dấu, chữ số, dấu gạch dưới",
    "ngày dạng 2025-07-01; trống: không giới hạn",
    "số nguyên",
)
_YES, _NUMBER, _LIST = "yes (có), no (không)", "số, dấu chấm thập phân, ví dụ 62.8", "các mã cách nhau bằng dấu ;"
_SUM = "tổng các mã, ví dụ GN_HO_NGHEO + GN_HO_CN"
GLOSSARY_SHEETS = {
    "settings": "Thiết đặt: tên kế hoạch, cơ quan, người ký, căn cứ, hạn gửi, ngày nghỉ.",
    "sectors": "Lĩnh vực, theo thứ tự hiện trên biểu.",
    "offices": "Phòng chuyên môn của đơn vị nắm số liệu, theo thời gian.",
    "elements": "Số liệu báo cáo: mỗi dòng là một số mà đơn vị hoặc cơ quan phải nhập.",
    "indicators": "Chỉ tiêu tính từ số liệu báo cáo.",
    "formulas": "Cách tính của từng chỉ tiêu, mỗi phiên bản một dòng.",
    "targets": "Chỉ tiêu kế hoạch: kế hoạch đòi hỏi gì ở một chỉ tiêu.",
    "checks": "Quan hệ kiểm tra giữa các số liệu.",
    "findings": "Mức độ của từng mã nội dung cần rà soát (mã KT ở sheet checks).",
    "units": "Đơn vị hành chính; mã dùng lại được phân biệt bằng valid_from.",
    "unit_changes": "Đơn vị nào thay đơn vị nào.",
    "groups": "Nhóm đơn vị được tổng hợp chung.",
    "agencies": "Cơ quan giữ một vai trò, theo thời gian.",
    "recipients": "Nơi nhận biểu gửi bộ và báo cáo.",
    "ministry": "Biểu gửi bộ: dòng không có column là một biểu, dòng có column là một cột của biểu đó.",
    "tasks": "Nhiệm vụ, giải pháp của kế hoạch và nơi thực hiện.",
    "encodings": "Bảng chữ của phông TCVN3, VNI.",
}
GLOSSARY_COLUMNS: dict[str, tuple[str, str]] = {
    # in any sheet
    "code": ("Mã; đổi mã là bỏ dòng cũ, thêm dòng mới", _CODE),
    "name": ("Tên hiện cho người đọc", "chữ"),
    "note": ("Ghi chú, nguồn; không ảnh hưởng kết quả", "chữ"),
    "valid_from": ("Có hiệu lực từ ngày (kể cả ngày đó)", _DAY),
    "valid_to": ("Có hiệu lực đến ngày (kể cả ngày đó)", _DAY),
    "sector": ("Lĩnh vực", "mã ở sheet sectors"),
    "measure": ("Đơn vị tính", "chữ, ví dụ hộ, người, %"),
    "decimals": ("Số chữ số thập phân", _WHOLE),
    "severity": ("Mức độ", "error (lỗi), warning (cảnh báo), note (lưu ý)"),
    "indicator": ("Chỉ tiêu", "mã ở sheet indicators"),
    "basis": ("Văn bản làm căn cứ", "chữ"),
    "sectors": ("Lĩnh vực được nhận", "all (mọi lĩnh vực) hoặc " + _LIST),
    # one sheet each
    "settings.key": ("Tên thiết đặt", "như các dòng đang có"),
    "settings.value": ("Giá trị", "chữ; hạn gửi (deadline_...): số ngày làm việc; holiday: 09-02 hoặc 2025-01-29"),
    "elements.nature": ("Tính chất số liệu", "stock (thời điểm), flow (thời kỳ, lũy kế từ đầu năm)"),
    "elements.frequency": (
        "Kỳ phải báo cáo",
        "cách nhau bằng dấu cách: Y (năm), H1 (6 tháng), 9M, Q (quý), M (tháng), AH (đột xuất)",
    ),
    "elements.reporter": (
        "Ai báo cáo",
        "local (đơn vị), mã vai trò ở agencies (số toàn tỉnh), mã/unit (số từng đơn vị), auto (đếm từ danh mục)",
    ),
    "elements.low": ("Giá trị nhỏ nhất được nhận", _NUMBER),
    "elements.high": ("Giá trị lớn nhất được nhận", _NUMBER),
    "elements.required": ("Phải có số (trống là lỗi); để trống: yes", _YES),
    "elements.may_not_apply": ("Được gõ dấu x (không áp dụng)", _YES),
    "elements.office": ("Phòng chuyên môn nắm số liệu", "mã ở sheet offices"),
    "elements.communes": ("Là số đếm xã: biểu của xã chỉ nhận 0 hoặc 1", _YES),
    "elements.parent": ("Là một phần (trong đó) của số liệu nào", "mã số liệu"),
    "elements.reconciles_with": ("Cùng nội dung với số liệu của nguồn khác, để đối chiếu", "mã số liệu"),
    "indicators.kind": (
        "Loại chỉ tiêu",
        "ratio (tỷ lệ), count (số lượng), change (mức thay đổi của chỉ tiêu khác), status (mức độ), index (chỉ số)",
    ),
    "indicators.better": ("Chiều tốt hơn", "higher (cao hơn), lower (thấp hơn)"),
    "indicators.base": ("Chỉ với loại change: thay đổi của chỉ tiêu nào", "mã chỉ tiêu"),
    "indicators.beside": ("Chỉ để đối chiếu, hiện cạnh chỉ tiêu nào", "mã chỉ tiêu"),
    "formulas.version": ("Phiên bản cách tính", "chữ"),
    "formulas.numerator": ("Tử số, hoặc số lượng", _SUM),
    "formulas.denominator": ("Mẫu số, chỉ với tỷ lệ", _SUM),
    "formulas.base_year": (
        "Cuối năm nào được tính lần đầu theo cách này (cần cho mức giảm hằng năm)",
        "năm, ví dụ 2021",
    ),
    "formulas.hard_break": ("Không so sánh với phiên bản trước", _YES),
    "formulas.definition": ("Cách tính bằng lời", "chữ"),
    "formulas.footnote": ("Ghi chú phải nêu khi so sánh với phiên bản trước", "chữ"),
    "targets.id": ("Mã chỉ tiêu kế hoạch", "chữ"),
    "targets.scope": ("Địa bàn", "province (toàn tỉnh), mã nhóm ở groups, mã đơn vị"),
    "targets.kind": (
        "Loại",
        "by_year (đến năm), every_year (hằng năm), annual_flow (mỗi năm), annual_change (bình quân mỗi năm), status (công nhận)",
    ),
    "targets.comparison": (
        "Phép so sánh",
        "at_least (từ ... trở lên), more_than (trên), at_most (không quá), less_than (dưới), about (khoảng), none_left (không còn), none_left_basically (cơ bản không còn)",
    ),
    "targets.values": ("Giá trị theo năm", "2025=20; 2030=25 hoặc 2021-2025=8000"),
    "targets.sentence": ("Nguyên văn trong kế hoạch", "chữ"),
    "targets.baseline": ("Số liệu năm gốc; trống: lấy năm đầu có trong sổ số liệu", "2020=16.33"),
    "targets.milestones": ("Mốc giữa kỳ", "2023=56.5"),
    "targets.profile": ("Phần của cả năm phải đạt ở từng kỳ", "H1=0.4; 9M=0.7"),
    "targets.tolerance": ("Dung sai của “cơ bản không còn”", _NUMBER),
    "targets.tolerance_share_of": ("Dung sai là phần trăm của số liệu nào; trống: số đếm", "mã số liệu"),
    "targets.assumption": ("Điều phải giả định vì kế hoạch không nêu", "chữ"),
    "targets.invented": ("Số minh họa, không có trong kế hoạch", _YES),
    "checks.left": ("Vế trái", _SUM + "; each: từng số liệu; prev(MÃ): kỳ trước; prev_year(MÃ): năm trước"),
    "checks.operator": ("Phép so sánh", "<=, =, >=, between (trong khoảng), within (lệch trong mức cho phép)"),
    "checks.right": ("Vế phải", "như vế trái, có thể nhân với số, ví dụ 3*CH_HO; between: hai vế cách nhau bằng dấu ;"),
    "checks.sentence": ("Nội dung báo khi không đạt", "chữ"),
    "checks.action": ("Cách xử lý", "chữ"),
    "checks.percent": ("within: lệch cho phép theo phần trăm", _NUMBER),
    "checks.count": ("within: lệch cho phép theo số lượng", _NUMBER),
    "checks.each": ("each ở vế trái là mọi số liệu loại nào", "stock, flow, element; trống: không dùng"),
    "units.code": ("Mã đơn vị hành chính", "chữ số"),
    "units.type": ("Loại đơn vị", "Huyện, Thành phố, Xã, Phường, Thị trấn, Tỉnh"),
    "units.level": ("Cấp", "province, district, commune"),
    "units.reports": ("Có phải gửi biểu", _YES),
    "units.parent": ("Thuộc đơn vị nào", "mã đơn vị"),
    "units.tile_row": ("Dòng trên bản đồ ô, từ 1", _WHOLE),
    "units.tile_column": ("Cột trên bản đồ ô, từ 1", _WHOLE),
    "units.order": ("Thứ tự hiện trên các bảng", _WHOLE),
    "unit_changes.old": ("Đơn vị cũ", "mã đơn vị"),
    "unit_changes.old_valid_from": ("Đơn vị cũ có hiệu lực từ ngày", _DAY),
    "unit_changes.new": ("Đơn vị mới", "mã đơn vị"),
    "unit_changes.new_valid_from": ("Đơn vị mới có hiệu lực từ ngày", _DAY),
    "unit_changes.day": ("Ngày thay đổi", _DAY),
    "groups.members": ("Các đơn vị trong nhóm", _LIST),
    "agencies.commanded": ("UBND tỉnh giao việc được (no: chỉ đề nghị phối hợp); để trống: yes", _YES),
    "recipients.report": (
        "Nhận gì",
        "ministry (biểu và báo cáo gửi bộ), province (nơi nhận báo cáo của UBND tỉnh), department (nơi nhận báo cáo của Sở)",
    ),
    "recipients.only": ("Chỉ các chỉ tiêu, số liệu này; trống: tất cả", _LIST),
    "recipients.short": ("Tên viết gọn ở Nơi nhận", "chữ"),
    "recipients.purpose": ("Ghi chú ở Nơi nhận", "chữ, ví dụ để b/c"),
    "ministry.form": ("Biểu số", "chữ"),
    "ministry.layout": (
        "Kiểu biểu",
        "indicators (chỉ tiêu theo dòng), indicators_by_unit (chỉ tiêu chia theo đơn vị), elements_by_unit (số liệu chia theo đơn vị)",
    ),
    "ministry.sheet": ("Tên sheet; {sector} thay bằng mã lĩnh vực", "chữ"),
    "ministry.number": ("Ký hiệu biểu; {period} thay bằng N, Q, T, H", "chữ"),
    "ministry.title": ("Tên biểu; {sector} thay bằng tên lĩnh vực", "chữ"),
    "ministry.basis": ("Văn bản ban hành biểu; trống: để chấm", "chữ"),
    "ministry.receivers": ("Bộ nào nhận; trống: mọi bộ", "tên ở sheet recipients, cách nhau bằng dấu ;"),
    "ministry.sectors": ("Lĩnh vực; trống: mọi lĩnh vực", _LIST),
    "ministry.across": ("Nhiều nhất bao nhiêu đơn vị đứng cạnh nhau; trống: 12", _WHOLE),
    "ministry.room": ("Số cột số liệu trên một sheet khi đơn vị xếp theo dòng; trống: 12", _WHOLE),
    "ministry.column": (
        "Nội dung của cột",
        "number, name, code, measure, plan, actual, cumulative, last_year, of_plan, of_last_year, verdict, note; chia theo đơn vị: number, name, code, measure, unit, total, units, note",
    ),
    "ministry.heading": ("Tiêu đề cột", "chữ"),
    "ministry.over": ("Tiêu đề chung phía trên các cột liền nhau", "chữ"),
    "ministry.width": ("Độ rộng cột", _NUMBER),
    "tasks.code": ("Mã nhiệm vụ theo mục của kế hoạch", "chữ"),
    "tasks.section": ("Mục của kế hoạch", "chữ"),
    "tasks.text": ("Nội dung nhiệm vụ", "chữ"),
    "tasks.owner": ("Nơi thực hiện", "local (đơn vị) hoặc mã vai trò ở agencies"),
    "encodings.letter": ("Chữ cái", "một chữ"),
    "encodings.tcvn3": ("Mã trong phông TCVN3", "số hệ 16"),
    "encodings.vni": ("Viết trong phông VNI", "chữ"),
}
"""Column -> what it means, what may stand in it; a column of one sheet as sheet.column, before what it means in any."""


def column_says(table: str, column: str) -> tuple[str, str]:
    """What a column of the catalogue means, and what may stand in it."""
    return GLOSSARY_COLUMNS.get(f"{table}.{column}") or GLOSSARY_COLUMNS[column]

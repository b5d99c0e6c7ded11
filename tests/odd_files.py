"""Odd, damaged and hostile files, built in memory, each with what reading it must give.

An outcome is the error as "F05" or "F16 dtd" (code and fact), or the cells that matter: {address: (kind, raw)} or
{address: (kind, raw, formula)}; None for a cell that must not be there. Whatever else is said of a file in
`beyond` holds of its workbook.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from ansx_xl.cells import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Odd:
    name: str
    data: bytes
    outcome: str | dict
    beyond: Callable[[Workbook], bool] = lambda book: True


def sheet(rows: str, before: str = "", after: str = "", ns: str = MAIN) -> str:
    return f'<worksheet xmlns="{ns}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{cells}</row>'


def relations(*targets: tuple[str, str]) -> str:
    rels = "".join(
        f'<Relationship Id="r{i}" Type="{REL}/{kind}" Target="{t}"/>' for i, (kind, t) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{rels}</Relationships>'


def workbook(sheets: str = '<sheet name="S" sheetId="1" r:id="r1"/>', inner: str = "", names: str = "") -> str:
    names = f"<definedNames>{names}</definedNames>" if names else ""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{inner}<sheets>{sheets}</sheets>{names}</workbook>'


def parts(rows: str | bytes = "", strings: str = "", styles: str = "", **changes: str) -> dict[str, str | bytes]:
    """The parts of a small workbook; *rows* may also be a whole sheet."""
    targets = [("worksheet", "worksheets/sheet1.xml")]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(**changes),
        "xl/worksheets/sheet1.xml": sheet(rows) if rows[:4] == "<row" else rows,
    }
    if strings:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        found["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        targets.append(("styles", "styles.xml"))
        found["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    found["xl/_rels/workbook.xml.rels"] = relations(*targets)
    return found


def packed(members: dict[str, str | bytes] | list[tuple[str, str | bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def book(rows: str | bytes = "", **others: str) -> bytes:
    return packed(parts(rows, **others))


def changed(rows: str = "", drop: str = "", **replaced: str | bytes) -> bytes:
    """A small workbook with parts replaced (workbook, rels, root, sheet, strings) or one dropped."""
    place = {
        "workbook": "xl/workbook.xml",
        "rels": "xl/_rels/workbook.xml.rels",
        "root": "_rels/.rels",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    found = parts(rows) | {place[key]: content for key, content in replaced.items()}
    found.pop(place.get(drop, ""), None)
    return packed(found)


FORM = row(
    '<c r="A1" t="s"><v>0</v></c><c r="B1"><v>12</v></c><c r="C1"><f>B1*2</f><v>24</v></c>'
    '<c r="D1" t="inlineStr"><is><t>Sìn Hồ</t></is></c><c r="E1" s="1"/><c r="F1" t="b"><v>1</v></c>'
) + row('<c r="A2" s="1"><v>45658</v></c>', 2)
DATE_STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0&quot; hộ&quot;"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="[Red]#,##0_d\\h"/></numFmts>'
    '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font><font><sz val="9"/></font>'
    '<font><name val="VNI-Times"/></font></fonts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="167"/><xf fontId="1"/><xf fontId="2"/><xf fontId="3" numFmtId="22"/></cellXfs>'
    '<dxfs><dxf><font><name val=".VnArial"/></font><numFmt numFmtId="165" formatCode="dd/mm"/></dxf></dxfs>'
)
VALID = book(FORM, strings="<si><t>Huyện</t></si>", styles=DATE_STYLES)


def one(cell: str, **others: str) -> bytes:
    return book(row(cell), **others)


def encrypted_member() -> bytes:
    data = bytearray(VALID)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def bad_crc() -> bytes:
    """Stored, not deflated, so that only the checksum can tell."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts(row('<c r="A1"><v>12</v></c>')).items():
            archive.writestr(name, content)
    return buffer.getvalue().replace(b"<v>12</v>", b"<v>92</v>")


def dtd(declaration: str, use: str = "") -> bytes:
    return book(f"<?xml version='1.0'?><!DOCTYPE worksheet {declaration}>" + sheet(row(f'<c r="A1"><v>{use}</v></c>')))


LAUGHS = "[<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi")) + "]"
BLANKS = "".join(row("".join(f'<c r="{c}{n}" s="1"/>' for c in "ABCDEFGHIJ"), n) for n in range(1, 2001))
LIBRE = (
    '<c r="A1" s="1" t="n"><v>12</v></c><c r="B1" s="1" t="n"><v></v></c>'
    '<c r="C1" t="n"><f aca="false">A1+1</f><v>13</v></c>'
    '<c r="D1" t="str"><f aca="false">""</f><v></v></c><c r="E1" s="1"/>'
)
TWO_SHEETS = '<sheet name="S" sheetId="1" r:id="r1"/><sheet name="Ẩn" sheetId="2" state="veryHidden" r:id="r1"/>'
NAMES = (
    '<definedName name="one">S!$B$3</definedName><definedName name="quoted">\'S\'!$C$4:$C$4</definedName>'
    '<definedName name="range">S!$A$1:$B$2</definedName><definedName name="lost">S!#REF!</definedName>'
    '<definedName name="gone">Other!$A$1</definedName><definedName name="far">[1]S!$A$1</definedName>'
    '<definedName name="one" localSheetId="0">S!$A$1</definedName><definedName name="relative">S!A1</definedName>'
)

ODD = (
    # other kinds of file, whatever they are called
    Odd("empty", b"", "F01 empty"),
    Odd("zeros", bytes(4096), "F05 zeros"),
    Odd("old_xls", OLE + bytes(512) + "Workbook".encode("utf-16-le"), "F03"),
    Odd("old_doc", OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "F04 unknown"),
    Odd("password", OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "F02"),
    Odd("pdf", b"%PDF-1.7\n%\xe2\xe3", "F04 pdf"),
    Odd("html_named_xlsx", b"\xef\xbb\xbf\r\n <HTML><table><tr><td>12</td></tr></table>", "F04 html"),
    Odd("html_in_xml", b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "F04 html"),
    Odd("xml_2003", b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "F04 xml"),
    Odd("csv", "Mã;Số\n1;2\n".encode(), "F04 csv"),
    Odd("csv_utf16", "Mã\tSố\n1\t2\n".encode("utf-16"), "F04 csv"),
    Odd("png", b"\x89PNG\r\n\x1a\n" + bytes(20), "F04 image"),
    Odd("jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "F04 image"),
    Odd("noise", bytes(range(256)) * 4, "F04 unknown"),
    Odd("word", b"hello", "F04 unknown"),
    Odd("docx", packed({"word/document.xml": "<w/>"}), "F04 docx"),
    Odd("ods", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "F04 ods"),
    Odd("photos_zip", packed({"photo1.jpg": b"\xff\xd8"}), "F04 zip"),
    Odd("xlsb", packed({"xl/workbook.bin": b"\x83\x01"}), "F04 xlsb"),
    Odd("zip_without_members", b"PK\x05\x06" + bytes(18), "F04 zip"),
    # damaged
    Odd("half", VALID[: len(VALID) // 2], "F05"),
    Odd("last_byte_lost", VALID[:-1], "F05"),
    Odd("four_bytes", VALID[:4], "F05"),
    Odd("bad_crc", bad_crc(), "F05"),
    Odd("no_sheet_part", changed(drop="sheet"), "F05 part"),
    Odd("no_rels", changed(drop="rels"), "F05"),
    Odd("no_root_rels", changed(row('<c r="A1"><v>1</v></c>'), drop="root"), {"A1": ("number", "1")}),
    Odd("no_sheets", book(sheets=" "), "F05 sheets"),
    Odd("same_sheet_name_twice", book(sheet(""), sheets='<sheet name="S" r:id="r1"/>' * 2), "F05 sheets"),
    Odd("broken_xml", book("<worksheet><sheetData><row>"), "F05"),
    Odd("empty_sheet_part", book(""), "F05"),
    Odd("xml_in_unknown_encoding", book("<?xml version='1.0' encoding='klingon'?>" + sheet("")), "F05"),
    Odd("address_beyond_last_row", one('<c r="A1048577"><v>1</v></c>'), "F05 address"),
    Odd("address_beyond_last_column", one('<c r="XFE1"><v>1</v></c>'), "F05 address"),
    Odd("address_nonsense", one('<c r="1A"><v>1</v></c>'), "F05 address"),
    Odd("name_twice", book(sheet(""), names='<definedName name="n">S!$A$1</definedName>' * 2), "F05 names"),
    Odd("control_char_in_xml", one('<c r="A1" t="inlineStr"><is><t>a\x01b</t></is></c>'), "F05"),
    # hostile
    Odd("dtd", dtd("[]"), "F16 dtd"),
    Odd("billion_laughs", dtd(LAUGHS, "&i;"), "F16 dtd"),
    Odd("quadratic_blow_up", dtd(f"[<!ENTITY a '{'x' * 50_000}'>]", "&a;" * 5_000), "F16 dtd"),
    Odd("xxe", dtd("[<!ENTITY a SYSTEM 'file:///etc/passwd'>]", "&a;"), "F16 dtd"),
    Odd("external_dtd", dtd("SYSTEM 'http://192.0.2.1/x.dtd'"), "F16 dtd"),
    Odd("dtd_in_workbook", changed(workbook="<!DOCTYPE w []>" + workbook()), "F16 dtd"),
    Odd("undeclared_entity", one('<c r="A1"><v>&a;</v></c>'), "F05"),
    Odd("zip_bomb", packed({**parts(), "xl/media/x": bytes(130_000_000)}), "F06 unpacked"),
    Odd("too_many_members", packed({**parts(), **{f"m{i}": "" for i in range(5_000)}}), "F06 members"),
    Odd("member_twice_by_case", packed([*parts().items(), ("XL\\WorkSheets/Sheet1.xml", sheet(""))]), "F16 duplicate"),
    Odd("encrypted_member", encrypted_member(), "F16 encrypted"),
    Odd("path_traversal", packed({**parts(row('<c r="A1"><v>1</v></c>')), "../../evil": "x"}), {"A1": ("number", "1")}),
    Odd("deep", book(f'<worksheet xmlns="{MAIN}">' + "<a>" * 100 + "</a>" * 100 + "</worksheet>"), "F06 depth"),
    Odd("deep_workbook", changed(workbook="<a>" * 100_000), "F06 depth"),
    Odd("too_many_sheets", book(sheets="".join(f'<sheet name="S{i}" r:id="r1"/>' for i in range(41))), "F06 sheets"),
    Odd("too_much_text", one('<c t="s"><v>0</v></c>' * 700, strings=f"<si><t>{'x' * 32_767}</t></si>"), "F06 text"),
    Odd("huge_row_number", book('<row r="99999999999"><c><v>1</v></c></row>'), {}),
    Odd("negative_row_number", book('<row r="-5"><c><v>1</v></c></row>'), {}),
    Odd("row_number_nonsense", book('<row r="x"/>'), "F05"),
    Odd("element_in_value", one('<c r="A1"><v>1<x/>2</v></c>'), "F05 content"),
    Odd(
        "elements_of_no_meaning",
        book(sheet("<x/>" + row('<x/><c r="A1" t="s"><v>1</v></c><x r="B1"/><c><v>2</v></c>'))),
        {"A1": ("error", "#STRING!"), "B1": ("number", "2")},
    ),
    Odd(
        "strings_of_no_meaning",
        one('<c r="A1" t="s"><v>1</v></c>', strings="<si><t>a</t></si><x/><si><t>b</t></si>"),
        {"A1": ("text", "b")},
    ),
    Odd("row_that_never_ends", book('<row r="1">' + "<c/>" * 300_000 + "</row>"), "F06 elements"),
    Odd("element_without_cell", book(sheet("<v>1</v><f>x</f>")), {"A1": None}),
    # odd places
    Odd(
        "no_addresses",
        book("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"),
        {"A1": ("number", "1"), "B1": None, "C1": ("number", "3"), "A2": ("number", "4")},
    ),
    Odd(
        "some_addresses",
        one('<c r="C1"/><c><v>4</v></c><c r="F1"><v>6</v></c>'),
        {"D1": ("number", "4"), "F1": ("number", "6")},
    ),
    Odd(
        "rows_out_of_order",
        book(row('<c r="A9"><v>9</v></c>', 9) + row('<c r="A2"><v>2</v></c>', 2)),
        {"A9": ("number", "9"), "A2": ("number", "2")},
    ),
    Odd(
        "dimension_wrong",
        book(sheet(row('<c r="C3"><v>5</v></c>', 3), before='<dimension ref="A1"/>')),
        {"C3": ("number", "5")},
    ),
    Odd(
        "address_twice",
        one('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'),
        {"A1": ("number", "2")},
        lambda b: b.sheets["S"].duplicates == {(0, 0)},
    ),
    Odd(
        "blank_area",
        book(BLANKS + row('<c r="K2001"><v>7</v></c>', 2001), styles=DATE_STYLES),
        {"K2001": ("number", "7")},
        lambda b: len(b.sheets["S"].cells) == 1,
    ),
    Odd(
        "far_away",
        book(row('<c r="A1048576"><v>1</v></c>', 1048576) + row('<c r="XFD1"><v>1</v></c>')),
        {},
        lambda b: not b.sheets["S"].cells,
    ),
    Odd(
        "merged",
        book(sheet(row('<c r="A1"><v>1</v></c>'), after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>')),
        {"A1": ("number", "1")},
        lambda b: b.sheets["S"].merged == ((0, 0, 1, 2),),
    ),
    Odd(
        "two_sheets",
        book(sheet(""), sheets=TWO_SHEETS),
        {},
        lambda b: [s.state for s in b.sheets.values()] == ["visible", "veryHidden"],
    ),
    Odd(
        "names",
        book(sheet(""), names=NAMES),
        {},
        lambda b: (
            b.names == {"one": ("S", 2, 1), "quoted": ("S", 3, 2)}
            and sorted(b.other_names) == ["S!one", "far", "gone", "lost", "range", "relative"]
        ),
    ),
    # odd values
    Odd(
        "error_value",
        one('<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        {"A1": ("error", "#REF!"), "B1": ("error", "#DIV/0!", "1/0")},
    ),
    Odd(
        "spill",
        one('<c r="A1" t="e" cm="1"><f t="array" ref="A1">X</f><v>#SPILL!</v></c><c r="B1"><v>1</v></c>'),
        {"A1": ("error", "#SPILL!", "X"), "B1": ("number", "1")},
    ),
    Odd(
        "unknown_type",
        one('<c r="A1" t="zz"><v>1</v></c><c r="B1"><v>2</v></c>'),
        {"A1": ("error", "1"), "B1": ("number", "2")},
    ),
    Odd("formula_without_value", one('<c r="A1"><f>1+1</f></c>'), {"A1": ("blank", "", "1+1")}),
    Odd("formula_with_empty_text", one('<c r="A1" t="str"><f>""</f><v></v></c>'), {"A1": ("text", "", '""')}),
    Odd(
        "shared_formula",
        one(
            '<c r="A1"><f t="shared" si="0" ref="A1:B1">C1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>'
        ),
        {"A1": ("number", "1", "C1"), "B1": ("number", "2", "")},
    ),
    Odd(
        "data_table",
        one('<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>3</v></c>'),
        {"A1": ("number", "3", "")},
    ),
    Odd("external_link", one('<c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c>'), {"A1": ("number", "5", "[1]Sheet1!A1")}),
    Odd("dde", one("<c r=\"A1\"><f>cmd|'/c calc'!A0</f><v>5</v></c>"), {"A1": ("number", "5", "cmd|'/c calc'!A0")}),
    Odd(
        "webservice",
        one('<c r="A1"><f>WEBSERVICE("http://192.0.2.1")</f><v>5</v></c>'),
        {"A1": ("number", "5", 'WEBSERVICE("http://192.0.2.1")')},
    ),
    Odd(
        "dates",
        one("".join(f'<c r="{c}1" s="{i}"><v>45658</v></c>' for i, c in enumerate("ABCDEF")), styles=DATE_STYLES),
        {
            "A1": ("number", "45658"),
            "B1": ("date", "45658"),
            "C1": ("date", "45658"),
            "D1": ("number", "45658"),
            "E1": ("date", "45658"),
            "F1": ("number", "45658"),
        },
    ),
    Odd("negative_date", one('<c r="A1" s="1"><v>-1</v></c>', styles=DATE_STYLES), {"A1": ("date", "-1")}),
    Odd(
        "old_fonts",
        one(
            '<c r="A1" s="6" t="inlineStr"><is><t>HuyÖn</t></is></c>'
            '<c r="B1" s="7"><v>1</v></c><c r="C1" s="8"><v>1</v></c>',
            styles=DATE_STYLES,
        ),
        {"A1": ("text", "HuyÖn"), "C1": ("date", "1")},
        lambda b: [c.font for c in b.sheets["S"].cells.values()] == [".VnTime", None, "VNI-Times"],
    ),
    Odd("iso_date", one('<c r="A1" t="d"><v>2024-12-31</v></c>'), {"A1": ("date", "2024-12-31")}),
    Odd("book_1904", book(sheet(""), inner='<workbookPr date1904="1"/>'), {}, lambda b: b.date1904),
    Odd(
        "style_missing",
        one('<c r="A1" s="99"><v>1</v></c><c r="B1" s="x"><v>2</v></c>'),
        {"A1": ("number", "1"), "B1": ("number", "2")},
    ),
    Odd(
        "string_index_negative",
        one('<c r="A1" t="s"><v>-1</v></c>', strings="<si><t>a</t></si>"),
        {"A1": ("error", "#STRING!")},
    ),
    Odd(
        "string_index_too_large",
        one('<c r="A1" t="s"><v>7</v></c>', strings="<si><t>a</t></si>"),
        {"A1": ("error", "#STRING!")},
    ),
    Odd("no_strings_part", one('<c r="A1" t="s"><v>0</v></c>'), {"A1": ("error", "#STRING!")}),
    Odd("beyond_two_to_53", one('<c r="A1"><v>9007199254740993</v></c>'), {"A1": ("number", "9007199254740993")}),
    Odd("infinite", one('<c r="A1"><v>1E400</v></c>'), {"A1": ("number", "1E400")}),
    Odd("not_a_number", one('<c r="A1"><v>NaN</v></c>'), {"A1": ("number", "NaN")}),
    Odd(
        "escapes",
        one('<c r="A1" t="inlineStr"><is><t>a_x0008_b_x005F_x0041_c_xD800_d_x0000_</t></is></c>'),
        {"A1": ("text", "a\bb_x0041_c_xD800_d_x0000_")},
    ),
    Odd(
        "spaces", one('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 12 </t></is></c>'), {"A1": ("text", " 12 ")}
    ),
    Odd(
        "rich_text",
        one(
            '<c r="A1" t="s"><v>0</v></c>',
            strings='<si><r><t xml:space="preserve">Sìn </t></r><r><rPr><rFont val=".VnTimeH"/></rPr>'
            '<t>Hå</t></r><rPh sb="0" eb="1"><t>aid</t></rPh></si>',
        ),
        {"A1": ("text", "Sìn Hå")},
        lambda b: b.sheets["S"].cells[0, 0].font == ".VnTimeH",
    ),
    Odd(
        "inline_runs",
        one('<c r="A1" t="inlineStr"><is><r><t>12</t></r><r><t>3</t></r><rPh><t>aid</t></rPh></is></c>'),
        {"A1": ("text", "123")},
    ),
    Odd("bool", one('<c r="A1" t="b"><v>1</v></c>'), {"A1": ("bool", "1")}),
    Odd("cdata", one('<c r="A1"><v><![CDATA[12]]></v></c>'), {"A1": ("number", "12")}),
    # other programs
    Odd(
        "libreoffice",
        one(LIBRE),
        {
            "A1": ("number", "12"),
            "B1": None,
            "C1": ("number", "13", "A1+1"),
            "D1": ("text", "", '""'),
            "E1": None,
        },
    ),
    Odd(
        "prefixed",
        book(
            sheet(row('<c r="A1"><v>1</v></c>'))
            .replace("</", "</x:")
            .replace("<", "<x:")
            .replace("<x:/x:", "</x:")
            .replace("xmlns=", "xmlns:x=")
        ),
        {"A1": ("number", "1")},
    ),
    Odd("strict", book(sheet(row('<c r="A1"><v>1</v></c>'), ns=STRICT)), {"A1": ("number", "1")}),
    Odd(
        "utf16",
        book(
            (
                "<?xml version='1.0' encoding='UTF-16'?>" + sheet(row('<c r="A1" t="inlineStr"><is><t>Hồ</t></is></c>'))
            ).encode("utf-16"),
        ),
        {"A1": ("text", "Hồ")},
    ),
    Odd(
        "absolute_target",
        changed(row('<c r="A1"><v>1</v></c>'), rels=relations(("worksheet", "/XL/worksheets/Sheet1.xml"))),
        {"A1": ("number", "1")},
    ),
    Odd(
        "backslash_target",
        changed(row('<c r="A1"><v>1</v></c>'), rels=relations(("worksheet", "worksheets\\sheet1.xml"))),
        {"A1": ("number", "1")},
    ),
    Odd(
        "dotted_target",
        changed(row('<c r="A1"><v>1</v></c>'), rels=relations(("worksheet", "../xl/worksheets/sheet1.xml"))),
        {"A1": ("number", "1")},
    ),
    Odd(
        "other_namespaces_inside",
        book(
            sheet(
                row('<c r="A1"><v>1</v></c>'),
                after='<extLst><ext xmlns:y="urn:y"><y:c r="A1"><y:v>9</y:v></y:c></ext></extLst>',
            )
        ),
        {"A1": ("number", "1")},
    ),
)

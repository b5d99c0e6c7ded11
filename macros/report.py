"""`python -m macros.report`: the Word templates of the reports -> ansx_xl/data/report/.

They are written part by part, with nothing in them that a report does not need; the same text always gives the same
bytes. They can be edited in Word afterwards: a tag in double braces is filled in, one with {%p, {%tr or {%tc is about
its whole paragraph, row or cell. Sizes are those of Nghị định 30/2020/NĐ-CP, Phụ lục I; lengths are twips (1/20 point).
"""

from __future__ import annotations

from pathlib import Path

from ansx_xl.report import COMMITTEE, DEPARTMENT
from ansx_xl.vi import report as words

from . import word
from .word import BOLD, ITALIC, MM, cell, each, obey, paragraph, row, rule, run, style, table, when

TARGET = Path(__file__).parent.parent / "ansx_xl" / "data" / "report"
PAGE, TOP, LEFT, RIGHT = (11906, 16838), 20 * MM, 30 * MM, 15 * MM
WIDE = int(PAGE[1] - LEFT - RIGHT)
NARROW = int(PAGE[0] - LEFT - RIGHT)
DARK, PALE, GREY = "404040", "E7E6E6", "F2F2F2"
CENTIMETRES = 720  # 1.27 cm
STYLES = (
    style("State", "BC Quốc hiệu", 13, bold=True, align="center"),
    style("Motto", "BC Tiêu ngữ", 14, bold=True, align="center"),
    style("Above", "BC Cơ quan chủ quản", 13, align="center"),
    style("Sender", "BC Cơ quan ban hành", 13, bold=True, align="center"),
    style("Rule", "BC Đường kẻ", 2, align="center", before=3),
    style("Symbol", "BC Số, ký hiệu", 13, align="center", before=3),
    style("Draft", "BC Dự thảo", 13, bold=True, align="center", before=3),
    style("DateLine", "BC Địa danh, ngày tháng", 14, italic=True, align="center", before=3),
    style("Title", "BC Tên loại", 14, bold=True, align="center", before=12),
    style("Subject", "BC Trích yếu", 14, bold=True, align="center"),
    style("Addressee", "BC Kính gửi", 14, align="center", before=8, after=8),
    style("Mark", "BC Dấu số liệu minh họa", 13, bold=True, align="center", before=3, after=3),
    style("Ground", "BC Căn cứ", 13, italic=True, align="both", after=6, indent=CENTIMETRES),
    style("Body", "BC Nội dung", 13, align="both", after=6, indent=CENTIMETRES),
    style("Quoted", "BC Ý kiến đơn vị", 13, align="both", after=6, indent=CENTIMETRES),
    style("Closing", "BC Kết thúc", 13, align="both", after=6, indent=CENTIMETRES, together=True),
    style(
        "Part", "BC Phần", 13, bold=True, align="both", before=6, after=6, indent=CENTIMETRES, level=0, together=True
    ),
    style("Item", "BC Mục", 13, bold=True, align="both", after=6, indent=CENTIMETRES, level=1, together=True),
    style("Caption", "BC Tên bảng", 13, bold=True, align="center", before=6, after=4, together=True),
    style("TableHead", "BC Đầu bảng", 11, bold=True, align="center"),
    style("TableText", "BC Chữ trong bảng", 11),
    style("TableGroup", "BC Nhóm trong bảng", 11, bold=True, together=True),
    style("TableCentre", "BC Giữa bảng", 11, align="center"),
    style("TableNumber", "BC Số trong bảng", 11, align="right"),
    style("TableCount", "BC Số đếm", 16, bold=True, align="center"),
    style("TableNote", "BC Ghi chú bảng", 11, italic=True, align="both", before=4),
    style("Tiny", "BC Dòng đệm", 1),
    style("RecipientsHead", "BC Nơi nhận", 12, bold=True, italic=True),
    style("Recipients", "BC Danh sách nơi nhận", 11),
    style("Signer", "BC Chức vụ người ký", 14, bold=True, align="center"),
    style("Annex", "BC Phụ lục", 14, bold=True, align="center", level=0),
    style("AnnexTitle", "BC Tên phụ lục", 14, bold=True, align="center"),
    style("AnnexTo", "BC Kèm theo", 13, italic=True, align="center", after=6),
)


TENTH = 113  # 2 mm


def bar(of: str) -> str:
    """Ten shaded cells in a table of their own, inside a cell; nothing where there is no bar."""
    paint = "".join(
        cell(TENTH, paragraph("Tiny", tag), fill=fill)
        for tag, fill in (
            (f"{{%tc for dark in {of} %}}", ""),
            ("{%tc if dark %}", ""),
            ("", DARK),
            ("{%tc else %}", ""),
            ("", PALE),
            ("{%tc endif %}", ""),
            ("{%tc endfor %}", ""),
        )
    )
    drawn = table([TENTH] * 10, row(paint, height=150), margin=0)
    # The bar stands in the middle of its cell; a cell must end with a paragraph.
    centred = drawn.replace("<w:tblBorders>", '<w:jc w:val="center"/><w:tblBorders>', 1)
    return when(of, centred) + paragraph("Tiny")


def letterhead(above: bool) -> str:
    left, right = 3550, NARROW - 3550
    sender = each("line in head.above", paragraph("Above", "{{ line }}")) if above else ""
    sender += each("line in head.sender", paragraph("Sender", "{{ line }}"))
    sender += rule(1150, 1150) + paragraph("Symbol", f"{words.NUMBER_LABEL}{words.BLANK_NUMBER}{{{{ head.symbol }}}}")
    sender += "" if above else paragraph("Draft", "{{ head.draft }}")
    state = paragraph("State", words.STATE) + paragraph("Motto", words.MOTTO) + rule(1120, 1120)
    state += paragraph("DateLine", "{{ head.date_line }}")
    return table(
        [left, right], row(cell(left, sender, middle=False), cell(right, state, middle=False)), lined=False, margin=0
    )


def opening() -> str:
    title = paragraph("Title", words.REPORT) + each("line in subject", paragraph("Subject", "{{ line }}"))
    marks = when("mark", boxed("{{ mark }}")) + when("provisional", boxed("{{ provisional }}"))
    grounds = each("line in head.grounds", paragraph("Ground", "{{ line }}"))
    return (
        title
        + rule(3300, 3300)
        + marks
        + paragraph("Addressee", f"{words.ADDRESSEE} {{{{ head.addressee }}}}")
        + grounds
        + paragraph("Body", "{{ opening }}")
    )


def boxed(what: str) -> str:
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="8" w:space="3" w:color="000000"/>' for s in ("top", "left", "bottom", "right")
    )
    return paragraph(
        "Mark", what, more=f"<w:pBdr>{sides}</w:pBdr>" + '<w:ind w:left="113" w:right="113" w:firstLine="0"/>'
    )


def summary() -> str:
    count = NARROW // 8
    widths = [count] * 7 + [NARROW - 7 * count]
    heads = row(*(cell(w, paragraph("TableHead", h), fill=GREY) for w, h in zip(widths, words.COUNT_HEADS)))
    counts = row(*(cell(w, paragraph("TableCount", f"{{{{ counts[{i}].count }}}}")) for i, w in enumerate(widths)))
    return (
        paragraph("Part", words.PARTS["summary"])
        + each("line in summary", paragraph("Body", "{{ line }}"))
        + paragraph("Caption", words.COUNTS_TITLE)
        + table(widths, heads, counts)
        + paragraph("Caption", words.FOCUS_TITLE)
        + when("focus", focus() + paragraph("TableNote", words.BAR_NOTE), paragraph("Body", words.NO_FOCUS))
    )


def focus() -> str:
    widths = [2350, 1150, 900, 1280, 1150]
    widths.append(NARROW - sum(widths))
    heads = row(
        *(cell(w, paragraph("TableHead", h), fill=GREY) for w, h in zip(widths, words.FOCUS_COLUMNS)), head=True
    )
    cells = (
        paragraph("TableText", "{{ row.name }}"),
        paragraph("TableCentre", "{{ row.demand }}"),
        paragraph("TableCentre", run("{{ row.actual }}", BOLD)),
        bar("row.bar"),
        paragraph("TableCentre", run("{{ row.verdict }}", BOLD)),
        paragraph("TableText", "{{ row.needed }}"),
    )
    body = row(*(cell(w, c) for w, c in zip(widths, cells)))
    return table(widths, heads, obey("for row in focus", widths), body, obey("endfor", widths))


def quoted(of: str) -> str:
    """What respondents wrote, and who did."""
    by = run("{% if line.by %} ({{ line.by }}){% endif %}", ITALIC)
    return each(f"line in {of}", paragraph("Quoted", "- {{ line.said }}", by))


def said(of: str) -> str:
    return when(of, quoted(of), paragraph("Body", words.NOTHING_SAID))


def content(tasks: bool) -> str:
    parts = words.PARTS
    annex = words.TABLE_REFERENCE.format(number="I")
    to_work = " " + words.WORK_ANNEX.format(number="II") if tasks else ""
    roman = dict(zip(list(parts)[1:], ("I", "II", "III", "IV", "V")))

    def part(name: str) -> str:
        return paragraph("Part", f"{roman[name]}. {parts[name]}")

    def item(number: int, heading: str) -> str:
        return paragraph("Item", f"{number}. {heading}")

    work = paragraph("Body", "{{ work }}" + to_work)
    work += when("done", paragraph("Body", words.WORK_DONE) + quoted("done"))
    sectors = each(
        "part in sectors",
        paragraph("Item", "{{ part.title }}") + each("line in part.lines", paragraph("Body", "- {{ line.said }}")),
    )
    by = run("{% if line.by %} ({{ line.by }}){% endif %}", ITALIC)
    causes = each(
        "line in part.lines", paragraph("Quoted", "+ ", run(words.CAUSE_GIVEN, ITALIC), " {{ line.said }}", by)
    )
    below = each("part in below", paragraph("Body", "- {{ part.title }}") + causes)
    unjudged = paragraph("Body", run(f"{words.UNJUDGED_HEADING}:", ITALIC))
    unjudged += each("line in unjudged", paragraph("Body", "- {{ line.said }}"))
    remedies = paragraph("Body", run(f"{words.REMEDIES_HEADING}:", ITALIC))
    first = paragraph("Quoted", "- {{ line.lead }} {{ line.said }}", by)
    remedies += each("line in remedies", when("line.lead", first, paragraph("Quoted", "+ {{ line.said }}", by)))
    return (
        when("work", part("work") + work, part("work") + paragraph("Body", words.NOTHING_SAID))
        + part("sectors")
        + paragraph("Body", annex)
        + sectors
        + part("assessment")
        + item(1, words.ACHIEVED_HEADING)
        + each("line in good", paragraph("Body", "- {{ line.said }}"))
        + said("results")
        + item(2, words.SHORT_HEADING)
        + below
        + when("unjudged", unjudged)
        + said("shortcomings")
        + item(3, words.CAUSES_HEADING)
        + said("causes")
        + part("directions")
        + said("directions")
        + when("remedies", remedies)
        + part("proposals")
        + said("proposals")
        + paragraph("Closing", "{{ closing }}")
    )


def signing() -> str:
    left, right = NARROW // 2, NARROW - NARROW // 2
    receivers = paragraph("RecipientsHead", words.RECIPIENTS) + each(
        "line in head.copies", paragraph("Recipients", "{{ line }}")
    )
    signers = each("line in head.signers", paragraph("Signer", "{{ line }}")) + paragraph("Signer") * 5
    return table(
        [left, right],
        row(cell(left, receivers, middle=False), cell(right, signers, middle=False)),
        lined=False,
        margin=0,
    )


def annex(number: str, title: str, more: str = "") -> str:
    head = paragraph("Annex", words.ANNEX.format(number=number), more=more) + paragraph("AnnexTitle", title)
    return head + paragraph("AnnexTo", "{{ head.annexed }}")


def targets() -> str:
    widths = [600, 3150, 760, 1500, 620, 900, 900, 880, 900, 1230, 1300, 850]
    widths.append(WIDE - sum(widths))
    names = list(words.TABLE_COLUMNS)
    heads = row(
        *(cell(w, paragraph("TableHead", f"{{{{ columns.{n} }}}}"), fill=GREY) for w, n in zip(widths, names)),
        head=True,
    )
    looks = {"name": "TableText", "before": "TableNumber", "actual": "TableNumber", "percent": "TableNumber"}
    looks |= {"gap": "TableNumber", "needed": "TableNumber"}
    strong = {"actual", "verdict"}
    cells = [
        cell(w, bar("row.bar"))
        if n == "bar"
        else cell(w, paragraph(looks.get(n, "TableCentre"), run(f"{{{{ row.{n} }}}}", BOLD if n in strong else "")))
        for w, n in zip(widths, names)
    ]
    group = row(cell(sum(widths), paragraph("TableGroup", "{{ row.group }}"), span=len(widths), fill=GREY))
    rows = [obey("for row in table", widths), obey("if row.group", widths), group, obey("else", widths), row(*cells)]
    rows += [obey("endif", widths), obey("endfor", widths)]
    notes = each("line in footnotes", paragraph("TableNote", "{{ line }}"))
    return table(widths, heads, *rows) + paragraph("TableNote", words.BAR_NOTE + " " + words.TABLE_NOTE) + notes


def work() -> str:
    widths = [600, 5000, 3600]
    widths.append(WIDE - sum(widths))
    heads = row(*(cell(w, paragraph("TableHead", h), fill=GREY) for w, h in zip(widths, words.WORK_COLUMNS)), head=True)
    group = row(cell(sum(widths), paragraph("TableGroup", "{{ row.group }}"), span=4, fill=GREY))
    by = run("{% if line.by %} ({{ line.by }}){% endif %}", ITALIC)
    tables = (
        paragraph("TableCentre", "{{ row.number }}"),
        paragraph("TableText", "{{ row.task }}"),
        each("line in row.state", paragraph("TableText", "{{ line }}")) + paragraph("Tiny"),
        each("line in row.done", paragraph("TableText", "- {{ line.said }}", by)) + paragraph("Tiny"),
    )
    cells = row(*(cell(w, c, middle=False) for w, c in zip(widths, tables)), whole=False)
    rows = [obey("for row in tasks", widths), obey("if row.group", widths), group, obey("else", widths), cells]
    return table(widths, heads, *rows, obey("endif", widths), obey("endfor", widths))


def section(wide: bool) -> str:
    """Page and margins; the first page of the first section bears no number."""
    across, down = PAGE[::-1] if wide else PAGE
    parts = "" if wide else word.references()
    first = "" if wide else "<w:titlePg/>"
    turned = ' w:orient="landscape"' if wide else ""
    return (
        f'<w:sectPr>{parts}<w:type w:val="nextPage"/><w:pgSz w:w="{across}" w:h="{down}"{turned}/>'
        f'<w:pgMar w:top="{round(TOP)}" w:right="{round(RIGHT)}" w:bottom="{round(TOP)}" w:left="{round(LEFT)}" '
        f'w:header="{round(10 * MM)}" w:footer="{round(8 * MM)}" w:gutter="0"/>{first}</w:sectPr>'
    )


def body(tasks: bool) -> str:
    first = letterhead(above=tasks) + opening() + summary() + content(tasks) + signing()
    turn = f'<w:p><w:pPr><w:pStyle w:val="Tiny"/>{section(wide=False)}</w:pPr></w:p>'
    second = annex("I", words.ANNEX_TABLE) + targets()
    if tasks:
        second += when("tasks", annex("II", words.ANNEX_WORK, "<w:pageBreakBefore/>") + work())
    return first + turn + second + paragraph("Tiny") + section(wide=True)


def template(tasks: bool) -> bytes:
    """The bytes of one template: with the table of work that of the department, without it that of the committee.

    Page numbers stand on top from the second page on, the mark of invented figures under every page.
    """
    around = word.margins(word.page_number(), paragraph("TableCentre"), paragraph("TableCentre", "{{ mark }}"))
    return word.document(body(tasks), STYLES, around)


TEMPLATES = {f"{DEPARTMENT}.docx": True, f"{COMMITTEE}.docx": False}

if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, tasks in TEMPLATES.items():
        (TARGET / name).write_bytes(template(tasks))
        print(TARGET / name)

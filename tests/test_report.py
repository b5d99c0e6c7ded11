"""Reports: every number from its cell of the workbook, the layout of NĐ 30/2020, and texts of others kept harmless."""

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import docx
import openpyxl
import openxml_audit
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from ansx_xl import addressing, consolidating, presenting, report, vi, writing
from ansx_xl.errors import AnsxError
from ansx_xl.model import Dossier, Verdict
from ansx_xl.period import Period
from ansx_xl.report import bound, tables
from ansx_xl.report.bound import Bond, Figure, Origin, Quote, say
from ansx_xl.report.material import Material, Variant
from ansx_xl.vi import report as words
from macros import report as templates

TODAY = "2025-01-10"
DIGITS = re.compile(r"\d")
HOSTILE = """Đạt & vượt <w:p/> ]]> "100%" 'x' {{ 7*7 }} {% for a in b %} {_{ x }_} {_% y %_} {# z #} =1+1 @SUM(B2)"""


def of(demo_made, period):
    return next(r for r in demo_made.results if str(r.period) == period)


@pytest.fixture(scope="module")
def results(demo_made):
    return of(demo_made, "2024")


@pytest.fixture(scope="module")
def documents(results):
    return report.documents(results, TODAY)


@pytest.fixture(scope="module")
def department(documents):
    return docx.Document(io.BytesIO(report.to_bytes(documents[0], date(2024, 12, 31))))


@pytest.fixture(scope="module")
def committee(documents):
    return docx.Document(io.BytesIO(report.to_bytes(documents[1], date(2024, 12, 31))))


def resubmitted(results, change, period=None):
    """The same period again, each submission changed."""
    subs = tuple(change(s) for s in results.submissions.values())
    dossier = Dossier(period or results.period, submissions=tuple(s for s in subs if s is not None))
    return consolidating.consolidate(results.catalogue, dossier, results.earlier)


@pytest.fixture(scope="module")
def ad_hoc(results):
    """Figures of one sector up to a day."""
    period, labour = Period.parse("2024-07-15"), frozenset({"LD"})
    due = {e.code for e in results.catalogue.elements_due(period, labour)}

    def change(s):
        entries = {key: entry for key, entry in s.entries.items() if key[0] in due}
        own = {"period": period, "entries": entries, "findings": (), "excluded": frozenset(), "tasks": {}, "causes": {}}
        return replace(s, **own) if entries else None

    return resubmitted(results, change, period)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def paragraphs(data):
    """Every paragraph of a document, its headers and footers, as text."""
    found = []
    for name, xml in parts(data).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for paragraph in etree.fromstring(xml.encode()).iter(qn("w:p")):
                found.append("".join(t.text or "" for t in paragraph.findall(f"./{qn('w:r')}/{qn('w:t')}")))
    return found


def texts(of_what):
    """Every text in a document, as objects."""
    if isinstance(of_what, bound.Text):
        return [of_what]
    if isinstance(of_what, tuple):
        return [t for each in of_what for t in texts(each)]
    if hasattr(of_what, "__dataclass_fields__") and not isinstance(of_what, (Figure, Quote)):
        return [t for name in of_what.__dataclass_fields__ for t in texts(getattr(of_what, name))]
    return [bound.text(of_what)] if isinstance(of_what, (Figure, Quote)) else []


# --- numbers ---------------------------------------------------------------------------------------------------------


def written_values(results):
    """The value of each key as the saved workbook shows it to another reader."""
    book = presenting.book(results, TODAY)
    data = writing.to_bytes(book, results.period.end)
    read = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    def value(key):
        spot = book.spots[key]
        shown = read[spot.sheet].cell(spot.row + 1, spot.col + 1).value
        return Fraction(Decimal(repr(shown))) if isinstance(shown, (int, float)) else shown

    return value


@pytest.mark.parametrize("review", [False, True])
@pytest.mark.parametrize("period", ["2024", "2024-H1", "2025-H1"])
def test_every_figure_is_what_its_cell_of_the_written_workbook_says(demo_made, period, review):
    results = of(demo_made, period)
    value = written_values(results)
    for document in report.documents(results, TODAY, review):
        pieces = [p for t in texts(document) for p in t.pieces]
        assert list(bound.faults(pieces, value)) == []
        assert sum(isinstance(p, Figure) for p in pieces) > 15


def test_every_number_in_the_file_is_in_a_bound_text(documents):
    """Take out the texts whose pieces are bound, and no digit is left; a short text must be all of its paragraph."""
    for document in documents:
        known = {str(t) for t in texts(document) if DIGITS.search(str(t))}
        long = sorted((one for one in known if len(one) > 4), key=len, reverse=True)
        shown = paragraphs(report.to_bytes(document, date(2024, 12, 31)))
        assert "2" in shown  # the field of the page number
        items = (words.ACHIEVED_HEADING, words.SHORT_HEADING, words.CAUSES_HEADING)
        headings = {f"{number}. {item}" for number, item in enumerate(items, start=1)}
        for paragraph in set(shown) - known - headings - {"2"}:
            for one in long:
                paragraph = paragraph.replace(one, "")
            assert not DIGITS.search(paragraph)


def test_quotes_are_what_they_say_they_are(results, documents):
    """Digits that are no figure come from the catalogue, from what was typed, from the period, or number rows."""
    catalogue = results.catalogue
    names = [*catalogue.indicators.values(), *catalogue.units.values(), *catalogue.agencies, *catalogue.groups]
    told = [n.name for n in (*names, *catalogue.sectors, *catalogue.recipients)]
    told += [t.text for t in catalogue.tasks] + [t.section for t in catalogue.tasks]
    told += [s.value for s in catalogue.settings] + [t.assumption for t in catalogue.targets.values()]
    told += [f.footnote for i in catalogue.indicators.values() for f in i.formulas] + list(vi_texts(catalogue))
    catalogued = "\n".join(told).casefold()
    typed = "\n".join(
        text
        for s in results.submissions.values()
        for text in (
            *s.narrative.values(),
            *(p for c in s.causes.values() for p in c),
            *(p for t in s.tasks.values() for p in t),
        )
    )
    for piece in (p for d in documents for t in texts(d) for p in t.pieces if isinstance(p, Quote)):
        if not DIGITS.search(piece.text):
            continue
        match piece.origin:
            case Origin.CATALOGUE:
                assert piece.text.casefold() in catalogued or piece.text.partition(". ")[2].casefold() in catalogued
            case Origin.TYPED:
                assert piece.text in typed
            case Origin.PERIOD:
                assert set(re.findall(r"\d+", piece.text)) <= {"2024", "2025"}
            case Origin.ORDER:
                assert re.fullmatch(r"\d{1,2}(\. )?|\d{1,2}((, |-)\d{1,2})*", piece.text)


def vi_texts(catalogue):
    """Names with the basis of a later decision behind them."""
    for target in catalogue.targets.values():
        yield f"{catalogue.indicators[target.indicator].name} [{target.basis}]"


def test_a_loose_number_cannot_be_said():
    with pytest.raises(ValueError, match="unbound"):
        say("{count} đơn vị", count="12")
    with pytest.raises(ValueError, match="unbound"):
        say("12 đơn vị")


def test_a_figure_that_is_not_in_the_workbook_is_found_out():
    key = ("Sheet", "row", "column")
    figures = [
        Figure((key,), "97,32", Bond.NUMBER, 2),
        Figure((key,), "97,33", Bond.NUMBER, 2),
        Figure((key, key), "2", Bond.TALLY, said=("97",)),
    ]
    assert len(list(bound.faults([*figures, "12"], lambda _: Fraction(97317, 1000)))) == 3


def test_counts_of_the_summary_are_those_of_the_assessment(results, documents):
    """Province's targets at their nearest horizon; with later horizons and units' targets the workbook's own line."""
    counts = dict(zip((kinds for _, kinds in vi.VERDICT_COUNTS), documents[0].counts))
    units = {u.id for u in results.catalogue.reporting_units(results.period)}
    first = {}
    for a in results.attainments:
        if a.area not in units:
            first.setdefault(a.target_id, a)
    for kinds, count in counts.items():
        assert int(str(count.count)) == sum(a.verdict in kinds for a in first.values())
    assert sum(int(str(c.count)) for c in counts.values()) == len(first) == 31
    line = presenting.book(results, TODAY).value((vi.ATTAINMENT, "counts", ""))
    assert [int(n) for n in re.findall(r"\d+", line)] == [
        sum(a.verdict in kinds for a in results.attainments) for _, kinds in vi.VERDICT_COUNTS
    ]


def test_percent_of_plan_is_the_same_in_workbook_and_assessment(demo_made):
    for results in demo_made.results:
        book = presenting.book(results, TODAY)
        for a in results.attainments:
            shown = book.value((vi.ATTAINMENT, a.key, "percent"))
            assert (shown or None) == a.percent_of_plan


def test_bars_are_full_only_where_the_target_is_met_or_its_path_kept(results):
    for a in results.attainments:
        dark = tables.bar(a)
        assert len(dark) in (0, tables.BAR) and list(dark) == sorted(dark, reverse=True)
        if dark and all(dark):
            assert a.verdict in (Verdict.MET, Verdict.EXCEEDED) or a.r >= 1
        if a.verdict is Verdict.NOT_ASSESSED:
            assert dark == ()
    shown = {a.target_id: sum(tables.bar(a)) for a in results.attainments}
    assert (shown["YT02"], shown["YT01"], shown["BH03"]) == (9, 0, 2)


def test_bars_are_shaded_cells(documents, department):
    rows = [r for r in documents[0].table if r.bar]
    fills = [c.get(qn("w:fill")) for c in department.element.iter(qn("w:shd"))]
    dark = sum(sum(r.bar) for r in (*rows, *documents[0].focus))
    assert fills.count(templates.DARK) == dark
    assert fills.count(templates.PALE) == 10 * len([*rows, *documents[0].focus]) - dark


# --- layout ----------------------------------------------------------------------------------------------------------


def look(document, style):
    """Size in points, bold, italic, alignment of a paragraph style."""
    found = next(s for s in document.styles if s.style_id == style)
    return found.font.size.pt, bool(found.font.bold), bool(found.font.italic), found.paragraph_format.alignment


LEFT, CENTRE, BOTH = 0, 1, 3


def test_paper_and_margins_are_those_of_the_decree(department):
    upright, wide = department.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)
    for section in department.sections:
        assert Mm(19.9) <= section.top_margin <= Mm(25) and Mm(19.9) <= section.bottom_margin <= Mm(25)
        assert Mm(29.9) <= section.left_margin <= Mm(35) and Mm(14.9) <= section.right_margin <= Mm(20)


def test_page_number_is_centred_on_top_from_the_second_page_on(department):
    first = department.sections[0]
    assert first.different_first_page_header_footer
    assert first.first_page_header.paragraphs[0].text == ""
    number = first.header.paragraphs[0]
    assert number.alignment == CENTRE and "PAGE" in number._p.xml
    assert 13 <= default_size(department) <= 14
    assert department.sections[1].header.is_linked_to_previous
    assert not department.sections[1].different_first_page_header_footer


def default_size(document):
    size = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:sz')}")
    return int(size.get(qn("w:val"))) / 2


def test_one_typeface_in_black(department):
    fonts = department.styles.element.findall(f".//{qn('w:rFonts')}")
    assert {f.get(qn(f"w:{of}")) for f in fonts for of in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert not list(department.element.iter(qn("w:rFonts"))) and not list(department.element.iter(qn("w:color")))
    colours = department.styles.element.iter(qn("w:color"))
    assert {c.get(qn("w:val")) for c in colours} == {"000000"}


@pytest.mark.parametrize(
    ("style", "sizes", "bold", "italic", "alignment"),
    [
        ("State", (12, 13), True, False, CENTRE),
        ("Motto", (13, 14), True, False, CENTRE),
        ("Above", (12, 13), False, False, CENTRE),
        ("Sender", (12, 13), True, False, CENTRE),
        ("Symbol", (13, 13), False, False, CENTRE),
        ("DateLine", (13, 14), False, True, CENTRE),
        ("Title", (13, 14), True, False, CENTRE),
        ("Subject", (13, 14), True, False, CENTRE),
        ("Ground", (13, 14), False, True, BOTH),
        ("Body", (13, 14), False, False, BOTH),
        ("Quoted", (13, 14), False, False, BOTH),
        ("Closing", (13, 14), False, False, BOTH),
        ("Part", (13, 14), True, False, BOTH),
        ("Item", (13, 14), True, False, BOTH),
        ("RecipientsHead", (12, 12), True, True, LEFT),
        ("Recipients", (11, 11), False, False, LEFT),
        ("Signer", (13, 14), True, False, CENTRE),
        ("Annex", (14, 14), True, False, CENTRE),
        ("AnnexTitle", (13, 14), True, False, CENTRE),
        ("AnnexTo", (13, 14), False, True, CENTRE),
    ],
)
def test_sizes_are_those_of_the_decree(department, committee, style, sizes, bold, italic, alignment):
    for document in (department, committee):
        size, *rest = look(document, style)
        assert sizes[0] <= size <= sizes[1] and rest == [bold, italic, alignment]


@pytest.mark.parametrize("style", ["Body", "Ground", "Quoted", "Closing"])
def test_body_has_its_indent_and_spacing(department, style):
    shape = next(s for s in department.styles if s.style_id == style).paragraph_format
    assert round(shape.first_line_indent.cm, 2) in (1.0, 1.27)
    assert shape.space_after.pt >= 6 and 1 <= shape.line_spacing <= 1.5


def styled(container):
    return [(p.style.style_id, p.text) for p in container.paragraphs if p.text]


def test_head_of_the_departments_report(department):
    left, right = department.tables[0].rows[0].cells
    assert styled(left) == [
        ("Above", "UBND TỈNH LAI CHÂU"),
        ("Sender", "SỞ LAO ĐỘNG -"),
        ("Sender", "THƯƠNG BINH VÀ XÃ HỘI"),
        ("Symbol", f"Số:{words.BLANK_NUMBER}/BC-SLĐTBXH"),
    ]
    blank = words.BLANK_DAY
    assert styled(right) == [
        ("State", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Motto", "Độc lập - Tự do - Hạnh phúc"),
        ("DateLine", f"Lai Châu, ngày {blank} tháng {blank} năm 2025"),
    ]
    body = [text for style, text in styled(department) if style in ("Title", "Subject", "Addressee", "Mark")]
    assert body[:2] == ["BÁO CÁO", "Kết quả thực hiện các chỉ tiêu an sinh xã hội năm 2024"]
    assert body[-1] == "Kính gửi: Ủy ban nhân dân tỉnh Lai Châu"
    assert vi.ILLUSTRATIVE_LONG in body and words.PROVISIONAL_BOX in body
    order = [style for style, _ in styled(department)]
    assert (
        order.index("Title") < order.index("Mark") < order.index("Ground") < order.index("Body") < order.index("Part")
    )


def test_head_and_signature_of_the_committees_draft(results, committee):
    left, _ = committee.tables[0].rows[0].cells
    assert styled(left) == [
        ("Sender", "ỦY BAN NHÂN DÂN"),
        ("Sender", "TỈNH LAI CHÂU"),
        ("Symbol", f"Số:{words.BLANK_NUMBER}/BC-UBND"),
        ("Draft", "DỰ THẢO"),
    ]
    receivers, signer = next(t for t in committee.tables if words.RECIPIENTS in t.rows[0].cells[0].text).rows[0].cells
    assert styled(signer) == [("Signer", line) for line in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")]
    lines = [text for _, text in styled(receivers)]
    assert lines[0] == "Nơi nhận:" and lines[1] == "- Bộ Lao động - TB&XH (để b/c);"
    assert all(line.startswith("- ") and line.endswith(";") for line in lines[1:-1]) and lines[-1].endswith(".")
    assert results.period.end < date(2025, 3, 1)


def test_signature_of_the_departments_report(department):
    receivers, signer = next(t for t in department.tables if words.RECIPIENTS in t.rows[0].cells[0].text).rows[0].cells
    assert styled(signer) == [("Signer", "GIÁM ĐỐC")]
    assert [text for _, text in styled(receivers)] == ["Nơi nhận:", "- UBND tỉnh (để b/c);", "- Lưu: VT."]


def test_grounds_end_with_semicolons_and_the_last_with_a_full_stop(department):
    grounds = [text for style, text in styled(department) if style == "Ground"]
    assert len(grounds) == 6 or len(grounds) == 5
    assert all(g.startswith("Căn cứ ") for g in grounds)
    assert {g[-1] for g in grounds[:-1]} == {";"} and grounds[-1].endswith(".")


def test_parts_come_in_order_and_annexes_name_their_report(department):
    found = [text for style, text in styled(department) if style in ("Part", "Annex")]
    numbered = [f"{n}. {t}" for n, t in zip(("I", "II", "III", "IV", "V"), list(words.PARTS.values())[1:])]
    assert found == [words.PARTS["summary"], *numbered, "Phụ lục I", "Phụ lục II"]
    to = [text for style, text in styled(department) if style == "AnnexTo"]
    assert len(to) == 2 and all("/BC-SLĐTBXH ngày" in t for t in to)


def test_dates_take_a_zero_before_small_days_and_the_first_two_months(results):
    head = report.documents(results, TODAY, dated=date(2025, 2, 5))[0].head
    assert str(head.date_line) == "Lai Châu, ngày 05 tháng 02 năm 2025"
    head = report.documents(results, TODAY, dated=date(2025, 3, 15))[0].head
    assert str(head.date_line) == "Lai Châu, ngày 15 tháng 3 năm 2025"


# --- content ---------------------------------------------------------------------------------------------------------


def test_below_plan_with_units_and_causes(documents):
    below = {str(p.title).partition(":")[0]: p for p in documents[0].below}
    missed = below["Tỷ lệ bao phủ BHYT toàn dân"]
    assert (
        "95%" in str(missed.title)
        and "14.874 người" in str(missed.title)
        and "huyện Phong Thổ: 2.553" in str(missed.title)
    )
    lines = below["Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ"].lines
    assert [str(line.by) for line in lines] == ["Sở Y tế"]


def test_the_kind_of_a_unit_has_no_capital_within_a_sentence(demo_made, communes):
    """NĐ 30/2020, Phụ lục II: huyện Phong Thổ, xã Mường Kim."""
    within = re.compile(r"[\w,;:(] (Huyện|Thành phố|Thị trấn|Xã|Phường) [A-ZĐ]")
    seen = 0
    for results in (of(demo_made, "2024"), communes):
        for document in report.documents(results, TODAY):
            for text in texts(document):
                ours = "".join("~" if getattr(p, "origin", "") == Origin.TYPED else str(p) for p in text.pieces)
                assert not within.search(ours), ours
                seen += len(re.findall(r" (?:huyện|thành phố|xã|phường) [A-ZĐ]", ours))
    assert seen > 100


def test_who_has_not_sent_is_named(documents, results):
    missing = {
        consolidating.name_of(results.catalogue, results.period, w)
        for w in set(results.expected) - set(results.submissions)
    }
    assert missing and all(name in str(documents[0].summary[-1]) for name in missing)


def test_each_ministry_is_told_of_its_own_indicators_only(demo_made):
    results = of(demo_made, "2025-H1")
    catalogue = results.catalogue
    made = report.documents(results, TODAY)
    assert str(made[0].head.speaker) == "Sở Nội vụ" and made[0].head.symbol == "/BC-SNV"
    to = {str(d.head.addressee): d for d in made[1:]}
    assert set(to) == {"Bộ Nội vụ", "Bộ Y tế", "Bộ Giáo dục và Đào tạo"}  # nothing of poverty is due at half-year
    for ministry in addressing.ministries(catalogue, results.period.end):
        others = {i.name for i in catalogue.indicators.values() if not addressing.concerns(ministry, i)}
        document = to.get(ministry.name)
        if document:
            named = {str(r.name) for r in document.table if r.name}
            assert named and not named & others
            assert str(document.head.copies[0]).startswith(f"- {ministry.name}")
            assert not any(str(c).startswith("- Bộ") for c in document.head.copies[1:])


def test_one_sector_ad_hoc(ad_hoc):
    document = report.documents(ad_hoc, TODAY)[0]
    assert document.name == "bao-cao-so-2024-07-15"
    assert str(document.subject[0]) == "Kết quả thực hiện các chỉ tiêu an sinh xã hội đến ngày 15/07/2024"
    assert [str(p.title) for p in document.sectors] == ["1. Việc làm và giáo dục nghề nghiệp"]
    assert list(bound.faults([p for t in texts(document) for p in t.pieces], written_values(ad_hoc))) == []


def test_mid_term_and_whole_reviews(demo_made, results):
    mid = report.documents(results, TODAY, review=True)[0]
    assert mid.name.endswith("-so-ket") and str(mid.subject[0]).startswith("Sơ kết giữa kỳ")
    assert "giai đoạn 2021 - 2025" in str(mid.subject[0])
    trained = next(r for r in mid.table if str(r.name) == "Số người được đào tạo nghề trong năm")
    assert str(trained.percent) == "đạt 2/4 năm"
    whole = report.documents(of_communes(results), TODAY, review=True)
    assert whole[0].name.endswith("-tong-ket") and str(whole[0].subject[0]).startswith("Tổng kết")
    assert {str(d.head.addressee) for d in whole[1:]} >= {"Bộ Nội vụ", "Bộ Y tế", "Bộ Nông nghiệp và Môi trường"}
    assert any(re.fullmatch(r"đạt \d/5 năm", str(row.percent)) for row in whole[0].table)


def of_communes(results):
    """The last year of the plan: each of the communes reports what one unit reported the year before."""
    period, model = Period(2025), "105"
    units = [u.id for u in results.catalogue.reporting_units(period)]

    def moved(s, respondent, places):
        entries = {(e, u): entry for (e, at), entry in s.entries.items() for u in (places if at == model else [at])}
        entries = {key: entry for key, entry in entries.items() if key[1] in units or key[1] == "12"}
        own = {"period": period, "entries": entries, "findings": (), "excluded": frozenset()}
        return replace(s, respondent=respondent, sha256=f"{s.sha256}{respondent}", **own)

    subs = [moved(results.submissions[model], u, [u]) for u in units]
    agencies = {a.code for a in results.catalogue.agencies}
    subs += [moved(s, who, units) for who, s in results.submissions.items() if who in agencies]
    earlier = {**results.earlier, str(results.period): results.figures}
    return consolidating.consolidate(results.catalogue, Dossier(period, submissions=tuple(subs)), earlier)


def test_reports_of_a_period_of_communes(results, tmp_path):
    communes = of_communes(results)
    assert len(communes.catalogue.reporting_units(communes.period)) == 38
    book = presenting.book(communes, TODAY)
    for document in report.documents(communes, TODAY, book=book):
        assert list(bound.faults([p for t in texts(document) for p in t.pieces], book.value)) == []
    began = time.process_time()
    assert len(list(written(communes, tmp_path, TODAY, book))) == 5
    assert time.process_time() - began < 3  # of which 3 s for everything that is exported


def written(results, folder, today, book=None):
    """The reports of a period as files."""
    for document in report.documents(results, today, book=book):
        path = folder / f"{document.name}.docx"
        path.write_bytes(report.to_bytes(document, results.period.end))
        yield path


# --- files -----------------------------------------------------------------------------------------------------------


def test_audit_finds_nothing(demo_made, ad_hoc, tmp_path):
    for results in (of(demo_made, "2024"), of(demo_made, "2025-H1"), ad_hoc):
        for path in written(results, tmp_path, TODAY):
            assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors] == []
    assert len(list(tmp_path.iterdir())) == 8
    for name in templates.TEMPLATES:
        assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(templates.TARGET / name).errors] == []


def test_the_same_report_has_the_same_bytes(results):
    first = [report.to_bytes(d, date(2024, 12, 31)) for d in report.documents(results, TODAY)]
    again = [report.to_bytes(d, date(2024, 12, 31)) for d in report.documents(results, "2026-06-01")]
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first[0])) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2024-12-31T00:00:00Z" in parts(first[0])["docProps/core.xml"]


@pytest.fixture(scope="module")
def attacked(results):
    """Every officer writes the same hostile words everywhere, and signs."""

    def change(s):
        narrative = dict.fromkeys(vi.NARRATIVE, f"{HOSTILE}\x07\x0b\ufffe\n- {HOSTILE}")
        causes = {"YT01": (HOSTILE, HOSTILE), "YT02": (HOSTILE, HOSTILE)}
        tasks = {code: (status, HOSTILE, HOSTILE) for code, (status, _, _) in s.tasks.items()}
        own = {"officer": "TÊN NGƯỜI LẬP BIỂU", "telephone": "0913579135"}
        return replace(s, narrative=narrative, causes=causes, tasks=tasks, **own)

    return resubmitted(results, change)


def test_hostile_texts_arrive_intact_and_harmless(attacked, tmp_path):
    for path in written(attacked, tmp_path, TODAY):
        assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors] == []
        found = [p for p in paragraphs(path.read_bytes()) if "{{ 7*7 }}" in p]
        assert len(found) >= 7 and all(HOSTILE in p for p in found)
        assert not any("49" in p for p in found)


def test_no_officer_is_named(attacked):
    for document in report.documents(attacked, TODAY):
        whole = "".join(parts(report.to_bytes(document, date(2024, 12, 31))).values())
        assert "TÊN NGƯỜI LẬP BIỂU" not in whole and "0913579135" not in whole


def test_templates_are_what_their_source_makes():
    for name, tasks in templates.TEMPLATES.items():
        assert parts((templates.TARGET / name).read_bytes()) == parts(templates.template(tasks))


def test_templates_hold_no_figures():
    for name in templates.TEMPLATES:
        shown = (re.sub(r"{[{%].*?[%}]}", "", p) for p in paragraphs((templates.TARGET / name).read_bytes()))
        assert [p for p in shown if DIGITS.search(p) and not re.match(r"\d\. ", p)] == ["2"]
        assert not any("stylesWithEffects" in part for part in parts((templates.TARGET / name).read_bytes()))


def test_a_template_of_ones_own_is_used_and_a_faulty_one_refused(documents, tmp_path):
    name = f"{report.DEPARTMENT}.docx"
    own = docx.Document(templates.TARGET / name)
    own.paragraphs[0].text = "MẪU RIÊNG {{ head.speaker }}"
    own.save(tmp_path / name)
    made = paragraphs(report.to_bytes(documents[0], date(2024, 12, 31), tmp_path))
    assert "MẪU RIÊNG Sở Lao động - Thương binh và Xã hội" in made
    for fault in ("{{ nothing }}", "{% if %}", "{{ head.__class__.__mro__ }}"):
        own.paragraphs[0].text = fault
        own.save(tmp_path / name)
        with pytest.raises(AnsxError) as refused:
            report.to_bytes(documents[0], date(2024, 12, 31), tmp_path)
        assert refused.value.code == "report_template" and name in vi.error("report_template", refused.value.facts)
    (tmp_path / name).write_bytes(b"no document")
    with pytest.raises(AnsxError):
        report.to_bytes(documents[0], date(2024, 12, 31), tmp_path)


def test_a_report_of_nothing_can_be_written(results, tmp_path):
    """One unit, nothing written, hardly anything due."""

    def change(s):
        return replace(s, narrative={}, causes={}, tasks={}) if s.respondent == "105" else None

    empty = resubmitted(results, change)
    for path in written(empty, tmp_path, TODAY):
        assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors] == []
        assert words.NOTHING_SAID in paragraphs(path.read_bytes())


def test_material_knows_what_it_speaks_of(results):
    book = presenting.book(results, TODAY)
    every = frozenset(results.catalogue.indicators)
    assert Material(results, book, Variant.PERIODIC, every).whole
    some = Material(results, book, Variant.PERIODIC, frozenset({"YT01", "LD02"}))
    assert not some.whole and some.told == {"YT", "LD"}

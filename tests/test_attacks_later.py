"""Wrong figures that must not get out: through corrections, years of change, forms of a ministry, printed sheets."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import builders
import openpyxl
import pytest
import xlsxwriter

from ansx_xl import (
    adjusting,
    catalogue,
    cells,
    checking,
    consolidating,
    forms,
    layout,
    limits,
    migrating,
    ministry,
    patching,
    pdf,
    presenting,
    reading,
    vi,
    workflow,
    writing,
)
from ansx_xl import history as figures_before
from ansx_xl.attainment import history
from ansx_xl.errors import AnsxError, CatalogueError
from ansx_xl.ledger import Ledger
from ansx_xl.ministry import filling
from ansx_xl.model import (
    Adjustment,
    Decision,
    DecisionKind,
    Dossier,
    Entry,
    Group,
    Prior,
    Reason,
    Stamp,
    Status,
    UnitChange,
    Validity,
    Verdict,
)
from ansx_xl.period import Period
from ansx_xl.report import voices
from ansx_xl.report.material import Material, Variant
from ansx_xl.text import exact

PLAN = catalogue.load()
YEAR = Period.parse("2024")
UNIT, FREE = "106", ("GN_HS", "106")
TODAY = Stamp("2025-01-20", "tester")
WHOLE = PLAN.province.id


def sent(period=YEAR, seed=1, without=()):
    given = builders.submissions(PLAN, builders.figures(PLAN, period, seed=seed))
    return [s for s in given if s.respondent not in without]


def results_of(submissions, earlier=None, **more):
    period = submissions[0].period
    return consolidating.consolidate(PLAN, Dossier(period, submissions=tuple(submissions), **more), earlier or {})


def figures_of(code, seed=2):
    return {code: builders.figures(PLAN, Period.parse(code), seed=seed)}


@pytest.fixture
def ledger(tmp_path):
    address = str(tmp_path / "a.db")
    with Ledger.open(address) as opened:
        opened.append(YEAR, sent(), TODAY)
    return address


def adjust(ledger, element, value, who=UNIT, unit=""):
    return workflow.adjust(PLAN, YEAR, who, element, value, "why", "office", "2025-01-20", ledger, TODAY, unit=unit)


# --- corrections ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("element", "value"), [("GN_HS", "-5"), ("GN_HS", "99999999"), ("GD_XA_TH3", "201")])
def test_an_adjustment_keeps_the_limits_of_the_form(ledger, element, value):
    with pytest.raises(AnsxError) as refused:
        adjust(ledger, element, value)
    assert refused.value.code == "adjust_bounds" and value.strip("-")[0] in vi.error(
        "adjust_bounds", refused.value.facts
    )
    with Ledger.open(ledger) as opened:
        assert opened.dossier(YEAR).adjustments == ()


def test_words_of_a_unit_do_not_confirm_an_adjustment_again():
    """A resubmission with an explanation beside the figure is still to be confirmed by the department (A09)."""
    one = next(s for s in sent() if s.respondent == UNIT)
    a = Adjustment(UNIT, FREE, one.sha256, "11", Decimal(7), "why", "office", "2025-01-20")
    again = replace(one, attempt=2, sha256="b" * 64, explanations={FREE: "vì lý do khác"})
    checked = checking.check(PLAN, adjusting.apply(PLAN, again, [a]))
    (asked,) = (f for f in checked.findings if f.code == "A09")
    assert asked.open and not asked.explanation


def test_a_finding_is_accepted_for_the_figures_that_it_spoke_of(ledger):
    """Accepted at sign-off, opened again, then the figure is corrected to something worse: it is open again."""
    before = workflow.from_ledger(PLAN, YEAR, ledger)
    codes = tuple(dict.fromkeys(f.code for _, f in before.findings if f.open))
    done = workflow.sign_off(PLAN, YEAR, codes, "accepted", ledger, TODAY)
    who, failed = next((w, f) for w, f in done.waived if f.unit == UNIT and w == UNIT and "working" in f.facts)
    workflow.reopen(YEAR, "why", ledger, TODAY)
    now = workflow.from_ledger(PLAN, YEAR, ledger)
    assert not [f for _, f in now.findings if f.open]
    figure = now.figures.entries[failed.element, UNIT].value
    adjust(ledger, failed.element, exact(figure + 1000))
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    again = [f for w, f in results.findings if (w, f.code, f.element) == (who, failed.code, failed.element)]
    assert [f.open for f in again] == [True]


def test_what_a_catalogue_no_longer_asks_in_the_same_meaning_is_not_adjusted():
    """An adjustment that would have no effect is refused, not recorded."""
    one = next(s for s in sent() if s.respondent == UNIT)
    old = replace(one, edition="0" * 16, meanings="GN_HS flow 3 tỷ đồng")
    assert FREE in migrating.kept(PLAN, replace(one, edition="0" * 16)) and FREE in migrating.kept(PLAN, one)
    assert FREE not in migrating.kept(PLAN, old)
    others = [s for s in sent() if s.respondent != UNIT]
    a = Adjustment(UNIT, FREE, old.sha256, "11", Decimal(7), "why", "office", "2025-01-20")
    results = results_of([old, *others], adjustments=(a,))
    assert results.figures.number(FREE) is None and FREE not in results.adjusted
    (row,) = (r for r in presenting.corrections.corrections(results).rows if not r.group and r.cells["code"] == "GN_HS")
    assert row.cells["status"] == vi.LAPSED_STATUS


def test_the_adjustment_in_force_is_listed_though_a_later_one_was_made_for_another_submission():
    """Chosen A and adjusted, chosen B and adjusted, chosen A again."""
    a = next(s for s in sent() if s.respondent == UNIT)
    b = replace(a, sha256="b" * 64, file="b.xlsx", entries={**a.entries, FREE: builders.number(12)})
    among = {"among": f"{a.sha256} {b.sha256}"}
    chosen = (Decision(DecisionKind.CHOOSE, UNIT, a.sha256, among),)
    made = [Adjustment(UNIT, FREE, s.sha256, "11", Decimal(v), f"why {v}", "office", "") for s, v in ((a, 7), (b, 8))]
    results = results_of([b, *sent()], adjustments=tuple(made), decisions=chosen)
    assert results.figures.number(FREE) == 7
    rows = [r.cells for r in presenting.corrections.corrections(results).rows if not r.group]
    assert [(r["status"], r["why"]) for r in rows if r["code"] == "GN_HS"] == [
        (vi.ADJUSTED_STATUS, "why 7"),
        (vi.LAPSED_STATUS, "why 8"),
    ]


def test_a_verdict_that_moves_with_an_earlier_period_is_shown_beside_what_was_published():
    """No figure of the period itself changes."""
    now, past = sent(seed=2), figures_of("2023", 2)
    published = consolidating.published(results_of(now, past))
    other = {v.value for v in Verdict} - set(published.verdicts.values())
    key = next(iter(published.verdicts))
    moved = replace(published, verdicts={**published.verdicts, key: min(other)}, stamp=TODAY)
    results = results_of(now, past, published=(moved,))
    assert list(consolidating.changes_since_published(results)) == []
    ((found, before, after),) = consolidating.verdicts_since_published(results)
    assert (found, before.value, after.target_id) == (key, min(other), key.split(":")[0])
    (row,) = (r for r in presenting.corrections.corrections(results).rows if not r.group)
    assert row.cells["before"].content and row.cells["after"].content


def test_what_a_signed_off_ad_hoc_period_asks_for_does_not_change(tmp_path):
    period, address = Period.parse("2024-07-15"), str(tmp_path / "a.db")
    with Ledger.open(address) as opened:
        opened.append(period, [Decision(DecisionKind.SIGN_OFF)], TODAY)
    with pytest.raises(AnsxError) as refused:
        workflow.issue_forms(PLAN, period, tmp_path / "forms", address, sectors=frozenset({PLAN.sectors[0].code}))
    assert refused.value.code == "signed_off" and not (tmp_path / "forms").exists()


# --- the year in which units gave way to others ----------------------------------------------------------------------


def of_last_year(results):
    """The percentages of last year that a sheet of indicators shows, by its rows, and its notes."""
    found, notes = {}, set()
    for receiver in ministry.receivers(results):
        book = ministry.book(results, receiver)
        for order, grid in ministry.grids(results, receiver):
            if order.form.layout == "indicators":
                notes |= set(grid.notes)
                for row in (r for r in grid.rows if not r.group):
                    found[row.key] = book.value((grid.name, row.key, "of_last_year"))
    return found, notes


@pytest.mark.parametrize(("now", "before"), [("2025", "2024"), ("2026", "2025"), ("2026-9M", "2025-9M")])
def test_running_figures_from_july_are_not_held_against_those_of_a_whole_year(now, before):
    results = results_of(sent(Period.parse(now), seed=2), figures_of(before))
    found, notes = of_last_year(results)
    flows = [c for c, f in results.due.items() if any(_runs(e) for e in f.elements) and c in found]
    assert flows and all(not isinstance(found[c], (int, float, Decimal)) for c in flows), (found, flows)
    assert any("01/07/2025" in note for note in notes)


def _runs(code):
    element = PLAN.elements[code]
    return element.by_unit and element.nature.value == "flow"


def test_other_years_are_compared_as_ever():
    results = results_of(sent(YEAR, seed=2), figures_of("2023"))
    found, notes = of_last_year(results)
    assert not isinstance(found["LD02"], str) and found["LD02"] and not any("01/07" in note for note in notes)


def test_no_profile_comes_from_a_year_that_began_in_july():
    """Three quarters of 2026 are not expected to hold what the third quarter was of the second half of 2025."""
    now = builders.figures(PLAN, Period.parse("2026-9M"), seed=2)
    store = history.archive(PLAN, now, figures_of("2025-9M", 2) | {"2025": doubled(figures_of("2025", 2)["2025"])})
    target = PLAN.targets["LD02"]
    share = history.share(store, target, PLAN.indicators["LD02"], WHOLE)
    assert (share.q, share.of) == (3, 4)


def doubled(figures):
    entries = {k: replace(e, value=2 * e.value) if e.status is Status.NUMBER else e for k, e in figures.entries.items()}
    return replace(figures, entries=entries)


# --- a form of a ministry -------------------------------------------------------------------------------------------


def own_form():
    """A form with a merged block and a total over what is filled in; its total is still that of the blank form."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula(0, 2, "=SUM(A1:B1)", None, 3)
    sheet.merge_range(2, 0, 3, 1, "")
    book.close()
    return data.getvalue()


def mapped(results, *records):
    text = "".join("- " + "\n  ".join(f'{k}: "{v}"' for k, v in r.items()) + "\n" for r in records)
    return filling.contents(results, cells.read(own_form()), text, "map.yaml")["S"]


def test_a_part_is_not_held_against_the_whole_of_last_year():
    results = results_of(sent(without=(UNIT,)), figures_of("2023"))
    for figure in ("GN_HS", "NCC02"):
        found = mapped(results, {"cell": "S!A1", "figure": figure, "what": "of_last_year"})
        assert found[0, 0] == vi.MISSING_SIGN
    whole = mapped(results_of(sent(), figures_of("2023")), {"cell": "S!A1", "figure": "GN_HS", "what": "of_last_year"})
    assert not isinstance(whole[0, 0], str)


def test_two_figures_of_one_merged_block_are_a_fault():
    results = results_of(sent())
    first = {"cell": "S!A3", "figure": "GN_HS"}
    with pytest.raises(CatalogueError) as refused:
        mapped(results, first, {"cell": "S!B4", "figure": "CH_HO"})
    assert [f.code for f in refused.value.faults] == ["duplicate_key"]
    assert mapped(results, {"cell": "S!B4", "figure": "CH_HO"})[2, 0] == results.totals["CH_HO", WHOLE].value


@pytest.mark.parametrize(
    ("column", "factor", "fault"), [(0, "", ""), (1, "", "x"), (1, "0.01", ""), (2, "", "x"), (3, "1", "x")]
)
def test_a_cell_that_would_show_another_number_needs_a_factor(column, factor, fault):
    """95 in a cell that is shown in percent is 9500%; in thousands 0; as a date a day of 1900."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet("S")
    for col, look in enumerate(("#,##0.0", "0.0%", "#,##0,", "dd/mm/yyyy")):
        sheet.write_blank(0, col, None, book.add_format({"num_format": look}))
    book.close()
    form, results = data.getvalue(), results_of(sent())
    text = f'- cell: "S!{"ABCD"[column]}1"\n  figure: "CH_HO"\n' + (f'  factor: "{factor}"\n' if factor else "")
    if fault:
        with pytest.raises(CatalogueError) as refused:
            filling.contents(results, cells.read(form), text, "map.yaml", patching.scales(form))
        assert [f.code for f in refused.value.faults] == ["cell_scaled"]
        assert all(vi.fault(f.file, f.line, f.code, f.facts) for f in refused.value.faults)
    else:
        found = filling.contents(results, cells.read(form), text, "map.yaml", patching.scales(form))
        assert found["S"][0, column] == Fraction(results.totals["CH_HO", WHOLE].value) * Fraction(factor or 1)


def test_a_printed_form_shows_its_totals_as_they_are_now(tmp_path):
    if not pdf.office():
        pytest.skip("no office program")
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "form.xlsx"
    path.write_bytes(patching.patch(own_form(), {"S": {(0, 0): 7000}}))
    (printed,) = pdf.convert([path])
    text = pypdf.PdfReader(printed).pages[0].extract_text()
    assert "7002" in text.replace(".", "") and "3" not in text


# --- what reports say -----------------------------------------------------------------------------------------------


def test_all_units_are_not_those_that_have_sent():
    few = [s for s in sent() if s.respondent in ("105", "106", "107")]
    results = results_of(few)
    material = Material(results, ministry.consolidated(results, "2025-01-20"), Variant.PERIODIC, frozenset())
    said = str(voices._speakers(material, {"105", "106", "107"}))
    assert voices.words.EVERY_UNIT not in said


# --- what the eye sees is not what a cell holds ----------------------------------------------------------------------


def typed(change):
    """The form of a unit with a figure in every input, after *change* of its entry sheet in a spreadsheet."""
    form = layout.form(PLAN, YEAR, UNIT)
    filling = forms.Filling(entries={s.key: Decimal(1) for s in form.inputs})
    book = openpyxl.load_workbook(io.BytesIO(writing.to_bytes(forms.make(PLAN, form, Prior(), filling), YEAR.end)))
    change(book[vi.ENTRY], form.by_key[FREE])
    out = io.BytesIO()
    book.save(out)
    return reading.read(PLAN, cells.read(out.getvalue(), vi.UNREAD), "a.xlsx", "0" * 64)


def codes_of(submission, key=FREE):
    return [f.code for f in submission.findings if (f.element, f.unit) == key]


@pytest.mark.parametrize("shown", ["0%", "#,##0,", '0"00"', "0.0,,"])
def test_a_number_shown_as_another_is_no_figure(shown):
    def change(sheet, slot):
        sheet.cell(slot.row + 1, slot.col + 1, 3500).number_format = shown

    found = typed(change)
    assert (found.entries[FREE].status, codes_of(found)) == (Status.ERROR, ["R25"])


def test_a_figure_under_a_merged_cell_is_not_counted():
    def change(sheet, slot):
        at = slot.row + 1, slot.col + 1
        sheet.merged_cells.add(f"{sheet.cell(at[0] - 1, at[1]).coordinate}:{sheet.cell(*at).coordinate}")

    found = typed(change)
    assert (found.entries[FREE].status, codes_of(found)) == (Status.ERROR, ["R26"])


def test_a_number_in_a_row_of_ones_own_is_named():
    def change(sheet, slot):
        last = max(s.row for s in layout.form(PLAN, YEAR, UNIT).inputs)
        sheet.cell(last + 2, slot.col + 1, 77)

    ((place, value),) = [(f.place.cell, f.value) for f in typed(change).findings if f.code == "R27"]
    assert value == "77" and place.startswith("H")


# --- a year in which units ended -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2025", "2025-H2", "2025-9M"])
def test_a_part_of_the_year_is_not_judged_as_the_year(code):
    """Jobs since July against the plan of 2025: not assessed, unless what came already is enough."""
    period = Period.parse(code)
    parts = {"LD_VL_VON": 1, "LD_VL_NN": 1}
    for jobs, verdict in ((120, Verdict.NOT_ASSESSED), (300, Verdict.EXCEEDED)):
        figures = builders.figures(PLAN, period, LD_VL=jobs, **parts)
        rows = {a.target_id: a for a in builders.results(PLAN, figures).attainments}
        row = rows["LD03"]
        assert (row.verdict, bool(row.reason)) == (verdict, verdict is Verdict.NOT_ASSESSED)
        assert (row.actual is None) == (verdict is Verdict.NOT_ASSESSED) and row.footnotes
    assert rows["GN01"].footnotes != row.footnotes
    later = builders.results(PLAN, builders.figures(PLAN, Period.parse("2026"), LD_VL=120, **parts))
    assert not next(a for a in later.attainments if a.target_id == "LD03").footnotes


def test_a_commune_split_off_from_one_that_goes_on_is_not_judged_for_the_year():
    """No unit ended: the note names the day the new one began instead."""
    period, day = Period.parse("2026"), date(2026, 7, 1)
    old = PLAN.reporting_units(period)[0]
    new = replace(old, id="99999", code="99999", validity=Validity(day))
    target = replace(PLAN.targets["LD03"], scope=new.id, values={2026: Decimal(1_000_000)})
    plan = replace(
        PLAN,
        units={**PLAN.units, new.id: new},
        unit_changes=(*PLAN.unit_changes, UnitChange(old.id, new.id, day)),
        targets={**PLAN.targets, "LD03": target},
    )
    figures = builders.figures(plan, period, LD_VL=120, LD_VL_VON=1, LD_VL_NN=1)
    row = next(a for a in builders.results(plan, figures).attainments if a.target_id == "LD03")
    assert (row.verdict, row.reason, row.actual) == (Verdict.NOT_ASSESSED, Reason.INCOMPLETE, None)
    assert row.footnotes == (vi.flows_of_new_units(2026, day),)


def test_a_rate_over_half_a_year_is_not_judged_as_the_years():
    figures = builders.figures(PLAN, Period.parse("2025"), YT_TCDD=1, YT_TRE1=100)
    row = next(a for a in builders.results(PLAN, figures).attainments if a.target_id == "YT02")
    assert (row.verdict, row.reason, row.actual) == (Verdict.NOT_ASSESSED, Reason.INCOMPLETE, None)


def test_a_number_is_suggested_only_where_the_row_can_take_it():
    def change(text):
        return lambda sheet, slot: sheet.cell(slot.row + 1, slot.col + 1, text)

    facts = [next(f.facts for f in typed(change(t)).findings if f.element == FREE[0]) for t in ("1.234", "1.5 hộ")]
    assert facts[0]["suggestion"] and not facts[1]["suggestion"]


def test_a_share_typed_for_a_percentage_is_said_to_be_one():
    period = Period.parse("2024")
    element = PLAN.elements["BH_HL"]

    def facts(text):
        entry = Entry(Status.NUMBER, Decimal(text))
        _, finding = limits.limited(PLAN, element, WHOLE, period.end, entry)
        assert finding.code == "R11"
        return finding.facts

    assert facts("0.825")["variant"] == "share" and "variant" not in facts("82.525")


def test_a_part_of_last_year_is_no_year_to_be_held_against():
    """2026 after the change of July 2025: nothing beside the flows of communes, on forms as in results."""
    parts = {"LD_VL_VON": 1, "LD_VL_NN": 1}
    earlier = {code: builders.figures(PLAN, Period.parse(code), LD_VL=120, **parts) for code in ("2024", "2025")}
    year = Period.parse("2026")
    prior = figures_before.prior(PLAN, earlier, year)
    elements = {code for code, unit in prior.last_year if unit != WHOLE}
    assert "LD_VL" not in elements and "CH_HO" in elements
    results = builders.results(PLAN, builders.figures(PLAN, year, LD_VL=240, **parts), earlier)
    row = next(a for a in results.attainments if a.target_id == "LD03")
    assert row.last_year is row.percent_of_last_year is None and 2025 not in dict(row.series)
    assert 2024 in dict(row.series) and 2026 in dict(row.series)
    stock = next(a for a in results.attainments if a.target_id == "NS01")
    assert stock.last_year is not None and 2025 in dict(stock.series)


@pytest.mark.parametrize("scope", ["03388", "group"])
def test_a_unit_that_began_within_the_year_is_not_judged_for_the_whole_of_it(scope):
    period, unit = Period.parse("2025"), PLAN.units["03388@2025-07-01"]
    target = replace(PLAN.targets["YT02"], id="YT02-X", scope=scope)
    group = Group("group", "Các xã", (unit.code,), Validity(unit.validity.start, None))
    plan = replace(PLAN, targets={"YT02-X": target}, groups=(*PLAN.groups, group))
    (row,) = builders.results(plan, builders.figures(plan, period, YT_TCDD=50, YT_TRE1=100)).attainments
    assert (row.verdict, row.reason) == (Verdict.NOT_ASSESSED, Reason.INCOMPLETE)

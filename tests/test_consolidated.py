"""The consolidated workbook of every period, and forms as they were filled: formulas where there must be, right values.

Three witnesses: what Python computed, what LibreOffice computes once every stored value has been poisoned, and the
simple addition of `oracle.py`.
"""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import builders
import openxml_audit
import pytest
from oracle import Oracle
from poison import differences, formulas, poisoned, results, stored_formulas, unlike

from ansx_xl import catalogue as catalogues
from ansx_xl import (
    cells,
    consolidating,
    demo,
    forms,
    history,
    layout,
    ministry,
    plain,
    presenting,
    saving,
    vi,
    workflow,
    writing,
)
from ansx_xl.demo import filling, mistakes, province
from ansx_xl.forms import Filling
from ansx_xl.model import Comparison, Dossier, Kind, Reason, Status, TargetKind, Verdict
from ansx_xl.period import Period
from ansx_xl.presenting import figures
from ansx_xl.presenting.attainments import ACTUAL, VERDICT

PLAN = catalogues.load()
PLANTED = mistakes.read()
SPOILT = demo.PRACTICE
COMMUNES = Period.parse("2025-H2")
LATER = timedelta(days=5)
DECIDING = (vi.ATTAINMENT, vi.WORKING, vi.DATA, vi.TOTALS)
"""The sheets on which a change of a figure shows."""

MUST_BE_FORMULAS = {
    vi.ATTAINMENT: (ACTUAL, "percent", "gap", VERDICT, "needed", "coverage"),
    vi.DATA: (figures.TOTAL, figures.COUNTED),
    vi.TOTALS: (figures.NUMERATOR, figures.COUNTED, figures.TOTAL, figures.REASON),
    vi.WORKING: ("r",),
    vi.SENT: ("status",),
}
"""By sheet the columns in which every row of the table has a formula; exceptions are named where they are."""

FORM_COLUMNS = ("of_plan", "of_last_year", "verdict")
RATE_COLUMNS = ("i.n", "i.d", "i.rate")


class Consolidated:
    """One consolidated period: results, book, and the file as it was written."""

    def __init__(self, found, data):
        self.results = found
        self.book = ministry.consolidated(found, (found.period.end + LATER).isoformat())
        self.data = data
        self.code = str(found.period)

    def keys(self, table):
        """The rows of a table that are not headings, by their keys."""
        found = next(t for t in presenting.tables(self.results, "") if t.name == table)
        return [row.key for row in found.rows if not row.group]

    def at(self, *key):
        spot = self.book.spots[key]
        return spot.row, spot.col


@pytest.fixture(scope="module", params=demo.PERIODS)
def code(request):
    return request.param


@pytest.fixture(scope="module")
def made(demo_made, code):
    found = next(r for r in demo_made.results if str(r.period) == code)
    return Consolidated(found, (demo_made.target / demo.TOTALS / demo.totals_name(code)).read_bytes())


@pytest.fixture(scope="module")
def shown(office, made, tmp_path_factory):
    """What LibreOffice shows of the poisoned workbook, before and after it computes."""
    path = tmp_path_factory.mktemp("poisoned") / "book.xlsx"
    path.write_bytes(poisoned(made.data))
    with office.open(path) as opened:
        before = results(opened, made.book)
        opened.recalculate()
        return before, results(opened, made.book)


def texts_of_formulas(data):
    """Every formula of a file, conditional formats and validations included, without the words it may show."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
    found = re.findall(r"<(f|formula|formula1)(?: [^>]*)?>([^<]*)</\1>", "".join(parts))
    return [without_words(text) for _, text in found]


def without_words(formula):
    return re.sub(r'(?:"|&quot;).*?(?:"|&quot;)', '""', formula)


# --- formulas, as they stand in the file -----------------------------------------------------------------------------


def test_the_file_is_the_book(made):
    assert writing.to_bytes(made.book, made.results.period.end) == made.data
    stored = stored_formulas(made.data)
    by_sheet = {sheet.name: set() for sheet in made.book.sheets}
    for sheet, cell in formulas(made.book):
        by_sheet[sheet.name].add(layout.address(cell.row, cell.col))
    assert stored == by_sheet


def test_totals_rates_verdicts_and_states_are_formulas(made):
    stored = stored_formulas(made.data)
    found = made.results
    expected = [
        (table, row, col) for table, cols in MUST_BE_FORMULAS.items() for row in made.keys(table) for col in cols
    ]
    # A figure that exists for the province only is its own total; who has not sent has no state to compute.
    known_whole = {e.code for e in found.catalogue.elements.values() if not e.by_unit}
    silent = [who for who in made.keys(vi.SENT) if who not in found.submissions]
    expected = [
        (table, row, col)
        for table, row, col in expected
        if not (table == vi.DATA and col == figures.TOTAL and row in known_whole)
        and not (table == vi.SENT and row in silent)
    ]
    expected += [(vi.TOTALS, code, figures.DENOMINATOR) for code, formula in found.due.items() if formula.denominator]
    expected += [(vi.TOTALS, code, area) for code, area in found.aggregates if area != found.areas[0].id]
    groups = [g.code for g in found.catalogue.groups_on(found.period.end)]
    expected += [(vi.DATA, code, area) for code, area in found.totals if area in groups]
    for a in found.attainments:
        live = [given.name for given in a.case.inputs.values() if given.name in ("n", "d", "h", "counted")]
        expected += [(vi.WORKING, a.key, name) for name in live]
    expected += [(table, line, "") for table, line in ((vi.ATTAINMENT, "counts"), (vi.SENT, "sent"))]
    addresses = {key: layout.address(*made.at(*key)) for key in expected}
    assert [key for key in expected if addresses[key] not in stored[key[0]]] == []
    assert len(expected) > (400 if "-" in made.code else 800)


def test_no_formula_averages_and_no_verdict_divides(made):
    every = texts_of_formulas(made.data)
    assert len(every) > 500 and not any("AVERAGE" in text for text in every)
    sheet = cells.read(made.data).sheets[vi.ATTAINMENT]
    verdicts = [sheet.cells[made.at(vi.ATTAINMENT, row, VERDICT)].formula for row in made.keys(vi.ATTAINMENT)]
    assert len(verdicts) == len(made.results.attainments) > 20
    assert [text for text in verdicts if "/" in without_words(text)] == []
    assert sum(1 for text in verdicts if "*" in without_words(text)) > (8 if "-" in made.code else 20)


# --- values ----------------------------------------------------------------------------------------------------------


def test_libreoffice_computes_what_python_did(made, shown):
    """Right after a recalculation; every single cell is wrong without one."""
    before, after = shown
    assert len(unlike(made.book, before)) == len(list(formulas(made.book)))
    assert unlike(made.book, after) == []


def test_verdicts_in_words_are_those_of_the_json(made, shown):
    said = json.loads(json.dumps(plain.consolidated(made.results, "out.xlsx")))
    year, _, half = made.code.partition("-")
    now = int(year) - (Fraction(1, 2) if half else 0)
    column = shown[1][vi.ATTAINMENT]
    for row in said["attainments"]:
        lower = row["kind"] != TargetKind.ANNUAL_CHANGE and Comparison(row["comparison"]).lower_is_better
        words = vi.verdict(
            Verdict(row["verdict"]), Reason(row["reason"] or ""), plan_runs=now < row["horizon"], lower=lower
        )
        key = f"{row['target_id']}:{row['horizon']}:{row['area']}"
        assert column[made.at(vi.ATTAINMENT, key, VERDICT)] == ("text", words), key
    assert len(said["attainments"]) == len(made.keys(vi.ATTAINMENT))


def test_totals_and_rates_as_libreoffice_has_them_are_those_of_a_simple_addition(demo_made, made, shown):
    excluded = [m.key for m in PLANTED if m.excluded == "yes"] if made.code == SPOILT else []
    oracle = Oracle(
        demo_made.target / workflow.LOCAL_CATALOGUE, demo_made.target / demo.RECEIVED / made.code, made.code, excluded
    )
    said = plain.consolidated(made.results, "out.xlsx")
    data, rates = shown[1][vi.DATA], shown[1][vi.TOTALS]
    in_json = {(e["element"], e["area"]): e for e in said["elements"]}
    whole = made.results.areas[0].id
    compared = 0
    for (element, area), (value, counted, expected) in oracle.totals().items():
        each = in_json[element, area]
        assert (_number(each["value"]), each["units_counted"], each["units_expected"]) == (value, counted, expected)
        at = made.at(vi.DATA, element, figures.TOTAL if area == whole else area)
        if at in data:  # the cell of a unit, and of the province for its own figures, is the figure itself
            assert _same(data[at], value), (element, area)
            compared += 1
        if area == whole:
            assert data[made.at(vi.DATA, element, figures.COUNTED)] == ("number", counted), element
    assert compared >= sum(1 for e in made.results.totals if e[1] == whole) * (0.5 if "-" in made.code else 0.6)
    in_json = {(i["indicator"], i["area"]): i for i in said["indicators"]}
    for (indicator, area), (n, d, value) in oracle.rates().items():
        each = in_json[indicator, area]
        assert (_number(each["numerator"]), _number(each["denominator"])) == (n, d), (indicator, area)
        column = figures.TOTAL if area == whole else area
        assert _same(rates[made.at(vi.TOTALS, indicator, column)], value), (indicator, area)
        if area == whole:
            assert _same(rates[made.at(vi.TOTALS, indicator, figures.NUMERATOR)], n), indicator
            if made.results.due[indicator].denominator:
                assert _same(rates[made.at(vi.TOTALS, indicator, figures.DENOMINATOR)], d), indicator


def _number(text):
    return None if text is None else Fraction(text)


def _same(cell, value):
    """Whether a cell shows a number to 12 significant digits; nothing for None."""
    if value is None:
        return cell == ("text", "")
    return cell[0] == "number" and f"{cell[1]:.12g}" == f"{float(value):.12g}"


CHANGES = {
    "2021": [(("LD_QDT", "109"), 9357), (("YT_NHE", "110"), 2510)],
    "2022": [(("LD_VL", "109"), 2854), (("GN_HO_NGHEO", "109"), 12872)],
    "2023": [(("LD_LLLD", "110"), 85000), (("YT_CAN", "109"), 3000)],
    "2024-H1": [(("BTXH_DK", "109"), 2650), (("YT_TCDD", "109"), 1348)],
    # Among them figures that were an error or not there: "lỗi" and "…" become numbers.
    "2024": [
        (("VH_HO", "109"), 12360),
        (("GN_HO_NGHEO", "109"), 8976),
        (("LD_VL", "109"), 1500),
        (("VH_THON_NVH", "108"), 60),
    ],
    "2025-H1": [(("LD_VL", "109"), 288), (("YT_BHYT", "110"), 86198)],
}


def test_a_figure_changed_in_the_workbook_changes_all_that_rests_on_it(office, made, tmp_path):
    """Total, rate, verdict and what is still needed follow in LibreOffice as Python has them after the same change."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(made.data)
    now, moved = made.results, set()
    with office.open(path) as opened:
        for key, value in CHANGES[made.code]:
            at = made.at(vi.DATA, *key)
            with pytest.raises(PermissionError):
                opened.set(vi.DATA, {at: value})
            opened.sheet(vi.DATA).unprotect("")
            opened.set(vi.DATA, {at: value})
            opened.recalculate()
            opened.sheet(vi.DATA).protect("")
            after = changed(now, key, value)
            book = ministry.consolidated(after, (after.period.end + LATER).isoformat())
            assert [d for d in unlike(book, results(opened, book)) if d[0] in DECIDING] == [], key
            moved |= {_about(a) for a in after.attainments} - {_about(a) for a in now.attainments}
            assert (key[0], made.results.areas[0].id) in after.totals
            total = after.totals[key[0], made.results.areas[0].id].value
            assert total != now.totals[key[0], made.results.areas[0].id].value
            assert opened.values(vi.DATA)[made.at(vi.DATA, key[0], figures.TOTAL)] == ("number", total)
            now = after
    before = {(a.target_id, a.horizon): a.verdict for a in made.results.attainments}
    assert {(id_, year) for id_, year, verdict, _, _ in moved if before[id_, year] is not verdict}
    assert {needed for _, _, _, needed, _ in moved if needed is not None}


def _about(a):
    return a.target_id, a.horizon, a.verdict, a.needed, a.actual


def changed(before, key, value):
    """The results as they would be had this figure been reported."""
    submissions = []
    for s in before.submissions.values():
        if key in s.entries:
            entry = replace(s.entries[key], status=Status.NUMBER, value=Decimal(value))
            s = replace(s, entries={**s.entries, key: entry})
        submissions.append(s)
    dossier = Dossier(before.period, submissions=tuple(submissions))
    return consolidating.consolidate(before.catalogue, dossier, before.earlier, before.files)


# --- forms as they were filled ---------------------------------------------------------------------------------------


class Filled:
    """A form of the practice province as it was sent."""

    def __init__(self, demo_made, code, who):
        catalogue, period = demo_made.catalogue, Period.parse(code)
        earlier = {str(r.period): r.figures for r in demo_made.results if r.period.order < period.order}
        prior = history.prior(catalogue, earlier, period)
        self.layout = layout.form(catalogue, period, who)
        typed = filling.fill(catalogue, province.read(catalogue), self.layout)
        typed = mistakes.spoil(PLANTED if code == SPOILT else (), self.layout, typed, prior)
        self.book = forms.make(catalogue, self.layout, prior, typed)
        name = workflow.form_file_name(catalogue, period, who)
        self.data = (demo_made.target / demo.RECEIVED / code / name).read_bytes()


def senders(demo_made, code):
    """Two units and two agencies whose forms are looked at, of these the one that owes most."""
    catalogue, period = demo_made.catalogue, Period.parse(code)
    lost = {m.sender for m in PLANTED if m.replaces_form} if code == SPOILT else set()
    units = [u.id for u in catalogue.reporting_units(period)]
    agencies = [a for a in catalogue.suppliers(period) if a not in lost]
    largest = max(agencies, key=lambda who: len(layout.form(catalogue, period, who).slots))
    return [units[0], units[-1], next(a for a in agencies if a != largest), largest]


@pytest.fixture(scope="module")
def filled(demo_made, code):
    return [Filled(demo_made, code, who) for who in senders(demo_made, code)]


def test_results_on_filled_forms_are_formulas(filled):
    for form in filled:
        assert writing.to_bytes(form.book, forms.issued_on(form.layout)) == form.data
        stored = stored_formulas(form.data)
        expected = ["ready", *layout.SEND_CODE]
        expected += [(col, *s.key) for s in form.layout.singles if not s.auto for col in FORM_COLUMNS]
        expected += [(col, line.indicator) for line in form.layout.indicators for col in RATE_COLUMNS]
        expected += [("verdict", t.key, unit.id) for t in form.layout.tables for _, unit in t.rows]
        expected += [("total", element.code) for t in form.layout.tables for _, element in t.columns]
        expected += [("rule", rule.check, rule.unit) for rule in form.layout.rules]
        spots = {key: form.book.spots[key] for key in expected}
        missing = [key for key, at in spots.items() if layout.address(at.row, at.col) not in stored[at.sheet]]
        assert missing == [] and len(expected) > 10
        assert not any("AVERAGE" in text for text in texts_of_formulas(form.data))


def test_libreoffice_computes_filled_forms_as_python_did(office, filled):
    """LibreOffice computes formulas that are stored once for many cells while loading: those are on a hidden sheet."""
    for form in filled:
        bad = poisoned(form.data)
        stale = {place[:3] for place in differences(office, form.book, bad, recalculate=False)}
        visible = {(s.name, c.row, c.col) for s, c in formulas(form.book) if s.name != vi.HIDDEN}
        assert visible <= stale and visible
        assert differences(office, form.book, bad) == []


# --- files -----------------------------------------------------------------------------------------------------------


def findings_of_audit(path):
    return [str(each) for each in openxml_audit.OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("which", ["2024", "2025-H1"])
def test_audit_finds_nothing_in_forms(demo_made, which):
    found = next(r for r in demo_made.results if str(r.period) == which)
    ours = [f.file for f in found.files if f.outcome in ("used", "superseded", "duplicate")]
    paths = [demo_made.target / demo.RECEIVED / which / file for file in ours]
    paths += list((demo_made.target / demo.ISSUED / which).glob("*.xlsx"))
    assert len(paths) > 15
    assert {path.name: found for path in paths if (found := findings_of_audit(path))} == {}


def test_audit_finds_nothing_in_consolidated_workbooks(demo_made):
    paths = sorted((demo_made.target / demo.TOTALS).glob("*.xlsx"))
    assert len(paths) == len(demo.PERIODS)
    assert {path.name: found for path in paths if (found := findings_of_audit(path))} == {}


def test_what_libreoffice_saves_shows_the_same(office, made, filled, tmp_path):
    for data in (made.data, *(form.data for form in filled[::2])):
        assert_survives(office, data, tmp_path)


def assert_survives(office, data, folder):
    (folder / "ours.xlsx").write_bytes(data)
    with office.open(folder / "ours.xlsx") as opened:
        opened.recalculate()
        opened.save_as(folder / "theirs.xlsx")
    ours, theirs = (cells.read((folder / name).read_bytes()) for name in ("ours.xlsx", "theirs.xlsx"))
    assert list(ours.sheets) == list(theirs.sheets)
    assert ours.names == theirs.names
    for name, sheet in ours.sheets.items():
        assert _visible(sheet) == _visible(theirs.sheets[name]), name


def _visible(sheet):
    """What a sheet shows: kind, value to 12 digits, whether a formula; an empty text is as good as none."""
    found = {}
    for at, cell in sheet.cells.items():
        if cell.kind == "blank" or (cell.kind == "text" and not cell.raw):
            continue
        # LibreOffice saves 15 digits: rounded from these, as it would be there.
        number = cell.kind in ("number", "date")
        value = f"{float(f'{float(cell.raw):.15g}'):.12g}" if number else cell.raw.replace("\r\n", "\n")
        found[at] = (cell.kind, value, cell.formula is not None)
    return found


def test_every_visible_sheet_says_that_the_figures_are_invented(made, filled):
    for data in (made.data, *(form.data for form in filled)):
        for name, sheet in cells.read(data).sheets.items():
            if sheet.state == "visible":
                assert any(vi.ILLUSTRATIVE in cell.raw for cell in sheet.cells.values()), name


# --- the 38 communes, by the plan's own catalogue ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def communes(tmp_path_factory):
    """The second half of 2025: 38 communes and the agencies, forms and consolidated workbook."""
    home = tmp_path_factory.mktemp("communes")
    given = builders.figures(PLAN, COMMUNES, seed=3)
    for s in builders.submissions(PLAN, given):
        form = layout.form(PLAN, COMMUNES, s.respondent)
        typed = Filling(entries={key: entry.value for key, entry in s.entries.items()})
        book = forms.make(PLAN, form, history.prior(PLAN, {}, COMMUNES), typed)
        name = workflow.form_file_name(PLAN, COMMUNES, s.respondent)
        saving.save(writing.to_bytes(book, COMMUNES.end), home / "inbox" / name)
    day = (COMMUNES.end + LATER).isoformat()
    found = workflow.consolidate(PLAN, home / "inbox", COMMUNES, home / "out.xlsx", home / "ansx.db", day)
    return home, given, Consolidated(found, (home / "out.xlsx").read_bytes())


def test_all_communes_stand_in_columns_with_their_own_figures(communes):
    _, given, made = communes
    units = [u.id for u in PLAN.reporting_units(COMMUNES)]
    assert len(units) == 38 and set(units) <= set(made.results.submissions)
    sheet = cells.read(made.data).sheets[vi.DATA]
    header = {cell.raw: at for at, cell in sheet.cells.items() if cell.kind == "text"}
    columns = {made.at(vi.DATA, "CH_HO", unit)[1] for unit in units}
    assert columns == {header[PLAN.units[unit].name][1] for unit in units} and len(columns) == 38
    shown = 0
    for (element, unit), entry in given.entries.items():
        if unit in units and made.results.figures.number((element, unit)) is not None:
            cell = sheet.cells[made.at(vi.DATA, element, unit)]
            assert Decimal(cell.raw) == entry.value, (element, unit)
            shown += 1
    assert shown > 38 * 30


def test_libreoffice_computes_the_communes_as_python_did(office, communes):
    made = communes[2]
    bad = poisoned(made.data)
    assert len(differences(office, made.book, bad, recalculate=False)) == len(list(formulas(made.book)))
    assert differences(office, made.book, bad) == []
    ratios = [i for i in made.results.indicators() if i.kind is Kind.RATIO]
    whole = made.results.areas[0].id
    assert sum(1 for i in ratios if made.results.aggregates[i.code, whole].value is not None) > 5


def test_the_files_of_the_communes_are_sound(office, communes, tmp_path):
    home, _, made = communes
    forms_made = sorted((home / "inbox").iterdir())
    assert findings_of_audit(home / "out.xlsx") == []
    assert [found for path in forms_made[::6] if (found := findings_of_audit(path))] == []
    assert_survives(office, made.data, tmp_path)


def test_figures_by_the_plan_itself_are_not_called_invented(communes):
    home, _, _ = communes
    for path in (home / "out.xlsx", *(home / "inbox").iterdir()):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert vi.ILLUSTRATIVE.encode() not in package.read(name), (path.name, name)

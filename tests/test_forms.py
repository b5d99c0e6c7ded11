"""Forms as files: sound, small, locked where they must be, with formulas that give what Python gives."""

import io
import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import openxml_audit
import pytest
from fillings import plausible_filling, random_prior
from poison import differences, formulas, poisoned, stored_formulas

from ansx_xl import catalogue, cells, forms, layout, reading, rules, sendcode, vi, writing
from ansx_xl.model import Nature, Prior, Status
from ansx_xl.period import Period
from ansx_xl.rules import Expr

PLAN = catalogue.load()
COMMUNE = PLAN.reporting_units(Period.parse("2025-H2"))[12].id
FORMS = [
    ("2024", "105"),
    ("2024-H1", "105"),
    ("2024", "SYT"),
    ("2024", "SXD"),
    ("2024-H1", "BHXH"),
    ("2024-H1", "SNNPTNT"),
    ("2025-H2", COMMUNE),
    ("2025-H2", "SYT"),
]
FIGURES = {"entry", "estimate"}
FORMULAS = {"verdict", "total", "of_plan", "of_last_year", "i.n", "i.d", "i.rate", "rule", "number", "digest", "guide"}


class Form:
    """A form in all its states: layout, book and file, blank or filled."""

    def __init__(self, period, respondent, filled):
        chance = random.Random(f"{period} {respondent}")
        self.layout = layout.form(PLAN, Period.parse(period), respondent)
        self.prior = random_prior(PLAN, self.layout, chance)
        self.filling = plausible_filling(PLAN, self.layout, chance) if filled else forms.Filling()
        self.book = forms.make(PLAN, self.layout, self.prior, self.filling)
        self.data = writing.to_bytes(self.book, forms.issued_on(self.layout))


@pytest.fixture(scope="module", params=FORMS, ids=lambda p: f"{p[0]}-{p[1].split('@')[0]}")
def which(request):
    return request.param


@pytest.fixture(scope="module")
def blank(which):
    return Form(*which, filled=False)


@pytest.fixture(scope="module")
def filled(which):
    return Form(*which, filled=True)


def test_audit_finds_nothing(blank, filled, tmp_path):
    for name, form in (("blank", blank), ("filled", filled)):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(form.data)
        result = openxml_audit.OpenXmlValidator().validate(path)
        assert result.is_valid and not list(result.errors), [str(e) for e in result.errors]


def test_small_enough_for_any_mail(blank):
    assert len(blank.data) <= 60_000


def test_same_form_same_bytes(blank):
    again = forms.make(PLAN, blank.layout, blank.prior)
    assert writing.to_bytes(again, forms.issued_on(blank.layout)) == blank.data


def test_results_are_formulas(filled):
    stored = stored_formulas(filled.data)
    by_sheet = {sheet.name: set() for sheet in filled.book.sheets}
    for sheet, cell in formulas(filled.book):
        by_sheet[sheet.name].add(layout.address(cell.row, cell.col))
    assert stored == by_sheet
    auto = {s.key for s in filled.layout.slots if s.auto}
    for key, content in filled.book.contents.items():
        if isinstance(key, tuple) and key[0] in FORMULAS and key[1:] not in auto:
            assert isinstance(content, Expr), key
    assert all(isinstance(filled.book.contents[role], Expr) for role in ("ready", *layout.SEND_CODE))


def test_libreoffice_computes_a_blank_form_as_python_does(office, blank):
    _assert_same_values(office, blank)


def test_libreoffice_computes_a_filled_form_as_python_does(office, filled):
    _assert_same_values(office, filled)


def _assert_same_values(office, form):
    """Right after a recalculation, and wrong without one.

    LibreOffice computes some formulas of the hidden sheet while loading, because they are stored once for many cells;
    so only the visible sheets must show the poison throughout.
    """
    bad = poisoned(form.data)
    stale = {place[:3] for place in differences(office, form.book, bad, recalculate=False)}
    every = [(sheet.name, cell.row, cell.col) for sheet, cell in formulas(form.book)]
    assert {place for place in every if place[0] != vi.HIDDEN} <= stale
    assert len(stale) > len(every) / 2
    assert differences(office, form.book, bad) == []


def test_no_formula_shows_an_error(filled):
    for sheet, cell in formulas(filled.book):
        assert filled.book.value(cell.key) not in rules.ERRORS, (sheet.name, cell)


def test_send_code_of_the_sheet_is_the_one_computed(filled):
    contents = {key: filled.book.contents.get(key) for s in filled.layout.inputs for key in _inputs(s)}
    shown = " ".join(f"{int(filled.book.value(role)):04d}" for role in layout.SEND_CODE)
    assert sendcode.compute(filled.layout, PLAN.edition, contents) == shown


def _inputs(slot):
    return [("entry", *slot.key), *([("estimate", *slot.key)] if slot.estimate else [])]


def test_a_plain_number_enters_the_send_code_as_the_formulas_say():
    """Computed without the formulas, as nearly all inputs are: also rounded, negative, and at the largest."""
    rng = random.Random(9973)
    plain = [Decimal(rng.randrange(-(10**15), 10**15)).scaleb(-rng.randrange(8)) for _ in range(500)]
    edges = [
        "0",
        "-0",
        "0.0005",
        "-0.0005",
        "0.00049",
        "9.973",
        "-9.973",
        "1E-300",
        "99999999999.9995",
        "1E+11",
        "-1E+11",
    ]
    for number in [*plain, *map(Decimal, edges), Decimal(10**20 + 1)]:
        assert sendcode.worth(number) == sendcode.worth_by_formulas(number), number


def test_only_inputs_are_unlocked(blank):
    """Every unlocked cell is an input, every input is unlocked, and each has a validation with short enough words."""
    book = openpyxl.load_workbook(io.BytesIO(blank.data))
    names = {"entry", "estimate", "explanation", "cause", "remedy", "task.status", "task.done", "task.document"}
    roles = {"attempt", "officer", "telephone", "date", "quality"}
    expected = {
        (v.sheet, v.row, v.col) for k, v in blank.book.spots.items() if k in roles or k[0] in names | {"narrative"}
    }
    expected -= {("", 0, 0)}
    unlocked = set()
    for sheet in book.worksheets:
        assert sheet.protection.sheet and not sheet.protection.password
        covered = {cell for block in sheet.merged_cells.ranges for row in block.rows for cell in row} - {
            block.start_cell.coordinate for block in sheet.merged_cells.ranges
        }
        merged = {(r, c) for r, c in covered}
        heads = {(b.min_row, b.min_col) for b in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                at = (cell.row, cell.column)
                if not cell.protection.locked and (at not in merged or at in heads):
                    unlocked.add((sheet.title, cell.row - 1, cell.column - 1))
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32
            assert 0 < len(rule.prompt) <= 255 and len(rule.error or "") <= 224
            assert len(rule.formula1 or "") <= 255
    assert unlocked == expected
    validated = {
        (sheet.title, row - 1, col - 1)
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        for block in rule.sqref.ranges
        for row, col in block.cells
    }
    assert expected <= validated


def test_a_rule_for_several_blocks_is_written_for_the_topmost_cell_of_one_column(blank):
    """A spreadsheet takes its formula for that of the first cell, and moves it along for the others."""
    package = zipfile.ZipFile(io.BytesIO(blank.data))
    sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    rules = [rule for sheet in sheets for rule in re.findall("<dataValidation .*?(?:/>|</dataValidation>)", sheet)]
    served = [re.search(' sqref="([^"]+)"', rule)[1].split() for rule in rules]
    assert any(len(blocks) > 1 for blocks in served) or blank.layout.respondent != "105"
    for rule, blocks in zip(rules, served):
        firsts = [layout.position(block.partition(":")[0]) for block in blocks]
        assert firsts == sorted(firsts) and len({col for _, col in firsts}) == 1
        asked = re.search(r"ISNUMBER\(([A-Z]+[0-9]+)\)", rule)
        assert not asked or layout.position(asked[1]) == firsts[0], rule


def test_every_figure_has_a_name_and_a_key(blank):
    book = cells.read(blank.data)
    sheet = book.sheets[vi.ENTRY]
    for slot in blank.layout.inputs:
        assert book.names[slot.name] == (vi.ENTRY, slot.row, slot.col)
        assert sheet.cells[slot.row, layout.KEY].raw == slot.row_key
        if slot.estimate:
            assert book.names[layout.estimate_name(slot)] == (vi.ENTRY, slot.row, layout.ESTIMATE)


def test_a_filled_form_is_read_as_it_was_filled(filled):
    _assert_read_back(filled, filled.data)


def test_a_form_saved_by_libreoffice_is_read_as_it_was_filled(office, filled, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(filled.data)
    with office.open(path) as opened:
        opened.recalculate()
        opened.save_as(tmp_path / "saved.xlsx")
    _assert_read_back(filled, (tmp_path / "saved.xlsx").read_bytes())


def _assert_read_back(form, data):
    read = reading.read(PLAN, cells.read(data), "form.xlsx", "0" * 64)
    assert {key: _held(content) for key, content in form.filling.entries.items()} == {
        key: (entry.status, entry.value) for key, entry in read.entries.items()
    }
    assert form.filling.estimates == {key: entry.value for key, entry in read.estimates.items()}
    rows = {form.layout.by_key[key].row: text for key, text in form.filling.explanations.items()}
    assert {form.layout.by_key[key].row: text for key, text in read.explanations.items()} == rows
    assert (read.officer, read.telephone) == tuple(form.filling.identity[r] for r in ("officer", "telephone"))
    assert (read.attempt, read.quality) == (2, "preliminary")
    assert (read.causes, read.tasks, read.narrative) == (
        form.filling.causes,
        form.filling.tasks,
        form.filling.narrative,
    )
    assert read.stated == form.prior
    assert {f.code for f in read.findings} <= {"R04", "R09", "R10", "A05"}


def _held(content):
    if content is None:
        return Status.EMPTY, None
    if isinstance(content, str):
        kinds = {"-": Status.NIL, "x": Status.NOT_APPLICABLE}
        return kinds.get(content, Status.NOT_COLLECTED), None
    return Status.NUMBER, content


def test_a_commune_is_one_commune():
    """Of a commune, counts of communes can be 0 or 1; the number of communes is counted, not asked."""
    form = Form("2025-H2", COMMUNE, filled=False)
    counted = [s for s in form.layout.slots if s.auto]
    assert counted and all(form.book.value(("number", *s.key)) == 1 for s in counted)
    communes = [s for s in form.layout.inputs if s.element.communes]
    assert communes and all(PLAN.bounds(s.element, s.unit, form.layout.period.end)[1] == Decimal(1) for s in communes)


def test_parts_stand_below_their_whole():
    form = layout.form(PLAN, Period.parse("2024"), "105")
    rows = {s.element.code: s.row for s in form.singles}
    for slot in form.singles:
        if slot.element.parent in rows:
            between = [s for s in form.singles if rows[slot.element.parent] < s.row < slot.row]
            assert all(s.element.parent for s in between), slot.label


def test_letters_fit_the_columns_shown():
    for period, exp in (("2024", "5=4/1"), ("2024-H1", "6=4/1")):
        form = layout.form(PLAN, Period.parse(period), "105")
        sheet = forms.make(PLAN, form, Prior()).sheets[1]
        letters = {c.col: c.content for c in sheet.cells if c.row == layout.LETTER_ROW}
        assert letters[layout.OF_PLAN] == exp
        assert (layout.ESTIMATE in sheet.hidden_columns) == form.period.closes_year


@pytest.mark.parametrize(
    ("period", "respondent", "begin"),
    [("2025-H2", "03388@2025-07-01", "01/07/2025"), ("2024-H1", "105", "01/01/2024"), ("2024", "105", None)],
)
def test_the_guide_says_from_when_figures_are_added_up(period, respondent, begin):
    """From the later of 1 January and the unit's own beginning."""
    plan = catalogue.load()
    book = forms.make(plan, layout.form(plan, Period.parse(period), respondent), Prior())
    texts = [c.content for c in book.sheets[0].cells if isinstance(c.content, str)]
    assert any(begin in text for text in texts) if begin else not any("01/01" in text for text in texts)


def test_a_target_shared_out_to_a_unit_stands_on_its_form():
    """Named by the code of the commune, as the assessment takes it too."""
    unit, code = PLAN.units[COMMUNE], "LD01"
    target = replace(PLAN.targets[code], id="LD01-X", scope=unit.code, values={2025: Decimal(50)})
    plan = catalogue.load()
    plan = replace(plan, targets={**plan.targets, target.id: target})
    form = layout.form(plan, Period.parse("2025-H2"), COMMUNE)
    rows = [c for c in forms.make(plan, form, Prior()).sheets if c.name == vi.INDICATORS]
    texts = {c.content for c in rows[0].cells if isinstance(c.content, str)}
    assert vi.demand(target.comparison, Decimal(50), "%") in texts
    by_id = replace(target, scope=unit.id)
    assert forms.reference_target(replace(plan, targets={"x": by_id}), code, 2025, unit) == (by_id, 2025)


@pytest.mark.parametrize(
    ("period", "who", "code", "since"),
    [
        ("2024", "105", "LD_VL", ""),
        ("2024-H1", "105", "LD_VL", vi.CUMULATIVE),
        ("2024-H2", "105", "LD_VL", vi.CUMULATIVE),
        ("2025", COMMUNE, "LD_VL", vi.CUMULATIVE_FROM.format(day="01/07/2025")),
        ("2025-H2", COMMUNE, "LD_VL", vi.CUMULATIVE_FROM.format(day="01/07/2025")),
        ("2026", COMMUNE, "LD_VL", ""),
        ("2025", "SYT", "YT_LAO", vi.CUMULATIVE_FROM.format(day="01/07/2025")),
        ("2024-Q4", "SLDTBXH", "LD_DT_T", vi.CUMULATIVE),
    ],
)
def test_a_flow_says_from_when_it_is_counted_unless_it_is_a_whole_years(period, who, code, since):
    form = layout.form(PLAN, Period.parse(period), who)
    element = PLAN.elements[code]
    label = layout.label(element, form.period, form.begin_of(element))
    assert label == f"{element.name} {since}".strip()
    texts = [c.content for s in forms.make(PLAN, form, Prior()).sheets for c in s.cells if isinstance(c.content, str)]
    assert any(label in text for text in texts)
    stocks = [e for e in PLAN.elements_due(form.period) if e.nature is Nature.STOCK]
    assert all(layout.label(e, form.period, form.begin_of(e)) == e.name for e in stocks)

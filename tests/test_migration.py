"""Forms of another edition of the catalogue: what is carried by element code, what is named, what is refused."""

import shutil
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansx_xl import (
    catalogue,
    cells,
    checking,
    consolidating,
    forms,
    layout,
    limits,
    reading,
    sendcode,
    vi,
    workflow,
    writing,
)
from ansx_xl.errors import WorkbookError
from ansx_xl.ledger import record
from ansx_xl.model import Adjustment, Dossier, Entry, Prior, Severity, Status
from ansx_xl.period import Period
from ansx_xl.text import decimal_of

PLAN = catalogue.load()
YEAR, HALF = Period.parse("2024"), Period.parse("2024-H1")
UNIT = "106"


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """A catalogue in which one element is still asked, one not yet, one has another name, two another measure."""
    folder = tmp_path_factory.mktemp("older") / "data"
    shutil.copytree(catalogue.default_folder(), folder, ignore=shutil.ignore_patterns("demo", "report", "*.bin"))
    path = folder / "elements.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    gone = "{},{},hộ,CHUNG,stock,0,0,1000000,no,yes,H1 Y,,,{},{},no,,,"
    lines.insert(2, gone.format("CH_CU", "Số hộ theo cách cũ", "local", "LDTBXH"))
    lines.insert(3, gone.format("YT_CU", "Số trạm theo cách cũ", "SYT/unit", ""))
    kept = []
    for line in lines:
        code = line.split(",")[0]
        if code in ("TC_VP", "YT_LAO"):
            continue
        if code == "TC_KT":
            line = line.replace(",cuộc,", ",lượt,", 1)
        if code == "NL_NS":
            line = line.replace("Ngân sách địa phương", "Ngân sách tỉnh", 1)
        if code == "YT_CAN":
            line = line.replace(",trẻ,", ",nghìn trẻ,", 1)
        kept.append(line)
    assert len(kept) == len(lines) - 2
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return catalogue.load(folder)


def figures(form):
    """A figure of its own in each input."""
    return {s.key: Decimal(10 + i) for i, s in enumerate(form.inputs)}


def form_of(plan, respondent, period=YEAR, **filling):
    form = layout.form(plan, period, respondent)
    given = {"entries": figures(form), **filling}
    book = forms.make(plan, form, Prior(previous=figures(form)), forms.Filling(**given))
    return form, writing.to_bytes(book, period.end)


def read(plan, data):
    return reading.read(plan, cells.read(data, vi.UNREAD), "old.xlsx", "0" * 64)


def said(submission, code):
    return [f for f in submission.findings if f.code == code]


def test_the_two_catalogues_are_two_editions(older):
    assert older.edition != PLAN.edition


@pytest.mark.parametrize("stored", [False, True], ids=["file", "ledger"])
def test_a_form_of_an_older_edition_is_carried_by_element_codes(older, stored):
    form, data = form_of(older, UNIT, identity={"attempt": 3}, narrative={"results": "Hoàn thành."})
    found = read(PLAN, data)
    assert (found.edition, found.attempt, found.respondent) == (older.edition, 3, UNIT)
    if stored:
        found = record.from_text(record.to_text(found))
    checked = checking.check(PLAN, found)
    now = {s.key for s in layout.form(PLAN, YEAR, UNIT).inputs}
    sent = figures(form)
    carried = {key: e.value for key, e in checked.entries.items() if e.status is Status.NUMBER}
    assert carried == {key: sent[key] for key in now & set(sent) if key[0] != "TC_KT"}
    assert checked.narrative == {"results": "Hoàn thành."}
    (warning,) = said(checked, "A06")
    assert warning.severity is Severity.WARNING and warning.facts["gone"] == "CH_CU"
    message, _ = vi.finding("A06", warning.facts)
    assert "CH_CU" in message and "lượt thành cuộc" in message and PLAN.elements["TC_KT"].name in message
    assert {f.element for f in said(checked, "R04")} == {e for e in ("TC_KT", "TC_VP") if PLAN.elements[e].required}
    assert checked.entries["TC_VP", UNIT].status is Status.EMPTY
    assert not {f.element for f in checked.findings} & {"CH_CU"}
    assert set(checked.stated.previous) == set(carried)


@pytest.fixture(scope="module")
def retargeted(tmp_path_factory):
    """A catalogue that differs in one target only."""
    folder = tmp_path_factory.mktemp("retargeted") / "data"
    shutil.copytree(catalogue.default_folder(), folder, ignore=shutil.ignore_patterns("demo", "report", "*.bin"))
    path = folder / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('values: "2025=100"', 'values: "2025=99"', 1), encoding="utf-8")
    return catalogue.load(folder)


@pytest.mark.parametrize("respondent", [UNIT, "SYT"])
def test_where_only_the_plan_changed_there_is_nothing_to_say_of_a_form(retargeted, respondent):
    assert retargeted.edition != PLAN.edition
    form, data = form_of(retargeted, respondent)
    checked = checking.check(PLAN, read(PLAN, data))
    assert {key: e.value for key, e in checked.entries.items()} == figures(form)
    own = checking.check(retargeted, read(retargeted, data))
    assert [f.code for f in checked.findings] == [f.code for f in own.findings]
    assert not said(checked, "A06")


def test_a_text_that_is_no_longer_asked_is_named(retargeted):
    _, data = form_of(retargeted, UNIT, tasks={PLAN.tasks[0].code: ("Hoàn thành", "Đã làm", "")})
    found = read(PLAN, data)
    lost = replace(found, tasks={**found.tasks, "IX.9": ("Hoàn thành", "Đã làm", "")})
    assert said(checking.check(PLAN, lost), "A06")[0].facts["gone"] == "IX.9"


def test_a_renamed_element_is_carried_and_its_other_name_shown(older):
    _, data = form_of(older, UNIT)
    found = read(PLAN, data)
    (renamed,) = said(found, "R20")
    assert (renamed.element, renamed.facts["label"]) == ("NL_NS", PLAN.elements["NL_NS"].name)
    assert renamed.facts["found"].startswith("Ngân sách tỉnh")


def test_places_are_those_of_the_file(older):
    form, data = form_of(older, UNIT)
    found = read(PLAN, data)
    for slot in form.inputs:
        assert found.entries[slot.key].place.cell == layout.address(slot.row, slot.col)


def test_the_send_code_is_that_of_the_old_form(older):
    form, data = form_of(older, UNIT, HALF, estimates={("LD_VL", UNIT): Decimal(70)})
    found = read(PLAN, data)
    contents = {("entry", *key): value for key, value in figures(form).items()}
    contents["estimate", "LD_VL", UNIT] = Decimal(70)
    assert found.send_code == sendcode.compute(form, older.edition, contents)
    assert not said(found, "R18")
    assert found.estimates["LD_VL", UNIT].value == 70
    assert checking.check(PLAN, found).estimates.keys() == {("LD_VL", UNIT)}


def test_tables_of_units_are_carried_though_their_columns_moved(older):
    form, data = form_of(older, "SYT")
    checked = checking.check(PLAN, read(PLAN, data))
    sent, now = figures(form), layout.form(PLAN, YEAR, "SYT")
    moved = [s.key for s in now.inputs if s.key in sent and form.by_key[s.key].col != s.col]
    assert moved
    for slot in now.inputs:
        code = slot.element.code
        expected = None if code in ("YT_LAO", "YT_CAN") else sent[slot.key]
        assert checked.entries[slot.key].value == expected, slot.key
    assert said(checked, "A06")[0].facts["gone"] == "YT_CU"
    missing = {(f.element, f.unit) for f in said(checked, "R04")}
    assert missing == {(e, u.id) for e in ("YT_LAO", "YT_CAN") for u in PLAN.reporting_units(YEAR)}


def test_and_the_other_way_round(older):
    """The department still works with the older catalogue when a form of the newer one comes in."""
    form, data = form_of(PLAN, UNIT)
    checked = checking.check(older, read(older, data))
    sent = figures(form)
    assert said(checked, "A06")[0].facts["gone"] == "TC_VP"
    assert checked.entries["TC_KT", UNIT].status is Status.EMPTY
    assert checked.entries["CH_CU", UNIT].status is Status.EMPTY and not [
        f for f in said(checked, "R04") if f.element == "CH_CU"
    ]
    assert checked.entries["CH_HO", UNIT].value == sent["CH_HO", UNIT]


def test_under_its_own_edition_nothing_is_lost_of_what_was_read_with_another(older):
    """What the ledger keeps of a lifted form is the whole form."""
    form, data = form_of(older, UNIT)
    kept = record.from_text(record.to_text(read(PLAN, data)))
    again = checking.check(older, kept)
    assert {key: e.value for key, e in again.entries.items()} == figures(form)
    assert not said(again, "A06")


def test_faults_of_what_is_no_longer_asked_are_nobodys_business(older):
    form = layout.form(older, YEAR, UNIT)
    spoilt = figures(form) | {("CH_CU", UNIT): "không rõ", ("TC_KT", UNIT): "ba", ("CH_HO", UNIT): "12 hộ"}
    _, data = form_of(older, UNIT, entries=spoilt)
    checked = checking.check(PLAN, read(PLAN, data))
    assert {f.element for f in said(checked, "R01")} == {"CH_HO"}


def rejected(plan, data):
    with pytest.raises(WorkbookError) as fault:
        read(plan, data)
    return fault.value.code


def test_an_edition_typed_over_is_not_believed(older):
    _, data = form_of(PLAN, UNIT, identity={"edition": older.edition})
    assert rejected(PLAN, data) == "F10"


def test_a_form_that_asks_mostly_other_things_is_refused(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(catalogue.default_folder(), folder, ignore=shutil.ignore_patterns("demo", "report", "*.bin"))
    path = folder / "elements.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",hộ,", ",nghìn hộ,").replace(",người,", ",nghìn người,"), encoding="utf-8")
    other = catalogue.load(folder)
    form = layout.form(other, YEAR, UNIT)
    same = [s for s in form.inputs if PLAN.elements[s.element.code].meaning == s.element.meaning]
    assert 2 * len(same) < len(form.inputs)
    assert rejected(PLAN, form_of(other, UNIT)[1]) == "F10"


def test_a_form_that_does_not_say_what_its_elements_mean_is_refused(older):
    _, data = form_of(older, UNIT)
    book = cells.read(data, vi.UNREAD)
    hidden = book.sheets[vi.FACTS]
    spot = next(at for at, cell in hidden.cells.items() if cell.raw == "elements")
    hidden.cells.pop((spot[0], layout.H_NUMBER))
    with pytest.raises(WorkbookError) as fault:
        reading.read(PLAN, book, "old.xlsx", "")
    assert fault.value.code == "F10"


def test_a_cell_cut_and_pasted_in_an_older_form_is_read_by_its_column(older):
    """A cell cut and pasted takes its name along."""
    form, data = form_of(older, UNIT)
    slot = form.by_key["LD_VL", UNIT]
    book = cells.read(data, vi.UNREAD)
    book.names[slot.name] = (vi.ENTRY, slot.row, slot.col + 1)
    found = reading.read(PLAN, book, "old.xlsx", "")
    assert found.entries["LD_VL", UNIT].value == figures(form)["LD_VL", UNIT]
    assert [f.element for f in said(found, "R24")] == ["LD_VL"]


# --- limits of the catalogue in use ----------------------------------------------------------------------------------

LIMITS = {
    "higher": ("CH_HO", {"high": Decimal(2_000_000)}),
    "lower": ("CH_HO", {"high": Decimal(100)}),
    "from": ("CH_HO", {"low": Decimal(2000)}),
    "open": ("CH_HO", {"high": None}),
    "x": ("NL_NS", {"may_not_apply": True}),
    "no x": ("GN_VON_GN", {"may_not_apply": False}),
    "required": ("TC_VP", {"required": True}),
    "not required": ("TC_KT", {"required": False}),
    "estimate": ("LD_VL", {"high": Decimal(60)}),
}


def with_limits(name):
    """The plan with other limits of one element: another edition, in which no figure means anything else."""
    code, limits = LIMITS[name]
    elements = {**PLAN.elements, code: replace(PLAN.elements[code], **limits)}
    return replace(PLAN, elements=elements, edition=f"{PLAN.edition}-{name}")


def as_said(submission):
    """What is taken of a submission and said of it, in an order of its own."""
    said = sorted((f.code, f.element, f.unit, str(f.place), f.value, repr(f.facts)) for f in submission.findings)
    return submission.entries, submission.estimates, said


@pytest.mark.parametrize("value", [Decimal(1500), Decimal("1500000"), "1.500.000,5", "x", None])
@pytest.mark.parametrize("name", LIMITS)
def test_a_ledger_that_knows_a_form_decides_its_limits_as_a_fresh_one_does(name, value):
    other, code = with_limits(name), LIMITS[name][0]
    period = HALF if name == "estimate" else YEAR
    form = layout.form(PLAN, period, UNIT)
    filling = {"entries": figures(form) | {(code, UNIT): value}}
    if name == "estimate":
        filling["estimates"] = {(code, UNIT): value}
    data = form_of(PLAN, UNIT, period, **filling)[1]
    for first, then in ((PLAN, other), (other, PLAN)):
        known, fresh = record.from_text(record.to_text(read(first, data))), read(then, data)
        assert as_said(checking.check(then, known)) == as_said(checking.check(then, fresh))
        assert as_said(checking.check(first, known)) == as_said(checking.check(first, read(first, data)))
        older = replace(known, limits="")  # as the first ledgers have it
        assert as_said(checking.check(then, older)) == as_said(checking.check(then, fresh))


def test_limits_are_not_decided_again_where_nothing_has_changed(monkeypatch):
    found = read(PLAN, form_of(PLAN, UNIT)[1])
    assert limits.decided(PLAN, found) is found
    other = with_limits("lower")
    again = limits.decided(other, found)
    assert limits.decided(other, again) is again and again.limits == other.edition


def test_a_ledger_and_a_fresh_one_give_the_same_total():
    key = ("CH_HO", UNIT)
    form = layout.form(PLAN, YEAR, UNIT)
    data = form_of(PLAN, UNIT, entries=figures(form) | {key: Decimal(1_500_000)})[1]
    known, other = record.from_text(record.to_text(read(PLAN, data))), with_limits("higher")
    before, after, fresh = (
        consolidating.consolidate(plan, Dossier(YEAR, submissions=(s,)), {})
        for plan, s in ((PLAN, known), (other, known), (other, read(other, data)))
    )
    assert before.figures.number(key) is None
    assert after.figures.number(key) == 1_500_000 and after.totals == fresh.totals
    assert [f.code for _, f in before.findings if f.element == key[0] and f.unit == UNIT] == ["R12"]
    assert not [f for _, f in after.findings if f.code == "R12"]


def test_an_adjusted_figure_is_held_to_the_limits_of_the_catalogue_in_use():
    key = ("CH_HO", UNIT)
    one = read(PLAN, form_of(PLAN, UNIT)[1])
    given = Adjustment(UNIT, key, one.sha256, "10", Decimal(1500), "why", "office", "2025-01-20")
    dossier = Dossier(YEAR, submissions=(one,), adjustments=(given,))
    inside = consolidating.consolidate(PLAN, dossier, {})
    assert inside.figures.number(key) == 1500 and key in inside.adjusted
    outside = consolidating.consolidate(with_limits("lower"), dossier, {})
    assert outside.figures.number(key) is None and key not in outside.adjusted
    assert [f.value for _, f in outside.findings if f.code == "R12"] == ["1.500"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6))
def test_a_number_beyond_a_limit_is_found_again_digit_for_digit(number):
    typed = decimal_of(format(number, "f"))
    entry, element = Entry(Status.NUMBER, typed, raw="as typed"), replace(PLAN.elements["CH_HO"], decimals=6)
    low = typed + 1
    beyond, finding = limits.limited(PLAN, replace(element, low=low), UNIT, YEAR.end, entry)
    assert (beyond.status, beyond.value, finding.code) == (Status.ERROR, None, "R12")
    assert limits._typed(beyond, finding) == entry


# --- back to the sender ----------------------------------------------------------------------------------------------


def test_a_form_of_an_older_edition_comes_back_as_one_of_this_edition(older, tmp_path):
    form, data = form_of(older, UNIT, identity={"attempt": 1})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "old.xlsx").write_bytes(data)
    (made,) = workflow.return_forms(PLAN, tmp_path / "in", tmp_path / "out", tmp_path / "a.db").written
    assert {"A06", "R04"} <= {f.code for f in made.findings}
    again = read(PLAN, made.path.read_bytes())
    assert (again.edition, again.attempt) == (PLAN.edition, 2)
    sent = figures(form)
    for slot in layout.form(PLAN, YEAR, UNIT).inputs:
        expected = None if slot.element.code in ("TC_KT", "TC_VP") else sent[slot.key]
        assert again.entries[slot.key].value == expected


def test_a_form_that_cannot_be_lifted_comes_back_empty_but_for_its_words(older, tmp_path):
    _, data = form_of(older, UNIT, narrative={"results": "Hoàn thành."})
    book = cells.read(data, vi.UNREAD)
    spot = next(at for at, cell in book.sheets[vi.FACTS].cells.items() if cell.raw == "elements")
    book.sheets[vi.FACTS].cells.pop((spot[0], layout.H_NUMBER))
    found = reading.salvage(PLAN, book, "old.xlsx", "0" * 64, WorkbookError("F10", found="x", expected="y"))
    assert {e.status for e in found.entries.values()} == {Status.EMPTY}
    assert [f.code for f in found.findings] == ["F10"] and found.narrative == {"results": "Hoàn thành."}

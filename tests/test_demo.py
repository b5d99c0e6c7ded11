"""The practice province: plausible where it should be, wrong exactly where it says so, and added up right."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest
from oracle import Book, Oracle

from ansx_xl import catalogue as catalogues
from ansx_xl import demo, layout, vi, workflow
from ansx_xl.catalogue import exchange
from ansx_xl.demo import answers, filling, mistakes, province
from ansx_xl.errors import AnsxError
from ansx_xl.model import Kind, Severity
from ansx_xl.period import Period

PRACTICE = demo.PRACTICE
CLEAN = [code for code in demo.PERIODS if code != PRACTICE]
PLANTED = mistakes.read()
IN_CELLS = [m for m in PLANTED if not m.is_file]
IN_FILES = [m for m in PLANTED if m.is_file]


def results_of(made, code):
    return next(r for r in made.results if str(r.period) == code)


def place(results, mistake):
    slot = layout.form(results.catalogue, results.period, mistake.sender).by_key[mistake.key]
    return layout.address(slot.row, slot.col)


def number(text):
    return None if text is None else Fraction(text)


def run(folder, *arguments):
    command = [sys.executable, "-m", "ansx_xl", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("code", CLEAN)
def test_clean_periods_have_no_error_and_every_warning_is_explained(demo_made, code):
    results = results_of(demo_made, code)
    assert [f.outcome for f in results.files] == ["used"] * len(results.expected)
    assert [f for _, f in results.findings if f.severity is Severity.ERROR] == []
    assert [f for _, f in results.findings if f.severity is Severity.WARNING and not f.explanation] == []


def test_some_warnings_are_explained(demo_made):
    found = {f.code for r in demo_made.results for _, f in r.findings if f.explanation}
    assert found == {"KT06", "KT15"}


@pytest.mark.parametrize("code", demo.PERIODS)
def test_forms_without_a_mistake_say_that_they_may_be_sent(demo_made, code):
    spoilt = {m.sender for m in PLANTED} if code == PRACTICE else set()
    for path in (demo_made.target / demo.RECEIVED / code).glob(f"{code}_*.xlsx"):
        if path.name.split("_")[1] not in spoilt:
            assert Book(path).named("ansx.ready")[1] == vi.READY, path.name


def test_planted_mistakes_are_found_where_they_are_and_nothing_else(demo_made):
    results = results_of(demo_made, PRACTICE)
    found = {
        (who, f.code, f.place.cell) for who, f in results.findings if f.severity > Severity.NOTE and not f.explanation
    }
    expected = {(m.sender, m.codes, place(results, m)) for m in IN_CELLS}
    expected |= {(m.sender, "A02", "") for m in IN_FILES if m.replaces_form}
    assert found == expected


@pytest.mark.parametrize("mistake", IN_CELLS, ids=lambda m: m.name)
def test_a_planted_mistake_costs_the_totals_what_the_answers_say(demo_made, mistake):
    results = results_of(demo_made, PRACTICE)
    assert (results.figures.number(mistake.key) is None) == (mistake.excluded == "yes")


@pytest.mark.parametrize("mistake", IN_CELLS, ids=lambda m: m.name)
def test_checking_one_form_by_itself_finds_its_mistakes(demo_made, mistake):
    results = results_of(demo_made, PRACTICE)
    name = workflow.form_file_name(results.catalogue, results.period, mistake.sender)
    path = demo_made.target / demo.RECEIVED / PRACTICE / name
    (checked,) = workflow.check_files(results.catalogue, [path], demo_made.target / workflow.DEFAULT_LEDGER)
    assert (mistake.codes, place(results, mistake)) in {(f.code, f.place.cell) for f in checked.submission.findings}


@pytest.mark.parametrize("mistake", IN_FILES, ids=lambda m: m.name)
def test_odd_files_end_as_the_answers_say(demo_made, mistake):
    results = results_of(demo_made, PRACTICE)
    name = workflow.form_file_name(results.catalogue, results.period, mistake.sender)
    meant = workflow.form_file_name(results.catalogue, mistake.meant(results.period), mistake.sender)
    outcomes = {f.file: f for f in results.files}
    if not mistake.file:
        assert name not in outcomes
        return
    outcome = outcomes[mistake.file_name(meant)]
    if mistake.codes:
        assert (outcome.outcome, outcome.reason) == ("rejected", mistake.codes)
    else:
        assert outcome.outcome == mistake.outcome


def test_the_form_of_any_year_may_be_sent_by_mistake():
    last_years = next(m for m in PLANTED if m.kind == "wrong_period")
    older = replace(last_years, file="cu/{form:2021}")
    now = Period.parse(PRACTICE)
    assert (str(last_years.meant(now)), str(older.meant(now))) == ("2023", "2021")
    assert older.file_name("2021_107.xlsx") == "cu/2021_107.xlsx"
    assert replace(last_years, file="a/{form}").meant(now) == now


def test_no_other_file_ends_oddly(demo_made):
    results = results_of(demo_made, PRACTICE)
    assert sum(1 for f in results.files if f.outcome != "used") == sum(1 for m in IN_FILES if m.file)


def test_the_answers_name_every_mistake(demo_made):
    results = results_of(demo_made, PRACTICE)
    text = (demo_made.target / answers.ANSWERS).read_text(encoding="utf-8")
    for mistake in PLANTED:
        rows = [line for line in text.splitlines() if mistake.what in line]
        assert len(rows) == 1, mistake.name
        assert (mistake.codes or vi.OUTCOME[mistake.outcome]) in rows[0]
        if not mistake.is_file:
            assert f"{vi.ENTRY}!{place(results, mistake)} " in rows[0]


@pytest.mark.parametrize("folder", [demo.RECEIVED, demo.ISSUED, demo.TOTALS])
def test_every_sheet_to_see_says_that_the_figures_are_invented(demo_made, folder):
    foreign = {m.file for m in IN_FILES if m.codes}
    books = [p for p in (demo_made.target / folder).rglob("*.xlsx") if p.name[:2] != "~$" and p.name[:4] != "2024_SXD"]
    assert books
    for path in books:
        if path.name in foreign or (path.name.startswith("2024_SXD") and PRACTICE in path.parts):
            continue
        book = Book(path)
        for sheet, state in book.states.items():
            if state == "visible":
                texts = [text or "" for _, text, _ in book.sheets[sheet].values()]
                assert any(vi.ILLUSTRATIVE in text for text in texts), f"{path.name}: {sheet}"


VARIETY = {
    "2021": {"no_baseline", "not_met", "reversing", "no_data"},
    "2024-H1": {"not_due", "no_case", "met", "on_track", "behind", "reversing"},
    "2024": {"exceeded", "met", "on_track", "behind", "off_track", "not_met", "reversing", "no_baseline", "incomplete"}
    | {"units_missing"},
}


@pytest.mark.parametrize("code", VARIETY)
def test_verdicts_are_varied(demo_made, code):
    rows = results_of(demo_made, code).attainments
    assert VARIETY[code] <= {a.verdict.value for a in rows} | {a.reason.value for a in rows}


def test_figures_of_2024_lie_near_the_published_ones(demo_made):
    world = province.read(demo_made.catalogue)
    figures = world.figures(Period.parse(PRACTICE))

    def rate(n, d):
        upper, lower = (sum(v for k, v in figures.items() if k[0] == code) for code in (n, d))
        return float(100 * upper / lower)

    assert rate("GN_HO_NGHEO", "CH_HO") == pytest.approx(19.46, abs=0.01)
    assert rate("YT_BHYT", "CH_DAN_SO") == pytest.approx(95, abs=0.1)
    assert rate("YT_TCDD", "YT_TRE1") == pytest.approx(95, abs=0.2)
    assert rate("YT_COI", "YT_DO") == pytest.approx(20.6, abs=0.05)


def test_the_plan_itself_stays_free_of_invented_numbers(demo_made):
    plan, practice = catalogues.load(), demo_made.catalogue
    assert not plan.illustrative and practice.illustrative
    assert [t.id for t in plan.targets.values() if t.invented] == []
    changed = {id_ for id_, t in practice.targets.items() if t != plan.targets.get(id_)}
    assert changed == {t.id for t in practice.targets.values() if t.invented} != set()
    assert workflow.headroom_faults(practice) == []


def test_a_new_element_and_a_new_unit_need_no_invented_figures(tmp_path):
    """README: an element is one row, a unit its rows; data/demo/ may be silent about both."""
    exchange.copy_default(tmp_path / "new")
    for file, line in (
        ("elements.csv", "LD_XX,Thử,người,LD,flow,0,0,1000000,yes,no,H1 Y,,,local,LDTBXH,no,,,\n"),
        ("elements.csv", "YT_XX,Thử,người,YT,stock,0,0,1000000,yes,no,Y,,,SYT/unit,,no,,,\n"),
        ("units.csv", "113,2020-03-01,2025-06-30,Huyện Thử,Huyện,district,12,yes,,,9,\n"),
    ):
        with (tmp_path / "new" / file).open("a", encoding="utf-8") as out:
            out.write(line)
    catalogue = catalogues.load(tmp_path / "new")
    world = province.read(catalogue)
    for code in demo.PERIODS:
        for who in ("106", "113", "SYT"):
            form = layout.form(catalogue, Period.parse(code), who)
            typed = filling.fill(catalogue, world, form)
            assert None not in typed.entries.values()
            for key, content in typed.entries.items():
                assert key[0] not in ("LD_XX", "YT_XX") or content == "-"
    assert typed.entries.keys() == {slot.key for slot in form.inputs}


def test_jobs_shared_out_to_units_add_up_to_the_plan(demo_made):
    targets = demo_made.catalogue.targets
    assert sum(t.values[2024] for id_, t in targets.items() if id_.startswith("LD03-")) == targets["LD03"].values[2024]


def test_a_folder_with_files_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(AnsxError) as refused:
        demo.make(tmp_path)
    assert refused.value.code == "not_empty" and [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_folder_works_by_itself(demo_made, tmp_path):
    ran = run(demo_made.target, "consolidate", f"{demo.RECEIVED}/{PRACTICE}", PRACTICE, "-o", str(tmp_path / "o.xlsx"))
    assert ran.returncode == 1 and ran.stderr == ""
    assert (tmp_path / "o.xlsx").exists()


@pytest.mark.parametrize("code", demo.PERIODS)
def test_totals_and_rates_agree_with_a_simple_addition_of_the_raw_files(demo_made, tmp_path, code):
    excluded = [m.key for m in IN_CELLS if m.excluded == "yes"] if code == PRACTICE else []
    inbox = demo_made.target / demo.RECEIVED / code
    oracle = Oracle(demo_made.target / workflow.LOCAL_CATALOGUE, inbox, code, excluded)
    ran = run(demo_made.target, "consolidate", str(inbox), code, "-o", str(tmp_path / "o.xlsx"), "--dry-run", "--json")
    said = json.loads(ran.stdout)
    totals = {
        (e["element"], e["area"]): (number(e["value"]), e["units_counted"], e["units_expected"])
        for e in said["elements"]
    }
    assert totals == oracle.totals()
    rates = {
        (i["indicator"], i["area"]): (number(i["numerator"]), number(i["denominator"]), number(i["value"]))
        for i in said["indicators"]
    }
    expected = oracle.rates()
    assert rates.keys() == expected.keys()
    for key, (n, d, value) in expected.items():
        assert rates[key][:2] == (n, d), key
        assert (rates[key][2] is None) == (value is None), key
        assert value is None or abs(rates[key][2] - value) <= Fraction(1, 10**12), key
    ratios = {i for i, _ in rates if demo_made.catalogue.indicators[i].kind is Kind.RATIO}
    assert len(ratios) > (3 if "-" in code else 20)


def test_invented_figures_are_the_same_every_time(demo_made):
    period = Period.parse("2025-H1")
    first, second = (province.read(demo_made.catalogue).figures(period) for _ in range(2))
    assert first == second


def test_nobody_is_named(demo_made):
    for results in demo_made.results:
        for submission in results.submissions.values():
            assert submission.officer == "Cán bộ lập biểu" and submission.telephone == ""


def test_the_ledger_holds_each_period_once(demo_made):
    from ansx_xl.ledger import Ledger

    with Ledger.open(demo_made.target / workflow.DEFAULT_LEDGER) as ledger:
        assert ledger.periods() == sorted(demo.PERIODS)
        assert len(ledger.dossier(Period.parse("2023")).submissions) == len(results_of(demo_made, "2023").submissions)

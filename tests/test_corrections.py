"""What the department corrects and decides: adjustments, choices, signing off; the same on both kinds of ledger."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import figures, number, submissions

from ansx_xl import adjusting, catalogue, consolidating, inbox, presenting, standing, vi, workflow
from ansx_xl.errors import AnsxError
from ansx_xl.ledger import Ledger, record
from ansx_xl.model import Adjustment, Dossier, Entry, FileOutcome, Finding, Place, Severity, Stamp, Status
from ansx_xl.period import Period
from ansx_xl.text import exact

PLAN = catalogue.load()
YEAR = Period.parse("2024")
UNIT = "106"
FREE = ("GN_HS", UNIT)
"""A figure that stands in no relation, and one that must not be above another."""
POOR = ("GN_HO_NGHEO", UNIT)
TODAY = Stamp("2025-01-20", "tester")
WHOLE = PLAN.province.id


def clean_figures(period=YEAR, **given):
    """Figures that break no relation: everything the rules compare is equal or nothing."""
    return figures(PLAN, period, **given)


@pytest.fixture
def sent():
    return submissions(PLAN, clean_figures())


@pytest.fixture
def ledger(address, sent):
    with Ledger.open(address) as opened:
        opened.append(YEAR, sent, Stamp("2025-01-05", "tester"))
    return address


def of(sent, who=UNIT):
    return next(s for s in sent if s.respondent == who)


def total(results, element="GN_HS", area=WHOLE):
    return results.totals[element, area].value


def adjust(ledger, value, element="GN_HS", who=UNIT, **more):
    return workflow.adjust(PLAN, YEAR, who, element, value, "why", "office", "2025-01-20", ledger, TODAY, **more)


def sign(ledger, *waive, why="accepted"):
    return workflow.sign_off(PLAN, YEAR, waive, why, ledger, TODAY)


def everything(ledger):
    """The codes of all that is open."""
    return sorted({f.code for _, f in workflow.from_ledger(PLAN, YEAR, ledger).findings if f.open})


# --- adjusting -------------------------------------------------------------------------------------------------------


def test_an_adjusted_figure_enters_the_totals_and_the_submission_stays_as_it_was_sent(ledger, sent):
    before = total(workflow.from_ledger(PLAN, YEAR, ledger))
    was = of(sent).entries[FREE].value
    adjust(ledger, "7")
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert total(results) == before - was + 7
    assert [(f.code, f.element, f.unit) for who, f in results.findings if f.code == "A08"] == [("A08", *FREE)]
    with Ledger.open(ledger) as opened:
        assert of(opened.dossier(YEAR).submissions).entries[FREE].value == was
    (row,) = (r for r in presenting.corrections.corrections(results).rows if not r.group)
    assert (row.cells["code"], row.cells["after"].content, row.cells["why"]) == ("GN_HS", Decimal(7), "why")
    cell = next(r for r in presenting.figures.data(results).rows if r.key == "GN_HS").cells[UNIT]
    assert (cell.content, cell.style) == (Decimal(7), "integer_adjusted")


def test_of_two_adjustments_the_last_holds(ledger):
    adjust(ledger, "7")
    adjust(ledger, "9")
    assert workflow.from_ledger(PLAN, YEAR, ledger).figures.number(FREE) == 9


def test_a_faulty_cell_is_settled_by_an_adjustment(sent):
    place = Place("Nhập liệu", "G20")
    broken = replace(
        of(sent),
        entries={**of(sent).entries, FREE: Entry(Status.ERROR, None, place, "abc")},
        findings=(Finding("R01", Severity.ERROR, place, *FREE, "abc"),),
    )
    others = [s for s in sent if s.respondent != UNIT]
    dossier = Dossier(YEAR, submissions=(broken, *others))
    assert consolidating.consolidate(PLAN, dossier, {}).figures.number(FREE) is None
    a = Adjustment(UNIT, FREE, broken.sha256, "abc", Decimal(5), "why", "office", "2025-01-20")
    results = consolidating.consolidate(PLAN, replace(dossier, adjustments=(a,)), {})
    assert results.figures.number(FREE) == 5
    assert "R01" not in {f.code for who, f in results.findings if who == UNIT}


def test_a_later_submission_asks_again_unless_it_says_the_same(ledger, sent):
    adjust(ledger, "7")
    again = replace(of(sent), attempt=2, sha256="b" * 64)
    same = replace(again, attempt=3, sha256="c" * 64, entries={**again.entries, FREE: number(7)})
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [again], TODAY)
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert results.figures.number(FREE) == of(sent).entries[FREE].value
    assert [who for who, f in results.findings if f.code == "A09"] == [UNIT]
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [same], TODAY)
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert results.figures.number(FREE) == 7
    assert not [f for _, f in results.findings if f.code in ("A08", "A09")]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"value": "nhiều"}, "adjust_number"),
        ({"value": "1.234"}, "adjust_number"),
        ({"value": "1,5"}, "adjust_number"),
        ({"value": "1", "element": "KHONG_CO"}, "adjust_element"),
        ({"value": "1", "who": "999"}, "adjust_nobody"),
        ({"value": "1", "who": "BHXH", "element": "GN_BHYT"}, "adjust_unit"),
    ],
)
def test_an_adjustment_that_cannot_be_is_a_sentence(ledger, given, code):
    with pytest.raises(AnsxError) as refused:
        adjust(ledger, **given)
    assert refused.value.code == code
    with Ledger.open(ledger) as opened:
        assert opened.dossier(YEAR).adjustments == ()


def test_a_row_of_an_agencys_table_is_adjusted(ledger):
    adjust(ledger, "3", element="GN_BHYT", who="BHXH", unit="106")
    assert workflow.from_ledger(PLAN, YEAR, ledger).figures.number(("GN_BHYT", "106")) == 3


def test_an_earlier_period_that_is_corrected_feeds_the_next(ledger):
    """Đính chính kỳ trước."""
    adjust(ledger, "7")
    prior = workflow.earlier_figures(PLAN, ledger, Period.parse("2025-H1"))
    assert prior["2024"].number(FREE) == 7


# --- which submission counts -----------------------------------------------------------------------------------------


def conflict(sent):
    one = of(sent)
    two = replace(one, sha256="d" * 64, file="other.xlsx", entries={**one.entries, FREE: number(1)})
    return one, two


def test_of_two_submissions_of_the_same_attempt_the_chosen_one_counts(ledger, sent, tmp_path):
    one, two = conflict(sent)
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [two], TODAY)
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert UNIT in results.conflicts and FREE not in results.figures.entries
    from pathlib import Path

    workflow.choose(PLAN, Path("other.xlsx"), ledger, TODAY)
    assert workflow.from_ledger(PLAN, YEAR, ledger).figures.number(FREE) == 1
    with pytest.raises(AnsxError) as refused:
        workflow.choose(PLAN, Path("106.xlsx"), ledger, TODAY)
    assert refused.value.code == "no_file"


def test_an_adjustment_holds_for_a_copy_of_the_same_content(ledger, sent):
    adjust(ledger, "7")
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [replace(of(sent), sha256="0" * 63 + "!", file="again.xlsx")], TODAY)
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert (results.figures.number(FREE), results.conflicts) == (7, {})
    assert "A09" not in {f.code for _, f in results.findings}


def test_a_third_one_opens_the_question_again_and_a_higher_attempt_settles_it(ledger, sent):
    from pathlib import Path

    one, two = conflict(sent)
    third = replace(two, sha256="e" * 64, file="third.xlsx", narrative={"results": "x"})
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [two], TODAY)
    workflow.choose(PLAN, Path("other.xlsx"), ledger, TODAY)
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [third], TODAY)
    assert UNIT in workflow.from_ledger(PLAN, YEAR, ledger).conflicts
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [replace(one, sha256="f" * 64, attempt=2)], TODAY)
    assert workflow.from_ledger(PLAN, YEAR, ledger).submissions[UNIT].attempt == 2


def test_the_order_of_arrival_decides_nothing(sent):
    one, two = conflict(sent)
    later = replace(one, sha256="f" * 64, attempt=2)
    for order in ([one, two, later], [later, two, one], [two, later, one]):
        chosen, conflicts = standing.current(order)
        assert (chosen[UNIT].sha256, conflicts) == ("f" * 64, {})


def test_every_replacement_lists_what_it_changed_and_clears(sent):
    """A figure corrected so that a relation holds again."""
    old = of(sent)
    above = old.entries["CH_HO", UNIT].value + 1
    old = replace(old, entries={**old.entries, POOR: number(above)})
    new = replace(old, attempt=2, sha256="f" * 64, entries={**old.entries, POOR: number(1)})
    others = [s for s in sent if s.respondent != UNIT]
    results = consolidating.consolidate(PLAN, Dossier(YEAR, submissions=(old, new, *others)), {})
    found = {d.key: d for _, _, d in results.replaced}
    assert list(found) == [POOR]
    assert (found[POOR].before, found[POOR].after) == (str(above), "1")
    assert set(found[POOR].cleared) & {c.code for c in PLAN.checks.values()}


def test_texts_that_changed_are_listed_too(sent):
    old = replace(of(sent), explanations={POOR: "a"}, narrative={"results": "x"})
    new = replace(of(sent), explanations={POOR: "b"}, narrative={"results": "x"})
    assert [(d.key, d.before, d.after) for d in adjusting.differences(old, new)] == [(POOR, "a", "b")]


# --- signing off -----------------------------------------------------------------------------------------------------


def test_sign_off_refuses_what_is_open_and_takes_reasons(ledger, sent):
    left = everything(ledger)
    assert left
    with pytest.raises(AnsxError) as refused:
        sign(ledger)
    assert refused.value.code == "findings_open"
    with pytest.raises(AnsxError) as refused:
        sign(ledger, *left, why=" ")
    assert refused.value.code == "waive_reason"
    done = sign(ledger, *left)
    assert sorted({f.code for _, f in done.waived}) == left
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert results.dossier.signed_off and not [f for _, f in results.findings if f.open]
    with pytest.raises(AnsxError) as refused:
        sign(ledger)
    assert refused.value.code == "signed_off"


def test_each_finding_may_have_a_reason_of_its_own_and_nothing_is_recorded_by_halves(ledger, sent):
    found = [(who, f) for who, f in workflow.from_ledger(PLAN, YEAR, ledger).findings if f.open and who]
    own = f"{found[0][1].code}@{PLAN.code_of(found[0][0])}"
    with pytest.raises(AnsxError) as refused:
        sign(ledger, f"{own}=alone")
    accepted = sum(f"{f.code}@{PLAN.code_of(who)}" == own for who, f in found)
    assert refused.value.facts["nothing"] == vi.waived_in_vain(accepted) != ""
    assert f"--waive {own} " in refused.value.facts["command"] and refused.value.facts["unknown"] == ""
    assert not workflow.from_ledger(PLAN, YEAR, ledger).dossier.decisions
    with pytest.raises(AnsxError) as refused:
        sign(ledger, f"{own}=alone", *everything(ledger), why="")
    assert refused.value.code == "waive_reason"
    sign(ledger, f"{own}=alone", *everything(ledger), why="all the others")
    reasons = {(f"{f.code}@{PLAN.code_of(who)}" == own, f.waived) for who, f in after(ledger) if f.waived}
    assert reasons == {(True, "alone"), (False, "all the others")}


def after(ledger):
    return workflow.from_ledger(PLAN, YEAR, ledger).findings


def test_a_finding_is_accepted_for_one_submission_only(ledger, sent):
    sign(ledger, *everything(ledger))
    workflow.reopen(YEAR, "again", ledger, TODAY)
    who = next(who for who, f in workflow.from_ledger(PLAN, YEAR, ledger).findings if f.waived and who)
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [replace(of(sent, who), attempt=2, sha256="f" * 64)], TODAY)
    assert [f.code for by, f in workflow.from_ledger(PLAN, YEAR, ledger).findings if by == who and f.open]


def test_after_sign_off_nothing_changes_until_it_is_opened_again(ledger):
    sign(ledger, *everything(ledger))
    with pytest.raises(AnsxError) as refused:
        adjust(ledger, "7")
    assert refused.value.code == "signed_off"
    with pytest.raises(AnsxError) as refused:
        workflow.reopen(YEAR, " ", ledger, TODAY)
    assert refused.value.code == "reopen_reason"
    workflow.reopen(YEAR, "a correction", ledger, TODAY)
    adjust(ledger, "7")
    with pytest.raises(AnsxError) as refused:
        workflow.reopen(YEAR, "again", ledger, TODAY)
    assert refused.value.code == "not_signed_off"


def test_a_form_only_saved_again_changes_nothing_that_is_signed_off(ledger, sent, monkeypatch, tmp_path):
    sign(ledger, *everything(ledger))
    with Ledger.open(ledger) as opened:
        dossier = opened.dossier(YEAR)
    again = replace(of(sent, UNIT), sha256="f" * 64, file="again.xlsx")
    other = replace(again, sha256="e" * 64, entries={**again.entries, FREE: number(1)})

    def take_in(submission):
        outcome = FileOutcome(submission.file, submission.sha256, unit=UNIT, submission=submission)
        monkeypatch.setattr(inbox, "take_in", lambda *_: [outcome])
        return workflow.consolidate(PLAN, tmp_path, YEAR, tmp_path.parent / "out.xlsx", ledger, TODAY.day)

    assert take_in(again).submissions[UNIT].entries == of(sent, UNIT).entries
    with pytest.raises(AnsxError) as refused:
        take_in(other)
    assert refused.value.code == "signed_off" and dossier.signed_off


def test_published_figures_stay_and_the_correction_stands_beside_them(ledger):
    before = sign(ledger, *everything(ledger)).results
    workflow.reopen(YEAR, "a correction", ledger, TODAY)
    adjust(ledger, "7")
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    changes = {key: (was, now) for key, was, now in consolidating.changes_since_published(results)}
    assert changes["GN_HS", WHOLE] == (str(total(before)), str(total(results)))
    row = next(r for r in presenting.figures.data(results).rows if r.key == "GN_HS")
    assert (row.cells["published"].content, row.cells["published"].style) == (total(before), "integer_adjusted")
    untouched = next(r for r in presenting.figures.data(results).rows if r.key == "CH_HO")
    assert untouched.cells["published"].style == "integer_total"
    listed = [r.cells["code"] for r in presenting.corrections.corrections(results).rows if not r.group]
    assert "GN_HS" in listed


def test_an_earlier_period_that_is_corrected_shows_beside_what_was_published(ledger):
    """No figure of the period changes and no verdict: only how far the plan is reached, from another first year."""
    past = Period.parse("2023")
    with Ledger.open(ledger) as opened:
        opened.append(past, submissions(PLAN, figures(PLAN, past, seed=2)), TODAY)
    before = sign(ledger, *everything(ledger)).results
    assert workflow.closed_after(ledger, past) == [YEAR] and workflow.closed_after(ledger, YEAR) == []
    given = (UNIT, "NCC_HO_TB", "700", "why", "office", "2025-01-20")
    workflow.adjust(PLAN, past, *given, ledger, TODAY)
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert list(consolidating.changes_since_published(results)) == []
    assert list(consolidating.verdicts_since_published(results)) == []
    ((moved, name, was, now),) = consolidating.attained_since_published(results)
    (old,) = (a for a in before.attainments if a.key == moved.key)
    assert (moved.target_id, name) == ("NCC01", "r")
    assert (was, now) == (exact(old.r), exact(moved.r)) and was != now
    (row,) = (r.cells for r in presenting.corrections.corrections(results).rows if not r.group)
    assert (row["code"], row["before"].content, row["after"].content) == ("NCC01", Decimal(was), Decimal(now))
    assert presenting.common.standing(results) == vi.PUBLISHED_ON.format(day="20/01/2025", count=1)


def test_records_of_before_claim_nothing_of_the_figures_beside_the_verdicts(ledger):
    sign(ledger, *everything(ledger))
    workflow.reopen(YEAR, "a correction", ledger, TODAY)
    adjust(ledger, "700", element="NCC_HO_TB")
    results = workflow.from_ledger(PLAN, YEAR, ledger)
    assert {name for _, name, *_ in consolidating.attained_since_published(results)} == {"needed"}  # the rest is told
    (published,) = results.dossier.published
    assert {name for _, name in published.attained} == {"actual", "r", "needed", "target"}
    text = json.loads(record.to_text(published))
    del text["attained"]
    older = record.from_text(json.dumps(text), "published", published.stamp)
    assert older == replace(published, attained={})
    dossier = replace(results.dossier, published=(older,))
    again = consolidating.consolidate(PLAN, dossier, {})
    assert list(consolidating.attained_since_published(again)) == []
    assert list(consolidating.changes_since_published(again))


def test_later_periods_that_are_opened_again_are_not_named(ledger):
    past = Period.parse("2024-H1")
    sign(ledger, *everything(ledger))
    assert workflow.closed_after(ledger, past) == [YEAR]
    workflow.reopen(YEAR, "why", ledger, TODAY)
    assert workflow.closed_after(ledger, past) == []


def test_nothing_is_signed_off_where_nobody_has_sent(address):
    with pytest.raises(AnsxError) as refused:
        sign(address)
    assert refused.value.code == "nothing_sent"


def test_everything_is_in_the_history(ledger, tmp_path):
    adjust(ledger, "7")
    sign(ledger, *everything(ledger))
    kinds = [type(e.record).__name__ for e in workflow.history(ledger, YEAR)]
    assert {"Submission", "Adjustment", "Decision", "Published"} == set(kinds)
    assert workflow.history(ledger, Period.parse("2023")) == []
    assert {p.name for p in workflow.export_history(ledger, tmp_path / "csv")} >= {"adjustments.csv", "values.csv"}

"""Relations and remarks about figures: each is looked at somewhere, and what fails takes out the right figures."""

import builders
import pytest

from ansx_xl import catalogue, checking, consolidating, layout, vi
from ansx_xl.model import Dossier, Prior, Severity
from ansx_xl.period import Period

PLAN = catalogue.load()


@pytest.mark.parametrize("code", ["2024", "2025-H2", "2026"])
def test_every_relation_is_looked_at_on_a_form_or_across_them(monkeypatch, code):
    period = Period.parse(code)
    on_forms = {r.check for who in consolidating.owed(PLAN, period) for r in layout.form(PLAN, period, who).rules}
    across = set()
    monkeypatch.setattr(checking, "_fails", lambda _plan, check, *_: across.add(check))
    checking.across(PLAN, builders.figures(PLAN, period), Prior())
    due = {e.code for e in PLAN.elements_due(period)}
    asked = {
        check.id
        for check in PLAN.checks.values()
        if period.end in check.validity and due.issuperset(t.element for t in check.terms if t.element)
    }
    assert on_forms | across >= asked and not on_forms & across


def test_a_figure_of_an_agency_is_held_against_what_is_counted():
    """More communes with a doctor than communes: YT05 must not stand there above 100 %."""
    period = Period.parse("2024")
    sent = builders.submissions(PLAN, builders.figures(PLAN, period, YT_XA_BS=150))
    results = consolidating.consolidate(PLAN, Dossier(period, submissions=tuple(sent)), {})
    units = {u.id for u in PLAN.reporting_units(period)}
    assert {f.unit for _, f in results.findings if f.code == "KT35"} == units
    assert {unit for code, unit in results.figures.excluded if code == "YT_XA_BS"} == units
    assert results.aggregates["YT05", PLAN.province.id].value is None


def test_what_only_warns_forbids_nothing(year):
    """Errors say what must be, warnings set the two sides beside each other; both say the same of the figures."""
    relations = [f for _, f in year.findings if "working" in f.facts]
    said = {f.code: vi.finding(f.code, f.facts)[0] for f in relations}
    assert said["KT27"].endswith("(638 so với 479)") and "không được" not in said["KT27"]
    assert said["KT20"].endswith("(38 không được lớn hơn 35)")
    assert {f.severity for f in relations} >= {Severity.ERROR, Severity.WARNING}
    assert all(("không được" in said[f.code]) <= (f.severity is Severity.ERROR) for f in relations)

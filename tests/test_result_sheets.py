"""What the result sheets say beside the figures: units to look at, reasons, footnotes, names, links."""

import pytest

from ansx_xl import presenting, vi
from ansx_xl.presenting import attainments


def table_of(results, name):
    return next(t for t in presenting.tables(results, "2025-01-15") if t.name == name)


@pytest.fixture(scope="module")
def book(year):
    return presenting.book(year, "2025-01-15")


# --- units to look at -------------------------------------------------------------------------------------------------


def test_units_to_look_at_account_for_what_is_still_needed(year, book):
    whole, shown = year.catalogue.province.id, 0
    for a in year.attainments:
        named = attainments.focus(year, a)
        if {unit for unit, _ in a.contributions} == {whole}:
            assert named == [], "the province is no unit of its own"
            continue
        assert bool(named) == bool(a.needed and a.contributions), a.key
        assert whole not in dict(named) and len(named) <= 3 and 0 not in dict(named).values()
        lacking = abs(sum(amount for _, amount in a.contributions))
        assert not named or abs(lacking - a.needed) <= 1
        shown += bool(named)
    assert shown > 8
    (pensions,) = [a for a in year.attainments if a.target_id == "BH04"]
    assert pensions.needed == 158 and {unit for unit, _ in pensions.contributions} == {whole}
    assert book.value((vi.ATTAINMENT, pensions.key, "focus")) == ""

"""One rule, two evaluations, one verdict: the form's own formulas, computed by LibreOffice, and Python's checking.

The long run over 2,000 fillings is tests/long/test_fillings.py.
"""

import random

import pytest
from judging import Bench

from ansx_xl import catalogue, rules

PLAN = catalogue.load()


@pytest.mark.parametrize(
    ("period", "respondent", "count"), [("2024", "105", 30), ("2024", "SYT", 15), ("2024-H1", "105", 15)]
)
def test_form_and_python_agree(office, tmp_path, period, respondent, count):
    with Bench(PLAN, office, tmp_path, period, respondent, random.Random(f"{period} {respondent}")) as bench:
        assert bench.disagreements(count) == []
        decided = {check for check, state in bench.states if state != rules.NOT_APPLICABLE}
        both = {check for check in decided if bench.states[check, rules.FAILED] and bench.states[check, rules.PASSED]}
        assert len(both) >= 0.9 * len(decided), sorted(decided - both)
        assert bench.said["C01"] and (bench.said["C04"] or count < 30), bench.said

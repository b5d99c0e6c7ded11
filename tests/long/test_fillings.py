"""The long run of tests/test_form_rules.py: 2,000 random fillings through one open LibreOffice document each.

python -m pytest tests/long/test_fillings.py -s
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from judging import Bench  # noqa: E402
from office import Office  # noqa: E402

from ansx_xl import catalogue, rules  # noqa: E402

PLAN = catalogue.load()


@pytest.fixture(scope="module")
def office():
    with Office() as started:
        yield started


@pytest.mark.parametrize(
    ("period", "respondent", "count"), [("2024", "105", 1000), ("2024-H1", "105", 400), ("2024", "SYT", 600)]
)
def test_form_and_python_agree(office, tmp_path, period, respondent, count):
    start = time.perf_counter()
    with Bench(PLAN, office, tmp_path, period, respondent, random.Random(f"long {period} {respondent}")) as bench:
        assert bench.disagreements(count) == []
    states = Counter()
    for (_, state), times in bench.states.items():
        states[state] += times
    passed, failed, other = states[rules.PASSED], states[rules.FAILED], states[rules.NOT_APPLICABLE]
    print(
        f"\n{respondent} {period}: {count} fillings, {len(bench.form.rules)} relations: {passed} passed, "
        f"{failed} failed, {other} not applicable, 0 disagreements, {time.perf_counter() - start:.0f} s"
    )

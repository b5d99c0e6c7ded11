"""The long run of tests/test_crashes.py: 300 sudden ends of each command (pytest -s tests/long/test_sudden_ends.py)."""

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from crashing import Trial
from test_crashes import JOBS, origin

__all__ = ["origin"]
TIMES = 300


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_three_hundred_sudden_ends(job, origin, tmp_path):
    trial, rng = Trial(origin, tmp_path, job), random.Random(job.name)
    found = Counter(trial.kill(rng) for _ in range(TIMES))
    print(f"{job.name}: {TIMES} sudden ends: {dict(found)}")
    assert set(found) <= {"before", "after"}

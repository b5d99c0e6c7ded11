"""Random inboxes, some files at a time in any order: nothing lost, nothing doubled. The long run is in tests/long."""

import random

import inboxes
from arrivals import Judge

from ansx_xl import workflow


def test_random_inboxes_are_accounted_for_and_add_up_in_any_order(demo_made, tmp_path, monkeypatch):
    rng = random.Random(4)
    maker = inboxes.Maker(rng, inboxes.bases(demo_made.target), inboxes.foreign(demo_made.target), variants=4)
    with Judge(demo_made.catalogue, demo_made.target / workflow.LOCAL_CATALOGUE, monkeypatch) as judge:
        for number in range(40):
            ledger = tmp_path / f"{number}.db" if number % 10 == 5 else None
            judge.inbox(maker, tmp_path / str(number), rng.randint(20, 40), number % 10 == 0, ledger)
    ended = {"used", "rejected", "duplicate", "superseded", "conflict", "skipped", "papers paired"}
    assert all(judge.counts[kind] > 10 for kind in ended) and judge.counts["orders of arrival"] == 80

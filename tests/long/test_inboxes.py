"""The long run of tests/test_arrivals.py: 1,000 random inboxes of 20 to 200 files.

python -m pytest tests/long/test_inboxes.py -s
"""

import random
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import inboxes  # noqa: E402
from arrivals import Judge  # noqa: E402

from ansx_xl import demo, workflow  # noqa: E402

INBOXES, OF_ONE_POOL, READ_EACH = 1000, 50, 10


def test_a_thousand_inboxes(tmp_path, monkeypatch):
    start = time.perf_counter()
    made = demo.make(tmp_path / "made")
    bases, foreign = inboxes.bases(made.target), inboxes.foreign(made.target)
    rng, forms = random.Random("inboxes"), 0
    with Judge(made.catalogue, made.target / workflow.LOCAL_CATALOGUE, monkeypatch) as judge:
        for number in range(INBOXES):
            if number % OF_ONE_POOL == 0:
                maker = inboxes.Maker(rng, bases, foreign)
                forms += len(maker.pool)
                judge.forget()
            folder = tmp_path / "one"
            ledger = folder / "ansx.db" if number % READ_EACH == 5 else None
            folder.mkdir()
            judge.inbox(maker, folder, rng.randint(20, 200), number % READ_EACH == 0, ledger)
            shutil.rmtree(folder)
    for kind, count in judge.counts.items():
        print(f"\n{count:9,}  {kind}", end="")
    print(f"\n{forms:9,}  different forms\n{time.perf_counter() - start:9.0f}  seconds")

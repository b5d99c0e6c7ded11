"""What a period costs from a full ledger beside reading its forms again, as a ratio measured in one run.

Usage: python benchmarks/ledger.py [ROUNDS] [ADDRESS]. Makes the practice province in a temporary folder and takes 38
forms that were received there; a ledger gets ten years of twelve months of their submissions, as they were read. Then,
in turn: open the ledger and answer one month's dossier, which holds the 38 submissions; read the 38 files again, by the
guarded reader that `ansx consolidate` uses, already started. ADDRESS (postgresql://...) measures an empty database on a
server instead of a file. POSIX only: the reader's own processor time is counted when it has ended.
"""

import hashlib
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from ansx_xl import catalogue as catalogues
from ansx_xl import demo, reading, vi
from ansx_xl.errors import WorkbookError
from ansx_xl.ledger import Ledger
from ansx_xl.model import Stamp
from ansx_xl.period import Period
from ansx_xl.worker import Reader

FORMS, YEARS = 38, range(2015, 2025)


def read(plan, reader, path):
    data = path.read_bytes()
    return reading.read(plan, reader.read(data), path.name, hashlib.sha256(data).hexdigest())


def readable(plan, folder):
    """The first forms that can be read, of as many periods as it takes."""
    found = []
    with Reader(unread=vi.UNREAD) as reader:
        for path in sorted(folder.rglob("*.xlsx"), reverse=True):
            try:
                found.append((path, read(plan, reader, path)))
            except WorkbookError:
                continue
            if len(found) == FORMS:
                return zip(*found, strict=True)
    raise SystemExit("too few forms")


def fill(address, sent):
    """Ten years of months, each with the submissions of 38 respondents."""
    with Ledger.open(address) as ledger:
        for year in YEARS:
            for month in range(1, 13):
                period = Period(year, "M", month)
                records = [replace(s, period=period, respondent=f"U{n}") for n, s in enumerate(sent)]
                ledger.append(period, records, Stamp("2025-01-10", "lan"))


def spent(action):
    """Seconds on the clock and processor seconds (children that ended included) of an action."""

    def used():
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(r.ru_utime + r.ru_stime for r in both)

    clock, processor = time.perf_counter(), used()
    action()
    return time.perf_counter() - clock, used() - processor


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as place:
        made = demo.make(Path(place) / "demo")
        plan = catalogues.load(Path(place) / "demo" / "danh-muc")
        paths, sent = readable(plan, made.target / demo.RECEIVED)
        address = sys.argv[2] if len(sys.argv) > 2 else str(Path(place) / "full.db")
        fill(address, sent)
        month = Period(2020, "M", 6)

        def answer():
            with Ledger.open(address) as ledger:
                assert len(ledger.dossier(month).submissions) == FORMS

        def again():
            with Reader(unread=vi.UNREAD) as reader:
                for path in paths:
                    read(plan, reader, path)

        pairs = [(spent(answer), spent(again)) for _ in range(rounds + 1)][1:]  # the first warms the disk cache
        size = Path(address).stat().st_size / 1e6 if len(sys.argv) < 3 else 0
    figures, findings = sum(len(s.entries) + len(s.estimates) for s in sent), sum(len(s.findings) for s in sent)
    print(f"ledger: {FORMS * 12 * len(YEARS)} submissions; a month has {figures} figures and {findings} findings")
    if size:
        print(f"        {size:.1f} MB")
    for name, found in (("dossier of a month", [a for a, _ in pairs]), ("reading its files", [b for _, b in pairs])):
        clock, processor = (statistics.median(column) * 1000 for column in zip(*found, strict=True))
        print(f"{name:20} {clock:8.1f} ms {processor:8.1f} ms CPU   (median of {rounds})")
    for n, name in enumerate(("clock", "CPU")):
        print(f"ratio of {name:11} {statistics.median(a[n] / b[n] for a, b in pairs):8.3f}")


if __name__ == "__main__":
    main()

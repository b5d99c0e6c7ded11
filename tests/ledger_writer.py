"""One process that writes into a ledger, started by tests: python tests/ledger_writer.py TASK ADDRESS [ARGUMENTS].

It prints a line for everything it has done, once that is done. Records are small and made here, without a catalogue.
"""

import json
import random
import resource
import sys
from decimal import Decimal

from ansx_xl.errors import LedgerChanged, LedgerError
from ansx_xl.ledger import Ledger
from ansx_xl.model import Decision, DecisionKind, Entry, Paper, Place, Run, Stamp, Status, Submission
from ansx_xl.period import Period

PERIODS = [Period.parse(code) for code in ("2024", "2024-H1", "2024-M06")]
YEAR = PERIODS[0]
DAY = "2025-01-10"
LOT = 12
"""Records of one lot: they are there together or not at all."""


def submission(number, period=YEAR, length=10):
    """A submission that differs from others in its number."""
    entries = {
        (f"E{n}", "106"): Entry(Status.NUMBER, Decimal(number * 1000 + n) / 8, Place("Nhập liệu", f"G{n}"), "1.234,5")
        for n in range(length)
    }
    return Submission("f.xlsx", f"{number:064x}", "106", period, "e", number, "official", entries)


def lot(number):
    """The records of a lot; the stamp says which."""
    records = [submission(number * 100 + n) for n in range(LOT - 3)]
    about = f"{number:064x}"
    return [*records, Decision(DecisionKind.WAIVE), Paper("106", about, "a.pdf", "name"), Run("e", {}, (about,))]


def lots(address, first):
    """Lot after lot until somebody kills this process."""
    with Ledger.open(address) as ledger:
        done("ready")
        for number in range(int(first), sys.maxsize):
            ledger.append(YEAR, lot(number), Stamp(DAY, str(number)))
            done(number)


def share(address, seed, first, last):
    """Submissions numbered *first* to *last*, shuffled, a few at a time over several periods."""
    rng = random.Random(int(seed))
    numbers = [(n, period) for n in range(int(first), int(last)) for period in PERIODS[:2]]
    rng.shuffle(numbers)
    added = 0
    with Ledger.open(address) as ledger:
        while numbers:
            period = numbers[0][1]
            some = [n for n, p in numbers[: rng.randint(1, 6)] if p == period]
            numbers = [pair for pair in numbers if pair[1] != period or pair[0] not in some]
            added += ledger.append(period, [submission(n, period, 5) for n in some], Stamp(DAY, seed))
    done(added)


def turns(address, who, count):
    """Decisions, each on what was last seen: prints what had been seen whenever that still held."""
    wins = 0
    with Ledger.open(address) as ledger:
        while wins < int(count):
            seen = ledger.version(YEAR)
            try:
                ledger.append(YEAR, [Decision(DecisionKind.REOPEN, reason=who)], Stamp(DAY, who), seen)
            except LedgerChanged:
                continue
            wins += 1
            done(seen)


def limited(address, limit):
    """One lot where no file may grow beyond *limit* bytes."""
    with Ledger.open(address) as ledger:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        try:
            done(ledger.append(YEAR, lot(7777), Stamp(DAY, "7777")))
        except LedgerError as error:
            done(error.code)


def opened(address):
    """Open it, which may migrate it."""
    done("ready")
    Ledger.open(address).close()
    done("open")


def done(what):
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])

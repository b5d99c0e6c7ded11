"""What must hold of any inbox, however its files arrive; test_arrivals.py and long/test_inboxes.py run it."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import inboxes
from oracle import Book, Oracle

from ansx_xl import consolidating, inbox, standing, vi
from ansx_xl.errors import WorkbookError
from ansx_xl.inbox.reading import Desk
from ansx_xl.ledger import Ledger
from ansx_xl.model import Dossier, FileOutcome, Paper, Rejection, Stamp, Status, Submission
from ansx_xl.parcels import Opener
from ansx_xl.period import Period
from ansx_xl.worker import Reader

YEAR = Period.parse("2024")


class Remembering:
    """Stands for a process that reads: what it said of a content, it says again without reading."""

    def __init__(self, real):
        self.real, self.answers = real, {}

    def __call__(self, unread=()):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        self.real.close()
        self.answers.clear()

    def read(self, data):
        return self._remembered(self.real.read, data)

    def open(self, data):
        return self._remembered(self.real.open, data)

    def codes(self, _data):  # the papers here have no text
        return []

    def _remembered(self, ask, data):
        if data not in self.answers:
            try:
                self.answers[data] = ask(data)
            except WorkbookError as fault:
                self.answers[data] = fault
        if isinstance(self.answers[data], WorkbookError):
            raise self.answers[data]
        return self.answers[data]


class Refusing(Reader):
    """Stands where a reader must not be needed."""

    def read(self, data):
        raise AssertionError("a known file is read again")


def grown(dossier, news):
    """The dossier after the ledger has taken these records."""
    kinds = {"submissions": Submission, "rejections": Rejection, "papers": Paper}
    return replace(dossier, **{n: (*getattr(dossier, n), *(r for r in news if type(r) is k)) for n, k in kinds.items()})


def standing_of(dossier):
    chosen, conflicts = standing.current(dossier.submissions, dossier.decisions)
    return {w: s.sha256 for w, s in chosen.items()}, {w: {s.sha256 for s in c} for w, c in conflicts.items()}


def left_out(results):
    """The cells that are said not to be used: in error themselves, or taken out by a relation that fails."""
    return results.figures.excluded | {k for k, e in results.figures.entries.items() if e.status is Status.ERROR}


class Judge:
    """Holds what becomes of an inbox against how it was made."""

    def __init__(self, plan, catalogue, monkeypatch):
        self.plan, self.patch = plan, monkeypatch
        self.simple = Oracle(catalogue, None, str(YEAR), books=())
        self.books: dict[str, Book] = {}
        self.counts: Counter = Counter()
        self.stand_ins = {"Reader": Remembering(Reader(unread=vi.UNREAD)), "Opener": Remembering(Opener())}
        self.forms: dict[str, FileOutcome] = {}
        self.look = Desk._form
        self.known = lambda desk, *of_file: self.known_form(desk, *of_file)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.forget()

    def forget(self):
        """Between pools of forms: what was read is not needed any more."""
        self.books.clear()
        self.forms.clear()
        for each in self.stand_ins.values():
            each.close()

    def known_form(self, desk, file, digest, data):
        """A form looked at before is what it was, under another name."""
        if digest not in self.forms:
            self.forms[digest] = self.look(desk, file, digest, data)
        found = self.forms[digest]
        return replace(found, file=file, submission=replace(found.submission, file=file))

    def read_by(self, **processes):
        self.patch.setattr(Desk, "_form", self.look if processes.get("Reader") is Reader else self.known)
        for name, process in processes.items():
            self.patch.setattr(inbox, name, process)

    def totals(self, used, excluded):
        """A simple addition of the cells of these files."""
        for sha256, data in used.items():
            self.books[sha256] = self.books.get(sha256) or Book(io.BytesIO(data))
        return self.simple.again([self.books[sha256] for sha256 in used], excluded).totals()

    def inbox(self, maker, folder, size, really, ledger=None):
        """Make an inbox, take it in at once and in batches, and look at everything."""
        rng = maker.rng
        things = maker.inbox(size)
        inboxes.write(things, folder / "all")
        self.read_by(**({"Reader": Reader, "Opener": Opener} if really else self.stand_ins))
        outcomes = inbox.take_in(self.plan, folder / "all", YEAR, Dossier(YEAR))
        dossier = grown(Dossier(YEAR), inbox.news(self.plan, outcomes, Dossier(YEAR)))
        files = self.accounted(things, list(inbox.settle(outcomes, dossier.submissions)))
        results = self.added(things, dossier, files)
        self.read_no_more(folder / "all", outcomes, dossier)
        self.read_by(**self.stand_ins)
        for turn in range(2):
            self.in_batches(rng, things, folder / f"order-{turn}", results, ledger if turn else None)
        self.counts["inboxes"] += 1

    def accounted(self, things, files):
        """Every file once, the parts sum, and each ended as it was made to."""
        listed = inboxes.listed(things)
        counts = consolidating.reconciliation(files)
        names, made = [f.file for f in files], [path for path, _ in listed]
        assert names == made, [pair for pair in zip(names, made) if pair[0] != pair[1]]
        assert counts["found"] == len(listed) == sum(n for kind, n in counts.items() if kind != "found")
        must = inboxes.expected(things)
        for f in files:
            outcome, reason = must[f.file]
            assert (f.outcome, f.reason if reason is not None else None) == (outcome, reason), f.file
        self.counts.update(counts)
        self.counts["papers paired"] += sum(1 for f in files if f.reason == inbox.PAPER and f.unit)
        self.counts["in archives and mails"] += sum(1 for t in things if t.inside for _ in t.flat())
        return files

    def added(self, things, dossier, files):
        """Totals are those of a simple addition over the files said to be used."""
        results = consolidating.consolidate(self.plan, dossier, {}, files)
        data = {thing.form.sha256: thing.data for _, thing in inboxes.listed(things) if thing.form}
        used = {f.sha256: data[f.sha256] for f in files if f.outcome == "used"}
        assert {s.sha256 for s in results.submissions.values()} == used.keys()
        found = {key: (t.value if t.counted else None, t.counted, t.expected) for key, t in results.totals.items()}
        simple = self.totals(used, left_out(results))
        differing = {k: (found.get(k), simple.get(k)) for k in found.keys() | simple.keys()}
        differing = {k: pair for k, pair in differing.items() if pair[0] != pair[1]}
        assert not differing, differing
        self.counts["totals"] += len(found)
        return results

    def read_no_more(self, folder, outcomes, dossier):
        """Unchanged, the inbox is taken in again without reading a file, and says the same."""
        self.patch.setattr(Desk, "_form", self.look)
        self.patch.setattr(inbox, "Reader", Refusing)
        again = inbox.take_in(self.plan, folder, YEAR, dossier)
        assert [replace(o, submission=None) for o in again] == [replace(o, submission=None) for o in outcomes]
        assert inbox.news(self.plan, again, dossier) == []

    def in_batches(self, rng, things, folder, results, ledger):
        """The same files, some at a time in another order: the same submissions count, to the same totals."""
        rng.shuffle(things)
        cuts = sorted(rng.sample(range(1, len(things)), k=min(3, len(things) - 1)))
        dossier = Dossier(YEAR)
        for start, end in zip([0, *cuts], [*cuts, len(things)]):
            inboxes.write(things[start:end], folder / str(start))
            outcomes = inbox.take_in(self.plan, folder / str(start), YEAR, dossier)
            news = inbox.news(self.plan, outcomes, dossier)
            if ledger:
                with Ledger.open(ledger) as opened:
                    opened.append(YEAR, news, Stamp("2025-01-10"))
                    dossier = opened.dossier(YEAR)
            else:
                dossier = grown(dossier, news)
        assert standing_of(dossier) == standing_of(results.dossier)
        assert consolidating.consolidate(self.plan, dossier, {}).totals == results.totals
        self.counts["orders of arrival"] += 1

"""What the buttons and ribbon commands of template.xlsm call: functions without arguments, over the open workbook.

Each does what the command line does with the same workflow, and puts the result into the sheets. `session.py` finds the
book and says what went wrong, `desk.py` reads the panel, `filling.py` writes tables, `entry.py` checks what was typed
into the workbook itself. `functions.py` holds the worksheet functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .. import doctor as checking
from .. import ministry, sending, vi, workflow
from ..consolidating import Results
from ..model import Catalogue, Severity
from ..period import Period
from ..template.results import Room, rooms
from . import correcting, desk, entry, filling, pictures
from .session import Session, button, show_in_system, today

__all__ = ["assess", "check", "consolidate", "doctor", "export", "guide", "issue", "remind", "revise"]


@button
def issue(session: Session) -> None:
    """Write the form of every respondent into a folder of its own (Phát hành biểu)."""
    chosen = desk.read(session)
    target = chosen.output / f"bieu-{chosen.period}"
    with session.quiet("issue") as step:
        catalogue = workflow.load_catalogue()
        stamp = session.stamp
        issued = workflow.issue_forms(
            catalogue, chosen.period, target, session.ledger, progress=step, today=stamp.day, by=stamp.by
        )
    sentence = vi.issued(len(issued), vi.period(chosen.period), str(target))
    desk.status(session, sentence)
    if session.ask(vi.ISSUED_OPEN.format(sentence=sentence)):
        show_in_system(target)


@button
def check(session: Session) -> None:
    """Check what was typed into the entry sheet (Kiểm tra); without errors it can become a form in the inbox."""
    chosen = desk.read(session)
    with session.quiet("check"):
        catalogue = workflow.load_catalogue()
        found = entry.check(session, catalogue, chosen.period)
        entry.mark(session, catalogue, found)
        table = entry.findings(catalogue, found)
        filling.fill(session, table, rooms_of(catalogue))
    sentence = vi.checked_entry(found.name, found.counts)
    desk.status(session, sentence)
    if found.counts[Severity.ERROR]:
        session.say(f"{sentence}\n{vi.findings_seen()}", None)
    elif session.ask(f"{sentence}\n\n{vi.SAVE_ENTRY.format(file=found.file_name)}"):
        entry.save(found, chosen.inbox)


@button
def consolidate(session: Session) -> None:
    """Record the corrections typed, take in the inbox, fill the result sheets and write the file (Tổng hợp)."""
    chosen, stamp = desk.read(session), session.stamp
    output = chosen.output / f"tong-hop-{chosen.period}.xlsx"
    with session.quiet("consolidate") as step:
        catalogue = workflow.load_catalogue()
        typed = correcting.record(session, catalogue, chosen.period, stamp)
        results = workflow.consolidate(
            catalogue, chosen.inbox, chosen.period, output, session.ledger, stamp.day, progress=step, by=stamp.by
        )
        show(session, results, stamp.day)
    sent = vi.sent(len(results.submissions), len(results.expected))
    said = vi.consolidated(sent, _counts(results), output.name, desk.day_of(stamp.day))
    closed = results.closed_after or _closed_after(session, chosen.period, typed)
    typed_said = vi.corrections_typed(typed.recorded, typed.refused)
    sentence = " ".join(filter(None, (said, typed_said, vi.closed_after(closed))))
    desk.status(session, sentence)
    session.say(sentence)


@button
def assess(session: Session) -> None:
    """Record the corrections typed, compute the period from the ledger alone and go to the verdicts (Đánh giá)."""
    chosen, stamp = desk.read(session), session.stamp
    with session.quiet("assess"):
        catalogue = workflow.load_catalogue()
        typed = correcting.record(session, catalogue, chosen.period, stamp)
        results = workflow.from_ledger(catalogue, chosen.period, session.ledger)
        if results is not None:
            show(session, results, stamp.day)
    if results is None:
        session.say(vi.error("nothing_sent", {"period": vi.period(chosen.period)}), None)
        return
    counts = vi.verdict_counts([a.verdict for a in results.attainments])
    said = vi.assessed(counts, desk.day_of(stamp.day))
    typed_said = vi.corrections_typed(typed.recorded, typed.refused)
    closed = _closed_after(session, chosen.period, typed)
    desk.status(session, " ".join(filter(None, (said, typed_said, vi.closed_after(closed)))))
    session.sheet(vi.ATTAINMENT).activate()


@button
def export(session: Session) -> None:
    """Write all that leaves the department into the folder of results, from the ledger alone (Xuất báo cáo)."""
    chosen = desk.read(session)
    with session.quiet("export") as step:
        catalogue = workflow.load_catalogue()
        done = workflow.export(catalogue, chosen.period, chosen.output, session.ledger, today(), progress=step)
    sentence = vi.exported(len(done.files), vi.period(chosen.period), str(chosen.output))
    desk.status(session, sentence)
    files = [(file.path.relative_to(done.folder).as_posix(), file.purpose) for file in done.files]
    listed = "\n".join([sentence, *vi.exported_files(files), *done.notes])
    if session.ask(vi.ISSUED_OPEN.format(sentence=listed)):
        show_in_system(done.folder)


@button
def revise(session: Session) -> None:
    """Write the forms that go back to their senders into a folder of the period (Đề nghị chỉnh sửa)."""
    chosen = desk.read(session)
    target = chosen.output / f"de-nghi-chinh-sua-{chosen.period}"
    with session.quiet("revise") as step:
        catalogue = workflow.load_catalogue()
        done = workflow.return_forms(catalogue, chosen.inbox, target, session.ledger, chosen.period, step)
    sentence = vi.returned_by_button(len(done.written), str(target), len(done.left))
    desk.status(session, sentence)
    if not done.written:
        session.say(sentence)
    elif session.ask(vi.ISSUED_OPEN.format(sentence=sentence)):
        show_in_system(target)


@button
def remind(session: Session) -> None:
    """Write the texts that remind and ask into a folder of the period (Đôn đốc)."""
    chosen = desk.read(session)
    target = chosen.output / f"don-doc-{chosen.period}"
    with session.quiet("remind"):
        done = workflow.remind(workflow.load_catalogue(), chosen.period, target, session.ledger, today())
    sentence = vi.reminded(len(done.texts), str(target), done.summary.name)
    desk.status(session, sentence)
    if session.ask(vi.ISSUED_OPEN.format(sentence=sentence)):
        show_in_system(target)


@button
def guide(session: Session) -> None:
    """Go to the guide (Trợ giúp)."""
    session.sheet(vi.GUIDE).activate()


@button
def doctor(session: Session) -> None:
    """Say whether this machine is ready, and what to do where it is not (Tự kiểm tra)."""
    with session.quiet("doctor"):
        found = checking.examine(checking.look(session.folder))
    session.say("\n".join(checking.words(found)), None)


def show(session: Session, results: Results, day: str) -> None:
    """Fill the result sheets, and let as much of the panel be printed as there is to see."""
    beside = {vi.ATTAINMENT: pictures.bars(results)}
    filling.fill(session, ministry.consolidated(results, day), rooms_of(results.catalogue), beside)
    desk.print_area(session, len(sending.who_has_sent(results).senders))


@lru_cache(maxsize=4)
def rooms_of(catalogue: Catalogue) -> dict[str, Room]:
    return rooms(catalogue)


def _closed_after(session: Session, period: Period, typed: correcting.Typed) -> Sequence[Period]:
    """The later periods that are signed off, where a correction was recorded that may move what they come to."""
    return workflow.closed_after(session.ledger, period) if typed.recorded else ()


def _counts(results: Results) -> dict[Severity, int]:
    return {s: sum(1 for _, f in results.findings if f.severity is s) for s in Severity}

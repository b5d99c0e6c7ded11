"""What the buttons and ribbon commands of template.xlsm call: functions without arguments, over the open workbook.

Each does what the command line does with the same workflow, and puts the result into the sheets. `session.py` finds the
book and says what went wrong, `desk.py` reads the panel, `filling.py` writes tables, `entry.py` checks what was typed
into the workbook itself. `functions.py` holds the worksheet functions.
"""

from __future__ import annotations

from functools import lru_cache

from .. import doctor as checking
from .. import presenting, vi, workflow
from ..consolidating import Results
from ..model import Catalogue, Severity
from ..template.results import Room, rooms
from . import desk, entry, filling
from .session import Session, button, show_in_system, today

__all__ = ["assess", "check", "consolidate", "doctor", "export", "guide", "issue", "remind", "revise"]


@button
def issue(session: Session) -> None:
    """Write the form of every respondent into a folder of its own (Phát hành biểu)."""
    chosen = desk.read(session)
    target = chosen.output / f"bieu-{chosen.period}"
    with session.quiet("issue") as step:
        catalogue = workflow.load_catalogue()
        issued = workflow.issue_forms(catalogue, chosen.period, target, session.ledger, progress=step)
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
    """Take in the inbox, fill the result sheets and write the consolidated file (Tổng hợp)."""
    chosen, day = desk.read(session), today()
    output = chosen.output / f"tong-hop-{chosen.period}.xlsx"
    with session.quiet("consolidate") as step:
        catalogue = workflow.load_catalogue()
        results = workflow.consolidate(
            catalogue, chosen.inbox, chosen.period, output, session.ledger, day, progress=step
        )
        filling.fill(session, presenting.book(results, day), rooms_of(catalogue))
    sentence = vi.consolidated(
        vi.sent(len(results.submissions), len(results.expected)), _counts(results), output.name, desk.day_of(day)
    )
    desk.status(session, sentence)
    session.say(sentence)


@button
def assess(session: Session) -> None:
    """Compute the period again from the ledger alone and go to the verdicts (Đánh giá)."""
    chosen, day = desk.read(session), today()
    with session.quiet("assess"):
        catalogue = workflow.load_catalogue()
        results = workflow.from_ledger(catalogue, chosen.period, session.ledger)
        if results is not None:
            filling.fill(session, presenting.book(results, day), rooms_of(catalogue))
    if results is None:
        session.say(vi.error("nothing_sent", {"period": vi.period(chosen.period)}), None)
        return
    desk.status(session, vi.assessed(vi.verdict_counts([a.verdict for a in results.attainments]), desk.day_of(day)))
    session.sheet(vi.ATTAINMENT).activate()


@button
def export(session: Session) -> None:
    """Write the consolidated workbook of the period from the ledger into the folder of results (Xuất báo cáo)."""
    chosen = desk.read(session)
    with session.quiet("export"):
        target = workflow.export(workflow.load_catalogue(), chosen.period, chosen.output, session.ledger, today())
    sentence = vi.exported(str(target))
    desk.status(session, sentence)
    if session.ask(vi.ISSUED_OPEN.format(sentence=sentence)):
        show_in_system(target.parent)


@button
def revise(session: Session) -> None:
    session.say(vi.COMING.format(button=vi.BUTTONS["Revise"]), None)


@button
def remind(session: Session) -> None:
    session.say(vi.COMING.format(button=vi.BUTTONS["Remind"]), None)


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


@lru_cache(maxsize=4)
def rooms_of(catalogue: Catalogue) -> dict[str, Room]:
    return rooms(catalogue)


def _counts(results: Results) -> dict[Severity, int]:
    return {s: sum(1 for _, f in results.findings if f.severity is s) for s in Severity}

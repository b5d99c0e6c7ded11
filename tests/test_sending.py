"""Who has sent, when, complete, on time; and the texts that remind and ask."""

import json
from dataclasses import replace
from datetime import date

import pytest
from builders import figures, number, submissions, without
from test_cli import ansx, full, write_form

from ansx_xl import catalogue, consolidating, presenting, reminding, sending, vi
from ansx_xl.deadlines import Level
from ansx_xl.model import Decision, DecisionKind, Dossier, Entry, Paper, Severity, Stamp, Status
from ansx_xl.period import Period
from ansx_xl.sending import State, Timing

PLAN = catalogue.load()
YEAR = Period(2024)  # due on Wednesday 2025-01-08
FAULT = ("GN_HO_NGHEO", "106")
OUTSIDE = {"BHXH", "CTK", "NHCSXH"}
LATE_WORDS = ("quá hạn", "chậm", "trễ", "muộn", "sau hạn", "đôn đốc", "yêu cầu")


LARGE = {"CH_HO": 10, "NCC_HO": 10, "LD_VL": 10, "GN_HO_NGHEO": 5, "CH_DAN_SO": 40, "CH_LLLD": 1000, "BH_SNH": 1000}
"""Which figures are not 1, so that every relation holds."""


def clean(period=YEAR, changed=None):
    """Complete figures of a period with nothing to be found; *changed* replaces entries."""
    whole = figures(PLAN, period)
    entries = {
        key: e if PLAN.elements[key[0]].reporter == "auto" else number(LARGE.get(key[0], 1))
        for key, e in whole.entries.items()
    }
    return replace(whole, entries=entries | (changed or {}))


def every(period=YEAR, changed=None):
    return submissions(PLAN, clean(period, changed))


def seen(found, days=None, period=YEAR, day="2025-01-06", **more):
    """Who has sent, when these submissions came on *day*, or each respondent on its own of *days*."""
    received = {s.sha256: Stamp((days or {}).get(s.sha256, (days or {}).get(s.respondent, day))) for s in found}
    dossier = Dossier(period, submissions=tuple(found), received=received, **more)
    results = consolidating.consolidate(PLAN, dossier, {})
    return sending.who_has_sent(results), results


def one(found, who):
    return next(s for s in found.senders if s.respondent == who)


# --- what is there, and when it came ---------------------------------------------------------------------------------


def test_everybody_who_owes_a_form_is_there_in_order():
    found, results = seen(every())
    assert [s.respondent for s in found.senders] == list(results.expected)
    assert {s.respondent for s in found.senders if s.outside} == OUTSIDE
    assert {s.level for s in found.senders} == {Level.UNIT, Level.AGENCY}
    assert {s.timing for s in found.senders if not s.outside} == {Timing.ON_TIME}
    assert all(s.complete and s.given == s.asked > 0 for s in found.senders)
    assert {k.value: str(v) for k, v in found.deadlines.items()} == {
        "unit": "2025-01-08",
        "agency": "2025-01-08",
        "ministry": "2025-01-14",
    }


def test_who_came_after_the_deadline_is_late_by_working_days():
    found, _ = seen(every(), {"106": "2025-01-08", "107": "2025-01-09", "108": "2025-01-11", "SYT": "2025-01-20"})
    assert [(one(found, who).timing, one(found, who).late_days) for who in ("106", "107", "108", "SYT")] == [
        (Timing.ON_TIME, 0),
        (Timing.LATE, 1),
        (Timing.LATE, 3),  # a Saturday counts as the Monday after it
        (Timing.LATE, 8),
    ]


def test_bodies_outside_the_line_of_command_are_never_late():
    found, results = seen(every(), day="2025-02-20")
    assert {s.timing for s in found.senders if s.outside} == {Timing.ASKED}
    assert sum(s.late_days for s in found.senders if s.outside) == 0
    nobody, _ = seen([])
    for s in nobody.senders:
        assert (nobody.overdue(s, date(2025, 3, 3)) > 0) == (s.respondent not in OUTSIDE)


def test_a_correction_after_the_deadline_is_beside_the_point():
    """The first submission decides; the second is named."""
    first = every()
    again = [replace(s, sha256="f" * 64, attempt=2) for s in first if s.respondent == "106"]
    found, _ = seen([*first, *again], {"f" * 64: "2025-01-15"})
    s = one(found, "106")
    assert (s.timing, s.attempt, str(s.received), str(s.latest)) == (Timing.AMENDED, 2, "2025-01-06", "2025-01-15")
    assert s.late_days == 0
    early, _ = seen([*first, *again], {"f" * 64: "2025-01-07"})
    assert one(early, "106").timing is Timing.ON_TIME


def test_what_arrived_first_counts_whatever_its_attempt():
    first = [replace(s, attempt=2) for s in every() if s.respondent == "106"]
    older = [replace(s, sha256="e" * 64, attempt=1) for s in first]
    found, _ = seen([*first, *older], {"e" * 64: "2025-01-20"})
    s = one(found, "106")
    assert (s.timing, s.attempt, str(s.received)) == (Timing.ON_TIME, 2, "2025-01-06")


def test_two_forms_of_the_same_attempt_are_sent_and_not_complete():
    first = every()
    rival = next(s for s in first if s.respondent == "106")
    rival = replace(rival, sha256="d" * 64, file="khac.xlsx", entries={**rival.entries, ("CH_HO", "106"): number(7)})
    found, results = seen([*first, rival])
    s = one(found, "106")
    assert (s.state, s.sent, s.complete, s.attempt) == (State.CONFLICT, True, False, 1)
    assert set(s.rivals) == {"khac.xlsx", next(f.file for f in first if f.respondent == "106")}
    assert s.to_remind and s.timing is Timing.ON_TIME


def test_ad_hoc_periods_have_no_deadline():
    day = Period.parse("2024-07-15")
    found, _ = seen(every(day), period=day)
    assert set(found.deadlines.values()) == {None}
    assert {s.timing for s in found.senders if not s.outside} == {Timing.NO_DEADLINE}
    assert reminding.deadline_lines(found, date(2024, 8, 1)) == [vi.deadlines(found.deadlines) + "."]
    nobody, _ = seen([], period=day)
    assert {nobody.overdue(s, date(2024, 12, 1)) for s in nobody.senders} == {0}


def test_a_year_whose_days_off_are_not_recorded_is_named():
    for year, said in ((2024, 0), (2028, 1)):
        found, _ = seen([], period=Period(year))
        assert len([line for line in reminding.to_do(found) if str(year + 1) in line]) == said


def test_a_day_that_nobody_knows_is_no_lateness():
    results = consolidating.consolidate(PLAN, Dossier(YEAR, submissions=tuple(every())), {})
    s = one(sending.who_has_sent(results), "106")
    assert (s.sent, s.received, s.timing, s.late_days) == (True, None, Timing.UNKNOWN, 0)


def test_what_is_missing_or_in_error_is_not_complete():
    gap, _ = seen(submissions(PLAN, without(clean(), ("CH_HO", "106"))))
    assert (one(gap, "106").complete, one(gap, "106").missing) == (False, 1)
    sign = Entry(Status.NOT_COLLECTED, raw="...")
    found, _ = seen(every(changed={FAULT: number(10**6), ("CH_HO", "107"): sign}))
    faulty = one(found, "106")
    assert faulty.state is State.IN_PART and not faulty.complete and faulty.errors > 0
    assert faulty.given == faulty.asked - faulty.missing
    assert {f.severity for f in faulty.findings} >= {Severity.ERROR}
    assert not one(found, "107").complete and one(found, "105").complete


def test_what_does_not_apply_is_not_asked():
    found, _ = seen(every(changed={("NS_THON_KK", "105"): Entry(Status.NOT_APPLICABLE, raw="x")}))
    assert one(found, "105").complete and one(found, "105").asked == one(found, "106").asked - 1


def test_an_accepted_warning_is_not_open():
    changed = {("CH_DAN_SO", "106"): number(1)}
    found, results = seen(every(changed=changed))
    assert [(f.code, f.unit) for f in one(found, "CTK").findings] == [("KT09", "106")]
    facts = {"code": "KT09", "element": "CH_DAN_SO", "unit": "106"}
    waive = Decision(DecisionKind.WAIVE, "CTK", results.submissions["CTK"].sha256, facts, "đã đối chiếu")
    after, _ = seen(every(changed=changed), decisions=(waive,))
    assert one(found, "CTK").to_remind and not one(after, "CTK").to_remind


def test_papers_are_those_of_the_last_record():
    scan = Paper("106", "a" * 64, "scan.pdf", "folder")
    read = replace(scan, number="12/BC-UBND", signed_on="2025-01-06", signatory="Chủ tịch")
    stray = Paper("", "b" * 64, "la.pdf", "")
    moved = (Paper("107", "c" * 64, "p.pdf", "folder"), Paper("108", "c" * 64, "p.pdf", "hand"))
    found, results = seen(every(), papers=(scan, stray, read, *moved))
    assert one(found, "106").papers == (read,)
    assert (one(found, "107").papers, len(one(found, "108").papers)) == ((), 1)
    table = presenting.submissions.sent(results)
    row = next(r for r in table.rows if r.key == "106")
    assert row.cells["paper"] == "Số 12/BC-UBND, ngày 06/01/2025"
    assert "Chủ tịch" not in str([r.cells for r in table.rows])  # who signed stays in the province
    assert next(r for r in table.rows if r.key == "109").cells["paper"] == vi.NO_PAPER


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_the_sheet_never_calls_a_body_outside_late():
    for found, day in ((every(), "2025-03-03"), ([], "2025-03-03")):
        _, results = seen(found, day=day)
        table = presenting.submissions.sent(results)
        rows = {r.key: r.cells for r in table.rows}
        words = vi.RECEIVED if found else vi.NOT_RECEIVED
        for who in OUTSIDE:
            assert rows[who]["timing"].content == words
        status = {who: cells["status"].shown or cells["status"].content for who, cells in rows.items()}
        assert {status[who] for who in OUTSIDE} == {vi.STATUS["accepted"] if found else vi.NOT_RECEIVED}
        assert rows["106"]["timing"].content.startswith("Sau hạn" if found else "Hạn ")


def test_the_sheet_is_the_same_on_every_day():
    """Nothing of today is in it: what changed nothing changes no result."""
    _, results = seen(every())
    one_day, another = (presenting.book(results, day) for day in ("2025-01-09", "2025-09-09"))
    sheets = [next(s for s in book.sheets if s.name == vi.SENT) for book in (one_day, another)]
    assert sheets[0] == sheets[1]


# --- texts -----------------------------------------------------------------------------------------------------------


def texts(found, day):
    return {r.respondent: r.text for r in reminding.reminders(PLAN, found, date.fromisoformat(day))}


def test_before_the_deadline_the_days_left_are_named_and_after_it_those_gone():
    nobody, _ = seen([])
    before, last, after = (texts(nobody, day) for day in ("2025-01-06", "2025-01-08", "2025-01-13"))
    assert "còn 2 ngày làm việc" in before["106"] and "hôm nay là ngày cuối" in last["106"]
    assert "đã quá hạn 3 ngày làm việc" in after["106"] and "quá hạn" not in before["106"] + last["106"]
    assert before["106"].startswith("Kính gửi: Ủy ban nhân dân huyện Tam Đường\n")
    assert before["105"].startswith("Kính gửi: Ủy ban nhân dân thành phố Lai Châu\n")
    assert set(before) == {s.respondent for s in nobody.senders}


@pytest.mark.parametrize("day", ["2024-12-20", "2025-01-06", "2025-01-08", "2025-01-13", "2025-06-30"])
def test_bodies_outside_are_asked(day):
    nobody, _ = seen([])
    said = texts(nobody, day)
    for who in OUTSIDE:
        assert "Kính đề nghị phối hợp cung cấp" in said[who]
        assert [word for word in LATE_WORDS if word in said[who].lower()] == []
    assert "Kính đề nghị phối hợp" not in said["SYT"]


def test_the_body_that_fills_a_role_today_is_addressed():
    nobody, _ = seen([])
    said = texts(nobody, "2025-03-10")  # after the merger of 1 March 2025
    assert said["SNNPTNT"].startswith("Kính gửi: Sở Nông nghiệp và Môi trường\n")
    assert said["SNNPTNT"].endswith("SỞ NỘI VỤ\n")
    assert said["SLDTBXH"].startswith(f"Kính gửi: {vi.own_division('Sở Nội vụ')}\n")
    communes, _ = seen([], period=Period(2025))
    assert texts(communes, "2026-01-06")["03388@2025-07-01"].startswith("Kính gửi: Ủy ban nhân dân phường Đoàn Kết\n")


def test_whoever_has_something_open_is_asked_to_look_again():
    found, _ = seen(every(changed={FAULT: number(10**6)}))
    said = texts(found, "2025-01-13")
    assert set(said) == {"106"}
    assert f"rà soát {len(one(found, '106').findings)} nội dung" in said["106"] and "Lần nộp 2" in said["106"]
    assert "1. " in said["106"] and " sai" not in said["106"]


def test_many_findings_are_cut_short():
    items = [f"x{i}" for i in range(25)]
    said = vi.ask_to_review("Sở Y tế", "Sở Nội vụ", "năm 2025", 1, None, items, False)
    assert "10. x9" in said and "11." not in said and "15 nội dung khác" in said


def test_the_summary_counts_and_names():
    found, _ = seen([s for s in every() if s.respondent not in ("106", "BHXH")], {"107": "2025-01-10"})
    text = reminding.summary(found, date(2025, 1, 13))
    assert f"{vi.SUMMARY_PARTS['overdue']}: 1\nHuyện Tam Đường." in text
    assert f"{vi.SUMMARY_PARTS['asked']}: 1\nBảo hiểm xã hội tỉnh Lai Châu." in text
    assert f"{vi.SUMMARY_PARTS['late']}: 1\nHuyện Mường Tè (2 ngày làm việc)." in text
    assert "đã gửi 17/19; sau hạn 1; chưa gửi 1; cơ quan phối hợp chưa có số liệu 1" in text


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office_folder(tmp_path_factory):
    """One unit has sent, on the last day."""
    folder = tmp_path_factory.mktemp("department")
    write_form(folder / "in" / "a.xlsx", "106", full())
    assert ansx(folder, "consolidate", "in", "2024", "-o", "o.xlsx", "--date", "2025-01-08")[0] == 0
    return folder


def test_status_reads_only_the_ledger(office_folder):
    before = {p: p.stat().st_mtime_ns for p in office_folder.rglob("*")}
    code, said, complained = ansx(office_folder, "status", "2024", "--date", "2025-01-10")
    assert (code, complained) == (0, "")
    lines = said.splitlines()
    row = next(line.split("  ") for line in lines if line.startswith("106 "))
    assert "08/01/2025" in row and "Đúng hạn" in row
    assert any(line.startswith("107 ") and "đã quá hạn 2 ngày làm việc" in line for line in lines)
    assert any(line.startswith("BHXH ") and vi.NOT_RECEIVED in line and "hạn" not in line for line in lines)
    assert lines[-1] == vi.TODO_REMIND.format(count=18, period="2024")
    assert {p: p.stat().st_mtime_ns for p in office_folder.rglob("*")} == before


def test_status_for_programs(office_folder):
    code, said, _ = ansx(office_folder, "status", "2024", "--json", "--date", "2025-01-10")
    found = json.loads(said)
    assert (code, found["period"]) == (0, "2024")
    assert found["deadlines"] == {"unit": "2025-01-08", "agency": "2025-01-08", "ministry": "2025-01-14"}
    rows = {r["respondent"]: r for r in found["respondents"]}
    assert len(rows) == 19 and rows["106"]["received"] == "2025-01-08"
    judged = {who: (rows[who]["sent"], rows[who]["on_time"], rows[who]["late_days"]) for who in ("106", "107", "BHXH")}
    assert judged == {"106": (True, True, 0), "107": (False, False, 2), "BHXH": (False, None, 0)}
    assert rows["107"]["level"] == "unit" and rows["BHXH"]["outside"] and rows["106"]["paper"] is None


def test_status_without_a_ledger_makes_none(tmp_path):
    code, said, complained = ansx(tmp_path, "status", "2024", "--date", "2025-01-02")
    assert code == 0 and "đã gửi 0/19" in said and "ansx.db" in complained
    assert list(tmp_path.iterdir()) == []


def test_remind_writes_texts_and_writes_over_nothing(office_folder, tmp_path):
    def remind(day):
        return ansx(office_folder, "remind", "2024", "-o", str(tmp_path / "nhac"), "--date", day)

    assert remind("2025-01-10")[0] == 0
    made = sorted((tmp_path / "nhac").iterdir())
    assert len(made) == 19 and all("2025-01-10" in path.name for path in made)  # 18 respondents and the summary
    raw = made[0].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw and b"\r\r" not in raw
    assert remind("2025-01-10")[0] == 0 and sorted((tmp_path / "nhac").iterdir()) == made
    made[0].write_text("edited by hand", encoding="utf-8")
    assert remind("2025-01-10")[0] == 0
    assert made[0].read_text("utf-8") == "edited by hand"
    beside = made[0].with_name(f"{made[0].stem}-2.txt")
    assert beside.read_bytes() == raw
    assert remind("2025-01-13")[0] == 0 and len(list((tmp_path / "nhac").iterdir())) == 39

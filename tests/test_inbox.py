"""Which submission counts follows from the set of them alone, and every file ends in exactly one outcome."""

import random
from dataclasses import replace

import pytest
from builders import figures, submissions

from ansx_xl import catalogue, consolidating, inbox, standing
from ansx_xl.errors import AnsxError
from ansx_xl.model import Decision, DecisionKind, Dossier, FileOutcome, Rejection
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SIGNED = bytes.fromhex("2a864886f70d010702")
ONE = submissions(PLAN, figures(PLAN, YEAR))[0]


def sent(sha, attempt, file="", who="105"):
    """A submission that says something of its own."""
    narrative = {"results": sha}
    return replace(ONE, sha256=sha, attempt=attempt, file=file or f"{sha}.xlsx", respondent=who, narrative=narrative)


def outcomes(*found):
    return [FileOutcome(s.file, s.sha256, unit=s.respondent, submission=s) for s in found]


def settled(*found):
    return {o.file: (o.outcome, o.reason) for o in inbox.settle(outcomes(*found), found)}


def test_the_higher_attempt_wins_whatever_the_order():
    first, second, third = sent("a", 1), sent("b", 2), sent("c", 3)
    for seed in range(6):
        order = [first, second, third]
        random.Random(seed).shuffle(order)
        chosen, conflicts = standing.current(order)
        assert (chosen["105"].sha256, conflicts) == ("c", {})
        assert settled(*order) == {
            "a.xlsx": ("superseded", "c.xlsx"),
            "b.xlsx": ("superseded", "c.xlsx"),
            "c.xlsx": ("used", ""),
        }


def test_the_same_attempt_with_other_content_is_a_conflict_and_neither_counts():
    chosen, conflicts = standing.current([sent("a", 1), sent("b", 1)])
    assert chosen == {}
    assert {s.sha256 for s in conflicts["105"]} == {"a", "b"}
    assert settled(sent("a", 1), sent("b", 1)) == {"a.xlsx": ("conflict", "b.xlsx"), "b.xlsx": ("conflict", "a.xlsx")}


def test_a_form_that_was_only_saved_again_is_a_duplicate():
    one = sent("b", 1)
    again = replace(one, sha256="a", file="again.xlsx")
    chosen, conflicts = standing.current([one, again])
    assert (chosen["105"].sha256, chosen["105"].copies, conflicts) == ("a", {"b"}, {})
    assert settled(one, again) == {"again.xlsx": ("used", ""), "b.xlsx": ("duplicate", "again.xlsx")}
    other = sent("c", 1)
    assert [s.sha256 for s in standing.current([other, one, again])[1]["105"]] == ["a", "c"]


def test_a_later_attempt_ends_a_conflict():
    assert standing.current([sent("a", 1), sent("b", 1), sent("c", 2)])[0]["105"].sha256 == "c"


def test_the_parts_sum_to_the_number_found():
    found = [*inbox.settle(outcomes(sent("a", 1), sent("b", 2)), [sent("a", 1), sent("b", 2)])]
    found += [
        FileOutcome("x.pdf", outcome="skipped", reason="paper"),
        FileOutcome("y", outcome="rejected", reason="F05"),
    ]
    counts = consolidating.reconciliation(found)
    assert counts["found"] == 4 == sum(n for name, n in counts.items() if name != "found")


def test_an_empty_or_missing_inbox_is_a_sentence(tmp_path):
    for folder, code in ((tmp_path / "none", "no_inbox"), (tmp_path, "empty_inbox")):
        with pytest.raises(AnsxError) as refused:
            inbox.list_files(folder)
        assert refused.value.code == code


def test_files_are_listed_in_a_fixed_order_with_subfolders(tmp_path):
    for name in ("b/2.xlsx", "a/1.xlsx", "c.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert inbox.list_files(tmp_path) == ["a/1.xlsx", "b/2.xlsx", "c.xlsx"]


@pytest.mark.parametrize(
    ("name", "content", "outcome", "reason"),
    [
        ("~$form.xlsx", b"lock", "skipped", "lock"),
        ("Thumbs.db", b"x", "skipped", "system"),
        ("form.xlsx.crdownload", b"x", "skipped", "temporary"),
        ("signed.pdf", b"%PDF-1.7 ...", "skipped", "paper"),
        ("half.xlsx", b"PK\x03\x04half a file", "rejected", "F05"),
        (
            "old.xls",
            OLE + bytes(600) + "Workbook".encode("utf-16-le"),
            "rejected",
            "F03",
        ),
        ("page.xlsx", b"<html><body>not found</body></html>", "rejected", "F04"),
        ("empty.xlsx", b"", "rejected", "F01"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "skipped", "paper"),
        ("smime.p7s", b"0\x82\x01\x00\x06\x09" + SIGNED, "skipped", "signature"),
        ("forms.rar", b"Rar!\x1a\x07\x00", "rejected", "F18"),
        ("winmail.dat", b"x\x9f>\x22", "rejected", "F18"),
        ("mail.msg", OLE + bytes(600) + "__substg1.0_".encode("utf-16-le"), "rejected", "F04"),
        ("nothing.zip", b"PK\x05\x06" + bytes(18), "rejected", "F18"),
        ("half.zip", b"PK\x03\x04" + bytes(22) + b"\x06\0\0\0a.xlsxhalf", "rejected", "F05"),
    ],
)
def test_anything_may_lie_in_an_inbox(tmp_path, name, content, outcome, reason):
    (tmp_path / name).write_bytes(content)
    (found,) = inbox.settle(inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR)), [])
    assert (found.file, found.outcome, found.reason) == (name, outcome, reason)
    assert (tmp_path / name).read_bytes() == content


def test_a_choice_between_two_makes_one_used_and_the_other_superseded():
    found = [sent("a", 1), sent("b", 1)]
    choice = Decision(DecisionKind.CHOOSE, "105", "b", {"among": "a b"})
    ended = {o.file: (o.outcome, o.reason) for o in inbox.settle(outcomes(*found), found, [choice])}
    assert ended == {"a.xlsx": ("superseded", "b.xlsx"), "b.xlsx": ("used", "")}


class Untouched:
    """Stands where nothing may be read."""

    def __init__(self, *_args, **_options):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def read(self, _data):
        raise AssertionError("read again")

    open = codes = read


def dossier_after(found, rejections=(), papers=()):
    submissions = tuple(o.submission for o in found if o.submission)
    return Dossier(YEAR, submissions=submissions, rejections=tuple(rejections), papers=tuple(papers))


def test_what_the_ledger_knows_is_not_read_again(demo_made, monkeypatch):
    """Neither what was used nor what was turned down, whatever it is called now: the reading process is not started."""
    plan, folder = demo_made.catalogue, demo_made.target / "bieu-da-nhan" / "2024"
    found = inbox.take_in(plan, folder, YEAR, Dossier(YEAR))
    news = inbox.news(plan, found, Dossier(YEAR))
    rejected = [r for r in news if isinstance(r, Rejection)]
    assert {r.code for r in rejected} == {o.reason for o in found if o.outcome == "rejected"} == {
        "F02", "F03", "F04", "F09", "F12"
    }  # fmt: skip
    known = dossier_after(found, rejected)
    monkeypatch.setattr(inbox, "Reader", Untouched)
    monkeypatch.setattr(inbox, "Opener", Untouched)
    assert inbox.take_in(plan, folder, YEAR, known) == found
    assert inbox.news(plan, found, known) == []


def test_what_another_edition_or_program_turned_down_is_read_again(demo_made, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"<html><body>")
    (first,) = inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR))
    old = Rejection(first.sha256, "a.xlsx", "F10", {"found": "x", "expected": "y"}, "an older one")
    (again,) = inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR, rejections=(old,)))
    assert again.reason == "F04" and len(inbox.news(PLAN, [again], Dossier(YEAR, rejections=(old,)))) == 1
    same = replace(old, reader=inbox.reader_of(PLAN))
    (known,) = inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR, rejections=(same,)))
    assert (known.reason, dict(known.facts)) == ("F10", {"found": "x", "expected": "y"})


@pytest.mark.parametrize("code", ["F01", "F07", "F08", "F11", "F14", "F15"])
def test_a_reason_that_may_pass_is_not_remembered(code):
    assert inbox.news(PLAN, [FileOutcome("a.xlsx", "ab", "rejected", code)], Dossier(YEAR)) == []


def test_a_large_scan_is_a_paper_and_a_large_workbook_is_too_large(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"\xff\xd8\xff" + bytes(26_000_000))
    (tmp_path / "form.xlsx").write_bytes(b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(26_000_000))
    ended = [(o.outcome, o.reason) for o in inbox.take_in(PLAN, tmp_path, YEAR, Dossier(YEAR))]
    assert ended == [("rejected", "F06"), ("skipped", "paper")]

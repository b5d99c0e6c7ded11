"""Which submission counts follows from the set of them alone, and every file ends in exactly one outcome."""

import random
from dataclasses import replace

import pytest
from builders import figures, submissions

from ansx_xl import catalogue, consolidating, inbox, standing
from ansx_xl.errors import AnsxError
from ansx_xl.model import FileOutcome
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")
ONE = submissions(PLAN, figures(PLAN, YEAR))[0]


def sent(sha, attempt, file="", who="105"):
    return replace(ONE, sha256=sha, attempt=attempt, file=file or f"{sha}.xlsx", respondent=who)


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
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
            "rejected",
            "F03",
        ),
        ("page.xlsx", b"<html><body>not found</body></html>", "rejected", "F04"),
        ("empty.xlsx", b"", "rejected", "F01"),
    ],
)
def test_anything_may_lie_in_an_inbox(tmp_path, name, content, outcome, reason):
    (tmp_path / name).write_bytes(content)
    (found,) = inbox.settle(inbox.take_in(PLAN, tmp_path, YEAR, {}), [])
    assert (found.file, found.outcome, found.reason) == (name, outcome, reason)
    assert (tmp_path / name).read_bytes() == content

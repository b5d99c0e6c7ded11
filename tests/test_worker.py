"""worker.py: the same answers as without a process, and a batch that survives any file."""

import json
import os
import sys
import time

import pytest
from odd_files import ODD, VALID

from ansx_xl import apart, copying, handover
from ansx_xl.apart import Apart
from ansx_xl.cells import read
from ansx_xl.errors import WorkbookError
from ansx_xl.worker import Reader

HANGS = "import time; time.sleep(60)"
DIES = "questions.read(10); raise SystemExit(3)"
LIES = "questions.read(8); answers.write((1 << 62).to_bytes(8, 'big')); answers.flush()"


@pytest.fixture(params=["copied", "started"], autouse=True)
def way(request, monkeypatch):
    """How a child comes to be: both ways do the same."""
    if request.param == "copied":
        assert not sys.platform.startswith("linux") or copying.possible()
    else:
        monkeypatch.setattr(copying, "possible", lambda: False)
    return request.param


def misbehave(patch, code):
    """Make children do this instead of their work."""
    patch.setattr(apart, "_SERVE", f"import sys; questions, answers = sys.stdin.buffer, sys.stdout.buffer; {code}")
    patch.setattr(apart, "serve", lambda *given: exec(code, dict(zip(("questions", "answers"), given[-2:]))))


def outcome(read_one, data):
    try:
        return read_one(data)
    except WorkbookError as fault:
        return fault.code, fault.facts


def test_same_as_without_a_process():
    with Reader() as reader:
        for odd in ODD:
            assert outcome(reader.read, odd.data) == outcome(read, odd.data), odd.name


@pytest.mark.parametrize(
    ("child", "exp"),
    [
        (HANGS, ("F08", {"reason": "timeout"})),
        (DIES, ("F08", {"reason": "died"})),
        (LIES, ("F08", {"reason": "died"})),
    ],
)
def test_the_batch_goes_on(monkeypatch, child, exp):
    with Reader(timeout=0.5) as reader:
        with monkeypatch.context() as patch:
            misbehave(patch, child)
            assert outcome(reader.read, VALID * 1000) == exp
        reader._apart.timeout = 10
        assert reader.read(VALID) == read(VALID)


EATS = "from ansx_xl import handover; handover.read = lambda data, unread: bytearray(1_500_000_000)"


def test_memory_is_limited(monkeypatch, way):
    pytest.importorskip("resource", reason="this system limits no memory")
    if way == "copied":
        monkeypatch.setattr(handover, "read", lambda data, unread: bytearray(1_500_000_000))
    else:
        monkeypatch.setattr(apart, "_SERVE", apart._SERVE.replace("\nserve", f"\n{EATS}\nserve"))
    with Reader() as reader:
        assert outcome(reader.read, VALID) == ("F06", {"limit": "memory"})


def test_a_copy_has_no_file_of_ours(monkeypatch, way, tmp_path):
    if way == "started":
        return
    monkeypatch.setattr(handover, "answer", lambda question: json.dumps(sorted(os.listdir("/proc/self/fd"))).encode())
    with open(tmp_path / "ours", "w"), Apart("ansx_xl.handover", "answer") as child:
        assert len(json.loads(child.ask(b""))) == 6  # three for nothing, two pipes, and the folder it looks at


def test_a_child_that_dies_between_two_files():
    with Reader() as reader:
        reader.read(VALID)
        reader._apart._child.kill()
        reader._apart._child.wait()
        assert outcome(reader.read, VALID) == ("F08", {"reason": "died"})
        assert reader.read(VALID) == read(VALID)


def test_one_child_for_all_files_and_none_after():
    with Reader() as reader:
        reader.read(VALID)
        child = reader._apart._child
        reader.read(VALID)
        assert reader._apart._child is child
    assert child.poll() is not None
    reader.close()


CELL = [[0], [0], "n", [0], None]  # row, column, kind, which have a formula, font
TEXTS = ["1", "2-1"]  # raws, then formulas
GOOD = ["S", "visible", CELL, [[0, 0, 1, 1]], [[0, 0]]]


def sheet(**wrong):
    """One good sheet but for the columns of its cells that are given."""
    names = ("row", "column", "kind", "formula", "font")
    return ["S", "visible", [wrong.get(name, good) for name, good in zip(names, CELL)], [], []]


def answered(found, texts=TEXTS):
    return "\0".join([json.dumps(found), *texts]).encode()


@pytest.mark.parametrize(
    "answer",
    [
        "nonsense",
        ["error", "cells", {}],
        ["error", "F05", {"code": "x"}],
        ["error", "F05", {"reason": ["x"]}],
        ["error", "F05", []],
        ["error", "F05"],
        ["error", "F99", {}],
        ["error", "R01", {"reason": "x"}],
        ["error", ["F05"], {}],
        ["error", "F05", {"sentence": "x"}],
        ["error", "F05", {"reason": "\ud800"}],
        ["error", "F05", {"reason": "a sentence"}],
        ["book", [], {}],
        ["book", [], [], {}, False],
        ["book", [["S", "naked", CELL, [], []]], {}, {}, False],
        ["book", [["S", "visible", [], [], []]], {}, {}, False],
        ["book", [sheet(column=[-1])], {}, {}, False],
        ["book", [sheet(row=[1 << 20])], {}, {}, False],
        ["book", [sheet(column=[0, 1])], {}, {}, False],
        ["book", [sheet(column=[True])], {}, {}, False],
        ["book", [sheet(column=["0"])], {}, {}, False],
        ["book", [sheet(kind="m")], {}, {}, False],
        ["book", [sheet(kind="nn")], {}, {}, False],
        ["book", [sheet(kind=["n"])], {}, {}, False],
        ["book", [sheet(kind=None)], {}, {}, False],
        ["book", [sheet(formula=[1])], {}, {}, False],
        ["book", [sheet(formula=[-1])], {}, {}, False],
        ["book", [sheet(formula=["0"])], {}, {}, False],
        ["book", [sheet(formula=None)], {}, {}, False],
        ["book", [sheet(font=[["x"]])], {}, {}, False],
        ["book", [sheet(font=[])], {}, {}, False],
        ["book", [sheet(font=["\ud800"])], {}, {}, False],
        ["book", [["\ud800", *GOOD[1:]]], {}, {}, False],
        ["book", [["a\0", *GOOD[1:]]], {}, {}, False],
        ["book", [GOOD], {"n": ["T", 0, 0]}, {}, False],
        ["book", [GOOD], {"\udfff": ["S", 0, 0]}, {}, False],
        ["book", [GOOD], {}, {"n": 5}, False],
        ["book", [GOOD], {}, {"n": "\0"}, False],
    ],
)
def test_a_hostile_answer_is_not_believed(answer):
    with pytest.raises((ValueError, TypeError, AttributeError)):
        handover.workbook(answered(answer))


def test_what_the_hostile_answers_change_is_all_that_is_wrong_with_them():
    assert handover.workbook(answered(["book", [sheet()], {"n": ["S", 0, 0]}, {"n": "x"}, False]))
    assert handover.workbook(answered(["book", [sheet(formula=[], font=[".VnTime"])], {}, {}, False], ["1"]))


@pytest.mark.parametrize("cells", [{}, {"row": [0, 1], "column": [0, 1], "kind": "nn"}])
@pytest.mark.parametrize("texts", [0, 1, 4])
def test_an_answer_has_its_texts_and_no_other(cells, texts):
    with pytest.raises(ValueError):
        handover.workbook(answered(["book", [sheet(**cells)], {}, {}, False], ["1"] * texts))


def test_a_deep_answer_is_not_believed(monkeypatch):
    monkeypatch.setattr(apart, "_exchange", lambda child, questions, answers: answers.put(b"[" * 100_000))
    with Reader() as reader:
        assert outcome(reader.read, VALID) == ("F08", {"reason": "died"})


def test_a_good_answer_is():
    obs = handover.workbook(answered(["book", [GOOD], {"n": ["S", 0, 0]}, {"m": "x"}, True]))
    assert obs.sheets["S"].cells == {(0, 0): ("number", "1", "2-1", None)}
    assert (obs.date1904, obs.names, obs.sheets["S"].merged) == (True, {"n": ("S", 0, 0)}, ((0, 0, 1, 1),))


def test_quick_enough():
    with Reader() as reader:
        reader.read(VALID)
        start = time.perf_counter()
        for _ in range(20):
            reader.read(VALID)
        assert (time.perf_counter() - start) / 20 < 0.1  # a few milliseconds where nothing else runs

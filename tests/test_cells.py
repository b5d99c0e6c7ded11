"""cells.py and container.py: what reading gives for a normal file, for odd ones and for broken ones."""

import gc
import os
import random
import time

import pytest
from odd_files import DATE_STYLES, MAIN, ODD, VALID, book, one, packed, parts, row, sheet

from ansx_xl import cells, container
from ansx_xl.cells import Cell, Workbook, read
from ansx_xl.container import snapshot, sniff
from ansx_xl.errors import WorkbookError


def place(address):
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def outcome(data):
    try:
        return read(data)
    except WorkbookError as fault:
        return " ".join([fault.code, *map(str, fault.facts.values())])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_odd_file(odd):
    obs = outcome(odd.data)
    if isinstance(odd.outcome, str):
        assert isinstance(obs, str) and obs.startswith(odd.outcome)
        return
    assert isinstance(obs, Workbook), obs
    found = obs.sheets["S"].cells
    for address, exp in odd.outcome.items():
        cell = found.get(place(address))
        assert exp == (cell and (cell.kind, cell.raw, cell.formula)[: len(exp or ())]), address
    assert odd.beyond(obs)


def test_odd_files_are_many_and_named_once():
    assert len(ODD) >= 100 and len({odd.name for odd in ODD}) == len(ODD)


def test_valid():
    obs = read(VALID)
    assert obs.sheets["S"].cells == {
        (0, 0): Cell("text", "Huyện"),
        (0, 1): Cell("number", "12"),
        (0, 2): Cell("number", "24", "B1*2"),
        (0, 3): Cell("text", "Sìn Hồ"),
        (0, 5): Cell("bool", "1"),
        (1, 0): Cell("date", "45658"),
    }


@pytest.mark.parametrize("seed", range(8))
def test_broken_at_random(seed):
    """Whatever happens to a file, reading gives a workbook or a WorkbookError."""
    chance = random.Random(seed)
    for _ in range(250):
        data = bytearray(VALID)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcome(bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data))


@pytest.mark.parametrize("part", [name for name in parts(styles=" ", strings=" ") if "Content" not in name])
def test_broken_inside(part):
    """The same behind the checksums: the XML of each part is broken, the container is sound."""
    chance = random.Random(part)
    whole = parts(row('<c r="A1" t="s" s="1"><v>0</v></c><c><f>A1</f><v>2</v></c>'), "<si><t>a</t></si>", DATE_STYLES)
    for _ in range(150):
        content = bytearray(whole[part].encode())
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.choice(b'<>/"=&- aA0:\xff\0')
        outcome(packed(whole | {part: bytes(content)}))


def test_formatted_blanks_are_cheap():
    blanks = "".join(row(f'<c r="A{n}" s="1"/>' + '<c s="1"/>' * 129, n) for n in range(1, 20_001))
    data = book(blanks + row('<c r="A20000"><v>1</v></c>', 20_000))
    gc.disable()  # as in the reading process, where the objects of other tests are not either
    try:
        start = time.process_time()
        assert list(read(data).sheets["S"].cells) == [(19_999, 0)]
        assert time.process_time() - start < 6  # under 2 s where nothing else runs
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("module", "limit", "value", "exp"),
    [
        (container, "MAX_CELLS", 3, "F06 cells"),
        (container, "MAX_TAGS", 20, "F06 elements"),
        (cells, "MAX_STRINGS", 0, "F06 strings"),
        (container, "MAX_FILE", 100, "F06 file"),
    ],
)
def test_limits(monkeypatch, module, limit, value, exp):
    monkeypatch.setattr(module, limit, value)
    assert outcome(VALID) == exp


@pytest.mark.parametrize("fault", [MemoryError, RecursionError, OverflowError])
def test_no_other_exception(monkeypatch, fault):
    def fail(package, unread):
        raise fault

    monkeypatch.setattr(cells, "_workbook", fail)
    assert outcome(VALID) == ("F06 memory" if fault is MemoryError else f"F05 {fault.__name__}")


@pytest.mark.parametrize(
    ("code", "exp"),
    [("dd/mm/yyyy", "date"), ("h:mm", "date"), ("[h]", "date"), ("mmm-yy;@", "date"), ("General", "number")]
    + [("#,##0.00", "number"), ('0 "ngày dd"', "number"), ("[$-42A]0", "number"), ("0.00E+00", "number")]
    + [("_(* #,##0_);_(* -#,##0_)", "number"), ("0\\d", "number"), ("[Red]0", "number"), ("0%", "scaled")]
    + [
        ("#,##0,", "scaled"),
        ('0"00"', "scaled"),
        ("\\10", "scaled"),
        ('"1"000', "scaled"),
        ('#,##0 "m3"', "number"),
        ("0.0%;-0.0%", "scaled"),
        ('#,##0" 000"', "scaled"),
        ("0\\,0", "scaled"),
        ('0" nghìn"', "scaled"),
        ('0" triệu đồng"', "number"),
        (";;;", "scaled"),
        ('"-"0', "scaled"),
        ("0\\%", "number"),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "number"),
        ('_(* \\(#,##0\\);_(* "-"??_)', "number"),
        ("#,##0.00_);[Red](#,##0.00)", "number"),
        ("#,##0\\ [$₫-42A]", "number"),
        ("0;-0;;@", "number"),
    ],
)
def test_what_a_format_makes_of_a_number(code, exp):
    quoted = code.replace('"', "&quot;")
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{quoted}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'
    assert read(one('<c r="A1"><v>1</v></c>', styles=styles)).sheets["S"].cells[0, 0].kind == exp


def test_sniff_valid():
    assert sniff(VALID) == "xlsx"


def snapped(path):
    try:
        return snapshot(path)
    except WorkbookError as fault:
        return " ".join([fault.code, *fault.facts.values()])


def test_snapshot(tmp_path):
    good, empty = tmp_path / "good.xlsx", tmp_path / "empty.xlsx"
    good.write_bytes(VALID)
    empty.write_bytes(b"")
    assert snapped(good) == VALID
    assert snapped(str(good)) == VALID
    assert snapped(empty) == "F01 empty"
    assert snapped(tmp_path) == "F01 directory"
    assert snapped(tmp_path / "none.xlsx") == "F01 missing"
    with (tmp_path / "large.xlsx").open("wb") as f:
        f.truncate(container.MAX_FILE + 1)
    assert snapped(tmp_path / "large.xlsx") == "F06 file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_snapshot_of_special_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    assert snapped(tmp_path / "pipe.xlsx") == "F01 special"
    assert snapped(tmp_path / "loop.xlsx") == "F01 unreadable"


def status(path, **changes):
    """What os.stat says of *path*, with changes."""
    real = os.stat(path)
    fields = {name: getattr(real, name) for name in ("st_mode", "st_size", "st_mtime_ns")}
    return type("Status", (), fields | changes)


def test_snapshot_of_a_cloud_placeholder(tmp_path, monkeypatch):
    path = tmp_path / "cloud.xlsx"
    path.write_bytes(VALID)
    placeholder = status(path, st_file_attributes=0x400000)
    monkeypatch.setattr(container.os, "stat", lambda _: placeholder)
    assert snapped(path) == "F15"


def test_snapshot_of_a_file_being_written(tmp_path, monkeypatch):
    path = tmp_path / "growing.xlsx"
    path.write_bytes(VALID)
    moments = [status(path, st_mtime_ns=moment) for moment in range(8)]
    monkeypatch.setattr(container.os, "stat", lambda _: moments.pop())
    monkeypatch.setattr(container.time, "sleep", lambda _: None)
    assert snapped(path) == "F07"


def test_chartsheet_has_no_cells():
    assert read(book(f'<chartsheet xmlns="{MAIN}"><!--<worksheet--></chartsheet>')).sheets["S"].cells == {}


def test_comment_between_rows():
    assert len(read(book(sheet("<!-- x -->" + row('<c r="A1"><!-- y --><v>1</v></c>')))).sheets["S"].cells) == 1

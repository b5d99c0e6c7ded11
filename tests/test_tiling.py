"""tiling.py: the quick way to read a part gives what the tree gives, or nothing; and is the one that forms go."""

import io
import random
import re
import time
import zipfile
from pathlib import Path

import pytest
from odd_files import ODD, book, packed, parts, row, sheet

from ansx_xl import cells, container, tiling, vi
from ansx_xl.errors import WorkbookError

REAL = sorted((Path(__file__).parent / "real").glob("*.xlsx"))
STYLES = (
    '<fonts><font><name val=".VnTime"/></font><font/></fonts>'
    '<cellXfs><xf fontId="{}" numFmtId="{}"/><xf fontId="0"/><xf fontId="1" numFmtId="14"/></cellXfs>'
)
TEXTS = "<si><t>A</t></si><si><t xml:space='preserve'> B</t></si>".replace("'", '"')
MANY = TEXTS + "<si><t>_x0041_ &amp;lt; _x000D_</t></si><si><t>ạ ]&gt; 1</t></si><si><t></t></si>"
ROWS = (
    row('<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/><c r="C1"/><c r="D1" t="s"><v>2</v></c>')
    + '<row r="2" spans="1:9" s="3" customFormat="1" ht="12.5" hidden="1" customHeight="1" x14ac:dyDescent="0.25">'
    '<c r="A2" s="2"><v>45658</v></c><c r="B2" t="n"><f aca="false">A2&amp;"&lt;"</f><v>7 </v></c>'
    '<c r="C2" t="str"><f>A1&gt;1</f><v>a&quot;b&apos;</v></c><c r="D2" t="str"><f>1</f><v></v></c>'
    '<c r="E2"><f>2</f><v></v></c><c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#REF!</v></c>'
    '<c r="H2" t="s"><f>A1</f><v>1</v></c><c r="I2" s="1"><v></v></c><c r="AB2" t="s"><v>9</v></c></row>'
    '<row r="3"/><row r="4" ht="3"></row><row r="5" customFormat="false"><c r="A5" s="1"></c></row>'
)
MERGED = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PLAIN = DECLARED + sheet(ROWS, '<sheetPr/><dimension ref="A1"/>', MERGED)

# What is put into a sheet in a random place, or in place of something else.
PIECES = (
    *(
        "<",
        ">",
        "/",
        "&",
        '"',
        "'",
        "=",
        " ",
        "\t",
        "\n",
        "\r",
        "]]>",
        "\0",
        "\x0b",
        "\x7f",
        "\ufeff",
        "\ufffe",
        "\uffff",
    ),
    *(
        "&amp;",
        "&lt;",
        "&#65;",
        "&#x41;",
        "&#0;",
        "&nbsp;",
        "&amp;lt;",
        "<![CDATA[x]]>",
        "<!-- c -->",
        "<?p i?>",
        "<!",
        "<?",
    ),
    *(
        "<c>",
        "<c/>",
        "</c>",
        "<v>",
        "</v>",
        "<v/>",
        "<f>",
        "</f>",
        "<f/>",
        "<is><t>x</t></is>",
        "<row>",
        "</row>",
        "<row/>",
    ),
    *(
        "<x:c>",
        "<x:row/>",
        "</sheetData>",
        "<sheetData>",
        "<sheetData/>",
        "<x:sheetData/>",
        "</worksheet>",
        "<extLst/>",
    ),
    *(
        ' r="A1"',
        ' r="B2"',
        ' r="XFD9"',
        ' r="ZZ9999"',
        ' r="AAA1"',
        ' r="A0"',
        ' r="A10000"',
        ' r="1"',
        ' r="2"',
        ' s="2"',
    ),
    *(
        ' t="s"',
        ' t="inlineStr"',
        ' t="d"',
        ' t="str"',
        ' xmlns:x="y"',
        ' a="b"',
        " r='C3'",
        ' s="0"',
        ' s=""',
        ' t=""',
    ),
    *(
        "0",
        "-1",
        " 1 ",
        "1_0",
        "٣",
        "99",
        "00",
        "_x0041_",
        "_xD800_",
        "_x0041",
        "ế",
        "\U0001f600",
        "A1",
        "B2",
        "1E5",
        "a" * 40,
    ),
    *(
        '<c r="B9"><v>1</v></c>',
        '<c r="A2"><v>2</v></c>',
        '<row r="7"><c r="C7" t="s"><v>1</v></c></row>',
        MERGED,
        ROWS,
    ),
)
TOKEN = re.compile(r"<[^<>]*>|[^<>]+")


def mutated(text, chance):
    """A text with some of its characters or tags changed, left out, doubled, moved, or with pieces put in."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5))):
        if chance.random() < 0.5:
            parts, glue = TOKEN.findall(text), ""
        else:
            parts, glue = list(text), ""
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(8):
            case 0:
                del parts[at]
            case 1:
                parts[at] *= 2
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case 3:
                parts[at] = chance.choice(PIECES)
            case 4:
                parts[at] = parts[other]
            case 5 if len(parts[at]) > 1:  # attributes in another order
                head, *attributes = re.split(r'(?= [a-zA-Z0-9:]+=")', parts[at].rstrip("/>"))
                chance.shuffle(attributes)
                end = parts[at][len(parts[at].rstrip("/>")) :]
                parts[at] = head + "".join(attributes) + end
            case 6 if len(parts[at]) > 1:  # something within a tag or text
                cut = chance.randrange(len(parts[at]))
                parts[at] = parts[at][:cut] + chance.choice(PIECES) + parts[at][cut + chance.randrange(2) :]
            case _:
                parts.insert(at, chance.choice(PIECES))
        text = glue.join(parts) or "<"
    return text


def encoded(text, chance):
    """The text as the bytes of a part: nearly always in UTF-8, and well-formed UTF-8."""
    dice = chance.random()
    if dice < 0.02:
        return text.encode("utf-16", "surrogatepass")
    if dice < 0.04:
        return text.replace("UTF-8", chance.choice(("windows-1252", "us-ascii", "utf-8", "UTF-16"))).encode()
    data = bytearray(text.encode())
    if dice < 0.08:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def corpus(seed, count):
    """Small workbooks near the plain form, in one part or the other."""
    chance = random.Random(seed)
    for _ in range(count):
        whole, texts = PLAIN, chance.choice((TEXTS, MANY, ""))
        if chance.random() < 0.8:
            whole = mutated(PLAIN, chance)
        if texts and chance.random() < 0.3:
            texts = mutated(texts, chance)
        styles = STYLES.format(*chance.choice(((1, 0), (0, 0), (1, 14), (0, 14)))) if chance.random() < 0.7 else ""
        yield book(encoded(whole, chance), strings=texts, styles=styles)


def outcome(data):
    try:
        return cells.read(data)
    except WorkbookError as fault:
        return fault.code, fault.facts


def both(data, monkeypatch, **limits):
    """What the quick way, where it can be gone, and the tree alone give for a file."""
    with monkeypatch.context() as patch:
        for name, value in limits.items():
            patch.setattr(container, name, value)
        first = outcome(data)
        patch.setattr(container, "MAX_QUICK", -1)
        return first, outcome(data)


def ways(data, monkeypatch):
    """Of each part that was tried, whether the quick way was gone."""
    gone, attempt = {}, container.Package.attempt

    def watched(package, part, quick):
        found = attempt(package, part, quick)
        gone[part] = bool(found)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(container.Package, "attempt", watched)
        cells.read(data, vi.UNREAD)
    return gone


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def order(found):
    """A workbook in full: the order of its cells too."""
    return [list(s.cells.items()) for s in found.sheets.values()] if isinstance(found, cells.Workbook) else None


@pytest.mark.parametrize("seed", range(8))
def test_both_ways_say_the_same_near_the_plain_form(seed, monkeypatch):
    chance = random.Random(seed)
    for data in corpus(seed, 300):
        limits = {}
        if chance.random() < 0.3:
            name = chance.choice(("MAX_TAGS", "MAX_CELLS", "MAX_TEXT", "MAX_HELD", "MAX_DEPTH"))
            limits[name] = chance.randrange(6, 9 if name == "MAX_DEPTH" else 90)  # cells stand five deep
        if chance.random() < 0.3:
            limits["_PIECE"] = chance.randrange(1, 900)
        quick, tree = both(data, monkeypatch, **limits)
        assert quick == tree and order(quick) == order(tree), limits


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_both_ways_say_the_same_of_odd_files(odd, monkeypatch):
    quick, tree = both(odd.data, monkeypatch)
    assert quick == tree and order(quick) == order(tree)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_files_are_read_quickly_and_alike(path, monkeypatch):
    data = path.read_bytes()
    assert all(ways(data, monkeypatch).values())
    quick, tree = both(data, monkeypatch)
    assert quick == tree and order(quick) == order(tree)


@pytest.mark.parametrize("path", REAL[:4], ids=lambda path: path.stem)
def test_both_ways_say_the_same_near_real_files(path, monkeypatch):
    chance = random.Random(path.stem)
    whole = members(path.read_bytes())
    for _ in range(6):
        part = chance.choice(("xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml"))
        changed = mutated(whole[part].decode(), chance).encode()
        quick, tree = both(packed(whole | {part: changed}), monkeypatch)
        assert quick == tree and order(quick) == order(tree)


def test_the_plain_form_is_read_quickly(monkeypatch):
    data = book(PLAIN, strings=MANY, styles=STYLES.format(1, 14))
    assert ways(data, monkeypatch) == {"xl/sharedStrings.xml": True, "xl/worksheets/sheet1.xml": True}
    assert len(cells.read(data).sheets["S"].cells) == 11


@pytest.mark.parametrize(
    "found",
    [
        *(
            ROWS.replace("</f>", piece + "</f>", 1)
            for piece in ("<!---->", "<?p?>", "<![CDATA[a]]>", "]]>", "&#9;", "\r")
        ),
        ROWS.replace("<c ", "<x:c ", 1),
        ROWS.replace('s="1" t="s"', 't="s" s="1"', 1),
        ROWS.replace(' t="str"', ' t="str" t="str"', 1),
        ROWS.replace('"A2"', '"A1"', 1),
        ROWS.replace('"AB2"', '"AAA2"', 1),
        ROWS.replace('"A2"', '"A10000"', 1),
        ROWS.replace("</row>", "</row><c r='A9'><v>1</v></c>", 1),
        ROWS + "</sheetData><sheetData>" + ROWS,
        "<!--" + ROWS + "-->",
    ],
)
def test_what_is_not_plain_is_left_to_the_tree(found, monkeypatch):
    data = book(PLAIN.replace(ROWS, found), strings=MANY)
    quick, tree = both(data, monkeypatch)
    assert quick == tree
    if isinstance(tree, cells.Workbook):
        assert not ways(data, monkeypatch)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "before, after", [("<!--", "-->"), ("<?p ", "?>"), ("<![CDATA[", "]]>"), ("<x a='", "'/>"), ("<x>", "</x>")]
)
@pytest.mark.parametrize(
    "around",
    [
        "<worksheet>{}{}{}</worksheet>",
        "{0}<worksheet>{1}</worksheet>{2}",
        "<worksheet/>{}{}{}",
        "<worksheet>{}{}</worksheet>{}",
        "{1}{0}{2}",
    ],
)
def test_cells_that_are_none_are_no_cells(before, after, around, monkeypatch):
    one = "<sheetData>" + row('<c r="A1"><v>1</v></c>') + "</sheetData>"
    quick, tree = both(book(around.format(before, one, after)), monkeypatch)
    assert quick == tree and not (isinstance(tree, cells.Workbook) and tree.sheets["S"].cells)


@pytest.mark.parametrize("depth", [62, 63, 64, 65, 190_000])
def test_depth_beside_the_cells_is_limited_as_ever(depth, monkeypatch):
    quick, tree = both(book(sheet(ROWS, after="<a>" * depth + "</a>" * depth)), monkeypatch)
    assert quick == tree and isinstance(tree, cells.Workbook) == (depth < 64)


def test_characters_are_those_of_the_tree():
    """What the quick way takes for a character, expat does."""
    odd = "".join(chr(c) for c in range(0x20, 0x110000) if not 0xD800 <= c < 0xE000 and chr(c) not in "<&")
    part = f"<x><si><t>{odd.replace(chr(0xFFFE), '').replace(chr(0xFFFF), '')}</t></si></x>".encode()
    ((text,), _), (item,) = tiling.texts(part), container.children([part])
    assert text == item[0].text


@pytest.mark.parametrize(
    "hostile",
    [
        row('<c r="A1" s="1"/>' * 70_000 + "<"),
        row('<c r="A1"><v>1</v></c>' * 60_000 + "<c"),
        row('<c r="A1" s="1">' * 70_000),
        row('<c r="A1"><f>' * 70_000),
        '<row r="1"/>' * 120_000 + "<",
        "</row>" * 200_000,
        row("<c " + 'r="A1" ' * 200_000),
        row('<c r="A1"><f>' + "&amp;" * 300_000),
        row('<c r="' + "A" * 1_500_000),
        "<" * 1_500_000,
        row('<c r="A1" s="' + "1" * 1_500_000 + '"/>' + "<"),
    ],
    ids=range(11),
)
def test_hostile_text_takes_no_long_time(hostile):
    part = sheet(hostile).encode()
    start = time.process_time()
    assert tiling.cells(part) is None
    assert tiling.texts(part.replace(b"sheetData", b"si").replace(b"row", b"si")) is None
    assert time.process_time() - start < 2  # some hundredths of a second; going back far would take hours


def test_a_fault_of_the_quick_way_is_none_of_the_file(monkeypatch):
    data = book(PLAIN, strings=MANY)
    expected = cells.read(data)
    monkeypatch.setattr(tiling, "cells", lambda content: 1 / 0)
    monkeypatch.setattr(tiling, "texts", lambda content: 1 / 0)
    assert cells.read(data) == expected


def test_a_damaged_member_is_the_same_fault(monkeypatch):
    """The cells are plain and whole, but the checksum says that they are not those that were written."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts(PLAIN, MANY).items():
            archive.writestr(name, content)
    quick, tree = both(target.getvalue().replace(b"<v>45658<", b"<v>45659<"), monkeypatch)
    assert quick == tree == ("F05", {"reason": "BadZipFile"})

"""Signed papers: paired with the form they belong to, by the strongest sign there is, and recorded by hand."""

import io
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256

import pytest
from builders import figures, submissions
from click.testing import CliRunner

from ansx_xl import catalogue, cli, inbox, parcels, presenting, vi, workflow
from ansx_xl.errors import AnsxError
from ansx_xl.inbox.pairing import paired
from ansx_xl.ledger import Ledger
from ansx_xl.model import Dossier, FileOutcome, Paper, Stamp
from ansx_xl.period import Period

PLAN = catalogue.load()
YEAR = Period.parse("2024")
ONE = submissions(PLAN, figures(PLAN, YEAR))[0]
CODE = {"105": "0001 0002 0003 0004", "106": "1111 2222 3333 4444", "107": "5555 6666 7777 8888"}


def form(file, who):
    s = replace(ONE, file=file, sha256=f"of {file}", respondent=who, send_code=CODE[who])
    return FileOutcome(file, s.sha256, unit=who, submission=s)


def paper(file):
    return FileOutcome(file, f"of {file}", "skipped", inbox.PAPER)


def pairs(*found, parcels=(), codes=None, dossier=None):
    outcomes = paired(found, dossier or Dossier(YEAR), parcels, codes or {})
    return {o.file: (o.unit, o.facts["how"]) for o in outcomes if o.reason == inbox.PAPER}


def test_the_send_code_in_its_text_is_the_strongest_sign():
    found = form("x/a.xlsx", "105"), form("b.xlsx", "106"), paper("x/a.pdf")
    codes = {"of x/a.pdf": ["9999 9999 9999 9999", CODE["106"]]}
    assert pairs(*found, codes=codes) == {"x/a.pdf": ("106", "send_code")}
    assert pairs(*found, codes={"of x/a.pdf": [CODE["105"], CODE["106"]]}) == {"x/a.pdf": ("105", "name")}


def test_the_code_of_a_form_that_came_before_counts_too():
    before = Dossier(YEAR, submissions=(form("old.xlsx", "107").submission,))
    assert pairs(paper("s.pdf"), codes={"of s.pdf": [CODE["107"]]}, dossier=before) == {"s.pdf": ("107", "send_code")}


def test_the_same_mail_or_archive():
    inside = form("t.eml/g.zip/a.xlsx", "105"), paper("t.eml/s.pdf"), paper("t.eml/x/s.png")
    both = {"t.eml/s.pdf": ("105", "parcel"), "t.eml/x/s.png": ("105", "parcel")}
    assert pairs(*inside, form("b.xlsx", "106"), parcels={"t.eml"}) == both
    again = FileOutcome("t.eml/again.xlsx", "of a", "duplicate", "x", unit="105")
    assert pairs(*inside, again, form("t.eml/first.xlsx", "105"), parcels={"t.eml"}) == both  # of the same respondent
    two = pairs(*inside, form("t.eml/b.xlsx", "106"), parcels={"t.eml"})
    assert two == {"t.eml/s.pdf": ("106", "folder"), "t.eml/x/s.png": ("", "")}


def test_the_same_name_in_the_same_folder():
    found = form("Biểu Hoà Bình.xlsx", "105"), form("b.xlsx", "106")
    assert pairs(*found, paper("biểu hòa bình.PDF"), paper("x/b.pdf"), paper("c.pdf")) == {
        "biểu hòa bình.PDF": ("105", "name"),
        "x/b.pdf": ("", ""),
        "c.pdf": ("", ""),
    }


def test_the_same_subfolder_but_not_the_inbox_itself():
    assert pairs(form("x/a.xlsx", "105"), paper("x/s.pdf"), paper("s.pdf")) == {
        "x/s.pdf": ("105", "folder"),
        "s.pdf": ("", ""),
    }
    assert pairs(form("x/a.xlsx", "105"), form("x/b.xlsx", "106"), paper("x/s.pdf")) == {"x/s.pdf": ("", "")}
    assert pairs(form("a.xlsx", "105"), paper("s.pdf")) == {"s.pdf": ("", "")}


def test_a_pair_that_the_ledger_knows_stays_one():
    known = Dossier(
        YEAR, papers=(Paper("106", "of x/s.pdf", "x/s.pdf", "folder"), Paper("107", "of x/s.pdf", "", "hand"))
    )
    assert pairs(form("x/a.xlsx", "105"), paper("x/s.pdf"), dossier=known) == {"x/s.pdf": ("107", "hand")}
    unknown = Dossier(YEAR, papers=(Paper("", "of x/s.pdf", "x/s.pdf", ""),))
    assert pairs(form("x/a.xlsx", "105"), paper("x/s.pdf"), dossier=unknown) == {"x/s.pdf": ("105", "folder")}


def test_what_is_recorded_of_papers():
    outcomes = paired([form("x/a.xlsx", "105"), paper("x/s.pdf"), paper("s.pdf")], Dossier(YEAR), (), {})
    papers = [r for r in inbox.news(PLAN, outcomes, Dossier(YEAR)) if isinstance(r, Paper)]
    assert papers == [Paper("105", "of x/s.pdf", "x/s.pdf", "folder"), Paper("", "of s.pdf", "s.pdf", "")]
    known = Dossier(YEAR, papers=tuple(papers))
    assert [r for r in inbox.news(PLAN, outcomes, known) if isinstance(r, Paper)] == []
    later = paired([form("s.xlsx", "106"), paper("s.pdf")], known, (), {})
    assert [r for r in inbox.news(PLAN, later, known) if isinstance(r, Paper)] == [
        Paper("106", "of s.pdf", "s.pdf", "name")
    ]


# --- the text of a PDF -----------------------------------------------------------------------------------------------


def printed(*lines):
    """A small PDF with these lines of text."""
    text = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return out.encode()


def test_send_codes_in_a_pdf():
    pytest.importorskip("pypdf")
    with parcels.Opener() as opener:
        assert opener.codes(printed("Ma gui: 0867 6300 9071 9181", "12/BC-UBND")) == ["0867 6300 9071 9181"]
        assert opener.codes(printed("1000 2000 3000 4000 5000")) == ["1000 2000 3000 4000", "2000 3000 4000 5000"]
        assert opener.codes(printed("91000 2000 3000 4000", "so 0867-6300-9071 9181")) == ["0867 6300 9071 9181"]
        for bad in (b"%PDF-1.4", printed("1")[:200], b"%PDF-" + bytes(5000), b""):
            assert opener.codes(bad) == []


def test_without_a_reader_of_pdf_texts_there_are_no_codes(monkeypatch):
    monkeypatch.setattr(parcels, "_beside", list)  # where the child is started anew
    monkeypatch.setitem(sys.modules, "pypdf", None)  # where it is a copy of this process
    with parcels.Opener() as opener:
        assert opener.codes(printed("0867 6300 9071 9181")) == []


@pytest.fixture
def sent(demo_made, tmp_path):
    """An inbox with two forms and the printed form of one of them, and the working folder around it."""
    received = demo_made.target / "bieu-da-nhan" / "2024"
    (tmp_path / "nhan").mkdir()
    for who in ("106", "107"):
        (found,) = received.glob(f"2024_{who}*.xlsx")
        (tmp_path / "nhan" / f"{who}.xlsx").write_bytes(found.read_bytes())
    return tmp_path


def consolidated(plan, folder):
    return workflow.consolidate(plan, folder / "nhan", YEAR, folder / "out.xlsx", folder / "ansx.db", "2025-01-10")


def test_a_form_that_comes_after_its_paper_finds_it(demo_made, sent):
    pytest.importorskip("pypdf")
    plan = demo_made.catalogue
    results = consolidated(plan, sent)
    code = results.submissions["107"].send_code
    (sent / "nhan" / "107.xlsx").rename(sent / "107.xlsx")
    (sent / "ansx.db").unlink()
    (sent / "nhan" / "quet.pdf").write_bytes(printed(f"Ma gui: {code}"))
    consolidated(plan, sent)
    assert [(p.respondent, p.how) for p in workflow.papers_of(sent / "ansx.db", YEAR)] == [("", "")]
    (sent / "107.xlsx").rename(sent / "nhan" / "107.xlsx")
    results = consolidated(plan, sent)
    assert [(p.respondent, p.how) for p in workflow.papers_of(sent / "ansx.db", YEAR)] == [("107", "send_code")]
    (found,) = [f for f in results.files if f.reason == inbox.PAPER]
    assert (found.unit, found.outcome) == ("107", "skipped")


# --- by hand ---------------------------------------------------------------------------------------------------------

READ = workflow.Signed(number="12/BC-UBND", day="2025-01-05", signatory="Phó Chủ tịch")


@pytest.fixture
def ledger(tmp_path):
    papers = [
        Paper("105", "ab" * 32, "thu.eml/a.pdf", "parcel"),
        Paper("", "abcdef" + "0" * 58, "b.pdf", ""),
        Paper("106", "cd" * 32, "c.pdf", "name", "1/BC", "2025-01-02", "Chủ tịch"),
    ]
    with Ledger.open(tmp_path / "ansx.db") as opened:
        opened.append(YEAR, papers, Stamp("2025-01-03"))
    return tmp_path / "ansx.db"


def record(ledger, *asked, said=READ):
    return workflow.record_papers(PLAN, YEAR, asked, said, ledger, Stamp("2025-01-10", "x"))


def test_number_day_and_signatory_are_recorded(ledger):
    record(ledger, "thu.eml/a.pdf", "CDCDCD")
    found = {p.file: p for p in workflow.papers_of(ledger, YEAR)}
    for file, who, how in (("thu.eml/a.pdf", "105", "parcel"), ("c.pdf", "106", "name")):
        p = found[file]
        assert (p.respondent, p.how, p.number, p.signed_on, p.signatory) == (
            who, how, "12/BC-UBND", "2025-01-05", "Phó Chủ tịch"
        )  # fmt: skip
    record(ledger, "c.pdf", said=workflow.Signed(number="13/BC"))
    p = {p.file: p for p in workflow.papers_of(ledger, YEAR)}["c.pdf"]
    assert (p.number, p.signed_on, p.signatory) == ("13/BC", "2025-01-05", "Phó Chủ tịch")


def test_a_unit_said_by_hand(ledger, tmp_path):
    (tmp_path / "new.pdf").write_bytes(b"%PDF-1.4 new")
    said = workflow.Signed(unit="107", number="5/BC")
    new, known = record(ledger, str(tmp_path / "new.pdf"), "abcdef", said=said)
    digest = sha256(b"%PDF-1.4 new").hexdigest()
    assert (new.respondent, new.how, new.file, new.sha256) == ("107", "hand", "new.pdf", digest)
    assert (known.respondent, known.how, known.file) == ("107", "hand", "b.pdf")
    assert len(workflow.papers_of(ledger, YEAR)) == 4


@pytest.mark.parametrize(
    ("asked", "said", "code"),
    [
        ("b.pdf", READ, "paper_unit"),
        ("nowhere.pdf", READ, "paper_unknown"),
        ("123456", READ, "paper_unknown"),
        ("thu.eml/a.pdf", workflow.Signed(), "paper_nothing"),
        ("c.pdf", workflow.Signed(unit="999"), "unknown_unit"),
        ("c.pdf", workflow.Signed(day="5/1/2025"), "date"),
        ("c.pdf", workflow.Signed(day="2025-01-11"), "paper_future"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is(ledger, asked, said, code):
    before = workflow.papers_of(ledger, YEAR)
    with pytest.raises(AnsxError) as fault:
        record(ledger, "thu.eml/a.pdf", asked, said=said)
    assert fault.value.code == code and vi.error(code, fault.value.facts)
    assert workflow.papers_of(ledger, YEAR) == before


def test_digits_that_mean_several(ledger):
    with Ledger.open(ledger) as opened:
        opened.append(YEAR, [Paper("", "abcdef" + "1" * 58, "d.pdf", "")], Stamp())
    with pytest.raises(AnsxError) as fault:
        record(ledger, "abcdef")
    assert (fault.value.code, fault.value.facts["count"]) == ("paper_many", 2)


def test_the_command(ledger):
    def ansx(*arguments):
        return CliRunner().invoke(cli.main, ["paper", *arguments, "--ledger", str(ledger)], catch_exceptions=False)

    listed = ansx("2024")
    assert listed.exit_code == 0 and "cdcdcdcd  c.pdf" in listed.output and "02/01/2025" in listed.output
    done = ansx("b.pdf", "2024", "--unit", "SYT", "--number", "9/BC", "--date", "2024-12-31")
    assert done.exit_code == 0 and "b.pdf" in done.output
    assert [(p.respondent, p.number) for p in workflow.papers_of(ledger, YEAR) if p.file == "b.pdf"] == [
        ("SYT", "9/BC")
    ]
    assert ansx("2023").output.strip() == vi.NO_PAPERS
    assert ansx("none.pdf", "2024", "--number", "1").exit_code == 2


# --- shown -----------------------------------------------------------------------------------------------------------


def test_papers_and_parcels_are_in_the_output_and_no_signatory_is(demo_made, sent):
    with zipfile.ZipFile(sent / "nhan" / "g.zip", "w") as archive:
        archive.writestr("ky.pdf", printed("x"))
        archive.write(sent / "nhan" / "107.xlsx", "b.xlsx")
        archive.writestr("deep.rar", b"Rar!\x1a\x07\x00")
    (sent / "nhan" / "107.xlsx").unlink()
    (sent / "nhan" / "106.pdf").write_bytes(printed("y"))
    consolidated(demo_made.catalogue, sent)
    signatory = "Người Ký Thử"
    said = workflow.Signed(number="7/BC-UBND", day="2025-01-09", signatory=signatory)
    stamp = Stamp("2025-01-10")
    workflow.record_papers(demo_made.catalogue, YEAR, ["106.pdf"], said, sent / "ansx.db", stamp)
    results = consolidated(demo_made.catalogue, sent)
    tables = {t.name: t for t in presenting.tables(results, "2025-01-10")}
    trail = [row.cells for row in tables[vi.TRAIL].rows if row.key.startswith("file:")]
    assert [(row["file"], row["status"]) for row in trail] == [
        ("106.pdf", vi.OUTCOME["skipped"]),
        ("106.xlsx", vi.OUTCOME["used"]),
        ("g.zip/ky.pdf", vi.OUTCOME["skipped"]),
        ("g.zip/b.xlsx", vi.OUTCOME["used"]),
        ("g.zip/deep.rar", vi.OUTCOME["rejected"]),
    ]
    assert vi.PAIRED["name"] in trail[0]["unit"] and vi.PAIRED["parcel"] in trail[2]["unit"]
    data = (sent / "out.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(signatory.encode() in package.read(name) for name in package.namelist())

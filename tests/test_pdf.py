"""PDF through LibreOffice: what it makes, and what is said where it is missing, slow or fails."""

import io
import os
import subprocess
from pathlib import Path

import docx
import pytest
import xlsxwriter

from ansx_xl import pdf, vi
from ansx_xl.errors import AnsxError


def workbook(path, text):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, text)
    return path


def document(path, text):
    made = docx.Document()
    made.add_paragraph(text)
    made.save(path)
    return path


def words_of(path):
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split()


def fake_office(monkeypatch, folder, script):
    """A program that stands in for LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "_libreoffice", lambda: str(program))


def refused(paths, code, **given):
    with pytest.raises(AnsxError) as fault:
        pdf.convert(paths, **given)
    assert fault.value.code == code
    return vi.error(code, fault.value.facts)


def test_workbooks_and_documents_of_one_name_become_pdf(tmp_path):
    (tmp_path / "a").mkdir()
    first = workbook(tmp_path / "tổng hợp (1).xlsx", "Nghèo")
    second = document(tmp_path / "a" / "báo cáo.docx", "Kiến")
    assert pdf.office()
    made = pdf.convert([first, second])
    assert made == [tmp_path / "tổng hợp (1).pdf", tmp_path / "a" / "báo cáo.pdf"]
    assert [words_of(p)[0] for p in made] == ["Nghèo", "Kiến"]
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} == {
        *("tổng hợp (1).xlsx", "báo cáo.docx"),
        *("tổng hợp (1).pdf", "báo cáo.pdf"),
    }


def test_without_an_office_program_a_sentence_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "_libreoffice", lambda: "")
    assert pdf.office() == ""
    assert "LibreOffice" in refused([document(tmp_path / "a.docx", "x")], "no_office")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.docx"]


def test_nothing_to_convert_asks_for_no_office(monkeypatch):
    monkeypatch.setattr(pdf, "_libreoffice", lambda: "")
    assert pdf.convert([]) == []


def test_an_office_that_does_not_end_is_ended(monkeypatch, tmp_path):
    """Its children too: what they hold open is closed."""
    reading, writing = os.pipe()
    fake_office(monkeypatch, tmp_path, f"sleep 1000 & echo $$ >{tmp_path}/number; wait")
    monkeypatch.setattr(pdf.subprocess, "Popen", inheriting(writing))
    refused([document(tmp_path / "a.docx", "x")], "pdf_slow", seconds=0.5)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        assert pipe.read() == ""  # ends only when nobody is left who could write
    assert not (tmp_path / "a.pdf").exists()


def inheriting(handle):
    """Popen whose process keeps a file open."""
    plain = subprocess.Popen
    return lambda command, **options: plain(command, pass_fds=(handle,), **options)


def test_a_file_that_cannot_be_converted_is_named_and_old_pdfs_stay(monkeypatch, tmp_path):
    fake_office(monkeypatch, tmp_path, "exit 0")
    source = document(tmp_path / "a.docx", "x")
    (tmp_path / "a.pdf").write_bytes(b"old")
    assert "a.docx" in refused([source], "pdf_failed")
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_what_is_no_workbook_or_document_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert "a.txt" in refused([tmp_path / "a.txt"], "pdf_kind")
    assert "b.docx" in refused([tmp_path / "b.docx"], "no_file")
    pair = [document(tmp_path / "c.docx", "x"), workbook(tmp_path / "c.xlsx", "x")]
    assert "c.pdf" in refused(pair, "pdf_twice")


class Com:
    """Excel or Word as COM shows it; what it prints is in `printed`."""

    printed = []

    def __init__(self, name):
        self.name = name
        self.Workbooks = self.Documents = self

    def Open(self, path, *_):
        self.path = path
        return self

    def ExportAsFixedFormat(self, *given):
        target = next(g for g in given if isinstance(g, str))
        Path(target).write_bytes(b"%PDF " + self.name.encode())
        self.printed.append((self.name, Path(self.path).suffix, self.AutomationSecurity, self.DisplayAlerts))

    def Close(self, save):
        assert save is False

    def Quit(self):
        self.printed.append((self.name, "quit"))


def test_on_windows_excel_prints_workbooks_and_word_documents(monkeypatch, tmp_path):
    import sys
    from types import ModuleType

    client = ModuleType("win32com.client")
    client.DispatchEx = Com
    package = ModuleType("win32com")
    package.client = client
    com = ModuleType("pythoncom")
    com.CoInitialize = com.CoUninitialize = lambda: None
    com.com_error = OSError
    for module in (client, package, com):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(pdf, "_com", lambda: True)
    made = pdf.convert([workbook(tmp_path / "a.xlsx", "x"), document(tmp_path / "b.docx", "x")], tmp_path / "pdf")
    assert [p.read_bytes() for p in made] == [b"%PDF Excel.Application", b"%PDF Word.Application"]
    assert Com.printed == [
        ("Excel.Application", ".xlsx", 3, False),
        ("Excel.Application", "quit"),
        ("Word.Application", ".docx", 3, False),
        ("Word.Application", "quit"),
    ]
    client.DispatchEx = lambda name: (_ for _ in ()).throw(OSError)
    monkeypatch.setattr(pdf, "_libreoffice", lambda: "")
    refused([document(tmp_path / "b.docx", "x")], "no_office")


def test_a_report_of_several_pages_is_converted_whole(demo_made, tmp_path):
    from ansx_xl import report

    results = next(r for r in demo_made.results if str(r.period) == "2025-H1")
    written = []
    for document in report.documents(results, "2025-07-01"):
        written.append(tmp_path / f"{document.name}.docx")
        written[-1].write_bytes(report.to_bytes(document, results.period.end))
    made = pdf.convert(written)
    assert len(made) == 4
    text = words_of(made[0])
    assert {"Phụ", "lục", "GIÁM", "ĐỐC"} <= set(text)
    assert io.BytesIO(made[0].read_bytes()).read(4) == b"%PDF"

"""Show a workbook as it prints: `python tests/render.py FILE.xlsx FOLDER` writes one PNG a page, named by its sheet.

The values shown are those in the file; hidden sheets are left out. Numbers are written the Vietnamese way.
"""

import subprocess
import sys
from pathlib import Path

from office import Office


def render(workbook, folder, recalculate=False):
    """Write each page of each visible sheet to `folder`, as NN-Sheet-PAGE.png; return the paths in order."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with Office(locale="vi-VN") as office, office.open(workbook) as book:
        if recalculate:
            book.recalculate()
        shown = book.sheet_names(visible=True)
        return [page for number, name in enumerate(shown, 1) for page in render_sheet(book, number, name, folder)]


def render_sheet(book, number, name, folder):
    for old in folder.glob(f"{number:02}-*.png"):
        old.unlink()
    pdf = folder / f"{number:02}-{name}.pdf"
    book.pdf(pdf, sheet=name)
    subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, pdf.with_suffix("")], check=True)
    pdf.unlink()
    return sorted(folder.glob(f"{number:02}-*.png"))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python tests/render.py FILE.xlsx FOLDER")
    for path in render(*sys.argv[1:]):
        print(path)

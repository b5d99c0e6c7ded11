"""Draws the pictures of the README from the practice province: python docs/pictures.py (needs LibreOffice, poppler)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from render import render  # noqa: E402


def main():
    with tempfile.TemporaryDirectory() as place:
        demo = Path(place) / "demo"
        subprocess.run([sys.executable, "-m", "ansx_xl", "demo", str(demo)], check=True)
        (form,) = (demo / "bieu-da-nhan" / "2023").glob("*_106_*.xlsx")
        for source, prefix, target in (
            (form, "02", "form.png"),
            (demo / "tong-hop" / "tong-hop-2024.xlsx", "01", "result.png"),
        ):
            pages = sorted(render(source, Path(place) / target))
            page = next(p for p in pages if p.name.startswith(prefix))
            shutil.copy(page, HERE / "pictures" / target)


if __name__ == "__main__":
    main()

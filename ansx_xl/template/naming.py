"""The names of sheets in VBA."""

from __future__ import annotations

from ..text import ascii_fold


def code_name(sheet: str) -> str:
    """The name of a sheet in VBA: letters and digits only.

    >>> code_name("Kết quả kiểm tra"), code_name("xlwings.conf")
    ('KetQuaKiemTra', 'XlwingsConf')
    """
    folded = "".join(c if c.isalnum() else " " for c in ascii_fold(sheet))
    return "".join(word.capitalize() for word in folded.split())

"""Texts in CSV files: what a spreadsheet would run as a formula gets an apostrophe in front, and loses it again.

So does a text that begins with an apostrophe, so that one apostrophe taken off every text gives back what was written.
Numbers are never changed, a text that is a plain number neither.
"""

from __future__ import annotations

import re

STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("\\t@x"), harmless("'quoted"), harmless("-1.5"), harmless("Lai Chau")
    ("'=1+1", "'\\t@x", "''quoted", '-1.5', 'Lai Chau')
    """
    return f"'{text}" if text.lstrip().startswith(STARTS) and not NUMBER.fullmatch(text) else text


def plain(text: str) -> str:
    """The text that `harmless` was given.

    >>> plain(harmless("=1+1")), plain(harmless("''")), plain("12")
    ('=1+1', "''", '12')
    """
    return text.removeprefix("'")

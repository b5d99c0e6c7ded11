"""Elements of HTML. A text is always escaped; only what was made here is markup."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import NamedTuple

_VOID = frozenset(("meta", "br"))
_NAMES = {"cls": "class", "http_equiv": "http-equiv"}


class Html(NamedTuple):
    """Markup that is safe as it stands."""

    text: str


def el(name: str, /, *children: Html | str, **attributes: str) -> Html:
    """An element with its children; `cls` is its class, `_` in other names of attributes a hyphen.

    >>> el("p", "a < b & ", el("b", '"c"'), cls="x").text
    '<p class="x">a &lt; b &amp; <b>&quot;c&quot;</b></p>'
    """
    shown = "".join(f' {_name(key)}="{html.escape(value)}"' for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{joined(children).text}</{name}>")


def joined(children: Iterable[Html | str]) -> Html:
    """One after the other."""
    return Html("".join([c.text if isinstance(c, Html) else html.escape(_clean(c)) for c in children]))


def _name(key: str) -> str:
    return _NAMES.get(key) or key.replace("_", "-")


def _clean(text: str) -> str:
    """Without control signs, which no page may hold, and without halves of a pair."""
    kept = text if text.isprintable() else "".join(c if c >= " " or c in "\n\t" else " " for c in text)
    return kept.encode("utf-8", "replace").decode("utf-8")

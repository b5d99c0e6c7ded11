"""How cells look: one name for each look, used by forms and results alike. Times New Roman, as NĐ 30/2020 asks."""

from __future__ import annotations

from typing import Any

BASE: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}

_BOX = {"border": 1, "border_color": "#808080"}
_INPUT = {**_BOX, "bg_color": "#FFF9E5", "locked": False}
_LOCKED = {**_BOX, "bg_color": "#F2F2F2"}
_TOTAL = {**_BOX, "bold": True, "bg_color": "#E2EFDA"}
_WHOLE, _DECIMAL, _PERCENT, _NIL = "#,##0", "#,##0.0##", "#,##0.00", '"-"'

STYLES: dict[str, dict[str, Any]] = {
    "plain": {"font_size": 9},
    "text": {},
    "wrap": {"text_wrap": True, "valign": "top"},
    "small": {"font_size": 10, "italic": True, "shrink": True},
    "strong": {"bold": True, "text_wrap": True},
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "title_left": {"bold": True, "font_size": 14},
    "italic": {"italic": True},
    "centre": {"align": "center"},
    "centre_strong": {"align": "center", "bold": True},
    "italic_centre": {"align": "center", "italic": True},
    "mark": {"bold": True, "align": "center", "font_color": "#C00000", "border": 1, "border_color": "#C00000"},
    "label": {"align": "right", "indent": 1},
    "fixed": {**_LOCKED, "bold": True, "align": "left"},
    "text_input": {**_INPUT, "align": "left", "text_wrap": True},
    "date_input": {**_INPUT, "align": "left", "num_format": "dd/mm/yyyy"},
    "state": {
        **_BOX,
        "bold": True,
        "align": "center",
        "text_wrap": True,
        "bg_color": "#E2EFDA",
        "font_color": "#375623",
    },
    "send": {**_BOX, "bold": True, "align": "center", "num_format": "0000"},
    "header": {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    "letter": {**_BOX, "italic": True, "align": "center", "font_size": 9},
    "group": {**_BOX, "bold": True, "bg_color": "#EDEDED"},
    "count": {**_BOX, "align": "center"},
    "key": {"font_size": 8, "font_color": "#808080"},
    "label_left": {**_BOX, "text_wrap": True},
    "label_bold": {**_BOX, "text_wrap": True, "bold": True},
    "indent": {**_BOX, "text_wrap": True, "indent": 1, "italic": True},
    "unit": {**_BOX, "align": "center", "text_wrap": True},
    "void": {**_BOX, "bg_color": "#E4E4E4"},
    "integer_locked": {**_LOCKED, "num_format": _WHOLE, "shrink": True},
    "decimal_locked": {**_LOCKED, "num_format": _DECIMAL, "shrink": True},
    "percent_locked": {**_LOCKED, "num_format": _PERCENT, "shrink": True},
    "integer_input": {**_INPUT, "shrink": True, "num_format": _WHOLE, "align": "right"},
    "decimal_input": {**_INPUT, "shrink": True, "num_format": _DECIMAL, "align": "right"},
    "choice_input": {**_INPUT, "text_wrap": True},
    "note_input": {**_INPUT, "text_wrap": True, "valign": "top", "num_format": "@"},
    "total_label": {**_TOTAL, "align": "center"},
    "integer_total": {**_TOTAL, "num_format": _WHOLE, "shrink": True},
    "decimal_total": {**_TOTAL, "num_format": _DECIMAL, "shrink": True},
    "percent_total": {**_TOTAL, "num_format": _PERCENT},
    "verdict": {**_BOX, "text_wrap": True, "indent": 1, "font_color": "#375623", "font_size": 9},
    "remark": {**_BOX, "text_wrap": True, "indent": 1, "font_color": "#595959", "font_size": 9, "italic": True},
    "centre_box": {**_BOX, "align": "center", "text_wrap": True},
    "integer": {**_BOX, "num_format": _WHOLE},
    "decimal": {**_BOX, "num_format": _DECIMAL},
    "percent": {**_BOX, "num_format": _PERCENT},
    "ratio": {**_BOX, "num_format": "0.000000"},
    "nil": {**_BOX, "num_format": '#,##0;-#,##0;"-"', "align": "right"},
    "sign": {**_BOX, "align": "right"},
    "faulty": {**_BOX, "bg_color": "#F8CBAD", "align": "right", "italic": True},
    "missing": {**_BOX, "bg_color": "#FCE4D6"},
    "day": {**_BOX, "num_format": "dd/mm/yyyy", "align": "center"},
    "link": {**_BOX, "font_color": "#0563C1", "underline": 1, "text_wrap": True},
    "code": {**_BOX, "font_size": 8, "text_wrap": True},
    "count_large": {**_BOX, "align": "center", "num_format": _WHOLE},
    "summary": {"bold": True, "text_wrap": True, "font_color": "#1F4E79"},
    "alert_box": {**_BOX, "align": "center", "text_wrap": True, "bg_color": "#FCE4D6", "font_color": "#C00000"},
    "fair_box": {**_BOX, "align": "center", "text_wrap": True, "bg_color": "#FFF2CC", "font_color": "#7F6000"},
    "good_box": {**_BOX, "align": "center", "text_wrap": True, "bg_color": "#E2EFDA", "font_color": "#375623"},
    # Laid over another look.
    "alert": {"bg_color": "#FCE4D6", "font_color": "#C00000"},
    "waiting": {"font_color": "#7F7F7F", "italic": True},
    "good": {"bg_color": "#E2EFDA", "font_color": "#375623"},
    "better": {"bg_color": "#C6E0B4", "font_color": "#375623", "bold": True},
    "fair": {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    "bad": {"bg_color": "#F8CBAD", "font_color": "#C00000", "bold": True},
    "neutral": {"bg_color": "#EDEDED", "font_color": "#595959"},
}

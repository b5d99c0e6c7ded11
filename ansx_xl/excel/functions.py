"""The worksheet functions as Excel calls them, by way of xlwings: columns of cells in, one column out.

From these signatures `python -m macros.build` writes the VBA wrappers. What goes wrong is said in the cells, never
raised. What each answers stands in `lookups.py`; help texts stand in vi/, and reach Excel when the workbook opens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import xlwings as xw

from .. import lookups, vi
from ..errors import AnsxError
from . import sources

Cells = list[list[Any]] | None
"""An argument as xlwings gives it: rows of cells; nothing where it was left out."""


def _answered(answer: Callable[..., Sequence[Any]], *given: Cells) -> list[list[Any]]:
    """One column of answers, or of the sentence why there is none."""
    try:
        columns = [[cell for row in cells or () for cell in row] for cells in given]
        return [[each] for each in answer(*columns)] or [[""]]
    except AnsxError as error:
        return [[vi.error(error.code, error.facts)]]
    except Exception:
        return [[vi.FUNCTION_FAILED]]


def _of_plan(answer: Callable[..., Sequence[Any]]) -> Callable[..., Sequence[Any]]:
    return lambda *columns: answer(sources.catalogue(), *columns)


def _of_ledger(answer: Callable[..., Sequence[Any]]) -> Callable[..., Sequence[Any]]:
    return lambda *columns: answer(sources.catalogue(), *columns, earlier=sources.earlier)


@xw.func
@xw.arg("tu_so", ndim=2)
@xw.arg("mau_so", ndim=2)
@xw.arg("so_le", ndim=2)
def ANSX_TY_LE(tu_so, mau_so, so_le=None):
    return _answered(lookups.rates, tu_so, mau_so, so_le or [[2]])


@xw.func
@xw.arg("chi_tieu", ndim=2)
@xw.arg("nam", ndim=2)
def ANSX_MUC_TIEU(chi_tieu, nam):
    return _answered(_of_plan(lookups.demands), chi_tieu, nam)


@xw.func
@xw.arg("chi_tieu", ndim=2)
@xw.arg("ky", ndim=2)
@xw.arg("tu_so", ndim=2)
@xw.arg("mau_so", ndim=2)
def ANSX_DANH_GIA(chi_tieu, ky, tu_so, mau_so=None):
    return _answered(_of_ledger(lookups.verdicts), chi_tieu, ky, tu_so, mau_so)


@xw.func
@xw.arg("chi_tieu", ndim=2)
@xw.arg("ky", ndim=2)
@xw.arg("tu_so", ndim=2)
@xw.arg("mau_so", ndim=2)
def ANSX_CON_THIEU(chi_tieu, ky, tu_so, mau_so=None):
    return _answered(_of_ledger(lookups.still_needed), chi_tieu, ky, tu_so, mau_so)


@xw.func
@xw.arg("so_lieu", ndim=2)
@xw.arg("gia_tri", ndim=2)
def ANSX_KIEM_TRA(so_lieu, gia_tri):
    return _answered(_of_plan(lookups.checks), so_lieu, gia_tri)


@xw.func
@xw.arg("ma", ndim=2)
@xw.arg("ky", ndim=2)
@xw.arg("don_vi", ndim=2)
def ANSX_TONG_HOP(ma, ky, don_vi=None):
    def totals(*columns):
        return lookups.totals(sources.catalogue(), sources.results, *columns)

    return _answered(totals, ma, ky, don_vi)


@xw.func
@xw.arg("chu", ndim=2)
def ANSX_DOC_SO(chu):
    return _answered(lookups.numbers, chu)


@xw.func
@xw.arg("chu", ndim=2)
@xw.arg("phong", ndim=2)
def ANSX_CHUAN_HOA(chu, phong=None):
    return _answered(_of_plan(lookups.texts), chu, phong)

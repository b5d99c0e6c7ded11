"""Targets of a provincial social security plan: forms, checks, totals and attainment, in Excel."""

__version__ = "0.1.0"

"""Where the lines and columns of a result sheet stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where the parts of a result sheet begin: title, lines of summary, header, body."""

    line_count: int
    marked: bool
    title: int = 0
    subtitle: int = 1
    mark: int = 2

    @property
    def lines(self) -> int:
        return 3 if self.marked else 2

    @property
    def header(self) -> int:
        return self.lines + self.line_count + 1

    @property
    def body(self) -> int:
        return self.header + 1

"""`frozen`: a dataclass whose values never change, made in a quarter of the time.

`@dataclass(frozen=True, slots=True)` writes six methods as text and compiles each of them: half a millisecond a class,
and a command imports ninety classes before it does anything. Here `__init__` alone is written for the class; the others
are the same few functions for all. What it makes is a dataclass in every other way: fields, replace, asdict, match.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_Class = TypeVar("_Class", bound=type)


@dataclass_transform(frozen_default=True)
def frozen(cls: _Class | None = None, /, *, slots: bool = True, eq: bool = True) -> Any:
    """Make the class one of frozen values; without *slots* it may have cached properties, without *eq* it is itself.

    >>> @frozen
    ... class Spot:
    ...     sheet: str
    ...     row: int = 0
    >>> Spot("A"), Spot("A", 1) == Spot("A", 1), hash(Spot("A")) == hash(Spot("B"))
    (Spot(sheet='A', row=0), True, False)
    >>> Spot("A").row = 2
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot change 'row'
    """
    if cls is None:
        return lambda each: frozen(each, slots=slots, eq=eq)
    made = dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    made.__init__ = _first_init(made, slots)
    made.__repr__, made.__reduce__ = _repr, _reduce
    made.__setattr__ = made.__delattr__ = _refuse
    if eq:
        made.__eq__, made.__hash__ = _comparing(tuple(f.name for f in fields(made) if f.compare))
    return made


def _first_init(made: type, slots: bool) -> Callable:
    """What makes the first value of a class: only then is its `__init__` written, for most commands use few classes."""

    def __init__(self: object, *values: Any, **named: Any) -> None:
        made.__init__ = _init(made, fields(made), slots)
        made.__init__(self, *values, **named)

    return __init__


def _init(made: type, found: tuple[Field, ...], slots: bool) -> Callable:
    """The one method that is written and compiled: arguments into slots, or into the dictionary of the value."""
    known: dict[str, Any] = {"MISSING": MISSING}
    arguments, body = [], []
    for f in found:
        given = f.name
        if f.default_factory is not MISSING:
            known[f"new_{f.name}"] = f.default_factory
            arguments.append(f"{f.name}=MISSING")
            given = f"new_{f.name}() if {f.name} is MISSING else {f.name}"
        elif f.default is not MISSING:
            known[f"default_{f.name}"] = f.default
            arguments.append(f"{f.name}=default_{f.name}")
        else:
            arguments.append(f.name)
        if slots:
            known[f"set_{f.name}"] = getattr(made, f.name).__set__
        body.append(f"set_{f.name}(self, {given})" if slots else f"self.__dict__[{f.name!r}] = {given}")
    exec(f"def __init__(self, {', '.join(arguments)}):\n  " + "\n  ".join(body or ["pass"]), known)
    return known["__init__"]


def _comparing(names: tuple[str, ...]) -> tuple[Callable, Callable]:
    """Equal are values of the same class that are equal in all they are compared by."""
    values = attrgetter(*names) if names else lambda value: ()

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal, lambda self: hash(values(self))


def _repr(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple:
    return type(self), tuple(getattr(self, f.name) for f in fields(self))


def _refuse(self: object, name: str, *value: object) -> None:
    raise FrozenInstanceError(f"cannot change {name!r}")

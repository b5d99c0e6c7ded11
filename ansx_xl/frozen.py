"""`frozen`: a dataclass whose values never change, made in a twentieth of the time.

`@dataclass(frozen=True, slots=True)` writes six methods as text and compiles each of them: half a millisecond a class,
and a command imports a hundred classes before it does anything. Here `__init__` alone is the class's own, made with its
first value; classes with as many fields share its code, and the other methods are the same few functions for all.
What it makes is a dataclass in every other way: fields, replace, asdict, match.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from types import CodeType, FunctionType
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
    names = tuple(get_annotations(cls))
    given = {name: vars(cls)[name] for name in names if name in vars(cls)}
    made = _emptied(cls, given, names if slots else None)
    made.__init__ = _first_init(made, names, given, slots)
    made.__repr__, made.__reduce__ = _repr, _reduce
    made.__setattr__ = made.__delattr__ = _refuse
    made.__match_args__, made.__dataclass_fields__ = names, _Fields(given)
    if eq:
        compared = tuple(name for name in names if getattr(given.get(name), "compare", True))
        made.__eq__, made.__hash__ = _comparing(compared)
    return made


def _emptied(cls: type, given: Mapping[str, Any], slots: tuple[str, ...] | None) -> type:
    """The class without the defaults of its fields, made anew where these are to be slots."""
    body = {name: found for name, found in vars(cls).items() if name not in (*given, "__dict__", "__weakref__")}
    if slots is not None:
        body["__slots__"] = slots
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


class _Fields:
    """What `dataclasses` wants to know of a class: worked out when it asks, which it seldom does."""

    def __init__(self, given: Mapping[str, Any]):
        self._given = given

    def __get__(self, value: object, made: type) -> dict[str, Field]:
        # With words about it, or `dataclass` would look for its signature to say something.
        body = {"__doc__": "Fields", "__annotations__": get_annotations(made), **self._given}
        bare = dataclass(init=False, repr=False, eq=False, match_args=False)
        made.__dataclass_fields__ = bare(type("_", (), body)).__dataclass_fields__
        return made.__dataclass_fields__


def _first_init(made: type, names: tuple[str, ...], given: Mapping[str, Any], slots: bool) -> Callable:
    """What makes the first value of a class: only then is its `__init__` made, for most commands use few classes."""

    def __init__(self: object, *values: Any, **named: Any) -> None:
        made.__init__ = _init(made, names, given, slots)
        made.__init__(self, *values, **named)

    return __init__


def _init(made: type, names: tuple[str, ...], given: Mapping[str, Any], slots: bool) -> Callable:
    """The one method that is a class's own: arguments into slots, or into the dictionary of the value."""
    defaults: list[Any] = []
    fresh: dict[str, Callable] = {}
    for name in names:
        default = given.get(name, MISSING)
        if isinstance(default, Field):
            if default.default_factory is not MISSING:
                fresh[name] = default.default_factory
            default = default.default
        if default is not MISSING or name in fresh:
            defaults.append(default)
        elif defaults:
            raise TypeError(f"{name} of {made.__qualname__} has no default, but one before it has")
    known = {"put": _put_all(names, fresh)}
    if slots:
        known = {f"put{i}": _put_one(made, name, fresh.get(name)) for i, name in enumerate(names)}
    code = _code(len(names), slots).replace(co_varnames=("self", *names))
    return FunctionType(code, known, "__init__", tuple(defaults))


def _put_one(made: type, name: str, new: Callable | None) -> Callable:
    """What puts a value into a slot; *new* makes one where none is given."""
    put = getattr(made, name).__set__
    return put if new is None else lambda self, value: put(self, new() if value is MISSING else value)


def _put_all(names: tuple[str, ...], fresh: Mapping[str, Callable]) -> Callable:
    """What puts all values into a dictionary; those that *fresh* names are made where none are given."""

    def put(kept: dict[str, Any], values: list[Any]) -> None:
        kept.update(zip(names, values))
        for name, new in fresh.items():
            if kept[name] is MISSING:
                kept[name] = new()

    return put


@cache
def _code(count: int, slots: bool) -> CodeType:
    """What `__init__` does with so many fields."""
    given = [f"a{i}" for i in range(count)]
    puts = [f"put{i}(self, {value})" for i, value in enumerate(given)] or ["pass"]
    body = puts if slots else [f"put(self.__dict__, [{', '.join(given)}])"]
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(['self', *given])}):\n  " + "\n  ".join(body), made)
    return made["__init__"].__code__


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

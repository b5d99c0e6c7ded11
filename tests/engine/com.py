"""What all objects of Excel's model share here."""

from functools import wraps

from engine.pywin32 import NOT_FOUND, ComError


def change(method):
    """A method that Excel would change something by: one write."""

    @wraps(method)
    def noted(self, *args, **kwargs):
        self._application._note(self, method.__name__)
        with self._application._refusals:
            return method(self, *args, **kwargs)

    return noted


class Refusals:
    """What LibreOffice refuses, as Excel would say it; its own exceptions do not survive `contextlib`."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        pass

    def __exit__(self, kind, fault, traceback):
        if kind and issubclass(kind, self.kind):
            raise ComError(f"LibreOffice refuses: {fault.Message}") from None


class Com:
    """An object of Excel's: setting a property is one write, setting what is no property is a mistake."""

    def __setattr__(self, name, value):
        if name[0].isupper():
            if getattr(getattr(type(self), name, None), "fset", None) is None:
                raise AttributeError(f"Property '{type(self).__name__}.{name}' can not be set.")
            self._application._note(self, name)
            with self._application._refusals:
                object.__setattr__(self, name, value)
        else:
            object.__setattr__(self, name, value)

    def _where(self):
        return ""

    @property
    def Application(self):
        return self._application


class Collection(Com):
    """A collection counted from 1: called with a number, or with a name where its things have one."""

    def __init__(self, parent):
        self._application, self._parent = parent._application, parent

    def __call__(self, key):
        if isinstance(key, (int, float)):
            if 1 <= key <= self.Count:
                return list(self)[int(key) - 1]
        else:
            for item in self:
                if item.Name.casefold() == key.casefold():
                    return item
        raise ComError(f"Subscript out of range: {key!r}", NOT_FOUND)

    Item = __call__

    @property
    def Count(self):
        return sum(1 for _ in self)

    @property
    def Parent(self):
        return self._parent

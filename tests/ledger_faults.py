"""SQLite's calls of the system, made to fail from the n-th one on: a disk that fills up, a drive that goes away.

SQLite lets its own calls be replaced, for exactly this; only those that change something are counted.

    with Faults(n, errno.ENOSPC) as faults:
        ...                          # the n-th call fails, and all after it unless *once*
    faults.happened
"""

import ctypes
import ctypes.util
import errno
import os

_CALL = ctypes.CFUNCTYPE
_LONG = ctypes.c_ssize_t


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        # open, delete, access, full path; four for libraries; randomness, sleep, time, last error, time again
        *((f"method{n}", ctypes.c_void_p) for n in range(13)),
        ("xSetSystemCall", _CALL(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("xGetSystemCall", _CALL(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
    ]


def _prototype(*arguments):
    return _CALL(_LONG, *arguments, use_errno=True)


_INT, _PLACE, _TEXT = ctypes.c_int, ctypes.c_int64, ctypes.c_char_p
_CALLS = {
    b"write": _prototype(_INT, ctypes.c_void_p, ctypes.c_size_t),
    b"pwrite": _prototype(_INT, ctypes.c_void_p, ctypes.c_size_t, _PLACE),
    b"pwrite64": _prototype(_INT, ctypes.c_void_p, ctypes.c_size_t, _PLACE),
    b"ftruncate": _CALL(_INT, _INT, _PLACE, use_errno=True),
    b"unlink": _CALL(_INT, _TEXT, use_errno=True),
    b"open": _CALL(_INT, _TEXT, _INT, _INT, use_errno=True),
}


def available():
    """Whether Python's SQLite is a library of the system, so that we reach the same one."""
    return os.name == "posix" and ctypes.util.find_library("sqlite3") is not None


class Faults:
    """While entered, the *nth* changing call of SQLite in this process fails with *number*."""

    def __init__(self, nth, number=errno.ENOSPC, once=False):
        self.nth, self.number, self.once = nth, number, once
        self.calls = 0

    @property
    def happened(self):
        return self.calls >= self.nth

    def __enter__(self):
        library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._vfs = library.sqlite3_vfs_find(None)
        self._kept = []
        for name, prototype in _CALLS.items():
            plain = self._vfs.contents.xGetSystemCall(self._vfs, name)
            if plain:
                call = prototype(self._failing(name, prototype(plain)))
                self._kept.append(call)  # as long as SQLite may use it
                self._vfs.contents.xSetSystemCall(self._vfs, name, ctypes.cast(call, ctypes.c_void_p))
        assert self._kept
        return self

    def __exit__(self, *_exception):
        for name in _CALLS:
            self._vfs.contents.xSetSystemCall(self._vfs, name, None)

    def _failing(self, name, plain):
        def call(*arguments):
            if name != b"open" or arguments[1] & os.O_CREAT:
                self.calls += 1
                if self.calls == self.nth or (self.calls > self.nth and not self.once and name != b"unlink"):
                    ctypes.set_errno(self.number)
                    return -1
            ctypes.set_errno(0)
            return plain(*arguments)

        return call

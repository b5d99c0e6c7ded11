"""Whether a ledger lies on a drive of another machine, where the locks of a file cannot be relied on."""

from __future__ import annotations

import sys
from pathlib import Path

from .database import is_server

_NETWORK_DRIVE = 4
_MOUNTS = Path("/proc/mounts")
_KINDS = ("nfs", "cifs", "smb", "fuse.sshfs", "afs", "glusterfs", "ceph", "davfs", "fuse.rclone")


def on_network(address: str | Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a ledger file is on another machine's drive; a server's address is not, two may write there."""
    if is_server(address):
        return False
    if str(address).startswith(("\\\\", "//")):
        return True
    path = Path(address).absolute()
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _NETWORK_DRIVE
    return _kind(path.resolve(), mounts).startswith(_KINDS)


def _kind(path: Path, mounts: Path) -> str:
    """The kind of file system that a path lies on, as Linux lists them: the last and longest mount above it."""
    try:
        lines = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    above = {str(path), *map(str, path.parents)}
    found = [(len(place), n, kind) for n, (_, place, kind, *_) in enumerate(lines) if _unescaped(place) in above]
    return max(found, default=(0, 0, ""))[2]


def _unescaped(place: str) -> str:
    return place.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")

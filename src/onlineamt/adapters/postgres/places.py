"""Where a cluster may live: PostgreSQL refuses to run as root, and its account cannot enter every folder."""

import hashlib
import os
import pwd
import tempfile
from pathlib import Path
from typing import Any

from onlineamt.adapters.postgres.errors import ClusterFailed

SERVER_ACCOUNT = "nobody"
OTHER_HOMES = Path("/var/tmp")  # noqa: S108 -- each home is owned by the server's account and closed to others
LONGEST_SOCKET_FOLDER = 80  # a socket's path may have 107 bytes


def server_account() -> dict[str, Any]:
    """Return the account the server runs as, for subprocess: its own where we are root, else ours."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def home_of(folder: Path) -> Path:
    """Return where data and socket of a cluster live: root's server needs a folder that its account can reach."""
    if os.geteuid() != 0:
        return folder
    return folder / "server" if is_reachable(folder) else OTHER_HOMES / f"onlineamt-{short_hash(folder)}"


def make_home(folder: Path) -> Path:
    """Make the home of a cluster and return it. Raises ClusterFailed."""
    home = home_of(folder)
    if home != folder:
        make_private(home)
    return home


def make_socket_folder(home: Path) -> Path:
    """Return a private folder for the socket: the home where its name is short enough. Raises ClusterFailed."""
    if len(str(home)) <= LONGEST_SOCKET_FOLDER:
        return home
    short = Path(tempfile.gettempdir()) / f"oa-{short_hash(home)}"
    make_private(short)
    return short


def make_private(folder: Path) -> None:
    """Make a folder of the server's, in a place that everybody may write to. Raises ClusterFailed: another was first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid(), server_account().get("user", os.geteuid())}
    if folder.is_symlink() or folder.lstat().st_uid not in owners:
        raise ClusterFailed(
            f"{folder} gehört jemand anderem. Löschen Sie den Ordner, und starten Sie noch einmal."
        )
    give_to_server(folder)


def give_to_server(path: Path) -> None:
    """Make a path the server's own, closed to others."""
    path.chmod(0o700 if path.is_dir() else 0o600)
    account = server_account()
    if account:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)


def is_reachable(folder: Path) -> bool:
    """Tell whether every account may enter the folder."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def short_hash(path: Path | str) -> str:
    """Return a short name for a long one."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]

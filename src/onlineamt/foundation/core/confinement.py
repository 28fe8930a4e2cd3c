"""What a program gives up before it reads what strangers made: network, files, memory, time. Linux only, no Django."""

import ctypes
import os
import resource
import signal
from pathlib import Path

BUSY = 6  # so many times longer something may take on a machine that is busy with other things

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38  # prctl(2)
_NOBODY = 65534


def give_up_network() -> bool:
    """Leave for a network with nothing in it, and tell whether the machine allows that."""
    libc = ctypes.CDLL(None)
    return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def give_up_files(empty: Path) -> bool:
    """See nothing but an empty folder from now on, and tell whether the machine allows that. All code must be loaded."""
    try:
        os.chroot(empty)
    except PermissionError:
        return False
    finally:
        os.chdir("/")
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    return True


def give_up_privileges() -> None:
    """Gain no right that this process does not have, whatever it starts."""
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def limit_memory(addresses: int) -> None:
    """Have so many bytes of addresses at most, and leave no picture of the memory behind."""
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: float) -> None:
    """Let the kernel end this process when so much of the processor is used: no loop can keep it from that. 0: no limit."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, BUSY * seconds)

"""The command line: `onlineamt COMMAND`. Each command is a file in config/commands."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

from onlineamt.config import commands
from onlineamt.config.demo_folder import join_demonstration
from onlineamt.config.env import WrongSetting
from onlineamt.config.progress import CannotGoOn


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the first argument names and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    known = command_names()
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_overview(known))
        return 0
    name = arguments.pop(0)
    if name not in known:
        print(f"Den Befehl „{name}“ gibt es nicht.\n\n{_overview(known)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onlineamt.config.settings")
    if name != "demo":
        join_demonstration()
    try:
        command = importlib.import_module(f"{commands.__name__}.{known[name]}")
        code = int(command.run(arguments) or 0)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever reads has seen enough
        return 0
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except CannotGoOn as end:
        print(f"\n{end}", file=sys.stderr)
        return 1


def command_names() -> dict[str, str]:
    """Return every command as it is typed (`import-fim`) and its module (`import_fim`)."""
    names = [
        module.name for module in pkgutil.iter_modules(commands.__path__) if not module.name.startswith("_")
    ]
    return {name.replace("_", "-"): name for name in sorted(names) if name != "tests"}


def _overview(known: dict[str, str]) -> str:
    lines = ["onlineamt BEFEHL [ANGABEN]", ""]
    for name, module in known.items():
        document = importlib.import_module(f"{commands.__name__}.{module}").__doc__ or ""
        lines.append(f"  {name:<12} {document.strip().splitlines()[0]}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

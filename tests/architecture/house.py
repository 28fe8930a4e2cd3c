"""What the architecture tests read: the files of the house, and which room stands above which."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "onlineamt"
CONTRACTS = ROOT / ".importlinter"


def product_files() -> list[Path]:
    """Return the Python files of the product, without tests and migrations."""
    return sorted(
        path
        for path in SOURCE.rglob("*.py")
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts) and path.name != "conftest.py"
    )


@cache
def syntax(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """Return the path as a person writes it: from the root of the repository."""
    return str(path.relative_to(ROOT))


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    """Yield every class of the product with its file."""
    for path in product_files():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.ClassDef):
                yield path, node


def repository_files() -> list[Path]:
    """Return what git keeps or would keep: no environment, no build, nothing ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: which files belong to the repository is not known")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@cache
def contracts() -> dict[str, dict[str, str]]:
    """Return the contracts of .importlinter by their short name."""
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS, encoding="utf-8")
    prefix = "importlinter:contract:"
    return {
        name.removeprefix(prefix): dict(parser[name]) for name in parser.sections() if name.startswith(prefix)
    }


def may_point_at(source: str, target: str) -> bool:
    """Say whether a table of one module may reference a table of another: its own room's, or one of a storey below."""
    return _room(source) == _room(target) or _height(source) > _height(target)


def _room(module: str) -> tuple[str, ...]:
    return tuple(module.split(".")[1:3])


def _height(module: str) -> tuple[int, int]:
    storey, room = _room(module)
    storeys = _ranks("storeys")
    rooms = _ranks(storey) if storey in contracts() and "layers" in contracts()[storey] else {}
    return storeys[storey], rooms.get(room, 0)


@cache
def _ranks(contract: str) -> dict[str, int]:
    rows = [row for row in contracts()[contract]["layers"].splitlines() if row.strip()]
    return {
        name.strip(" ()"): height
        for height, row in enumerate(reversed(rows))
        for name in row.replace(":", "|").split("|")
    }

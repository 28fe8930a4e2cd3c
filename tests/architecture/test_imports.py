"""Imports run downwards: the contracts of .importlinter are kept, and each of them notices when it is not."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.architecture.house import CONTRACTS, SOURCE, contracts, named, product_files

PURE_FILES = {"rules.py", "events.py", "values.py", "errors.py", "definition.py"}


@dataclass(frozen=True, kw_only=True)
class Break:
    """A way to break a contract: lines added to files, in a copy of the house."""

    contract: str
    lines: dict[str, str]
    new_rooms: tuple[str, ...] = ()


BREAKS = [
    Break(contract="storeys", lines={"foundation/core/ids.py": "import onlineamt.config.env"}),
    Break(contract="storeys", lines={"procedure/applications/rules.py": "import onlineamt.wiring"}),
    Break(contract="storeys", lines={}, new_rooms=("cellar",)),
    Break(
        contract="procedure",
        lines={"procedure/catalogue/rules.py": "import onlineamt.procedure.applications"},
    ),
    Break(contract="procedure", lines={}, new_rooms=("procedure/waiting",)),
    Break(contract="foundation", lines={"foundation/core/ids.py": "import onlineamt.foundation.tenancy"}),
    Break(contract="foundation", lines={"foundation/jobs/rules.py": "import onlineamt.foundation.limits"}),
    Break(
        contract="audiences",
        lines={"audiences/design/one.py": "import onlineamt.audiences.entrance"},
    ),
    Break(
        contract="audiences",
        lines={"audiences/kiosk/__init__.py": "import onlineamt.audiences.citizen"},
        new_rooms=("audiences/kiosk",),
    ),
    Break(
        contract="module",
        lines={"foundation/tenancy/models.py": "import onlineamt.foundation.tenancy.actions"},
    ),
    Break(
        contract="module",
        lines={
            "procedure/applications/queries.py": "",
            "procedure/applications/rules.py": "import onlineamt.procedure.applications.queries",
        },
    ),
    Break(
        contract="facilities",
        lines={"facilities/lockers/__init__.py": "import onlineamt.facilities.lifts"},
        new_rooms=("facilities/lifts", "facilities/lockers"),
    ),
    Break(
        contract="adapters",
        lines={"adapters/telex/__init__.py": "import onlineamt.adapters.pigeon"},
        new_rooms=("adapters/telex", "adapters/pigeon"),
    ),
    *(
        Break(contract="pure", lines={f"procedure/applications/{name}": "from django.db import models"})
        for name in sorted(PURE_FILES)
    ),
    Break(contract="pure", lines={"procedure/forms/engine/journey.py": "import django.utils.timezone"}),
    Break(
        contract="pure",
        lines={
            "procedure/applications/rules.py": "import onlineamt.procedure.applications.between",
            "procedure/applications/between.py": "import django",
        },
    ),
    Break(
        contract="circles",
        lines={
            "audiences/design/one.py": "import onlineamt.audiences.design.other",
            "audiences/design/other.py": "import onlineamt.audiences.design.one",
        },
    ),
]


def lint_imports(source_root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a tree that holds the package onlineamt."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--config", CONTRACTS, "--no-cache", *arguments],
        check=False,
        cwd=source_root,
        env={**os.environ, "PYTHONPATH": str(source_root)},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files of the product, copied once."""
    root = tmp_path_factory.mktemp("house")
    for path in SOURCE.rglob("*.py"):
        copy = root / "onlineamt" / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return root


@pytest.fixture
def house(pristine: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_every_contract_is_kept(pristine: Path) -> None:
    result = lint_imports(pristine)

    assert result.returncode == 0, result.stdout
    assert f"{len(contracts())} kept, 0 broken" in result.stdout


@pytest.mark.parametrize(
    "change", BREAKS, ids=lambda change: f"{change.contract}-{'-'.join(change.lines) or 'new'}"
)
def test_each_contract_notices_a_violation(house: Path, change: Break) -> None:
    for room in change.new_rooms:
        add(house / "onlineamt" / room / "__init__.py", "")
    for name, line in change.lines.items():
        add(house / "onlineamt" / name, line)

    result = lint_imports(house, "--contract", change.contract)

    assert result.returncode == 1, result.stdout
    assert f"{contracts()[change.contract]['name']} BROKEN" in result.stdout


def test_no_contract_is_without_a_way_to_break_it() -> None:
    assert {change.contract for change in BREAKS} == set(contracts())


def test_every_folder_of_the_product_is_a_package() -> None:
    """import-linter does not see folders without __init__.py, and what it does not see it does not hold."""
    folders = {path.parent for path in product_files()}

    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_pure_file_is_covered() -> None:
    covered = {row.rpartition(".")[2] + ".py" for row in contracts()["pure"]["source_modules"].split()}

    assert covered >= PURE_FILES


def add(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in path.parents:
        if folder.name == "onlineamt":
            break
        (folder / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")

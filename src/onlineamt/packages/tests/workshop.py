"""A package to break: a copy of the sample that tests change."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from onlineamt.packages.findings import Finding

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Workshop:
    """A copy of a package. Every change returns the line it begins at, to compare with the finding."""

    folder: Path

    def text(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> int:
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def append(self, file: str, more: str) -> int:
        text = self.text(file)
        (self.folder / file).write_text(text + more, encoding="utf-8")
        return text.count("\n") + 1

    def write(self, file: str, content: str | bytes) -> int:
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return 1

    def delete(self, file: str) -> int:
        (self.folder / file).unlink()
        return 1


def copy_of(package: Path, to: Path) -> Workshop:
    folder = to / package.name
    shutil.copytree(package, folder)
    return Workshop(folder)


def only(findings: list[Finding], rule: str) -> Finding:
    found = [finding for finding in findings if finding.rule == rule]
    assert found, f"no finding of {rule} in:\n" + "\n".join(map(str, findings))
    return found[0]

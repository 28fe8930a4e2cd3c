"""Finds and reads the building blocks (`_blocks/*.yaml`) that forms share."""

from pathlib import Path

from onlineamt.packages.findings import Finding, has_errors
from onlineamt.packages.folder import read_texts
from onlineamt.packages.source import UnreadableSource, read_source
from onlineamt.packages.wording import validate
from onlineamt.procedure.forms.definition import BlockDefinition

FOLDER = "_blocks"
_PRODUCT_SERVICES = Path(__file__).resolve().parents[3] / "services"

Blocks = dict[str, BlockDefinition]


def blocks_beside(package: Path) -> Path:
    """Return the folder of building blocks for a package: the one beside it, else the product's own."""
    beside = package.resolve().parent / FOLDER
    return beside if beside.is_dir() else _PRODUCT_SERVICES / FOLDER


def read_blocks(folder: Path) -> tuple[Blocks, list[Finding]]:
    """Read all building blocks of a folder; a block that cannot be read becomes findings."""
    texts, findings = read_texts(folder, ".yaml", within=FOLDER)
    blocks: Blocks = {}
    for name, text in texts.items():
        try:
            source, found = read_source(name, text)
        except UnreadableSource as unreadable:
            findings.append(unreadable.finding)
            continue
        block, problems = validate(BlockDefinition, source)
        findings += found + problems
        if block is not None and not has_errors(found):
            blocks[block.key] = block
    return blocks, findings

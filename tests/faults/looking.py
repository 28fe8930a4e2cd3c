"""What must hold, asked of the pages, of the files and of the portal's own commands."""

import re
from typing import TYPE_CHECKING

from tests.faults.browser import Broken, Browser
from tests.faults.inspection import Report
from tests.faults.journal import Note

if TYPE_CHECKING:
    from tests.faults.installation import Installation

DOG_PAGE = "/seite/hund"


def look_at_drafts(installation: "Installation", notes: list[Note], report: Report) -> None:
    """Open the page on which something was said to be saved, with the device's own cookie, and compare."""
    expected = _expected_names(notes)
    ended = {note["id"] for note in notes if note["kind"] in {"sending", "sent", "acknowledged"}}
    wrong, looked = [], 0
    for draft, (cookie, names) in expected.items():
        if draft in ended:
            continue
        looked += 1
        shown = _shown_name(installation.port, draft, cookie)
        if shown not in names:
            wrong.append(f"{draft} shows {shown!r} instead of {sorted(names)}")
    report.add("saved in a draft, and not there", wrong)
    report.counts["drafts opened"] = looked


def look_at_answers(notes: list[Note], report: Report) -> None:
    """Whatever the portal could not do it has to say in words; nobody may have met a fault of ours."""
    report.add(
        "page that people should not see",
        {f"{note['what']} {note.get('page', '')}".strip() for note in notes if note["kind"] == "fault"},
    )
    for kind in ("broken", "unavailable", "cut"):
        report.counts[kind] = sum(note["kind"] == kind for note in notes)


def look_at_trail(installation: "Installation", report: Report) -> None:
    """Let the portal verify its audit trail."""
    verified = installation.run("audit", "verify")
    if verified.returncode != 0:
        report.add("broken trail", [(verified.stdout + verified.stderr)[-500:]])
    counted = re.findall(r"(\d+) Einträge in \d+ Ketten, (\d+) Prüfpunkte", verified.stdout)
    report.counts["audit entries"] = sum(int(entries) for entries, _ in counted)
    report.counts["checkpoints"] = sum(int(checkpoints) for _, checkpoints in counted)


def ask_for_checkpoint(installation: "Installation") -> None:
    """Let the trail be signed as every night, so that there is something to verify."""
    installation.run("manage", "procrastinate", "defer", "audit.make_checkpoints", '{"timestamp": 1}')


def _expected_names(notes: list[Note]) -> dict[str, tuple[str, set[str]]]:
    """Return for each draft its cookie and what may stand there: what was acknowledged last, or tried after it."""
    expected: dict[str, tuple[str, set[str]]] = {}
    for note in notes:
        if not note.get("dog") or not str(note.get("page", "")).endswith(DOG_PAGE):
            continue
        if note["kind"] == "saved":
            expected[note["id"]] = (note["cookie"], {note["dog"]})
        elif note["kind"] == "saving" and note["id"] in expected:
            expected[note["id"]][1].add(note["dog"])
    return expected


def _shown_name(port: int, draft: str, cookie: str) -> str:
    browser = Browser(port, cookie=cookie)
    try:
        answer = browser.get(f"/antrag/{draft}{DOG_PAGE}")
    except Broken as broken:
        return f"({broken})"
    finally:
        browser.close()
    field = re.search(r'<input[^>]* name="hund\.name"[^>]*>', answer.body)
    value = re.search(r' value="([^"]*)"', field[0]) if field else None
    return value[1] if value else f"(status {answer.status})"

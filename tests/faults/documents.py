"""Whether every stored document opens, files stand once in the answers they belong to, and nothing lies about that nobody names."""

import json
from typing import TYPE_CHECKING, Any

from tests.faults.browser import Broken, Browser
from tests.faults.inspection import Report
from tests.faults.journal import Note

if TYPE_CHECKING:
    from tests.faults.installation import Installation

_OPEN_ALL = """
import io, json, sys
import pypdfium2
from PIL import Image
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import open_document
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.arriving import named_documents
from onlineamt.procedure.applications.queries import get_application

def look(document):
    opened = open_document(document)
    if len(opened.content) != document.size:
        raise ValueError("not as long as it was")
    if document.media_type == "image/jpeg":
        Image.open(io.BytesIO(opened.content)).load()
    elif len(pypdfium2.PdfDocument(opened.content)) < 1:
        raise ValueError("no page")

known, found, bad, named = set(json.load(sys.stdin)), [], [], {}
for tenant in Tenant.objects.all():
    with in_tenant(tenant.id):
        files = {}
        for document in StoredDocument.objects.order_by("id"):
            if document.kind == "evidence":
                files.setdefault(document.subject_id, set()).add(str(document.id))
            if str(document.id) in known:
                continue
            try:
                look(document)
            except Exception as failure:
                bad.append(f"{document.kind} {document.id}: {type(failure).__name__}")
            else:
                found.append(str(document.id))
        for subject_id, kept in files.items():
            try:
                answers = get_application(subject_id).answers
            except Exception as failure:
                bad.append(f"application {subject_id}: {type(failure).__name__}")
                continue
            if named_documents(answers) != kept:
                bad.append(f"files of {subject_id} that its answers do not name, or the other way round")
            named[str(subject_id)] = sorted(kept)
print(json.dumps({"opened": found, "bad": bad, "named": named}))
"""

# As if a day were over: what nobody has finished is swept, and what still lies there has a row that names it.
_SWEEP = """
import json
from datetime import timedelta
from onlineamt.facilities.documents.actions import storing
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.store import byte_store
from onlineamt.foundation.core.clock import now
storing.UPLOAD_KEPT = storing.ORPHAN_AFTER = timedelta(0)
swept = {"uploads swept": storing.sweep_uploads(), "orphans swept": storing.sweep_orphans()}
lying = set(byte_store().list_keys(older_than=now()))
named = set(StoredDocument.objects.using("maintenance").values_list("storage_key", flat=True))
print(json.dumps({"swept": swept, "nameless": sorted(lying - named), "gone": sorted(named - lying)}))
"""


def look_at_files(installation: "Installation", notes: list[Note], report: Report) -> None:
    """Open files that were said to be kept, with the device's own cookie, while their draft is one."""
    ended = {note["id"] for note in notes if note["kind"] in {"sending", "sent", "acknowledged"}}
    kept = [note for note in notes if note["kind"] == "kept" and note["id"] not in ended]
    report.add(
        "file that was acknowledged and does not open",
        (note["file"] for note in kept if not _opens(installation.port, note)),
    )
    report.counts["files of drafts opened"] = len(kept)


def look_at_documents(
    installation: "Installation", known: set[str], notes: list[Note], report: Report
) -> None:
    """Open every stored document that was not opened before, as the portal would, and hold files against answers."""
    result = _ask(installation, _OPEN_ALL, report, given=json.dumps(sorted(known)))
    if result is None:
        return
    known.update(result["opened"])
    report.add("document that does not open", result["bad"])
    walks = {note["id"]: note["file"] for note in notes if note["kind"] == "kept"}
    report.add(
        "acknowledged file that does not stand once in its answer",
        (one for one, file in walks.items() if result["named"].get(one) != [file]),
    )
    report.counts["documents opened"] = len(known)


def look_at_what_lies_about(installation: "Installation", report: Report) -> None:
    """Let the sweepers do what they do at night, two days later, and compare rows and files."""
    result = _ask(installation, _SWEEP, report)
    if result is None:
        return
    report.add("bytes that no row names and nobody sweeps", result["nameless"])
    report.add("document whose bytes are not there", result["gone"])
    report.counts |= result["swept"]


def _ask(installation: "Installation", script: str, report: Report, *, given: str = "") -> Any:
    answered = installation.run("manage", "shell", "--no-imports", "-c", script, given=given)
    try:
        return json.loads(answered.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        report.add("documents", [(answered.stdout + answered.stderr)[-500:]])
        return None


def _opens(port: int, note: Note) -> bool:
    browser = Browser(port, cookie=note["cookie"])
    try:
        return browser.get(note["url"]).status == 200
    except Broken:
        return False
    finally:
        browser.close()

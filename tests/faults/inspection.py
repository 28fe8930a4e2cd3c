"""What must hold whatever was killed, asked from outside: of the database, in the role that sees everything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import psycopg

from tests.faults.journal import Note

SHOWN = 5  # findings of one kind that are listed

# Each names what must not exist; a row is a finding. They hold at any moment, also in the middle of everything.
ALWAYS: Mapping[str, str] = {
    "application sent without a case": """
        SELECT a.id FROM application a LEFT JOIN case_file c ON c.application_id = a.id
         WHERE a.submitted_at IS NOT NULL AND c.id IS NULL""",
    "case without an application that was sent": """
        SELECT c.id FROM case_file c LEFT JOIN application a ON a.id = c.application_id AND a.submitted_at IS NOT NULL
         WHERE a.id IS NULL""",
    "reference given twice, or other in the case": """
        SELECT a.reference FROM application a JOIN case_file c ON c.application_id = a.id
         WHERE a.submitted_at IS NOT NULL GROUP BY a.tenant_id, a.reference
        HAVING count(*) > 1 OR bool_or(a.reference <> c.reference)""",
    "application sent that the audit trail does not tell once": """
        SELECT a.id FROM application a LEFT JOIN audit_entry e ON e.chain = a.id AND e.name = 'application.submitted'
         WHERE a.submitted_at IS NOT NULL GROUP BY a.id, a.reference
        HAVING count(e.id) <> 1 OR bool_or(e.facts ->> 'reference' <> a.reference)""",
    "audit trail tells of a sending that is not there": """
        SELECT e.chain FROM audit_entry e LEFT JOIN application a ON a.id = e.chain AND a.submitted_at IS NOT NULL
         WHERE e.name = 'application.submitted' AND a.id IS NULL""",
    "audit trail with a gap": """
        SELECT chain FROM audit_entry GROUP BY tenant_id, chain HAVING count(*) <> max(position)""",
    "draft or application without its key": """
        SELECT a.id FROM application a LEFT JOIN vault.subject_key k ON k.id = a.id WHERE k.id IS NULL""",
    "key of nothing": """
        SELECT k.id FROM vault.subject_key k LEFT JOIN application a ON a.id = k.id LEFT JOIN account s ON s.id = k.id
         WHERE a.id IS NULL AND s.id IS NULL""",
    "receipt half there": """
        SELECT d.id FROM stored_document d LEFT JOIN application a ON a.receipt_id = d.id
         WHERE d.kind = 'receipt' AND a.id IS NULL
        UNION ALL SELECT a.id FROM application a LEFT JOIN stored_document d ON d.id = a.receipt_id
         WHERE a.receipt_id IS NOT NULL AND d.id IS NULL""",
    "letter without a decision, or decision whose letter is not there": """
        SELECT d.id FROM stored_document d LEFT JOIN decision v ON v.letter_id = d.id AND v.issued_at IS NOT NULL
         WHERE d.kind = 'decision' AND v.id IS NULL
        UNION ALL SELECT v.id FROM decision v LEFT JOIN stored_document d ON d.id = v.letter_id
         WHERE v.letter_id IS NOT NULL AND d.id IS NULL""",
    "case decided twice, or decision without a decided case": """
        SELECT c.id FROM case_file c JOIN decision v ON v.case_id = c.id AND v.issued_at IS NOT NULL
         GROUP BY c.id, c.decided_at HAVING count(*) > 1 OR c.decided_at IS NULL""",
    "case decided without a decision": """
        SELECT c.id FROM case_file c LEFT JOIN decision v ON v.case_id = c.id AND v.issued_at IS NOT NULL
         WHERE c.decided_at IS NOT NULL AND v.id IS NULL""",
    "register entry without a decision, or two for one": """
        SELECT r.subject_id FROM register_entry r LEFT JOIN decision v ON v.case_id = r.subject_id AND v.issued_at IS NOT NULL
         GROUP BY r.subject_id, r.register HAVING count(DISTINCT r.id) > 1 OR count(v.id) = 0""",
    "register with a gap in its numbers": """
        SELECT n.register FROM register_counter n LEFT JOIN register_entry r
            ON r.tenant_id = n.tenant_id AND r.register = n.register AND (r.year = n.year OR n.year = 0)
         GROUP BY n.tenant_id, n.register, n.year, n.last HAVING count(r.id) <> n.last OR coalesce(max(r.sequence), 0) <> n.last""",
    "claim without a decision, or two for one": """
        SELECT m.subject_id FROM claim m LEFT JOIN decision v ON v.case_id = m.subject_id AND v.issued_at IS NOT NULL
         GROUP BY m.subject_id, m.name HAVING count(DISTINCT m.id) > 1 OR count(v.id) = 0""",
    "delivery without a letter": """
        SELECT y.id FROM delivery y LEFT JOIN decision v ON v.id = y.decision_id AND v.letter_id IS NOT NULL
         WHERE v.id IS NULL""",
    "file of no application, or half arrived for none": """
        SELECT d.id FROM stored_document d LEFT JOIN application a ON a.id = d.subject_id
         WHERE d.kind = 'evidence' AND a.id IS NULL
        UNION ALL SELECT u.id FROM pending_upload u LEFT JOIN application a ON a.id = u.subject_id WHERE a.id IS NULL""",
    "file that has arrived and is not there, or has and is waited for": """
        SELECT u.id FROM pending_upload u LEFT JOIN stored_document d ON d.id = u.document_id
         WHERE (u.document_id IS NOT NULL AND (d.id IS NULL OR u.part_keys <> '{}')) OR u.received > u.size""",
    "card of no entry, or whose page is not there": """
        SELECT p.id FROM permit p LEFT JOIN register_entry r ON r.id = p.entry_id LEFT JOIN stored_document d ON d.id = p.document_id
         WHERE r.id IS NULL OR d.id IS NULL
        UNION ALL SELECT d.id FROM stored_document d LEFT JOIN permit p ON p.document_id = d.id
         WHERE d.kind = 'permit' AND p.id IS NULL""",
    "letter to be printed that does not exist, or twice": """
        SELECT p.document_id FROM print_item p LEFT JOIN stored_document d ON d.id = p.document_id
         GROUP BY p.document_id HAVING count(*) > 1 OR count(d.id) = 0""",
}

# These hold once the queue is empty.
AT_REST: Mapping[str, str] = {
    "job that nobody will finish": """
        SELECT task_name || ' ' || status FROM procrastinate_jobs
         WHERE status IN ('doing', 'failed', 'aborting', 'aborted') AND task_name NOT IN ('jobs.revive_stalled')""",
    "application without a receipt": """
        SELECT reference FROM application WHERE submitted_at IS NOT NULL AND receipt_id IS NULL""",
    "case that no rule has looked at": "SELECT reference FROM case_file WHERE examined_at IS NULL",
    "case without decision and without a task": """
        SELECT c.reference FROM case_file c LEFT JOIN case_task t ON t.case_id = c.id
         WHERE c.decided_at IS NULL AND t.id IS NULL""",
    "decision without a letter": "SELECT id FROM decision WHERE issued_at IS NOT NULL AND letter_id IS NULL",
    "decision that is not delivered once": """
        SELECT v.id FROM decision v LEFT JOIN delivery y ON y.decision_id = v.id
         WHERE v.issued_at IS NOT NULL GROUP BY v.id HAVING count(y.id) <> 1""",
    "parking permit without its card": """
        SELECT r.number FROM register_entry r LEFT JOIN permit p ON p.entry_id = r.id AND p.replaced_at IS NULL
         WHERE r.register LIKE '%parkausweise' AND p.id IS NULL""",
    "e-mail that was not sent": "SELECT template || ' ' || state FROM outbound_mail WHERE state <> 'sent'",
}

_WAITING = """
SELECT count(*) FROM procrastinate_jobs
 WHERE status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now() + interval '10 minutes'))
"""


@dataclass
class Report:
    """What was looked at and what was found."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def add(self, what: str, rows: Iterable[object]) -> None:
        """Note findings of one kind."""
        found = [str(row) for row in rows]
        if found:
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            self.findings.append(f"{what}: {', '.join(found[:SHOWN])}{more}")


def inspect_database(url: str, notes: list[Note], report: Report, *, at_rest: bool) -> None:
    """Ask the database everything, and hold every acknowledgement against it."""
    questions = {**ALWAYS, **(AT_REST if at_rest else {})}
    try:
        opened = psycopg.connect(url, connect_timeout=5)
    except psycopg.OperationalError as failure:
        report.add("the database does not answer", [failure])
        return
    with opened as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # one moment for all questions
        for what, question in questions.items():
            report.add(what, (row[0] for row in connection.execute(question)))  # type: ignore[call-overload]
        _hold_against(connection, notes, report, at_rest=at_rest)


def count_waiting(url: str) -> int | None:
    """Return how many jobs are due soon or running, or None while the database does not answer."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(_WAITING).fetchone()
    except psycopg.Error:
        return None
    return int(row[0]) if row else 0


def cut_waits_short(url: str) -> None:
    """Let jobs be tried now that wait for their fourth or fifth try: as an administrator may, and as nobody has to."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            connection.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND attempts > 0"
            )
    except psycopg.OperationalError:
        return


def _hold_against(
    connection: "psycopg.Connection[tuple[object, ...]]", notes: list[Note], report: Report, *, at_rest: bool
) -> None:
    promised = {str(note["id"]): note for note in notes if note["kind"] == "acknowledged"}
    sent = {str(note["id"]) for note in notes if note["kind"] == "sent"}
    begun = {str(note["id"]) for note in notes if note["kind"] == "begun"}
    rows = connection.execute(
        """SELECT a.id::text, a.reference, a.submitted_at IS NOT NULL, c.decided_at IS NOT NULL, v.letter_id IS NOT NULL
             FROM application a LEFT JOIN case_file c ON c.application_id = a.id LEFT JOIN decision v ON v.case_id = c.id
            WHERE a.id = ANY(%s::uuid[])""",
        [[*begun, *sent, *promised]],
    ).fetchall()
    there = {str(row[0]): row for row in rows}
    report.add("begun, and gone", begun - set(there))
    report.add("said to be sent, and is not", (one for one in sent if one not in there or not there[one][2]))
    report.add(
        "acknowledged reference that does not exist",
        (
            note["reference"]
            for one, note in promised.items()
            if one not in there or there[one][1] != note["reference"]
        ),
    )
    references = [str(note["reference"]) for note in promised.values()]
    report.add("reference shown to two people", {one for one in references if references.count(one) > 1})
    if at_rest:
        report.add(
            "acknowledged, to be decided by the rules, and without its letter",
            (
                note["reference"]
                for one, note in promised.items()
                if note["automatic"] and _waits(there.get(one))
            ),
        )
    kept = {str(note["file"]): str(note["id"]) for note in notes if note["kind"] == "kept"}
    found = connection.execute(
        "SELECT id::text, subject_id::text FROM stored_document WHERE id = ANY(%s::uuid[]) AND kind = 'evidence'",
        [[*kept]],
    ).fetchall()
    report.add("acknowledged file that does not exist", (one for one in kept.items() if one not in found))
    report.counts |= {"begun": len(begun), "acknowledged": len(promised), "files acknowledged": len(kept)}


def _waits(row: "tuple[object, ...] | None") -> bool:
    """Two of a hundred are set aside for a person to look at; all others have a letter."""
    return row is not None and bool(row[3]) and not row[4]

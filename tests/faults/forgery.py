"""Losses made on purpose: whoever looks for losses must find these, or finds nothing at all."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import psycopg

from tests.faults.journal import Journal, read_notes

if TYPE_CHECKING:
    from tests.faults.rounds import Rounds

_A_DECIDED = "SELECT case_id FROM decision WHERE letter_id IS NOT NULL ORDER BY id LIMIT 1"


def _claim_a_reference(rounds: "Rounds") -> None:
    """Somebody says they were given a number that nobody was given."""
    _journal(rounds).note(
        "acknowledged", id="01900000-0000-7000-8000-000000000000", reference="26-AAAA-AAAA", dog="", cookie="",
        way="post", automatic=True,
    )  # fmt: skip


def _claim_an_answer(rounds: "Rounds") -> None:
    """Somebody says that another name was saved in their draft."""
    ended = {note["id"] for note in read_notes(rounds.journal) if note["kind"] == "sending"}
    saved = [
        note for note in read_notes(rounds.journal)
        if note["kind"] == "saved" and note["page"].endswith("/seite/hund") and note["id"] not in ended
    ]  # fmt: skip
    note = saved[-1]
    _journal(rounds).note("saved", id=note["id"], page=note["page"], dog="Hasso", cookie=note["cookie"])


def _sql(*statements: str) -> Callable[["Rounds"], None]:
    def forge(rounds: "Rounds") -> None:
        with psycopg.connect(rounds.installation.urls.superuser) as connection:
            connection.execute(
                "SET LOCAL session_replication_role = replica"
            )  # past every trigger that would refuse
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    return forge


def _lose_bytes_of(kind: str) -> Callable[["Rounds"], None]:
    """Return an act by which the disk loses a document."""

    def forge(rounds: "Rounds") -> None:
        with psycopg.connect(rounds.installation.urls.superuser) as connection:
            row = connection.execute(
                "SELECT storage_key FROM stored_document WHERE kind = %s ORDER BY id LIMIT 1", [kind]
            ).fetchone()
        assert row is not None
        (rounds.installation.data / "documents" / str(row[0])).unlink()
        rounds.forget_what_was_opened()

    return forge


def _claim_a_file(rounds: "Rounds") -> None:
    """Somebody says that a file of theirs was kept."""
    note = next(note for note in read_notes(rounds.journal) if note["kind"] == "kept")
    told = {name: note[name] for name in ("id", "url", "cookie")}
    _journal(rounds).note("kept", file="01900000-0000-7000-8000-000000000001", **told)


# What is done, and a word of what must be found.
FORGERIES: Mapping[str, tuple[Callable[["Rounds"], None], str]] = {
    "claimed reference": (_claim_a_reference, "acknowledged reference that does not exist"),
    "claimed answer": (_claim_an_answer, "saved in a draft, and not there"),
    "lost file": (_lose_bytes_of("decision"), "document that does not open"),
    "lost photo": (_lose_bytes_of("evidence"), "document whose bytes are not there"),
    "claimed photo": (_claim_a_file, "acknowledged file that does not exist"),
    "lost card": (_sql("DELETE FROM permit WHERE id = (SELECT max(id::text)::uuid FROM permit)"), "parking permit without its card"),
    "photo without a row": (
        _sql("DELETE FROM stored_document WHERE id = (SELECT max(id::text)::uuid FROM stored_document WHERE kind = 'evidence')"),
        "acknowledged file that does not stand once",
    ),
    "lost case": (_sql(f"DELETE FROM case_file WHERE id = ({_A_DECIDED})"), "application sent without a case"),
    "lost application": (
        _sql(f"DELETE FROM application WHERE id = ({_A_DECIDED} OFFSET 1)"),
        "begun, and gone",
    ),
    "lost decision": (_sql("DELETE FROM decision WHERE id = (SELECT max(id::text)::uuid FROM decision)"), "case decided without"),
    "lost entry": (_sql("DELETE FROM register_entry WHERE sequence = 1"), "register with a gap"),
    "changed trail": (
        _sql("UPDATE audit_entry SET actor = 'nobody' WHERE id = (SELECT max(id::text)::uuid FROM audit_entry)"), "broken trail",
    ),
    "stuck job": (
        _sql("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = (SELECT max(id) FROM procrastinate_jobs)"),
        "job that nobody will finish",
    ),
    "unsent e-mail": (_sql("UPDATE outbound_mail SET state = 'queued'"), "e-mail that was not sent"),
}  # fmt: skip


def _journal(rounds: "Rounds") -> Journal:
    return Journal(rounds.journal / "forged.jsonl", client="forger")

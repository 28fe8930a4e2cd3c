"""Letters of a case as they are kept: sealed, under a token by which anybody may check them."""

from uuid import UUID

from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.facilities.letters.procedure_letter import LetterData, make_letter_pdf
from onlineamt.procedure.cases.queries import OpenCase


def keep_letter(case: OpenCase, letter: LetterData, *, kind: DocumentKind, name: str, token: str) -> UUID:
    """Set, seal and store a letter under its file name, and return the document. For the worker.

    `token` is the one that the letter's address to check it ends with. Raises LetterCannotBeSet.
    """
    document = store_document(
        subject_id=case.id,
        document=NewDocument(
            kind=kind,
            name=f"{name}-{case.row.reference}.pdf",
            media_type="application/pdf",
            content=make_letter_pdf(letter),
            verify_token=token,
        ),
        seal=case.seal,
    )
    return document.id

"""Finding and opening documents."""

from datetime import datetime
from uuid import UUID

from onlineamt.facilities.documents.errors import DocumentLocked, DocumentUnavailable
from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.ports import BytesMissing
from onlineamt.facilities.documents.rules import download_headers, read_verify_token
from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.documents.values import (
    DocumentKind,
    Download,
    IssuedDocument,
    KeptFile,
    OpenedDocument,
)
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import blind_index, get_seal
from onlineamt.foundation.sealing.seal import Seal


def get_document(document_id: UUID, *, subject_id: UUID) -> StoredDocument:
    """Return a document of a subject that the caller may see. Raises NotFound, also for another subject's document."""
    document = StoredDocument.objects.filter(id=document_id, subject_id=subject_id).first()
    if document is None:
        raise NotFound
    return document


def find_receipt(subject_id: UUID) -> StoredDocument | None:
    """Return the receipt of a subject, or None while it is being made."""
    return StoredDocument.objects.filter(subject_id=subject_id, kind=DocumentKind.RECEIPT).first()


def list_documents(subject_id: UUID) -> list[StoredDocument]:
    """Return the files of a subject that the caller may see, the oldest first."""
    return list(StoredDocument.objects.filter(subject_id=subject_id).order_by("created_at", "id"))


def name_of(document: StoredDocument, seal: Seal) -> str:
    """Return what a file is called, without opening it."""
    return seal.open(document.sealed_name, purpose=name_purpose(document.id)).decode()


def open_document(document: StoredDocument, *, seal: Seal | None = None) -> OpenedDocument:
    """Return the file as it was stored. `seal` saves a query where the caller has it.

    Raises NotFound when its key was destroyed, DocumentLocked when a virus scanner found something in it,
    DocumentUnavailable when the store does not have its bytes.
    """
    if document.infected_at:
        raise DocumentLocked
    try:
        seal = seal or get_seal(document.subject_id)
        content = seal.open(byte_store().read(document.storage_key), purpose=content_purpose(document.id))
        name = seal.open(document.sealed_name, purpose=name_purpose(document.id)).decode()
    except Unsealable as erased:
        raise NotFound from erased
    except (BytesMissing, OSError) as missing:
        raise DocumentUnavailable from missing
    return OpenedDocument(name=name, media_type=document.media_type, content=content)


def prepare_download(
    document: StoredDocument, *, seal: Seal | None = None, is_inline: bool = False
) -> Download:
    """Return a file that somebody handed in as a page may hand it out; send it with all of its headers.

    `is_inline`: shown in the page's place where its type allows it, instead of saved. Raises what `open_document` raises.
    """
    opened = open_document(document, seal=seal)
    headers = download_headers(opened.name, opened.media_type, is_inline=is_inline)
    return Download(content=opened.content, media_type=headers["Content-Type"], headers=headers)


def describe_file(document: StoredDocument, *, seal: Seal | None = None) -> KeptFile:
    """Return what an answer holds of a file that was handed in. Raises NotFound when its key was destroyed."""
    try:
        seal = seal or get_seal(document.subject_id)
        name = name_of(document, seal)
        sha256 = seal.open(document.sealed_sha256 or b"", purpose=sha256_purpose(document.id)).decode()
    except Unsealable as erased:
        raise NotFound from erased
    return KeptFile(
        id=document.id, name=name, media_type=document.media_type, size=document.size, sha256=sha256
    )


def has_infected_file(subject_id: UUID) -> bool:
    """Tell whether a virus scanner found something in what was handed in for a subject."""
    return StoredDocument.objects.filter(subject_id=subject_id, infected_at__isnull=False).exists()


def infected_files(subject_id: UUID) -> frozenset[str]:
    """Return the ids of what was handed in for a subject and a virus scanner found something in."""
    infected = StoredDocument.objects.filter(subject_id=subject_id, infected_at__isnull=False)
    return frozenset(str(one) for one in infected.values_list("id", flat=True))


def list_unscanned() -> list[tuple[UUID, UUID]]:
    """Return tenant and id of everything handed in that no virus scanner has seen, in all towns, the oldest first."""
    waiting = StoredDocument.objects.using("maintenance").filter(kind=DocumentKind.EVIDENCE, scanned_at=None)
    return list(waiting.order_by("created_at").values_list("tenant_id", "id"))


def list_keys_kept_before(instant: datetime) -> list[str]:
    """Return where the bytes of all documents lie that were kept before an instant, in all towns."""
    kept = StoredDocument.objects.using("maintenance").filter(created_at__lt=instant)
    return list(kept.values_list("storage_key", flat=True))


def get_upload(upload_id: UUID, *, subject_id: UUID, for_update: bool = False) -> PendingUpload:
    """Return a file that is arriving in parts; `received` says where the next one begins. Raises NotFound."""
    uploads = PendingUpload.objects.filter(id=upload_id, subject_id=subject_id)
    upload = (uploads.select_for_update() if for_update else uploads).first()
    if upload is None:
        raise NotFound
    return upload


def find_issued_by_token(typed: str) -> IssuedDocument | None:
    """Return what anybody may know of the letter that carries this token, or None."""
    token = read_verify_token(typed)
    return None if token is None else _issued(token_hash=token_index(token))


def find_issued_by_content(content: bytes) -> IssuedDocument | None:
    """Return what anybody may know of a letter they hold an exact copy of, or None."""
    return _issued(content_hash=content_index(content))


def content_index(content: bytes) -> bytes:
    """Return the keyed hash of a file."""
    return blind_index(digest(content), purpose="document.content")


def token_index(token: str) -> bytes:
    """Return the keyed hash of a token in its one spelling."""
    return blind_index(token, purpose="document.token")


def content_purpose(document_id: UUID) -> str:
    """Return what the bytes are sealed for: no other file can be put in their place."""
    return f"document.content:{document_id}"


def name_purpose(document_id: UUID) -> str:
    """Return what the name is sealed for."""
    return f"document.name:{document_id}"


def sha256_purpose(document_id: UUID) -> str:
    """Return what the hash is sealed for that stands in the answer."""
    return f"document.sha256:{document_id}"


def upload_name_purpose(upload_id: UUID) -> str:
    """Return what the name of an arriving file is sealed for."""
    return f"upload.name:{upload_id}"


def part_purpose(upload_id: UUID, offset: int) -> str:
    """Return what a part is sealed for: it fits its place in its file only."""
    return f"upload.part:{upload_id}:{offset}"


def _issued(**index: bytes) -> IssuedDocument | None:
    """Only letters of ours count: what people handed in is nobody's to ask about."""
    document = StoredDocument.objects.filter(**index, token_hash__isnull=False).first()
    if document is None:
        return None
    return IssuedDocument(kind=DocumentKind(document.kind), issued_at=document.created_at)

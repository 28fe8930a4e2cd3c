"""What is left of an application when its case is erased."""

from uuid import UUID

from onlineamt.procedure.applications.models import Application, ApplicationPart, ContactWay, Holder, LinkedBy


def erase_application(application_id: UUID) -> None:
    """Forget what an application says of its person; reference, service and dates stay.

    The caller has destroyed the key: before that the database refuses.
    """
    Holder.objects.filter(application_id=application_id).delete()
    ApplicationPart.objects.filter(application_id=application_id).delete()
    Application.objects.filter(id=application_id).update(
        sealed_answers=b"",
        sealed_email=None,
        email_confirmed_at=None,
        contact_way=ContactWay.UNDECIDED,
        code_hash=None,
        code_sent_at=None,
        parameters={},
        digest="",
        receipt_id=None,
        entry_id=None,
        linked_by=LinkedBy.NOBODY,
        sought_index=None,
    )

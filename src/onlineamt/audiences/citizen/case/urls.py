"""Addresses after sending. Ids are random; the device's token decides who may open one, a fresh code what is decided."""

from django.urls import path

from onlineamt.audiences.citizen.case.views import (
    access,
    answer,
    answer_files,
    case,
    decision,
    follow_up,
    letter,
    permit,
    status,
    withdraw,
)

_PLACE = "antrag/<uuid:application_id>/nachfrage/<uuid:request_id>/dateien/<str:place>"

urlpatterns = [
    path("status", status.look_up, name="status"),
    path("status/code", access.by_ticket, name="status_code"),
    path("antworten", letter.answer_by_letter, name="answer_by_letter"),
    path("antrag/<uuid:application_id>/vorgang", case.show, name="application_case"),
    path("antrag/<uuid:application_id>/antworten", answer.answer, name="application_answer"),
    path("antrag/<uuid:application_id>/nachfrage/<uuid:request_id>.pdf", case.download_request, name="application_request"),
    path(_PLACE, answer_files.upload, name="answer_upload"),
    path(f"{_PLACE}/<uuid:upload_id>", answer_files.part, name="answer_upload_part"),
    path(f"{_PLACE}/<uuid:upload_id>/abbrechen", answer_files.cancel, name="answer_upload_cancel"),
    path(f"{_PLACE}/<uuid:document_id>/entfernen", answer_files.remove, name="answer_file_remove"),
    path(f"{_PLACE}/<uuid:document_id>/zurueck", answer_files.restore, name="answer_file_restore"),
    path("antrag/<uuid:application_id>/zugang", access.on_this_device, name="application_access"),
    path("antrag/<uuid:application_id>/bescheid", decision.decision, name="application_decision"),
    path("antrag/<uuid:application_id>/bescheid.pdf", decision.download, name="application_decision_pdf"),
    path("antrag/<uuid:application_id>/ausweis/<uuid:entry_id>", permit.show, name="application_permit"),
    path("antrag/<uuid:application_id>/ausweis/<uuid:entry_id>.pdf", permit.download, name="application_permit_pdf"),
    path("antrag/<uuid:application_id>/eintrag/<uuid:entry_id>/<slug:step>", follow_up.begin, name="application_follow_up"),
    path("antrag/<uuid:application_id>/zuruecknehmen", withdraw.withdraw, name="application_withdraw"),
]  # fmt: skip

"""Addresses of the clerk's way."""

from django.urls import path

from onlineamt.audiences.backoffice.cases.views import (
    case,
    deciding,
    ending,
    linking,
    requests,
    work,
    worklist,
)

CASE = "amt/vorgang/<uuid:case_id>"

urlpatterns = [
    path("amt/", worklist.show, name="worklist"),
    path(CASE, case.show, name="case"),
    path(f"{CASE}/datei/<uuid:document_id>", case.open_file, name="case_document"),
    path(f"{CASE}/uebernehmen", work.take, name="case_take"),
    path(f"{CASE}/zurueckgeben", work.give_back, name="case_give_back"),
    path(f"{CASE}/vermerk", work.note, name="case_note"),
    path(f"{CASE}/aufgabe/<uuid:task_id>", work.task, name="case_task"),
    path(f"{CASE}/aufgabe/<uuid:task_id>/oeffnen", work.open_task_again, name="case_task_reopen"),
    path(f"{CASE}/forderung/<uuid:claim_id>/bezahlt", work.pay_claim, name="case_claim_paid"),
    path(f"{CASE}/sperre/<uuid:hold_id>/aufheben", work.end_hold, name="case_hold_lift"),
    path(f"{CASE}/nachfordern", requests.ask, name="case_request"),
    path(f"{CASE}/anhoeren", requests.hear, name="case_hear"),
    path(f"{CASE}/nachforderung-zuruecknehmen", work.take_back, name="case_take_back"),
    path(f"{CASE}/bescheid", deciding.draft, name="case_decision"),
    path(f"{CASE}/bescheid/pruefen", deciding.issue, name="case_issue"),
    path(f"{CASE}/bescheid/vorschau.pdf", deciding.preview, name="case_preview"),
    path(f"{CASE}/bescheid/vorlegen", deciding.ask_release, name="case_ask_release"),
    path(f"{CASE}/bescheid/nicht-freigeben", deciding.decline, name="case_decline_release"),
    path(f"{CASE}/bescheid/verwerfen", deciding.discard, name="case_discard"),
    path(f"{CASE}/weiterleiten", ending.forward, name="case_forward"),
    path(f"{CASE}/abgeben", ending.hand_over, name="case_hand_over"),
    path(f"{CASE}/beenden", ending.end, name="case_end"),
    path(f"{CASE}/zusammenfuehren", ending.merge, name="case_merge"),
    path(f"{CASE}/neu-entscheiden", ending.reopen, name="case_reopen"),
    path(f"{CASE}/registereintrag", linking.link, name="case_link_entry"),
    path(f"{CASE}/sperre", ending.hold, name="case_hold"),
    path(f"{CASE}/schliessen", ending.close, name="case_close"),
    path(f"{CASE}/zustellung/<uuid:delivery_id>/anschrift", ending.address, name="case_address"),
]

"""Addresses of applying. Ids are random; the device's token decides who may open one."""

from django.urls import path

from onlineamt.audiences.citizen.application.views import (
    check,
    contact,
    done,
    files,
    form,
    items,
    later,
    part,
    parts,
    resume,
    start,
    tasks,
)

_UPLOAD = "antrag/<uuid:application_id>/dateien/<str:field_id>/<uuid:upload_id>"
_FILE = "antrag/<uuid:application_id>/dateien/<str:field_id>/<uuid:document_id>"

_ITEM = "antrag/<uuid:application_id>/seite/<slug:page_id>/<str:field_id>/<int:number>"

urlpatterns = [
    path("leistung/<slug:key>/beginnen", start.start, name="application_start"),
    path("weitermachen", resume.resume, name="resume"),
    path("antrag/<uuid:application_id>", form.go_on, name="application"),
    path("mitmachen/<str:code>", part.invitation, name="invitation"),
    path("antrag/<uuid:application_id>/teile", parts.parts, name="application_parts"),
    path("antrag/<uuid:application_id>/teil", part.part, name="application_part"),
    path("antrag/<uuid:application_id>/aufgaben", tasks.show, name="application_tasks"),
    path("antrag/<uuid:application_id>/pruefen", check.check, name="application_check"),
    path("antrag/<uuid:application_id>/code", contact.confirm, name="application_code"),
    path("antrag/<uuid:application_id>/neuer-code", contact.send_again, name="application_code_again"),
    path("antrag/<uuid:application_id>/abgesendet", done.show, name="application_done"),
    path("antrag/<uuid:application_id>/beleg.pdf", done.download_receipt, name="application_receipt"),
    path("antrag/<uuid:application_id>/spaeter", later.show, name="application_later"),
    path("antrag/<uuid:application_id>/spaeter/senden", later.send_code, name="application_send_code"),
    path("antrag/<uuid:application_id>/loeschen", later.delete, name="application_delete"),
    path("antrag/<uuid:application_id>/seite/<slug:page_id>", form.page, name="application_page"),
    path(
        "antrag/<uuid:application_id>/seite/<slug:page_id>/speichern",
        form.autosave,
        name="application_autosave",
    ),
    path(_ITEM, items.item, name="application_item"),
    path(f"{_ITEM}/speichern", items.autosave, name="application_item_autosave"),
    path(f"{_ITEM}/entfernen", items.remove, name="application_item_remove"),
    path("antrag/<uuid:application_id>/datei/<uuid:document_id>", files.show, name="application_file"),
    path("antrag/<uuid:application_id>/dateien/<str:field_id>", files.upload, name="application_upload"),
    path(_UPLOAD, files.part, name="application_upload_part"),
    path(f"{_UPLOAD}/abbrechen", files.cancel, name="application_upload_cancel"),
    path(f"{_FILE}/entfernen", files.remove, name="application_file_remove"),
    path(f"{_FILE}/zurueck", files.restore, name="application_file_restore"),
]

"""Addresses of the registers."""

from django.urls import path

from onlineamt.audiences.backoffice.registers import views

urlpatterns = [
    path("amt/register", views.show, name="registers"),
    path("amt/register/liste/<slug:service>/<slug:name>", views.show_register, name="register"),
    path("amt/register/eintrag/<uuid:entry_id>", views.show_entry, name="register_entry"),
    path("amt/register/eintrag/<uuid:entry_id>/beenden", views.end, name="register_end"),
    path("amt/register/eintrag/<uuid:entry_id>/berichtigen", views.correct, name="register_correct"),
    path("amt/register/eintrag/<uuid:entry_id>/ausweis.pdf", views.show_permit, name="register_permit"),
    path("amt/register/eintrag/<uuid:entry_id>/etikett", views.show_label, name="register_label"),
]

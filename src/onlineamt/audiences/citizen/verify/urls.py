"""Addresses of the page that checks letters; the QR code of every letter leads here."""

from django.urls import path

from onlineamt.audiences.citizen.verify import views

urlpatterns = [
    path("echtheit", views.verify, name="verify"),
    path("echtheit/<str:token>", views.verify_token, name="verify-token"),
]

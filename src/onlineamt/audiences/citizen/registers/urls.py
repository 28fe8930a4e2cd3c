"""The address in the QR code of tags and permits: short, because tags are small."""

from django.urls import path

from onlineamt.audiences.citizen.registers import views

urlpatterns = [path("gueltig/<str:token>", views.check_entry, name="register-check")]

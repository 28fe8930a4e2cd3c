"""Addresses of the legal pages."""

from django.urls import path

from onlineamt.audiences.citizen.legal import views

urlpatterns = [
    path("impressum", views.show_imprint, name="imprint"),
    path("datenschutz", views.show_privacy, name="privacy"),
    path("barrierefreiheit", views.show_accessibility, name="accessibility"),
    path("barriere-melden", views.barrier, name="barrier"),
    path("barriere-melden/danke", views.show_barrier_reported, name="barrier-reported"),
    path("so-weit-sind-wir", views.show_progress, name="progress"),
    path("hilfe", views.show_guide, name="guide"),
]

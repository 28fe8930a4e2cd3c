"""Addresses of theme and icon."""

from django.urls import path

from onlineamt.audiences.citizen.look import views

urlpatterns = [path("theme.css", views.theme, name="theme"), path("icon.svg", views.icon, name="icon")]

"""The addresses of those who run the portal; they answer under every host name."""

from django.urls import path

from onlineamt.audiences.operations import views

urlpatterns = [
    path("healthz", views.show_health, name="operations_health"),
    path("readyz", views.show_readiness, name="operations_readiness"),
    path("metrics", views.show_metrics, name="operations_metrics"),
]

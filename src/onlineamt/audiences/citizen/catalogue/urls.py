"""Addresses of the catalogue."""

from django.urls import path

from onlineamt.audiences.citizen.catalogue.views import finding, machines, offices, services

urlpatterns = [
    path("", finding.show_start, name="start"),
    path("suche", finding.show_search, name="search"),
    path("suche/vorschlaege", finding.suggest, name="search_suggestions"),
    path("lebenslagen", finding.show_life_situations, name="life_situations"),
    path("lebenslagen/<slug:key>", finding.show_life_situation, name="life_situation"),
    path("leistungen", services.show_services, name="services"),
    path("leistung/<slug:key>", services.show_service, name="service"),
    path("leistung/<slug:key>/aushang", services.show_poster, name="service_poster"),
    path("leistung/<slug:key>/qr.svg", services.show_qr_code, name="service_qr"),
    path("aemter", offices.show_offices, name="offices"),
    path("aemter/<slug:key>", offices.show_office, name="office"),
    path("robots.txt", machines.show_robots, name="robots"),
    path("sitemap.xml", machines.show_sitemap, name="sitemap"),
]

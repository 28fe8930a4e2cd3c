"""The addresses of the gallery; config/urls.py includes them in demo and test installations only."""

from django.urls import path

from onlineamt.audiences.gallery import views

urlpatterns = [
    path("_gallery", views.gallery, name="gallery"),
    path("_gallery/<slug:name>", views.sample_page, name="gallery_page"),
]

"""Addresses of the demo's mailbox; config/urls.py includes them outside production only."""

from django.urls import path

from onlineamt.audiences.citizen.demo_mail import views

urlpatterns = [
    path("_demo/post", views.show_mails, name="demo-mails"),
    path("_demo/post/<str:key>", views.show_mail, name="demo-mail"),
]

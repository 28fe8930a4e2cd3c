"""The address of the demo's codes; config/urls.py includes it outside production only."""

from django.urls import path

from onlineamt.audiences.backoffice.demo_totp import views

urlpatterns = [path("_demo/totp", views.show_codes, name="demo-totp")]

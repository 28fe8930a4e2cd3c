"""Addresses of the post room."""

from django.urls import path

from onlineamt.audiences.backoffice.post import views

urlpatterns = [
    path("amt/post", views.show, name="post"),
    path("amt/post/drucken", views.print_waiting, name="post_print"),
    path("amt/post/paket/<uuid:batch_id>", views.show_batch, name="post_batch"),
    path("amt/post/brief/<uuid:item_id>", views.show_letter, name="post_letter"),
    path("amt/post/brief/<uuid:item_id>/pdf", views.show_pdf, name="post_letter_pdf"),
    path("amt/post/brief/<uuid:item_id>/verschickt", views.confirm_one, name="post_letter_posted"),
    path("amt/post/brief/<uuid:item_id>/zurueck", views.note_one_back, name="post_letter_returned"),
    path("amt/post/brief/<uuid:item_id>/angekommen", views.note_one_arrived, name="post_letter_arrived"),
    path("amt/post/brief/<uuid:item_id>/neu-drucken", views.print_one_again, name="post_letter_again"),
    path("amt/post/anschrift/<uuid:delivery_id>", views.ask_address, name="post_address"),
]

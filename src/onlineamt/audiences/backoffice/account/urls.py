"""Addresses of entering the back office and of one's own account."""

from django.urls import path

from onlineamt.audiences.backoffice.account.views import keys, login, own, setup

urlpatterns = [
    path("amt/anmelden", login.log_in, name="staff_login"),
    path("amt/anmelden/code", login.confirm, name="staff_second_step"),
    path("amt/abmelden", login.leave, name="staff_logout"),
    path("amt/einrichten", setup.begin, name="staff_setup"),
    path("amt/einrichten/app", setup.enrol, name="staff_enrolment"),
    path("amt/konto", own.show, name="staff_account"),
    path("amt/konto/passwort", own.change_own_password, name="staff_password"),
    path("amt/konto/codes", own.renew_codes, name="staff_recovery_codes"),
    path("amt/konto/sitzung/<uuid:session_id>/beenden", own.end_one, name="staff_session_end"),
    path("amt/konto/andere-beenden", own.end_others, name="staff_sessions_end"),
    path("amt/tasten", keys.show, name="staff_keys"),
]

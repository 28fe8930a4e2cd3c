"""Beginning, answering, coming back, confirming, sending, deleting: on the real database, as the web role."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.clock import berlin_day
from onlineamt.foundation.core.errors import TooManyAttempts
from onlineamt.foundation.core.events import Event
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.actions.contact import confirm_email, request_email_code
from onlineamt.procedure.applications.actions.drafts import (
    delete_draft,
    keep_answers,
    resume_application,
)
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.errors import (
    AlreadySubmitted,
    EmailNotConfirmed,
    Incomplete,
    NotHolding,
    WrongCode,
)
from onlineamt.procedure.applications.events import ApplicationSubmitted, EmailCodeRequested
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import access_application, find_by_reference, resume_code
from onlineamt.procedure.applications.tests.factories import ADDRESS, ANSWERS, COMPLETE, TOKEN, draft, held
from onlineamt.procedure.applications.values import Submission

EMAIL = "erika@musterstadt.invalid"
Clock = Callable[..., Any]


class TestAccessApplication:
    def test_opens_for_the_device_that_holds_it(self, in_musterstadt: Tenant) -> None:
        assert held(draft(answers=ANSWERS)).answers == ANSWERS

    @pytest.mark.parametrize("token", ["", "max", "Erikas-Telefon"])
    def test_opens_for_no_other_device(self, in_musterstadt: Tenant, token: str) -> None:
        with pytest.raises(NotHolding):
            access_application(draft(), token=token)

    def test_opens_in_no_other_town(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            application_id = draft()
        with in_tenant(towns[1].id), pytest.raises(NotHolding):
            access_application(application_id, token=TOKEN)

    def test_asks_for_the_code_after_two_hours_without_use(self, in_musterstadt: Tenant, at: Clock) -> None:
        at(2026, 3, 20, 20)
        application_id = draft()
        at(2026, 3, 20, 21, 59)
        held(application_id)
        at(2026, 3, 20, 22, 1)
        with pytest.raises(NotHolding):
            held(application_id)

    def test_stays_open_while_it_is_used(self, in_musterstadt: Tenant, at: Clock) -> None:
        at(2026, 3, 20, 20)
        application_id = draft()
        for hour in (21, 22, 23):
            at(2026, 3, 20, hour)
            keep_answers(held(application_id), ANSWERS, page="hund", language=Language.GERMAN, token=TOKEN)


class TestKeepAnswers:
    def test_seals_what_is_kept(self, in_musterstadt: Tenant) -> None:
        draft(answers=ANSWERS)
        assert b"Mustermann" not in bytes(Application.objects.get().sealed_answers)

    def test_moves_the_day_of_deletion(self, in_musterstadt: Tenant, at: Clock) -> None:
        at(2026, 3, 20, 20)
        application_id = draft()
        at(2026, 3, 20, 21)
        keep_answers(held(application_id), ANSWERS, page="hund", language=Language.GERMAN, token=TOKEN)
        ends = Application.objects.get().delete_after
        assert ends is not None
        assert berlin_day(ends - timedelta(seconds=1)) == date(2026, 4, 19)

    def test_refuses_what_is_submitted(self, in_musterstadt: Tenant) -> None:
        application = held(draft(answers=ANSWERS))
        submit_application(application, COMPLETE)
        with pytest.raises(AlreadySubmitted):
            keep_answers(held(application.id), {}, page="hund", language=Language.GERMAN, token=TOKEN)


class TestResumeApplication:
    def test_opens_the_draft_on_another_device(self, in_musterstadt: Tenant) -> None:
        application_id = draft(answers=ANSWERS)
        resume_application(
            code=resume_code(application_id).lower(),
            known_answer=lambda _: True,
            token="tablet",
            address=ADDRESS,
        )
        assert held(application_id, token="tablet").answers == ANSWERS

    @pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "x" * 5000, "\x00", "🐕"])
    def test_refuses_a_wrong_code(self, in_musterstadt: Tenant, code: str) -> None:
        draft()
        with pytest.raises(WrongCode):
            resume_application(code=code, known_answer=lambda _: True, token="tablet", address=ADDRESS)

    def test_refuses_who_does_not_know_the_answer(self, in_musterstadt: Tenant) -> None:
        application_id = draft(answers=ANSWERS)
        with pytest.raises(WrongCode):
            resume_application(
                code=resume_code(application_id),
                known_answer=lambda _: False,
                token="tablet",
                address=ADDRESS,
            )
        with pytest.raises(NotHolding):
            held(application_id, token="tablet")

    def test_stops_who_guesses(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            for _ in range(20):
                with pytest.raises(WrongCode):
                    resume_application(code="X", known_answer=lambda _: True, token="tablet", address=ADDRESS)
            with pytest.raises(TooManyAttempts):
                resume_application(code="X", known_answer=lambda _: True, token="tablet", address=ADDRESS)


class TestRequestEmailCode:
    def test_sends_a_code_that_confirms_the_address(
        self, towns: tuple[Tenant, Tenant], heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            confirm_email(application, code=sent_code(heard))
            assert application.row.email_confirmed_at
            assert application.email == EMAIL

    def test_stores_neither_code_nor_address_in_clear(
        self, towns: tuple[Tenant, Tenant], heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            request_email_code(held(draft()), email=EMAIL, address=ADDRESS)
            stored = repr(Application.objects.values().get()).encode()
        assert sent_code(heard).encode() not in stored
        assert b"erika" not in stored

    def test_makes_the_code_before_worthless(self, towns: tuple[Tenant, Tenant], heard: list[Event]) -> None:
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            old = sent_code(heard)
            request_email_code(application, email=EMAIL, address=ADDRESS)
            assert old == sent_code(heard) or not confirms(application, old)

    def test_sends_nothing_to_an_address_that_is_confirmed(
        self, towns: tuple[Tenant, Tenant], heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            confirm_email(application, code=sent_code(heard))
            request_email_code(application, email=EMAIL, address=ADDRESS)
        assert len(heard) == 1

    def test_stops_who_floods_a_mailbox(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            for _ in range(5):
                request_email_code(held(draft()), email=EMAIL, address=ADDRESS)
            with pytest.raises(TooManyAttempts):
                request_email_code(held(draft()), email=EMAIL.upper(), address=ADDRESS)


class TestConfirmEmail:
    def test_refuses_a_code_after_a_quarter_of_an_hour(
        self, towns: tuple[Tenant, Tenant], heard: list[Event], at: Clock
    ) -> None:
        at(2026, 3, 20, 22, 0, 0)
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            at(2026, 3, 20, 22, 15, 1)
            assert not confirms(application, sent_code(heard))

    def test_stops_who_guesses(self, towns: tuple[Tenant, Tenant], heard: list[Event]) -> None:
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            wrong = "000000" if sent_code(heard) != "000000" else "111111"
            for _ in range(5):
                assert not confirms(application, wrong)
            with pytest.raises(TooManyAttempts):
                confirm_email(application, code=sent_code(heard))

    def test_does_not_take_the_right_code_for_a_guess_while_nothing_can_be_kept(
        self, towns: tuple[Tenant, Tenant], heard: list[Event]
    ) -> None:
        with in_tenant(towns[0].id):
            application_id = draft()
            request_email_code(held(application_id), email=EMAIL, address=ADDRESS)
        for _ in range(7):
            with pytest.raises(OperationalError), in_tenant(towns[0].id):
                confirm_email(held(application_id), code=sent_code(heard))
                raise OperationalError("the disk is full")
        with in_tenant(towns[0].id):
            assert confirms(held(application_id), sent_code(heard))


class TestSubmitApplication:
    def test_makes_a_draft_binding(self, in_musterstadt: Tenant, heard: list[Event]) -> None:
        application = held(draft(answers=ANSWERS))
        reference = submit_application(application, COMPLETE)
        found = find_by_reference(reference)
        assert found is not None
        assert found.answers == ANSWERS
        assert found.row.is_submitted
        assert len(found.row.digest) == 64
        assert heard == [ApplicationSubmitted(application_id=application.id)]
        assert AuditEntry.objects.filter(chain=application.id, name="application.submitted").count() == 1

    def test_twice_is_once(self, in_musterstadt: Tenant, heard: list[Event]) -> None:
        application_id = draft(answers=ANSWERS)
        first = submit_application(held(application_id), COMPLETE)
        assert submit_application(held(application_id), COMPLETE) == first
        assert len(heard) == 1

    def test_refuses_gaps_unless_the_person_says_so(self, in_musterstadt: Tenant) -> None:
        gaps = Submission(answers={}, computed={}, fees={}, is_complete=False)
        application = held(draft())
        with pytest.raises(Incomplete):
            submit_application(application, gaps)
        assert submit_application(held(application.id), gaps, despite_gaps=True)

    def test_needs_the_confirmed_address_of_who_chose_email(self, towns: tuple[Tenant, Tenant]) -> None:
        with in_tenant(towns[0].id):
            application = held(draft())
            request_email_code(application, email=EMAIL, address=ADDRESS)
            with pytest.raises(EmailNotConfirmed):
                submit_application(application, COMPLETE)
            assert submit_application(application, COMPLETE, by_post=True)
            assert application.email == ""

    @pytest.mark.parametrize(
        "change",
        [{"sealed_answers": b""}, {"reference": "26-XXXX-XXXX"}, {"digest": ""}, {"submitted_at": None}],
    )
    def test_is_final_to_the_database_too(self, in_musterstadt: Tenant, change: dict[str, Any]) -> None:
        application = held(draft())
        submit_application(application, COMPLETE)
        with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
            Application.objects.filter(id=application.id).update(**change)

    def test_is_undone_whole_when_a_consequence_fails(
        self, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from onlineamt.foundation.core import events

        def fails(_: Event) -> None:
            raise RuntimeError

        with in_tenant(towns[0].id):
            application_id = draft()
        monkeypatch.setattr(events, "_handlers", {ApplicationSubmitted: (fails,)})
        with pytest.raises(RuntimeError), in_tenant(towns[0].id):
            submit_application(held(application_id), COMPLETE)
        with in_tenant(towns[0].id):
            assert not held(application_id).row.is_submitted
            assert not AuditEntry.objects.filter(name="application.submitted").exists()


class TestDeleteDraft:
    def test_leaves_no_answer_and_no_key(self, in_musterstadt: Tenant) -> None:
        application_id = draft(answers=ANSWERS)
        delete_draft(application_id, token=TOKEN)
        assert not Application.objects.exists()
        with pytest.raises(Unsealable):
            get_seal(application_id)

    def test_refuses_what_is_submitted(self, in_musterstadt: Tenant) -> None:
        application = held(draft())
        submit_application(application, COMPLETE)
        with pytest.raises(AlreadySubmitted):
            delete_draft(application.id, token=TOKEN)

    def test_refuses_strangers(self, in_musterstadt: Tenant) -> None:
        with pytest.raises(NotHolding):
            delete_draft(draft(), token="max")


def sent_code(heard: list[Event]) -> str:
    """Return the code of the latest mail."""
    return [event.code for event in heard if isinstance(event, EmailCodeRequested)][-1]


def confirms(application: Any, code: str) -> bool:
    """Tell whether a code is taken."""
    try:
        confirm_email(application, code=code)
    except WrongCode:
        return False
    return True

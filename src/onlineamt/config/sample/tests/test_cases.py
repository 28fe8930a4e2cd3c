"""The offices of the sample world: every state is there, made by the product itself, the same the second time."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from onlineamt.audiences.backoffice.cases.labels import FINDINGS
from onlineamt.config.sample.acts import ACTS, FOUND
from onlineamt.config.sample.cases import fill_offices
from onlineamt.config.sample.reading import read_staff
from onlineamt.config.sample.stories import Story, instant_of, read_stories
from onlineamt.config.sample.world import DOG, SERVICES, make_sample_world
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.post.queries import count_letters
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core import clock
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.models import Delivery

STORIES = read_stories()
TOLD = [story for story in STORIES if story.tenant_key == "musterstadt"]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class TestTheStories:
    def test_everybody_is_named_once_and_reached_nowhere(self) -> None:
        assert len({story.key for story in STORIES}) == len(STORIES) >= 30
        assert all(story.email.isascii() and story.email.endswith("@post.invalid") for story in STORIES)

    @pytest.mark.parametrize("story", STORIES, ids=lambda story: story.person)
    def test_a_story_is_told_in_order_by_people_who_work_there(self, story: Story) -> None:
        instants = story.instants(MONDAY, "NW")
        staff = {person.name for person in read_staff() if person.tenant_key == story.tenant_key}

        assert all(earlier < later for earlier, later in pairwise(instants))
        assert instants[-1] <= MONDAY
        assert {step.act for step in story.steps} <= set(ACTS)
        assert {step.by for step in story.steps} <= staff | {""}

    def test_no_office_works_on_a_day_off(self) -> None:
        for story in STORIES:
            for at, step in zip(story.instants(MONDAY, "NW")[1:], story.steps, strict=True):
                assert not step.by or at.astimezone(clock.BERLIN).weekday() < 5

    def test_what_is_found_is_something_an_officer_can_find(self) -> None:
        assert FOUND in FINDINGS

    def test_only_what_is_over_is_a_time(self) -> None:
        assert instant_of("30m", MONDAY) == MONDAY - timedelta(minutes=30)
        with pytest.raises(ValueError, match="tomorrow"):
            instant_of("tomorrow", MONDAY)


@pytest.mark.slow
class TestFillOffices:
    """One test, because a world with its letters takes seconds to make."""

    def test_shows_a_living_office_and_adds_nothing_the_second_time(self, real_transactions: None) -> None:
        directory.forget()
        make_sample_world()

        assert fill_offices(SERVICES / DOG) == len(STORIES)
        town = Tenant.objects.get(key="musterstadt")
        with in_tenant(town.id):
            _every_state_is_there()
            _everything_else_is_there()
            _all_happened_in_the_past_weeks_and_in_order()
        assert fill_offices(SERVICES / DOG) == 0
        with in_tenant(town.id):
            assert Application.objects.count() == len(TOLD)
        directory.forget()


def _every_state_is_there() -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states.total() == len(TOLD)
    assert set(states) >= {
        CaseState.RECEIVED,
        CaseState.IN_REVIEW,
        CaseState.WAITING_FOR_APPLICANT,
        CaseState.DECIDED,
        CaseState.HANDED_OVER,
        CaseState.CLOSED,
    }
    in_review = Case.objects.filter(state=CaseState.IN_REVIEW)
    assert in_review.count() >= 7
    assert len(set(in_review.values_list("due_on", flat=True))) >= 5
    assert in_review.filter(owner__isnull=False).exists()
    assert in_review.filter(tasks__due_on__lt=today(), tasks__done_at=None).exists()


def _everything_else_is_there() -> None:
    assert Decision.objects.filter(issued_at=None, release_asked_at__isnull=False).count() == 1
    assert not Decision.objects.filter(issued_at__isnull=False, letter_id=None).exists()
    assert Decision.objects.filter(is_automatic=True).count() >= 11
    assert RegisterEntry.objects.count() >= 14
    delivered = Delivery.objects.all()
    assert delivered.filter(retrieved_at__isnull=False).exists()
    assert delivered.filter(reminded_at__isnull=False, retrieved_at=None).exists()
    assert delivered.filter(returned_on__isnull=False).exists()
    letters = count_letters()
    assert min(letters.waiting, letters.handed_over, letters.posted, letters.returned) >= 1
    claims = [claim.is_open for claim in Claim.objects.all()]
    assert min(claims.count(True), claims.count(False)) >= 3


def _all_happened_in_the_past_weeks_and_in_order() -> None:
    for chain in Case.objects.values_list("id", flat=True):
        told = list(AuditEntry.objects.filter(chain=chain).order_by("position").values_list("at", flat=True))
        assert told == sorted(told)
        assert told[-1] <= now()
    first = Case.objects.order_by("received_at").values_list("received_at", flat=True)[0]
    assert timedelta(days=50) < now() - first < timedelta(days=60)
    entered = RegisterEntry.objects.order_by("made_at").values_list("valid_from", flat=True)
    assert list(entered) == sorted(entered)

from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.jobs.tenant_task import TenantTask, promise
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import NoTenant, current_tenant_id, in_tenant


class TestPromise:
    def test_names_the_tenant_and_ids_only(self, in_musterstadt: Tenant) -> None:
        mail_id = new_id()
        promise("tests.some_job", {"mail_id": mail_id})
        job = ProcrastinateJob.objects.get(task_name="tests.some_job")

        assert job.args == {"tenant_id": str(in_musterstadt.id), "mail_id": str(mail_id)}
        assert job.scheduled_at is None

    def test_is_taken_back_with_the_transaction(self, in_musterstadt: Tenant) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            promise("tests.some_job", {})
            raise RuntimeError("the caller failed")

        assert not ProcrastinateJob.objects.filter(task_name="tests.some_job").exists()

    def test_waits_as_long_as_it_is_told(self, in_musterstadt: Tenant) -> None:
        promise("tests.some_job", {}, wait=timedelta(hours=1))
        job = ProcrastinateJob.objects.get(task_name="tests.some_job")

        assert timedelta(minutes=59) < job.scheduled_at - now() <= timedelta(hours=1)

    def test_is_refused_without_a_tenant(self) -> None:
        with pytest.raises(NoTenant):
            promise("tests.some_job", {})


class TestTenantTask:
    def test_runs_as_the_tenant(self, musterstadt: Tenant) -> None:
        seen = []
        task = TenantTask("tests.seeing", lambda **ids: seen.append((current_tenant_id(), ids)))
        task._run(tenant_id=str(musterstadt.id), case_id="7")

        assert seen == [(musterstadt.id, {"case_id": "7"})]

    def test_is_promised_by_its_own_name(self, musterstadt: Tenant) -> None:
        task = TenantTask("tests.promised", print)
        with in_tenant(musterstadt.id):
            task.defer(case_id=7)

        assert ProcrastinateJob.objects.get(task_name="tests.promised").args["case_id"] == 7

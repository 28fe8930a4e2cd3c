"""Whoever of the sample world hands in a paper hands in a file that can be opened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.cases import SERVICES
from tests.journeys.offering import offer

from onlineamt.config.sample.papers import draw_paper
from onlineamt.config.sample.sending import Counter
from onlineamt.config.sample.stories import read_stories
from onlineamt.facilities.documents.queries import describe_file, list_documents, open_document
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.reading import read_package
from onlineamt.packages.trial import compile_package
from onlineamt.procedure.applications.actions.arriving import named_documents
from onlineamt.procedure.applications.queries import get_application

PARKING = "bewohnerparkausweis"


class TestAnApplicationWithPapers:
    def test_holds_files_that_can_be_opened(
        self, towns: tuple[Tenant, Tenant], at: Callable[..., Any]
    ) -> None:
        at(2026, 3, 10, 9, 0)  # the day of the example
        town = towns[0]
        offer(town, PARKING)
        package = read_package(SERVICES / PARKING).package
        assert package is not None
        counter = Counter(tenant=town, package=package, compiled=compile_package(package))
        story = replace(read_stories()[0], example="eigenes_auto", street="Lindenweg 12 a", has_email=False)
        with in_tenant(town.id):
            sent = counter.send(story)
            (paper,) = [one for one in list_documents(sent) if one.kind == DocumentKind.EVIDENCE]

            assert named_documents(get_application(sent).answers) == {str(paper.id)}
            assert describe_file(paper, seal=get_seal(sent)).name == "fahrzeugschein.jpg"
            assert open_document(paper).content.startswith(b"\xff\xd8\xff")


class TestDrawPaper:
    @pytest.mark.parametrize(
        ("name", "begins"),
        [("a.jpg", b"\xff\xd8\xff"), ("a.PDF", b"%PDF"), ("a.png", b"\x89PNG"), ("a", b"\xff\xd8")],
    )
    def test_draws_what_the_name_says(self, name: str, begins: bytes) -> None:
        assert draw_paper(name).startswith(begins)

"""People who register a dog at the sample world's city hall, as many as a measure needs."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from onlineamt.config.sample.sending import Counter
from onlineamt.config.sample.stories import KEPT_DAYS, Story
from onlineamt.config.sample.world import DOG, SERVICES, make_sample_world
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages.reading import read_package
from onlineamt.packages.trial import compile_package

ORDINARY, FOR_A_PERSON = "dackel", "ermaessigung"  # the worked examples: decided by the rules, or by somebody


def open_counter() -> Counter:
    """Make the sample world and return where people of Musterstadt register a dog."""
    make_sample_world()
    package = read_package(SERVICES / DOG).package
    assert package is not None
    return Counter(
        tenant=Tenant.objects.get(key="musterstadt"), package=package, compiled=compile_package(package)
    )


def people(example: str, *, has_email: bool) -> Iterator[Story]:
    """Yield one person after the other, all with the same answers."""
    for number in count(1):
        way = "per Mail" if has_email else "per Post"
        yield Story(
            tenant_key="musterstadt",
            person=f"Nummer {number} {example} {way}",
            born=date(1985, 3, 27),
            street=f"Lindenweg {number}",
            dog="Waldi",
            example=example,
            has_email=has_email,
            sent="1m",
            kept_days=KEPT_DAYS,
            since={},
            steps=(),
        )

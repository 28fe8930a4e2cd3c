"""Legt die Musterwelt mit ihren Vorgängen an: onlineamt sample [--cases]"""

import argparse
from collections.abc import Sequence

import django


def run(arguments: Sequence[str]) -> int:
    """Make the sample world, or bring it up to date; a second time changes nothing. Refuses in production.

    With --cases only what has happened in its offices: the demonstration does that beside its web server.
    """
    parser = argparse.ArgumentParser(prog="onlineamt sample", description=__doc__)
    parser.add_argument("--cases", action="store_true", help="nur die Vorgänge; alles andere ist schon da")
    options = parser.parse_args(arguments)
    django.setup()
    from django.conf import settings

    from onlineamt.config.sample.cases import fill_offices
    from onlineamt.config.sample.world import DOG, SERVICES, make_sample_world

    if settings.ENV.is_production:
        print("Die Musterwelt gehört nicht in den Betrieb. Setzen Sie ONLINEAMT_MODE=demo.")
        return 2
    if options.cases:
        print(f"{fill_offices(SERVICES / DOG)} Vorgänge.")
        return 0
    world = make_sample_world()
    print(f"{len(world.tenants)} Kommunen, {world.offices} Ämter, {world.services} Leistungen.")
    for tenant in world.tenants:
        print(f"  {tenant.name:<16} {tenant.key}.localhost")
    print(f"{fill_offices(SERVICES / DOG)} neue Vorgänge.")
    return 0

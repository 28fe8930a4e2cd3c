"""Legt die Musterwelt an: onlineamt sample"""

import argparse
from collections.abc import Sequence

import django


def run(arguments: Sequence[str]) -> int:
    """Make the sample world, or bring it up to date; a second time changes nothing. Refuses in production."""
    parser = argparse.ArgumentParser(prog="onlineamt sample", description=__doc__)
    parser.parse_args(arguments)
    django.setup()
    from django.conf import settings

    from onlineamt.config.sample.world import make_sample_world

    if settings.ENV.is_production:
        print("Die Musterwelt gehört nicht in den Betrieb. Setzen Sie ONLINEAMT_MODE=demo.")
        return 2
    world = make_sample_world()
    print(f"{len(world.tenants)} Kommunen, {world.offices} Ämter, {world.services} Leistungen.")
    for tenant in world.tenants:
        print(f"  {tenant.name:<16} {tenant.key}.localhost")
    return 0

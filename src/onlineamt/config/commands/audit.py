"""Prüft das Protokoll: onlineamt audit verify [--tenant SCHLÜSSEL]"""

import argparse
from collections.abc import Sequence

import django


def run(arguments: Sequence[str]) -> int:
    """Verify the trail of every tenant, or of one; exit code 1 when a place is broken."""
    parser = argparse.ArgumentParser(prog="onlineamt audit", description=__doc__)
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--tenant", help="Schlüssel einer Kommune; ohne Angabe alle")
    options = parser.parse_args(arguments)
    django.setup()
    from onlineamt.foundation.audit.queries import verify_trail
    from onlineamt.foundation.tenancy.models import Tenant

    tenants = Tenant.objects.using("maintenance").order_by("key")
    if options.tenant:
        tenants = tenants.filter(key=options.tenant)
        if not tenants:
            print(f"Die Kommune „{options.tenant}“ gibt es hier nicht.")
            return 2
    is_whole = True
    for tenant in tenants:
        report = verify_trail(tenant.id)
        print(
            f"{tenant.key}: {report.entries} Einträge in {report.chains} Ketten, {report.checkpoints} Prüfpunkte, "
            + ("unverändert" if not report.broken else f"{len(report.broken)} beschädigte Stellen")
        )
        for place in report.broken:
            print(f"  {place}")
        is_whole = is_whole and not report.broken
    return 0 if is_whole else 1

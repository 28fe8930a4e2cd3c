"""From a folder to a running service: all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages.check import check_package
from onlineamt.packages.findings import Finding
from onlineamt.packages.overlay import Overlay, overlay_problems, parse_setting
from onlineamt.packages.package import Package
from onlineamt.procedure.catalogue.actions import OfferingTerms, Register, offer_service, register_version
from onlineamt.procedure.catalogue.queries import find_offering


class NotInstallable(Exception):
    """The package, or what was asked for, cannot be installed. Nothing was changed."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True)
class Installation:
    """What was installed, and who offers it."""

    key: str
    version: str
    digest: str
    tenants: tuple[str, ...]


@dataclass(frozen=True)
class Audience:
    """For which municipalities a version is installed: some, all whose Land it fits, or none yet."""

    keys: tuple[str, ...] = ()
    is_everybody: bool = False


def install_package(
    folder: Path,
    *,
    audience: Audience,
    settings: Mapping[str, str],
    register: Register = register_version,
) -> Installation:
    """Check a package, publish its version and let the municipalities offer it, in one transaction.

    The same version with the same content changes nothing; `register` says what becomes of one with other content. Raises NotInstallable when the package has errors, a
    setting does not fit or a municipality does not; raises VersionTaken, NoOffice as the catalogue does.
    """
    report = check_package(folder)
    if report.package is None or report.has_errors:
        raise NotInstallable("Das Paket hat Fehler. Es wurde nichts installiert.", report.findings)
    package = report.package
    chosen = _chosen(package, settings)
    with transaction.atomic():
        version = register(
            key=package.service.key, version=package.service.version, sections=package.sections
        )
        tenants = _tenants(package, audience)
        for tenant in tenants:
            terms = _terms(tenant, package, chosen) if chosen else OfferingTerms()
            offer_service(tenant_id=tenant.id, version_id=version.id, terms=terms)
    return Installation(version.key, version.version, version.digest, tuple(tenant.key for tenant in tenants))


def _terms(tenant: Tenant, package: Package, chosen: Mapping[str, Any]) -> OfferingTerms:
    """Set the new values over what the municipality had set before; what the package no longer knows goes."""
    offering = find_offering(tenant.id, package.service.key)
    had = offering.parameters if offering else {}
    kept = {name: value for name, value in had.items() if name in package.service.parameters}
    return OfferingTerms(parameters={**kept, **chosen})


def _chosen(package: Package, settings: Mapping[str, str]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, text in settings.items():
        if name not in package.service.parameters:
            raise NotInstallable(f"Die Einstellung „{name}“ gibt es nicht.")
        try:
            chosen[name] = parse_setting(package.service.parameters[name], text)
        except ValueError as error:
            raise NotInstallable(f"Die Einstellung „{name}“ passt nicht: {error}.") from error
    if problems := overlay_problems(package.sections, Overlay(parameters=chosen)):
        raise NotInstallable(" ".join(problems))
    return chosen


def _tenants(package: Package, audience: Audience) -> list[Tenant]:
    laender = [str(land) for land in package.service.laender]
    if audience.is_everybody:
        return list(Tenant.objects.filter(land__in=laender).order_by("key"))
    found = {tenant.key: tenant for tenant in Tenant.objects.filter(key__in=audience.keys)}
    for key in audience.keys:
        if key not in found:
            raise NotInstallable(f"Die Kommune „{key}“ gibt es nicht.")
        if found[key].land not in laender:
            raise NotInstallable(f"Das Paket gilt nicht im Land von „{key}“ ({found[key].land}).")
    return [found[key] for key in audience.keys]

"""The list of all parts of the portal (SBOM) as CycloneDX JSON, read from the lock files."""

import base64
import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from onlineamt import __version__

LICENCE = "EUPL-1.2"
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST_LICENCE_NAME = 60  # some packages put the whole text there


def bill_of_materials(root: Path) -> dict[str, Any]:
    """Return the list for the checkout at `root`; the same lock files always give the same list."""
    components = [*_python_parts(root / "requirements" / "base.txt"), *_npm_parts(root / "package-lock.json")]
    identity = uuid5(NAMESPACE_URL, json.dumps([__version__, components]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{identity}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "onlineamt",
                "name": "onlineamt",
                "version": __version__,
                "licenses": [{"license": {"id": LICENCE}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "onlineamt", "dependsOn": [part["bom-ref"] for part in components]}],
    }


def _python_parts(lock: Path) -> Iterator[dict[str, Any]]:
    for name, version in _REQUIREMENT.findall(lock.read_text("utf-8")):
        yield _part(name, version, f"pkg:pypi/{name.lower()}@{version}", _python_licence(name))


def _npm_parts(lock: Path) -> Iterator[dict[str, Any]]:
    for path, package in json.loads(lock.read_text("utf-8"))["packages"].items():
        if not path or package.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        yield _part(name, package["version"], purl, package.get("license", "")) | {
            "hashes": [_hash(package["integrity"])]
        }


def _part(name: str, version: str, purl: str, licence: str) -> dict[str, Any]:
    licences = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required",
        **licences,
    }


def _hash(integrity: str) -> dict[str, str]:
    """Return npm's hash as CycloneDX writes it: `sha512-…` in Base64 becomes SHA-512 in hexadecimal."""
    algorithm, _, value = integrity.partition("-")
    return {"alg": f"SHA-{algorithm.removeprefix('sha')}", "content": base64.b64decode(value).hex()}


def _python_licence(name: str) -> str:
    """Return what an installed package says of its licence: expression, else field, else classifiers."""
    try:
        facts = metadata(name)
    except PackageNotFoundError:  # locked for another system
        return ""
    stated = (facts.get_all("License-Expression") or facts.get_all("License") or [""])[0]
    if 0 < len(stated) <= _LONGEST_LICENCE_NAME and "\n" not in stated:
        return str(stated)
    classifiers = [value.removeprefix(_CLASSIFIER) for value in facts.get_all("Classifier") or []]
    known = [value for value in classifiers if value.endswith(("License", "Licence", ")"))]
    return ", ".join(value for value in known if " :: " not in value)

"""Sucht wie auf der Startseite: onlineamt search --tenant SCHLÜSSEL "Wörter" [--json]"""

import argparse
import json
from collections.abc import Sequence
from typing import Any

import django


def run(arguments: Sequence[str]) -> int:
    """Search a municipality's catalogue; exit code 1 when nothing was found."""
    parser = argparse.ArgumentParser(prog="onlineamt search", description=__doc__)
    parser.add_argument("words", help="was jemand eintippt")
    parser.add_argument("--tenant", required=True, help="Schlüssel einer Kommune")
    parser.add_argument("--language", default="de", choices=["de", "de-easy", "en"])
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")
    options = parser.parse_args(arguments)
    django.setup()
    from onlineamt.foundation.core.languages import Language
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.procedure.catalogue.search.query import search_services

    tenant = Tenant.objects.filter(key=options.tenant).first()
    if tenant is None:
        print(f"Die Kommune „{options.tenant}“ gibt es hier nicht.")
        return 2
    language = Language(options.language)
    answer = search_services(tenant.id, options.words, language=language)
    report = {
        "results": [
            {
                "key": found.key,
                "title": found.texts.get(language, found.texts["de"])["title"],
                "rank": found.rank,
            }
            for found in answer.found
        ],
        "corrected": [{"from": correction.typed, "to": correction.shown} for correction in answer.corrected],
    }
    print(json.dumps(report, ensure_ascii=False) if options.json else _in_words(report))
    return 0 if answer.found else 1


def _in_words(report: dict[str, Any]) -> str:
    lines = [f"„{pair['from']}“ wurde als „{pair['to']}“ gelesen." for pair in report["corrected"]]
    lines += [f"{row['rank']:7.3f}  {row['key']:<28} {row['title']}" for row in report["results"]]
    return "\n".join(lines) or "Nichts gefunden."

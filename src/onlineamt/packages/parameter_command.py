"""What somebody at a municipality types to set its values and tables: `onlineamt parameter`."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onlineamt.foundation.core.formats import show_cents

if TYPE_CHECKING:  # both load models, which Django must have set up
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.packages.setting import Plan, TableChange, Wishes

OK, FAILED, MISUSED = 0, 1, 2
_MOST_SHOWN = 20


def parameter(argv: Sequence[str]) -> int:
    """Show what a municipality has set for a service, or set it: for everybody who begins from now on."""
    options = _parser().parse_args(argv)
    import django

    django.setup()
    from onlineamt.foundation.core.errors import PortalError
    from onlineamt.packages.setting import UnusableSettings

    try:
        return _run(options)
    except UnusableSettings as unusable:
        _say(str(unusable), "Es wurde nichts geändert.", to=sys.stderr)
        return FAILED
    except PortalError as refused:
        _say(f"{refused.title} {refused.next_step}", "Es wurde nichts geändert.", to=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onlineamt parameter",
        description="Zeigt oder setzt, was eine Kommune bei einer Leistung selbst bestimmt. Begonnene Anträge behalten ihren Stand.",
    )
    parser.add_argument(
        "service", metavar="LEISTUNG", help="Schlüssel der Leistung, zum Beispiel hund-anmelden"
    )
    parser.add_argument("values", metavar="NAME=WERT", nargs="*", help="neuer Wert")
    parser.add_argument("--tenant", metavar="KEY", help="Kommune; nötig, wenn es mehrere gibt")
    parser.add_argument("--table", action="append", default=[], metavar="NAME=DATEI.csv", help="neue Tabelle")
    parser.add_argument(
        "--default", action="append", default=[], metavar="NAME", help="zurück zur Vorgabe des Pakets"
    )
    parser.add_argument("--export", metavar="NAME=DATEI.csv", help="die geltende Tabelle für Excel schreiben")
    parser.add_argument("--preview", action="store_true", help="nur zeigen, was sich ändern würde")
    parser.add_argument(
        "--yes", action="store_true", help="auch ändern, wenn Adressen ihren Eintrag verlieren"
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    from onlineamt.packages.setting import carry_out, export_table, plan_settings

    tenant = _tenant(options.tenant)
    wishes = _wishes(options)
    if options.export:
        ((name, file),) = _pairs([options.export])
        Path(file).write_bytes(export_table(tenant.id, options.service, name))
        _say(f"Die Tabelle „{name}“ steht in {file}.")
    if not wishes:
        return OK if options.export else _show(tenant, options.service)
    plan = plan_settings(tenant.id, options.service, wishes)
    _say(*_told(plan))
    if not plan.values and not plan.tables:
        return OK
    if options.preview:
        _say("Das ist eine Vorschau. Es wurde nichts geändert.")
        return OK
    if plan.is_lossy and not options.yes:
        _say(
            "Es wurde nichts geändert. Ist das so gewollt, wiederholen Sie den Befehl mit --yes.",
            to=sys.stderr,
        )
        return FAILED
    carry_out(plan)
    _say(f"Gesetzt für {tenant.name}. Es gilt für alle, die ab jetzt beginnen.")
    return OK


def _wishes(options: argparse.Namespace) -> "Wishes":
    from onlineamt.packages.setting import UnusableSettings, Wishes

    tables = {}
    for name, file in _pairs(options.table):
        try:
            tables[name] = Path(file).read_bytes()
        except OSError as error:
            raise UnusableSettings(f"Die Datei „{file}“ lässt sich nicht lesen.") from error
    return Wishes(values=dict(_pairs(options.values)), tables=tables, back=tuple(options.default))


def _pairs(written: Iterable[str]) -> Iterator[tuple[str, str]]:
    from onlineamt.packages.setting import UnusableSettings

    for one in written:
        name, sign, value = one.partition("=")
        if not name or not sign:
            raise UnusableSettings(f"„{one}“ ist nicht vollständig. Schreiben Sie NAME=WERT.")
        yield name, value


def _tenant(key: str | None) -> "Tenant":
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.packages.setting import UnusableSettings

    found = list(Tenant.objects.filter(key=key) if key else Tenant.objects.order_by("key")[:2])
    if len(found) == 1:
        return found[0]
    if key:
        raise UnusableSettings(f"Die Kommune „{key}“ gibt es hier nicht.")
    raise UnusableSettings("Nennen Sie die Kommune mit --tenant." if found else "Es gibt noch keine Kommune.")


def _show(tenant: "Tenant", key: str) -> int:
    from onlineamt.packages.setting import current_settings

    settings = current_settings(tenant.id, key)
    for name, one, value, is_own in settings:
        said = f"Tabelle mit {len(value)} Zeilen" if one.type == "table" else _shown(one.type, value)
        origin = (
            "eigener Wert" if is_own else "Vorgabe des Pakets" + (", ein Beispiel" if one.is_example else "")
        )
        _say(f"{name} = {said}  ({one.label}; {origin})")
    if not settings:
        _say("Bei dieser Leistung gibt es nichts einzustellen.")
    return OK


def _told(plan: "Plan") -> Iterator[str]:
    for value in plan.values:
        yield f"{value.name}: bisher {_plain(value.before)}, neu {_plain(value.after)}"
    for table in plan.tables:
        yield from _told_of_table(table)
    if not plan.values and not plan.tables:
        yield "Das gilt schon so. Es ändert sich nichts."


def _told_of_table(table: "TableChange") -> Iterator[str]:
    rows = table.rows
    yield f"Tabelle {table.name}: bisher {table.rows_before} Zeilen, neu {table.rows_after} Zeilen"
    yield from _listed(f"  Neue Zeilen: {len(rows.added)}", "+", rows.added)
    yield from _listed(f"  Entfallene Zeilen: {len(rows.removed)}", "-", rows.removed)
    yield from _listed(f"  Geänderte Zeilen: {len(rows.changed)}", "~", rows.changed)
    if not rows:
        yield "  Nur die Reihenfolge oder die Schreibweise ändert sich."
    yield from _listed("  Achtung, künftig ohne passende Zeile (Beispiele):", "!", table.lost)


def _listed(title: str, sign: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
    yield from (f"    {sign} {line}" for line in lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        yield f"    … und {len(lines) - _MOST_SHOWN} weitere"


def _shown(kind: str, value: Any) -> str:
    return f"{value} ({show_cents(value)})" if kind == "cents" else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _say(*lines: str, to: Any = None) -> None:
    for line in lines:
        print(line, file=to or sys.stdout)

"""FIM files of our own, written in a few words: Musterstadt asks for what no authority ever asked."""

from collections.abc import Iterable

XDF3 = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
XDF2 = "urn:xoev-de:fim:standard:xdatenfelder_2"


def field(
    number: int,
    name: str,
    *,
    data: str = "text",
    kind: str = "input",
    more: str = "",
    prefill: str = "keine",
    basis: str = "§ 1 Mustersatzung",
) -> str:
    """A field of XDatenfelder 3.0; `more` are further nodes."""
    return (
        f"<x:datenfeld><x:identifikation><x:id>F{number:011}</x:id><x:version>1.0.0</x:version></x:identifikation>"
        f"<x:name>{name}</x:name><x:bezug>{basis}</x:bezug><x:bezeichnungEingabe>{name}</x:bezeichnungEingabe>"
        f"<x:feldart><code>{kind}</code></x:feldart><x:datentyp><code>{data}</code></x:datentyp>"
        f"<x:vorbefuellung><code>{prefill}</code></x:vorbefuellung>{more}</x:datenfeld>"
    )


def group(number: int, name: str, *members: str, more: str = "") -> str:
    """A group of XDatenfelder 3.0."""
    return (
        f"<x:datenfeldgruppe><x:identifikation><x:id>G{number:011}</x:id><x:version>1.0.0</x:version></x:identifikation>"
        f"<x:name>{name}</x:name><x:bezeichnungEingabe>{name}</x:bezeichnungEingabe>{more}{''.join(members)}</x:datenfeldgruppe>"
    )


def place(element: str, count: str = "1:1") -> str:
    """A place in a structure."""
    return f"<x:struktur><x:anzahl>{count}</x:anzahl><x:enthaelt>{element}</x:enthaelt></x:struktur>"


def rule(number: int, text: str, name: str = "Regel") -> str:
    """A rule in words."""
    return (
        f"<x:regel><x:identifikation><x:id>R{number:011}</x:id><x:version>1.0.0</x:version></x:identifikation>"
        f"<x:name>{name}</x:name><x:freitextRegel>{text}</x:freitextRegel><x:typ><code>K</code></x:typ></x:regel>"
    )


def codes(*pairs: tuple[str, str]) -> str:
    """The values of a choice."""
    return f"<x:werte>{''.join(f'<x:wert><x:code>{code}</x:code><x:name>{name}</x:name></x:wert>' for code, name in pairs)}</x:werte>"


def schema(*members: str, rules: Iterable[str] = (), name: str = "Musterantrag", relations: int = 0) -> bytes:
    """A whole schema of XDatenfelder 3.0, with as many relations as wanted, which nobody reads."""
    relation = "<x:relation><x:praedikat><code>ABL</code></x:praedikat><x:objekt><x:id>F1</x:id></x:objekt></x:relation>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<x:xdatenfelder.stammdatenschema.0102 xmlns:x="{XDF3}">\n'
        "<x:header><x:nachrichtID>m</x:nachrichtID></x:header>\n<x:stammdatenschema>\n"
        "<x:identifikation><x:id>S00000000001</x:id><x:version>1.0.0</x:version></x:identifikation>\n"
        f"<x:name>{name}</x:name><x:bezug>§ 1 Mustersatzung</x:bezug><x:bezeichnung>{name}</x:bezeichnung>\n"
        f"{''.join(rules)}{relation * relations}{''.join(members)}"
        "</x:stammdatenschema>\n</x:xdatenfelder.stammdatenschema.0102>\n"
    ).encode()


def old_schema(content: str) -> bytes:
    """A schema of XDatenfelder 2.0 with one field, of which `content` is the end."""
    return (
        f'<xdatenfelder.stammdatenschema.0102 xmlns="{XDF2}"><stammdatenschema>'
        "<identifikation><id>S00000001</id><version>1.0</version></identifikation><name>Alt</name>"
        "<struktur><anzahl>1:1</anzahl><bezug/><enthaelt><datenfeld>"
        "<identifikation><id>F00000001</id><version>1.0</version></identifikation><name>Größe</name>"
        "<bezug>§ 1 Mustersatzung; § 2 Mustersatzung</bezug>"
        f"<feldart><code>input</code></feldart>{content}"
        "</datenfeld></enthaelt></struktur></stammdatenschema></xdatenfelder.stammdatenschema.0102>"
    ).encode()

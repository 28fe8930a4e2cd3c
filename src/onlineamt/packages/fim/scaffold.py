"""What a package needs besides its form, as a start that runs: a case for a caseworker, two outcomes with letters, texts.

What FIM does not say stands there as an example or a sentence to replace; the remarks at the head of each file name it.
"""

from collections.abc import Mapping
from typing import Any, Final

from onlineamt.packages.fim.fields import legal_bases_of
from onlineamt.packages.fim.model import Schema
from onlineamt.packages.fim.naming import plain_name
from onlineamt.packages.fim.yaml_text import to_yaml

UNKNOWN_BASIS: Final = "Rechtsgrundlage bitte eintragen"
PURPOSE: Final = "Den Antrag bearbeiten"
_LONGEST_LINE: Final = 200
_LAENDER: Final = [
    "BW",
    "BY",
    "BE",
    "BB",
    "HB",
    "HH",
    "HE",
    "MV",
    "NI",
    "NW",
    "RP",
    "SL",
    "SN",
    "ST",
    "SH",
    "TH",
]


def title_of_schema(schema: Schema) -> str:
    """Return the title of the service: the name of the schema, short enough for a heading."""
    words = schema.label or schema.name or schema.id
    return words if len(words) <= _LONGEST_LINE else words[: _LONGEST_LINE - 1] + "…"


def key_of(schema: Schema) -> str:
    """Return the key of the package, as `antrag-auf-erlaubnis-zur-kindertagespflege`."""
    return plain_name(title_of_schema(schema), "leistung").replace("_", "-")


def scaffold(schema: Schema, key: str) -> dict[str, str]:
    """Return the files of a package besides form, code lists and examples, by their names."""
    title, bases = title_of_schema(schema), _bases(schema)
    return {
        "service.yaml": to_yaml(
            _service(schema, key, title, bases),
            head=[
                f"{title}. Aus dem FIM-Schema {schema.full_id} ({schema.standard}).",
                "Was FIM nicht sagt, ist hier ein Anfang: Leistungsschlüssel, Recht des Verfahrens, Amt, Fristen, Gebühren,",
                "Nachweise, Rechtsbehelf und Aufbewahrung bitte prüfen und ergänzen.",
            ],
        ),
        "procedure.yaml": to_yaml(
            _PROCEDURE,
            head=["Ein Mensch prüft und entscheidet. Regeln, die von selbst entscheiden, kommen dazu."],
        ),
        "texts/de.yaml": to_yaml(
            _texts(schema, title, bases), head=["Texte der Leistung. Bitte an Ihre Leistung anpassen."]
        ),
        "letters/genehmigt.typ": _letter(title, "wir haben Ihren Antrag geprüft und genehmigen ihn.", ""),
        "letters/abgelehnt.typ": _letter(
            title, "wir haben Ihren Antrag geprüft und lehnen ihn ab.", _REASONS
        ),
    }


def _bases(schema: Schema) -> list[str]:
    bases = legal_bases_of(schema.legal_bases).split("; ")
    return [basis[:_LONGEST_LINE] for basis in bases if basis] or [UNKNOWN_BASIS]


def _service(schema: Schema, key: str, title: str, bases: list[str]) -> dict[str, Any]:
    return {
        "key": key,
        "version": "0.1.0",
        "title": title,
        "leistungsschluessel": [],
        "ohne_leistungsschluessel": "Steht nicht im FIM-Schema; bitte im FIM-Portal nachsehen und eintragen",
        "kind": "application",
        "procedure_law": "vwvfg",
        "decided_in": "platform",
        "laender": _LAENDER,
        "search_words": [keyword.text[:100] for keyword in schema.keywords if keyword.uri in {"", "Freitext"}][:10] or [title],
        "audience": ["citizens"],
        "legal_basis": bases,
        "trust_level": "none",
        "retrieval": "email_code",
        "office": "ordnung",
        "channels": ["online", "counter", "post"],
        "maturity": 4,
        "clocks": {"decision": {"period": "P3M"}},
        "remedy": {"kind": "widerspruch", "period": "P1M", "legal_basis": "§ 70 VwGO"},
        "retention": {"draft": "P30D", "closed_case": "P10Y"},
        "data_protection": {
            "purpose": PURPOSE,
            "legal_basis": ["Art. 6 Abs. 1 Buchst. e DSGVO", *bases],
            "recipients": [],
            "retention": "Entwürfe 30 Tage nach der letzten Änderung, Akten zehn Jahre nach dem Abschluss",
        },
    }  # fmt: skip


_PROCEDURE: Final[Mapping[str, Any]] = {
    "tasks": {"pruefen": {"title": "Antrag prüfen", "role": "caseworker", "due": "P10D"}},
    "outcomes": {
        "genehmigt": {"title": "Genehmigt", "letter": "genehmigt"},
        "abgelehnt": {"title": "Abgelehnt", "letter": "abgelehnt", "reasons": "required", "refuses": "all"},
    },
}

_REASONS = """
== Gründe
#for absatz in brief.reasons {
  if absatz.kind == "list" { list(..absatz.lines.map(text)) } else { par(absatz.lines.map(text).join(linebreak())) }
}
"""


def _letter(title: str, words: str, more: str) -> str:
    subject = title.replace("\\", "").replace('"', "'")
    return f"""// Die Angaben kommen als JSON von der Plattform: brief.answers.<bereich>.<feld>.
#let brief = json(bytes(sys.inputs.content))
#let subject = "{subject}"

Guten Tag,

{words}
{more}"""


def _texts(schema: Schema, title: str, bases: list[str]) -> dict[str, Any]:
    said = schema.description or schema.definition
    teaser = f"{title} können Sie hier online beantragen."
    return {
        "modules": {
            "leistungsbezeichnung": (schema.name or title)[:_LONGEST_LINE],
            "leistungsbezeichnung_2": title,
            "teaser": teaser,
            "kurztext": f"- {teaser}\n- Sie brauchen dafür kein Konto.",
            "volltext": said or teaser,
            "handlungsgrundlagen": "\n".join(f"- {basis}" for basis in bases),
            "erforderliche_unterlagen": "Welche Unterlagen Sie brauchen, steht im Formular.",
            "voraussetzungen": "Welche Voraussetzungen gelten, sagt Ihnen die zuständige Stelle.",
            "kosten": "Ob und wie viel Sie zahlen, sagt Ihnen die zuständige Stelle.",
            "verfahrensablauf": "1. Sie füllen das Formular aus und senden es ab.\n2. Wir prüfen Ihren Antrag.\n3. Sie bekommen einen Bescheid.",
            "bearbeitungsdauer": "Höchstens drei Monate.",
            "frist": "Es gibt keine Frist.",
            "formulare": "- Formular: online\n- Schriftform nötig: nein\n- Persönliches Erscheinen nötig: nein",
            "hinweise": "Keine.",
            "zustaendige_stelle": "Zuständig ist Ihre Kommune.",
            "ansprechpunkt": "Fragen Sie das Amt, das auf dieser Seite steht.",
            "rechtsbehelf": "Gegen den Bescheid können Sie Widerspruch einlegen.",
        },
        "plain": {
            "genehmigt": {"decided": "Ihr Antrag ist genehmigt."},
            "abgelehnt": {"decided": "Ihr Antrag ist abgelehnt."},
        },
    }  # fmt: skip

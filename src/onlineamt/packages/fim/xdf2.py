"""XDatenfelder 2.0: limits as JSON in a text, legal bases in one text, rules without a kind."""

import json
import re
from typing import Any

from onlineamt.packages.fim.described import NAME_IT, NAMELESS, list_names_of
from onlineamt.packages.fim.elements import SchemaReader
from onlineamt.packages.fim.facts import precision_of
from onlineamt.packages.fim.model import CodelistReference, Identity, LegalBasis, Precision, Standard
from onlineamt.packages.fim.notes import shown
from onlineamt.packages.fim.parts import Parts, as_line, as_lines, without_dash
from onlineamt.packages.fim.xml import Node

# A line break ends a legal basis, unless the next line is indented: then a tool has wrapped the text.
_BETWEEN_BASES = re.compile(r";|\n(?![ \t])")
# Patterns are often written into JSON as they are: "\d{5}" instead of "\\d{5}".
_LONE_BACKSLASH = re.compile(r'(\\["\\/bfnrtu])|\\')


class Xdf2Reader(SchemaReader):
    """Reads urn:xoev-de:fim:standard:xdatenfelder_2."""

    standard = Standard.XDF2
    id_digits = 8
    status_name = "status"
    statuses = {"inVorbereitung": "in Vorbereitung", "aktiv": "aktiv", "inaktiv": "inaktiv"}  # noqa: RUF012

    def legal_bases(self, parts: Parts) -> tuple[LegalBasis, ...]:
        """Split the one Bezug of an element at semicolons and lines."""
        found = [
            without_dash(as_line(one))
            for node in parts.all("bezug")
            for one in _BETWEEN_BASES.split(parts.text_of(node).replace("\r", ""))
        ]
        return tuple(LegalBasis(text=one) for one in found if one)

    def precision(self, parts: Parts) -> Precision:
        """Read {"minLength":"1",…}; prose is kept as a note and remarked."""
        node = parts.one("praezisierung")
        if node is None:
            return Precision(line=parts.node.line)
        text = without_dash(as_lines(parts.text_of(node)))
        given = _pairs(text)
        if text and given is None:
            self.notes.remark(
                node.place,
                "fim.precision",
                f"Die Präzisierung ist in Worten geschrieben: „{shown(text)}“.",
                "Sie steht als Notiz am Feld. Tragen Sie Längen und Grenzen selbst ein.",
            )
        return precision_of(given or {}, "" if given is not None else text, node.place, self.notes)

    def codelist(self, parts: Parts) -> CodelistReference | None:
        """Read the id of the catalogue and the names a genericode list goes by."""
        node = parts.one("codelisteReferenz")
        if node is None:
            return None
        inside = Parts(node, self.notes)
        own = inside.one("identifikation")
        named = inside.one("genericodeIdentification")
        inside.finish()
        list_id = self._own(own) if own else None
        canonical, version, uri = list_names_of(named, self.notes) if named else ("", "", "")
        if not (list_id or canonical or version or uri):
            return None
        if not canonical:
            self.notes.remark(node.place, "fim.codelist", NAMELESS, NAME_IT)
        return CodelistReference(
            canonical_id=canonical, version=version, version_uri=uri, own=list_id, line=node.line
        )

    def rule_facts(self, parts: Parts, definition: str) -> dict[str, Any]:
        """The definition of a rule is the rule in German."""
        return {"text": definition, "definition": ""}

    def _own(self, node: Node) -> Identity | None:
        parts = Parts(node, self.notes)
        identity = Identity(id=parts.short("id"), version=parts.short("version"))
        parts.finish()
        return identity if identity.id else None


def _pairs(text: str) -> dict[str, str] | None:
    """Return the names and texts of a JSON object, numbers as they are written; None for anything else."""
    if not text.startswith("{"):
        return None
    read = _json(text)
    if read is None:
        read = _json(_LONE_BACKSLASH.sub(lambda found: found[1] or r"\\", text))
    if not isinstance(read, dict):
        return None
    return {name: one if isinstance(one, str) else _said(one) for name, one in read.items()}


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _said(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)

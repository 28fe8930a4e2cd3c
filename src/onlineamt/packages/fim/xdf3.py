"""XDatenfelder 3.0: limits as attributes, legal bases with links, values in the field, rules with a kind."""

from typing import Any

from onlineamt.packages.fim.described import NAME_IT, NAMELESS, list_names_of
from onlineamt.packages.fim.elements import SchemaReader
from onlineamt.packages.fim.facts import coded, precision_of
from onlineamt.packages.fim.model import (
    CodelistReference,
    LegalBasis,
    Precision,
    RuleKind,
    RulePart,
    Standard,
)
from onlineamt.packages.fim.parts import Parts, as_line, as_lines, leaves, without_dash


class Xdf3Reader(SchemaReader):
    """Reads urn:xoev-de:fim:standard:xdatenfelder_3.0.0 and its revisions."""

    standard = Standard.XDF3
    id_digits = 11
    status_name = "freigabestatus"
    # urn:xoev-de:xprozess:codeliste:status, version 2022-07-12
    statuses = {  # noqa: RUF012
        "1": "in Planung",
        "2": "in Bearbeitung",
        "3": "Entwurf",
        "4": "methodisch freigegeben",
        "5": "fachlich freigegeben (silber)",
        "6": "fachlich freigegeben (gold)",
        "7": "inaktiv",
        "8": "vorgesehen zum Löschen",
    }

    def legal_bases(self, parts: Parts) -> tuple[LegalBasis, ...]:
        """Return every Bezug with its link."""
        found = [
            (without_dash(as_line(parts.text_of(node))), node.attributes.get("link", "").strip())
            for node in parts.all("bezug")
        ]
        return tuple(LegalBasis(text=text or link, link=link) for text, link in found if text or link)

    def precision(self, parts: Parts) -> Precision:
        """Read the attributes; text in the element is kept as a note."""
        node = parts.one("praezisierung")
        if node is None:
            return Precision(line=parts.node.line)
        Parts(node, self.notes).finish(attributes=set(node.attributes))
        return precision_of(node.attributes, as_lines(node.text), node.place, self.notes)

    def codelist(self, parts: Parts) -> CodelistReference | None:
        """Read the names a list goes by, and the columns to take from it."""
        columns = tuple(parts.short(name) for name in ("codeKey", "nameKey", "helpKey"))
        node = parts.one("codelisteReferenz")
        canonical, version, uri = list_names_of(node, self.notes) if node else ("", "", "")
        place = node.place if node else parts.node.place
        if (version or uri) and not canonical:
            self.notes.remark(place, "fim.codelist", NAMELESS, NAME_IT)
        elif any(columns) and not (canonical or version or uri):
            self.notes.remark(
                place,
                "fim.codelist",
                f"Das Feld nennt Spalten ({', '.join(filter(None, columns))}), aber keine Codeliste.",
                "Ergänzen Sie <codelisteReferenz>, oder löschen Sie die Spalten.",
            )
        if not (canonical or version or uri):
            return None
        code, name, explained = columns
        return CodelistReference(
            canonical_id=canonical,
            version=version,
            version_uri=uri,
            code_column=code,
            name_column=name,
            help_column=explained,
            line=place.line,
        )

    def rule_facts(self, parts: Parts, definition: str) -> dict[str, Any]:
        """Return the free text of a rule, its kind, and the parts it may have."""
        return {
            "text": parts.long("freitextRegel"),
            "definition": definition,
            "kind": coded(parts, "typ", RuleKind),
            "parameters": _rule_parts(parts, "param"),
            "targets": _rule_parts(parts, "ziel"),
            "errors": _rule_parts(parts, "fehler"),
        }


def _rule_parts(parts: Parts, name: str) -> tuple[RulePart, ...]:
    found = []
    for node in parts.all(name):
        own = [(name, text)] if (text := as_lines(node.text)) else []
        texts = (*node.attributes.items(), *own, *leaves(node))
        if texts:
            found.append(RulePart(texts=texts, line=node.line))
    return tuple(found)

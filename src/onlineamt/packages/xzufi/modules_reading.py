"""Takes the text modules out of a `leistung`: prose, words, links, and what structured modules say in numbers."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.xzufi.languages import language_of
from onlineamt.packages.xzufi.markup import as_links_html, links_in, to_line, to_text
from onlineamt.packages.xzufi.modules import (
    APPROVAL,
    AUTHOR,
    BY_CODE,
    BY_ELEMENT,
    MODULES,
    Kind,
    Module,
)
from onlineamt.packages.xzufi.xml import Node

LONGEST_LINE, LONGEST_PROSE, LONGEST_ADDRESS = 300, 20_000, 500  # as the definition of a service has them
MOST_MARKUP = 5 * LONGEST_PROSE
_DESCRIBED = {"beschreibung", "inhalt", "weiterfuehrenderLink"}
_NO_WORDS = {"positionDarstellung", "gueltigkeit", "leikaTextmodul", "id"}
_UNITS = {
    "minute": ("Minute", "Minuten"), "stunde": ("Stunde", "Stunden"), "tag": ("Tag", "Tage"),
    "arbeitstag": ("Arbeitstag", "Arbeitstage"), "werktag": ("Werktag", "Werktage"), "woche": ("Woche", "Wochen"),
    "monat": ("Monat", "Monate"), "quartal": ("Quartal", "Quartale"), "jahr": ("Jahr", "Jahre"),
}  # fmt: skip


class ModuleReader:
    """Collects the modules of one service by language, and what could not be taken."""

    def __init__(self) -> None:
        self.author = ""
        self.remarks: list[str] = []
        self._read: dict[Language, dict[str, Any]] = {}
        self._foreign: dict[str, int] = {}

    def take(self, node: Node) -> bool:
        """Take what a child of `leistung` says; False when it is no module that is known."""
        if node.name == "modulText":
            self._text(node)
        elif node.name == "modulBegriffImKontext":
            self._words(node)
        elif node.name in BY_ELEMENT:
            self._structured(node, BY_ELEMENT[node.name])
        else:
            return node.name == APPROVAL
        return True

    def modules(self) -> Mapping[str, Mapping[str, Any]]:
        """Return everything taken, in the order of the modules; remarks are complete after this."""
        for code, count in sorted(self._foreign.items()):
            texts = "1 Text" if count == 1 else f"{count} Texte"
            self.remarks.append(
                f"Nicht übernommen: {texts} in der Sprache „{code}“. Das Portal spricht sie nicht."
            )
        self._foreign = {}
        return {
            language.value: {
                module.key: list(said.values()) if isinstance(said, dict) else said
                for module in MODULES
                if (said := read.get(module.key))
            }
            for language in Language
            if (read := self._read.get(language))
        }

    def _text(self, node: Node) -> None:
        code = node.said("leikaTextmodul", "code") or node.said("leikaTextmodul")
        code = code.zfill(2) if code.isdigit() else code
        if code == AUTHOR:
            self._author(node)
        elif code in BY_CODE:
            self._contents(node, BY_CODE[code])
        else:
            name = node.said("leikaTextmodul", "name")
            words = next((to_line(one.markup) for one in node.all("inhalt")), "")
            self.remarks.append(
                f"Zeile {node.line}: Das Textmodul „{code or 'ohne Nummer'}“{f' ({name})' if name else ''} ist nicht bekannt und wurde "
                f"nicht übernommen: „{_short(words)}“"
            )

    def _author(self, node: Node) -> None:
        for content in node.all("inhalt"):
            line = to_line(content.markup)
            if line and not self.author:
                self.author = self._fitting(line, LONGEST_LINE, "Urheber", content)
        self._left_over(node, {"inhalt"})

    def _contents(self, node: Node, module: Module) -> None:
        for content in node.all("inhalt"):
            self._content(content, module)
        for link in node.all("weiterfuehrenderLink"):
            self._link(link, module)
        self._left_over(node, {"inhalt", "weiterfuehrenderLink"})

    def _content(self, content: Node, module: Module) -> None:
        language = self._language(content)
        if language is None:
            return
        if not self._fitting(content.markup, MOST_MARKUP, module.label, content):
            return
        if module.kind is Kind.LINE:
            said = self._fitting(to_line(content.markup), LONGEST_LINE, module.label, content)
            self._keep(language, module, said, content)
        elif module.kind is Kind.LINKS:
            links, beside = links_in(content.markup)
            for title, url in links:
                self._keep_link(language, module, title, url, content)
            if beside:
                self.remarks.append(
                    f"Zeile {content.line}: Text neben den Links wurde nicht übernommen: „{_short(beside)}“"
                )
        else:
            self._prose(language, module, content)

    def _prose(self, language: Language, module: Module, content: Node) -> None:
        remarks: list[str] = []
        text = to_text(content.markup, keep_lines=language is Language.PLAIN_GERMAN, remarks=remarks)
        self.remarks += [f"Zeile {content.line}, {module.label}: {one}" for one in remarks]
        self._keep(language, module, self._fitting(text, LONGEST_PROSE, module.label, content), content)

    def _link(self, link: Node, module: Module) -> None:
        language = self._language(link)
        url, title = link.said("uri") or link.text, link.said("titel") or link.said("beschreibung")
        if language is None or not url:
            return
        if module.kind is Kind.LINKS:
            self._keep_link(language, module, title or url, url, link)
        else:
            self._keep(language, module, to_text(as_links_html([(title or url, url)])), link)

    def _keep_link(self, language: Language, module: Module, title: str, url: str, node: Node) -> None:
        if not re.fullmatch(r"https://\S+", url) or len(url) > LONGEST_ADDRESS:
            self.remarks.append(
                f"Zeile {node.line}: Der Link {_short(url)} beginnt nicht mit https:// und wurde nicht übernommen."
            )
            return
        link = {"title": title[:LONGEST_LINE], "url": url}
        self._listed(language, module).setdefault((title, url), link)

    def _listed(self, language: Language, module: Module) -> dict[Any, Any]:
        """Return what is collected for a module that is a list: each thing once, in the order of the file."""
        listed: dict[Any, Any] = self._read.setdefault(language, {}).setdefault(module.key, {})
        return listed

    def _words(self, node: Node) -> None:
        module = BY_ELEMENT["modulBegriffImKontext"]
        for one in node.all("begriffImKontext"):
            for word in one.all("begriff"):
                language = self._language(word)
                said = self._fitting(to_line(word.markup), LONGEST_LINE, module.label, word)
                if language and said:
                    self._listed(language, module)[said] = said
        self._left_over(node, {"begriffImKontext"})

    def _structured(self, node: Node, module: Module) -> None:
        """Take the description; where there is none, a sentence made of the numbers."""
        for content in (*node.all("beschreibung"), *node.all("inhalt")):
            self._content(content, module)
        for link in node.all("weiterfuehrenderLink"):
            self._link(link, module)
        facts = [fact for one in node.children if one.name not in _DESCRIBED for fact in _facts(one)]
        if facts and module.key not in self._read.get(Language.GERMAN, {}):
            text = facts[0] if len(facts) == 1 else "\n".join(f"- {fact}" for fact in facts)
            self._read.setdefault(Language.GERMAN, {})[module.key] = text
            self.remarks.append(
                f"Zeile {node.line}: „{module.label}“ steht dort nur in Zahlen. Prüfen Sie den Text: „{_short('; '.join(facts))}“"
            )
        elif facts:
            self.remarks.append(
                f"Zeile {node.line}: „{module.label}“ nennt außerdem in Zahlen: {'; '.join(facts)}."
            )

    def _keep(self, language: Language, module: Module, said: str, node: Node) -> None:
        read = self._read.setdefault(language, {})
        if not said:
            return
        before = read.setdefault(module.key, said)
        if said == before:
            return
        if module.kind is Kind.LINE or len(before) + len(said) > LONGEST_PROSE:
            self.remarks.append(
                f"Zeile {node.line}: „{module.label}“ steht mehrmals da. Nicht übernommen: „{_short(said)}“"
            )
        else:
            read[module.key] = f"{before}\n\n{said}"

    def _language(self, node: Node) -> Language | None:
        code = node.attributes.get("languageCode") or node.attributes.get("lang", "")
        language = language_of(code)
        if language is None:
            self._foreign[code] = self._foreign.get(code, 0) + 1
        return language

    def _fitting(self, said: str, longest: int, label: str, node: Node) -> str:
        if len(said) <= longest:
            return said
        self.remarks.append(
            f"Zeile {node.line}: „{label}“ ist länger als {longest} Zeichen und wurde nicht übernommen."
        )
        return ""

    def _left_over(self, node: Node, taken: set[str]) -> None:
        left = sorted({one.name for one in node.children} - taken - _NO_WORDS)
        if left:
            self.remarks.append(f"Zeile {node.line}: Nicht übernommen aus „{node.name}“: {', '.join(left)}.")


def _facts(node: Node) -> list[str]:
    """Return what the numbers of a time limit, a duration or a fee say, each in words."""
    said = {one.name: one.said("code") or one.text for one in node.walk() if one.said("code") or one.text}
    described = next((to_line(one.markup) for one in node.walk() if one.name.startswith("beschreibung")), "")
    facts = []
    if "dauer" in said:
        unit = said.get("einheit", "")
        until = (
            f" bis {_counted(said['dauerBis'], said.get('einheitBis', unit))}" if "dauerBis" in said else ""
        )
        start = (
            said["dauer"] if until and said.get("einheitBis", unit) == unit else _counted(said["dauer"], unit)
        )
        facts.append(f"{start}{until}")
    if "betrag" in said:
        facts.append(_amount(said["betrag"], said.get("waehrung", "EUR")))
    if "betragUntergrenze" in said or "betragObergrenze" in said:
        ends = (("ab", "betragUntergrenze"), ("bis", "betragObergrenze"))
        facts.append(
            " ".join(
                f"{word} {_amount(said[name], said.get('waehrung', 'EUR'))}"
                for word, name in ends
                if name in said
            )
        )
    if {"von", "bis"} & said.keys():
        facts.append(" ".join(f"{word} {said[word]}" for word in ("von", "bis") if word in said))
    if described:
        facts = [f"{' '.join(facts)}: {described}" if facts else described]
    known = {
        "dauer",
        "einheit",
        "dauerBis",
        "einheitBis",
        "betrag",
        "waehrung",
        "betragUntergrenze",
        "betragObergrenze",
        "von",
        "bis",
    }
    other = [f"{name} {value}" for name, value in said.items() if not _is_taken(name, known, node.name)]
    return facts + ([", ".join(other)] if other else [])


def _is_taken(name: str, known: set[str], root: str) -> bool:
    return (
        name in known
        or name in _NO_WORDS
        or name in {"code", "name", root}
        or name.startswith(("beschreibung", "weiterfuehrender"))
    )


def _counted(number: str, unit: str) -> str:
    one, many = _UNITS.get(unit.lower(), (unit, unit))
    return f"{number} {one if number == '1' else many}".strip()


def _amount(number: str, currency: str) -> str:
    try:
        shown = f"{Decimal(number):.2f}".replace(".", ",")
    except InvalidOperation:
        shown = number
    return f"{shown} {'Euro' if currency.upper() == 'EUR' else currency}"


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"

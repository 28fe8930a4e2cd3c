"""Writes services as XZuFi 2.2.0, one `leistung` a file, as the FIM portal hands them out.

Strict: only elements that are known for certain to be in the standard. Costs and times are described in words there; the
elements for single amounts and periods are left out, because nobody could check their spelling.
"""

from xml.etree import ElementTree as ET

from onlineamt.packages.xzufi.languages import code_of
from onlineamt.packages.xzufi.markup import as_line_html, as_links_html, to_html
from onlineamt.packages.xzufi.modules import (
    APPROVAL,
    AUTHOR,
    AUTHOR_LABEL,
    MODULES,
    SERVICE_CODES,
    TEXT_CODES,
    TEXT_CODES_VERSION,
    Kind,
    Module,
)
from onlineamt.packages.xzufi.service_text import OUR_SCHEME, Identifier, ServiceText

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
_TEXT_MODULES = [module for module in MODULES if module.element == "modulText"]
_OWN_ELEMENTS = [module for module in MODULES if module.element != "modulText"]


def write_service(text: ServiceText) -> bytes:
    """Return the service as a XZuFi document in UTF-8."""
    ET.register_namespace("xzufi", NAMESPACE)
    root = ET.Element(_named("leistung"))
    _add_identifier(root, "id", text.id)
    if text.origin:
        _add_identifier(root, "idSekundaer", text.origin)
    for number in text.numbers:
        _add_code(root, "referenzLeiKa", number, listURI=SERVICE_CODES)
    _add_text_modules(root, text)
    for module in sorted(_OWN_ELEMENTS, key=lambda one: _ORDER.index(one.element)):
        _add_own_element(root, module, text)
    if text.approved:
        approval = _add(root, APPROVAL)
        _add(approval, "fachlichFreigegebenAm", text.approved.on.isoformat())
        _add(approval, "fachlichFreigegebenDurch", text.approved.by, languageCode="de")
    for code in text.typisierung:
        _add_code(root, "typisierung", code)
    if text.version:
        _add(_add(root, "versionsinformation"), "version", text.version)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


_ORDER = ["modulFrist", "modulKosten", "modulBearbeitungsdauer", "modulBegriffImKontext"]  # of the standard


def _add_text_modules(root: ET.Element, text: ServiceText) -> None:
    position = 0
    for module in _TEXT_MODULES:
        said = _said(text, module)
        if said:
            position += 1
            _add_text_module(root, module.code, module.label, position, said)
    if text.author:
        _add_text_module(root, AUTHOR, AUTHOR_LABEL, position + 1, {"de": as_line_html(text.author)})


def _add_text_module(root: ET.Element, code: str, label: str, position: int, said: dict[str, str]) -> None:
    module = _add(root, "modulText")
    _add(module, "positionDarstellung", str(position))
    for language, html in said.items():
        _add(module, "inhalt", html, languageCode=code_of(language))
    kind = _add(module, "leikaTextmodul", listURI=TEXT_CODES, listVersionID=TEXT_CODES_VERSION)
    ET.SubElement(kind, "code").text = code
    ET.SubElement(kind, "name").text = label


def _add_own_element(root: ET.Element, module: Module, text: ServiceText) -> None:
    if module.kind is Kind.WORDS:
        words = [
            (code_of(lang), word) for lang, read in text.modules.items() for word in read.get(module.key, ())
        ]
        parent = _add(root, module.element) if words else root
        for language, word in words:
            _add(_add(parent, "begriffImKontext"), "begriff", as_line_html(word), languageCode=language)
        return
    said = _said(text, module)
    parent = _add(root, module.element) if said else root
    for lang, html in said.items():
        _add(parent, "beschreibung", html, languageCode=code_of(lang))


def _said(text: ServiceText, module: Module) -> dict[str, str]:
    """Return the module as HTML by language, where there is something to say."""
    return {
        lang: _html(module, read[module.key], lang) for lang, read in text.modules.items() if read.get(module.key)
    }  # fmt: skip


def _html(module: Module, said: object, lang: str) -> str:
    if isinstance(said, list | tuple):
        return as_links_html((link["title"], link["url"]) for link in said)
    if module.kind is Kind.LINE:
        return as_line_html(str(said))
    return to_html(str(said), keep_lines=lang == "de-easy")


def _add_identifier(root: ET.Element, name: str, given: Identifier) -> None:
    attributes = {"schemeID": given.scheme, "schemeAgencyID": given.agency, "schemeVersionID": given.version}
    if given.scheme == OUR_SCHEME:
        attributes["schemeName"] = "Online-Amt, Schlüssel des Leistungspakets"
    _add(root, name, given.id, **{key: value for key, value in attributes.items() if value})


def _add_code(root: ET.Element, name: str, code: str, **attributes: str) -> None:
    ET.SubElement(_add(root, name, **attributes), "code").text = code  # codes stand without namespace


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _named(name), attributes)
    element.text = text
    return element


def _named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"

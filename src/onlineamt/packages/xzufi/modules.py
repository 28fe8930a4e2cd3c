"""Which LeiKa text module stands where in a package: the one table both directions read.

Numbers and names: code list urn:de:xzufi:codeliste:leistungstextmodulleika, version 20240216. Modules 04, 10, 12, 13 and 17
are elements of their own in XZuFi.
"""

from dataclasses import dataclass
from enum import StrEnum

TEXT_CODES = "urn:de:xzufi:codeliste:leistungstextmodulleika"
TEXT_CODES_VERSION = "20240216"
SERVICE_CODES = "urn:de:fim:leika:leistung"


class Kind(StrEnum):
    """How the words of a module are kept in `texts/<lang>.yaml`."""

    LINE = "line"
    PROSE = "prose"
    WORDS = "words"
    LINKS = "links"


@dataclass(frozen=True)
class Module:
    """A text module: its number, its German name, its key under `modules`, and the element that carries it."""

    code: str
    label: str
    key: str
    kind: Kind = Kind.PROSE
    element: str = "modulText"


MODULES = (
    Module("02", "Leistungsbezeichnung", "leistungsbezeichnung", Kind.LINE),
    Module("03", "Leistungsbezeichnung II", "leistungsbezeichnung_2", Kind.LINE),
    Module("04", "Begriffe im Kontext", "begriffe_im_kontext", Kind.WORDS, "modulBegriffImKontext"),
    Module("05", "Kurztext", "kurztext"),
    Module("06", "Volltext", "volltext"),
    Module("07", "Handlungsgrundlage(n)", "handlungsgrundlagen"),
    Module("08", "Erforderliche Unterlagen", "erforderliche_unterlagen"),
    Module("09", "Voraussetzungen", "voraussetzungen"),
    Module("10", "Kosten", "kosten", element="modulKosten"),
    Module("11", "Verfahrensablauf", "verfahrensablauf"),
    Module("12", "Bearbeitungsdauer", "bearbeitungsdauer", element="modulBearbeitungsdauer"),
    Module("13", "Frist", "frist", element="modulFrist"),
    Module("14", "Formulare", "formulare"),
    Module("15", "Weiterführende Informationen", "weiterfuehrende_informationen", Kind.LINKS),
    Module("16", "Hinweise", "hinweise"),
    Module("22", "Zuständige Stelle", "zustaendige_stelle"),
    Module("23", "Ansprechpunkt", "ansprechpunkt"),
    Module("24", "Teaser", "teaser"),
    Module("25", "Rechtsbehelf", "rechtsbehelf"),
)
AUTHOR = "18"  # Urheber: `urheber` in service.yaml, once for all languages
AUTHOR_LABEL = "Urheber"
APPROVAL = "modulFachlicheFreigabe"  # 17: `fachliche_freigabe` in service.yaml

BY_CODE = {module.code: module for module in MODULES}
BY_KEY = {module.key: module for module in MODULES}
BY_ELEMENT = {module.element: module for module in MODULES if module.element != "modulText"}

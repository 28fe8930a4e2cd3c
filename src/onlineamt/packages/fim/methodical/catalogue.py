"""The checks of FIM's catalogue (XDFM 1.8) that a schema alone cannot be asked, each with the reason. FIM itself has switched some off."""

from collections.abc import Mapping
from typing import Final

_PROFILE = "betrifft Dokumentsteckbriefe, nicht Schemata"
_RELATION = "betrifft Relationen zwischen Elementen, die wir nicht lesen"
_REPOSITORY = "braucht das FIM-Portal oder das XRepository"
_READING = "meldet schon das Einlesen"
_OFF = "in FIM abgeschaltet"
_LENGTH = "die empfohlenen Längen sind uns nicht bekannt"

NOT_CHECKED: Final[Mapping[str, str]] = {
    "1002": _READING,
    "1008": _PROFILE,
    "1021": _READING,
    "1026": _READING,
    "1029": _RELATION,
    "1035": "betrifft alte Werkzeuge",
    "1036": _REPOSITORY,
    "1038": _READING,
    "1039": _READING,
    "1042": _READING,
    "1046": _READING,
    "1047": _READING,
    "1049": _PROFILE,
    "1052": _PROFILE,
    "1053": _PROFILE,
    "1054": _PROFILE,
    "1055": _PROFILE,
    "1058": _READING,
    "1059": _READING,
    "1060": _READING,
    "1076": _REPOSITORY,
    "1087": _RELATION,
    "1088": _RELATION,
    "1089": _OFF,
    "1091": _RELATION,
    "1092": _PROFILE,
    "1104": _OFF,
    "1107": _PROFILE,
    "1108": _OFF,
    "1110": _OFF,
    "1111": _OFF,
    "1112": _OFF,
    "1113": _OFF,
    "1114": _OFF,
    "1115": _REPOSITORY,
    "1119": _OFF,
    "1121": _REPOSITORY,
    "1122": _REPOSITORY,
    "1123": _REPOSITORY,
    "1124": _PROFILE,
    "1125": _REPOSITORY,
    "1126": _REPOSITORY,
    "1134": "betrifft Arbeitskopien im Redaktionssystem",
    "1136": _LENGTH,
    "1137": _LENGTH,
    "1138": _LENGTH,
    "1144": _PROFILE,
}
"""By number: why a check is not made."""

"""Ready-made looks for municipalities that have none yet: twelve accents and marks that tell neighbours apart."""

from onlineamt.audiences.design.theme import Theme

PALETTE: tuple[Theme, ...] = (
    Theme(accent="#0b5c66", mark="bruecke"),
    Theme(accent="#2a4b8d", mark="huegel"),
    Theme(accent="#9c3d2e", mark="blatt"),
    Theme(accent="#1f6b4a", mark="baum"),
    Theme(accent="#0a5f9e", mark="welle"),
    Theme(accent="#8a5200", mark="sonne"),
    Theme(accent="#4a5568", mark="steine"),
    Theme(accent="#6b5d00", mark="aehre"),
    Theme(accent="#6d3a7c", mark="muehle"),
    Theme(accent="#a8325e", mark="haeuser"),
    Theme(accent="#3d6b22", mark="fluss"),
    Theme(accent="#4a3da3", mark="stern"),
)

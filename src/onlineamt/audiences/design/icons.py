"""Line icons for what KERN has none for: life situations and promises. Drawn here, 24 × 24, one stroke."""

from markupsafe import Markup

ICONS: dict[str, str] = {
    "umzug": '<path d="M3 11.5 12 4l9 7.5M5.5 10v9.5h13V10"/><path d="M9 15.5h6M12.8 13.3l2.2 2.2-2.2 2.2"/>',
    "kind": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5c-1.5 1.3-1.5 3 .5 3.5M8.8 14.5c1.8 2 4.6 2 6.4 0M9 11h.01M15 11h.01"/>',
    "auto": '<path d="M4 16.5v-4l2-5.5h12l2 5.5v4zM4.5 12.5h15M6 16.5v2M18 16.5v2M7.5 14.5h1M15.5 14.5h1"/>',
    "tiere": '<ellipse cx="7" cy="10.5" rx="1.6" ry="2.2"/><ellipse cx="17" cy="10.5" rx="1.6" ry="2.2"/><ellipse cx="10" cy="6.2" rx="1.6" ry="2.3"/><ellipse cx="14" cy="6.2" rx="1.6" ry="2.3"/><path d="M12 11.5c-2.5 0-5 3-5 5.3 0 2.7 3 2 5 2s5 .7 5-2c0-2.3-2.5-5.3-5-5.3z"/>',
    "unterstuetzung": '<path d="M12 10.5C10.5 8 7 8.7 7 11.3c0 2.2 3 4.2 5 5.7 2-1.5 5-3.5 5-5.7 0-2.6-3.5-3.3-5-.8z"/><circle cx="12" cy="12" r="9"/>',
    "firma": '<path d="M4 10.5V20h16v-9.5M3 10l2-6h14l2 6M3 10c0 2.5 4.5 2.5 4.5 0 0 2.5 4.5 2.5 4.5 0 0 2.5 4.5 2.5 4.5 0 0 2.5 4.5 2.5 4.5 0M9.5 20v-5h5v5"/>',
    "ausweis": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><circle cx="8.5" cy="11" r="2"/><path d="M5.8 15.8c.7-2 4.7-2 5.4 0M14 10h4M14 14h4"/>',
    "heirat": '<circle cx="9" cy="14" r="5.5"/><circle cx="15" cy="14" r="5.5"/><path d="m10.5 5 1.5 1.8L13.5 5"/>',
    "bauen": '<path d="M4 20.5h16M6 20.5V9.5l6-5 6 5v11M10 20.5v-5h4v5M9.5 11.5h5"/>',
    "strasse": '<path d="M8 4 4.5 20M16 4l3.5 16M12 5v3M12 11v3M12 17v3"/>',
    "parken": '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M10 17V7.5h3a2.8 2.8 0 0 1 0 5.6h-3"/>',
    "abfall": '<path d="M5 7.5h14M9.5 7.5v-3h5v3M6.5 7.5l1 12.5h9l1-12.5M10.3 11v5.5M13.7 11v5.5"/>',
    "schule": '<path d="m2.5 9.5 9.5-4.5 9.5 4.5-9.5 4.5zM6.5 11.5V16c2.5 2.5 8.5 2.5 11 0v-4.5M21.5 9.5V15"/>',
    "gesundheit": '<path d="M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"/>',
    "abschied": '<path d="M12 20.5V9M12 13c-1-4-4-5.5-7.5-5.5C4.5 11.5 8 13.5 12 13zM12 9.5c.3-3.5 2.7-5.5 6.5-6 .5 3.5-2.5 6.5-6.5 6zM12 17c1-2.5 3.3-3.8 6.5-3.5-.5 3-3 4.5-6.5 3.5z"/>',
    "natur": '<path d="M12 21v-6M12 3.5 6.5 10H9l-4 5h14l-4-5h2.5z"/>',
    "wahl": '<path d="M4 12.5v7.5h16v-7.5M2.5 12.5h19M8.5 12.5V4h7v8.5M10.5 8l1.2 1.2L14 7"/>',
    "wohnen": '<path d="M3 11.5 12 4l9 7.5M5.5 10v9.5h13V10M10 19.5v-5.5h4v5.5"/>',
    "uhr": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "pause": '<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>',
    "beleg": '<path d="M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5zM9 8h6M9 11.5h6M9 15h3.5"/>',
    "ohne_konto": '<circle cx="12" cy="8.5" r="3.8"/><path d="M5 20c.8-4.5 3.5-6.5 7-6.5s6.2 2 7 6.5"/>',
    "schloss": '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2"/>',
    "telefon": '<path d="M6.5 4h3l1.5 4-2 1.5c1 2.5 3 4.5 5.5 5.5L16 13l4 1.5v3c0 1.5-1 2.5-2.5 2.5C10.5 19.5 4.5 13.5 4 6.5 4 5 5 4 6.5 4z"/>',
    "ort": '<path d="M12 21c-4-4.5-6.5-7.5-6.5-11a6.5 6.5 0 0 1 13 0c0 3.5-2.5 6.5-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
    "brief": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.5 7 8.5 6 8.5-6"/>',
    "stand": '<path d="M8.5 4.5h7v3h-7zM8.5 6H5.5v14.5h13V6h-3M8.5 13l2.2 2.2L15 11"/>',
}

_SVG = '<svg class="oa-icon" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
_DRAWN = {name: Markup(_SVG.format(drawing)) for name, drawing in ICONS.items()}  # noqa: S704 -- our own drawings


def icon(name: str) -> Markup:
    """Return an icon for a page. It always stands beside its words and is silent itself."""
    return _DRAWN[name]

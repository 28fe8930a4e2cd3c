"""What of a letter's HTML may stand on our page: words, lists, tables and links; never a program, never a style."""

import re

TAGS = {
    "p", "br", "strong", "em", "s", "u", "sub", "sup", "code", "span", "a",
    "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "section", "div",
}  # fmt: skip
ATTRIBUTES = {
    "ol": {"start", "reversed"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "a": {"href"},
    "section": {"lang"},
}
CLASSES = {
    "oa-letter-cover",
    "oa-letter-draft",
    "oa-letter-facts",
    "oa-letter-note",
    "oa-letter-payment",
    "oa-letter-short",
}
_BODY = re.compile(rb"<body[^>]*>(.*)</body>", re.DOTALL)


def safe_fragment(html: str) -> str:
    """Return what stands between the tags of the body, everything else than the list above taken out."""
    import nh3

    found = _BODY.search(html.encode())
    return nh3.clean(
        (found[1] if found else b"").decode(),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=dict.fromkeys(("section", "div", "dl", "p"), CLASSES),
        clean_content_tags={"script", "style"},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )

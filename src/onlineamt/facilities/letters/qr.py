"""QR codes as drawings."""

from io import BytesIO

# A reader undoes any of the eight masks alike. Trying all of them for the prettiest costs five times the code itself, and
# what is masked here, an address with a random end, never looks like a finder pattern.
_MASK = 4


def qr_svg(text: str) -> str:
    """Return a QR code as SVG with the quiet zone around it; a quarter of it may be soiled on paper."""
    import segno

    drawing = BytesIO()
    segno.make_qr(text, error="q", mask=_MASK).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff", omitsize=True
    )
    return drawing.getvalue().decode()

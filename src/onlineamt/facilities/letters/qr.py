"""QR codes as drawings."""

from io import BytesIO


def qr_svg(text: str) -> str:
    """Return a QR code as SVG with the quiet zone around it; a quarter of it may be soiled on paper."""
    import segno

    drawing = BytesIO()
    segno.make_qr(text, error="q").save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff"
    )
    return drawing.getvalue().decode()

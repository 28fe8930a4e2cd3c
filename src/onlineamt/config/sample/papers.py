"""The papers that people of the sample world hand in: small, plainly invented, and really there."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

_SIZE = (620, 440)
_FRAME = 20


def draw_paper(name: str) -> bytes:
    """Return a picture on which its name stands and that it is a sample; as a PDF where the name says so."""
    paper = Image.new("RGB", _SIZE, "white")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((_FRAME, _FRAME, _SIZE[0] - _FRAME, _SIZE[1] - _FRAME), outline="black", width=2)
    pen.text((2 * _FRAME, 2 * _FRAME), f"MUSTER\n\n{Path(name).stem}", fill="black", font_size=32)
    kinds = {".pdf": "PDF", ".png": "PNG"}
    made = BytesIO()
    paper.save(made, kinds.get(Path(name).suffix.lower(), "JPEG"))
    return made.getvalue()

"""Files as strangers hand them in: honest, broken and hostile."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms

SAMPLES = Path(__file__).parent / "samples"
AS_IT_IS = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
WHERE = b"51.515 Nord"  # stands for everything that tells where a photo was taken


def heic() -> bytes:
    """A photo as a telephone makes it: 80 × 120, red in the upper right corner once it is upright; with place and owner."""
    return (SAMPLES / "telephone.heic").read_bytes()


def picture(
    kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (120, 80), **options: Any
) -> bytes:
    """A picture with a red upper left corner."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste((255, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    made = BytesIO()
    drawn.convert(mode).save(made, kind, **options)
    return made.getvalue()


def exif(orientation: int) -> Image.Exif:
    """What a camera writes: how it was held, whose it is, where it was."""
    written = Image.Exif()
    written[0x0112] = orientation
    written[0x010F] = WHERE.decode()
    written.get_ifd(0x8825)[1] = "N"
    return written


def srgb() -> bytes:
    """A colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def deep_png() -> bytes:
    """A scan with 16 bits of grey: black to the left, white to the right."""
    made = BytesIO()
    ramp = b"".join((column * 655).to_bytes(2, "little") for column in range(100))
    Image.frombytes("I;16", (100, 10), ramp * 10).save(made, "PNG")
    return made.getvalue()


def moving_png() -> bytes:
    """Two pictures, one after the other."""
    made = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


def bomb_png() -> bytes:
    """A few bytes that say they are a picture of 30,000 by 30,000."""
    made = bytearray(picture("PNG", mode="L", size=(8, 8)))
    made[16:24] = (30_000).to_bytes(4, "big") * 2
    import zlib

    made[29:33] = zlib.crc32(made[12:29]).to_bytes(4, "big")
    return bytes(made)


def paper(change: Callable[[Pdf], None] = lambda pdf: None, *, pages: int = 1, **options: Any) -> bytes:
    """A PDF with a word on each page; `change` does to it what the test is about."""
    made = BytesIO()
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(200, 200))
            page.Contents = Stream(pdf, f"BT /F1 12 Tf 20 100 Td (Seite {number + 1}) Tj ET".encode())
        change(pdf)
        pdf.save(made, **(options or AS_IT_IS))
    return made.getvalue()


def acting(pdf: Pdf) -> None:
    """Everything in a PDF that acts by itself, or on a click."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert('boese')")
    launch = Dictionary(S=Name.Launch, F="boese.exe")
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["boese", script])))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=launch)
    link: dict[str, Any] = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9])}
    there = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]), Next=pdf.make_indirect(launch))
    page.Annots = Array(
        [
            pdf.make_indirect(Dictionary(**link, A=launch)),
            pdf.make_indirect(Dictionary(**link, A=Dictionary(S=Name.URI, URI="https://boese.invalid"))),
            pdf.make_indirect(Dictionary(**link, A=there)),
            pdf.make_indirect(Dictionary(**link, A=Array([script]))),
        ]
    )


def carrying(pdf: Pdf) -> None:
    """Another file inside, in both places."""
    pdf.attachments["boese.exe"] = b"MZ boese"
    held = Dictionary(Type=Name.Filespec, F="boese.exe", EF=Dictionary(F=Stream(pdf, b"MZ boese")))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=held, Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    pdf.pages[0].obj.Contents.F = "boese.txt"
    elsewhere = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    elsewhere.Ref = Dictionary(F="boese.pdf", Page=0)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=elsewhere))


def telling(pdf: Pdf) -> None:
    """Who wrote it, with what, and when."""
    pdf.docinfo["/Author"] = WHERE.decode()
    pdf.Root.Metadata = Stream(pdf, b"<x:xmpmeta>" + WHERE + b"</x:xmpmeta>")
    pdf.pages[0].obj.PieceInfo = Dictionary(Word=Dictionary(Private=WHERE.decode()))


def form(pdf: Pdf) -> None:
    """A form, filled in and signed, with the same form as XFA behind it."""
    name = Dictionary(FT=Name.Tx, T="name", V="Erika", Rect=Array([0, 0, 9, 9]), Subtype=Name.Widget)
    signature = Dictionary(FT=Name.Sig, T="sig", V=Dictionary(Type=Name.Sig, Contents=b"\x30\x00"))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([pdf.make_indirect(name), pdf.make_indirect(signature)]),
        XFA=Stream(pdf, b"<xdp>boese</xdp>"),
    )


def made_while_read(pdf: Pdf) -> None:
    """A form of which the pages are drawn by the program that shows it."""
    pdf.Root.NeedsRendering = True
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>"))


def folder(pdf: Pdf) -> None:
    """A PDF that is a folder of other files."""
    pdf.attachments["Nachweis.docx"] = b"PK"
    pdf.Root.Collection = Dictionary(Type=Name.Collection)


def large_page(pdf: Pdf) -> None:
    """A page that unpacks to more than a gigabyte."""
    import zlib

    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(bytes(10_000_000)) for _ in range(101)) + packing.flush()
    pdf.pages[0].obj.Contents = Stream(pdf, b"")
    pdf.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)


def packed_twice(pdf: Pdf) -> None:
    """A megabyte of nothing, packed twice."""
    import zlib

    packed = zlib.compress(zlib.compress(bytes(1_000_000), 9), 9)
    pdf.pages[0].obj.Contents.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))


def deep(pdf: Pdf) -> None:
    """Lists in lists in lists."""
    nested = Array([])
    for _ in range(300):
        nested = Array([nested])
    pdf.pages[0].obj.Deep = nested


def endless_objects() -> bytes:
    """An object stream that unpacks to two gigabytes of nothing, which is read before anything else."""
    import zlib

    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(b" " * 10_000_000) for _ in range(200)) + packing.flush()
    head = b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>\nstream\n" % len(
        packed
    )
    body = head + packed + b"\nendstream\nendobj\n"
    table = zlib.compress(
        bytes([0, 0, 0, 0, 0, 0])
        + bytes([1]) + (9).to_bytes(4, "big") + bytes([0])
        + bytes([2]) + (1).to_bytes(4, "big") + bytes([0])
    )  # fmt: skip
    at = len(body)
    return (
        body
        + b"3 0 obj\n<</Type/XRef/Size 3/W[1 4 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(table)
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
    )

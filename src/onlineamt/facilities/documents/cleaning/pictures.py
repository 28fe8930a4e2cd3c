"""Pictures are drawn anew: what is kept is what can be seen, upright, and nothing of where and when it was taken."""

from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image, ImageCms, JpegImagePlugin

from onlineamt.facilities.documents.errors import FileTooComplex, KindNotAllowed
from onlineamt.facilities.documents.values import FileKind

MOST_PIXELS = 50_000_000  # a sheet of A4 at 600 dots an inch has 35 million
QUALITY = 92  # of what was no JPEG before
LARGEST_PROFILE = 1_000_000  # bytes; that of a scanner has some hundred thousand

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# MPO is a JPEG with further pictures behind it: many telephones put a preview or a map of depth there.
_FORMATS = {FileKind.JPEG: ["JPEG", "MPO"], FileKind.PNG: ["PNG"], FileKind.HEIC: ["HEIF"]}

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and refuse in words
Image.init()


def draw_anew(content: bytes, kind: FileKind) -> bytes:
    """Return the picture as JPEG, or as PNG when it came as one. Raises FileTooComplex, KindNotAllowed, or what Pillow raises."""
    with Image.open(BytesIO(content), formats=_FORMATS[kind]) as picture:
        if kind == FileKind.PNG and getattr(picture, "is_animated", False):
            raise KindNotAllowed  # only one of its pictures would be kept
        _make_handy(picture)
        compression = _compression_of(picture)
        profile = _profile_of(picture)
        turn = _UPRIGHT.get(_orientation_of(picture))
        picture.load()
        plain, is_converted = _to_plain_colours(picture, kind, profile)
        upright = plain if turn is None else plain.transpose(turn)
        kept_profile = None if is_converted else profile
        if kind == FileKind.PNG:
            return _write(upright, "PNG", icc_profile=kept_profile, compress_level=6)
        if is_converted or not compression:
            compression = {"quality": QUALITY}
        return _write(upright, "JPEG", icc_profile=kept_profile, **compression)


def _make_handy(picture: Image.Image) -> None:
    """Read a photo of more pixels than anybody needs at half its size, which costs no memory; refuse other giants."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        picture.draft(None, (width // 2, height // 2))  # JPEG only; others stay as they are
        width, height = picture.size
    if width * height > MOST_PIXELS or min(width, height) < 1:
        raise FileTooComplex


def _compression_of(picture: Image.Image) -> dict[str, Any]:
    """A JPEG is written with its own tables: it stays as large, and as good, as it came."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return {}
    sampling = JpegImagePlugin.get_sampling(picture)
    return {"qtables": dict(picture.quantization), **({"subsampling": sampling} if sampling >= 0 else {})}


def _orientation_of(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except (
        Exception
    ):  # a damaged EXIF block breaks its reader in many ways, and is thrown away with all others
        return 1


def _profile_of(picture: Image.Image) -> bytes | None:
    """Return the colour profile where one can be read: without it, colours change."""
    profile = picture.info.get("icc_profile")
    if not profile or len(profile) > LARGEST_PROFILE:
        return None
    try:
        ImageCms.getOpenProfile(BytesIO(profile))
    except ImageCms.PyCMSError:
        return None
    return bytes(profile)


def _to_plain_colours(
    picture: Image.Image, kind: FileKind, profile: bytes | None
) -> tuple[Image.Image, bool]:
    """Return the picture in colours that every program shows, and whether these are others than its profile speaks of."""
    mode = picture.mode
    if mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L"), True
    if mode in {"CMYK", "LAB", "YCbCr", "HSV", "F"}:
        return _to_rgb(picture, profile), True
    if kind == FileKind.PNG:
        return picture, False
    return (picture, False) if mode in {"L", "RGB"} else (picture.convert("RGB"), False)


def _to_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            made = ImageCms.profileToProfile(
                picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:  # a profile for other colours than those of the picture
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")


def _write(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Write the pixels and nothing that stood beside them; a transparent colour belongs to the pixels."""
    transparent = picture.info.get("transparency") if kind == "PNG" else None
    picture.info = {} if transparent is None else {"transparency": transparent}
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()

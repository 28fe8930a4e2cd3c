from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Pdf
from PIL import Image, ImageChops

from onlineamt.facilities.documents import cleaner as module
from onlineamt.facilities.documents.cleaner import Cleaner
from onlineamt.facilities.documents.errors import (
    FileLocked,
    FileNeedsProgram,
    FileRefused,
    FileTooComplex,
    FileUnreadable,
    KindNotAllowed,
)
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import FileKind

RED = (255, 0, 0)


@pytest.fixture(scope="module")
def cleaner() -> Iterator[Cleaner]:
    cleaner = Cleaner()
    yield cleaner
    cleaner.close()


def cleaned(cleaner: Cleaner, content: bytes, kind: FileKind) -> Image.Image:
    return Image.open(BytesIO(cleaner.clean(content, kind).content))


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def is_about(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 24 for one, other in zip(pixel[:3], colour, strict=True))


def corners(picture: Image.Image) -> list[bool]:
    """Where it is red: upper left, upper right, lower right, lower left."""
    drawn = picture.convert("RGB")
    right, bottom = drawn.width - 4, drawn.height - 4
    return [is_about(drawn.getpixel(at), RED) for at in ((4, 4), (right, 4), (right, bottom), (4, bottom))]


class TestPictures:
    @pytest.mark.parametrize(
        ("orientation", "red_at", "size"),
        [(1, 0, (120, 80)), (2, 1, (120, 80)), (3, 2, (120, 80)), (4, 3, (120, 80)),
         (5, 0, (80, 120)), (6, 1, (80, 120)), (7, 2, (80, 120)), (8, 3, (80, 120))],
    )  # fmt: skip
    def test_stand_upright_and_tell_nothing(
        self, cleaner: Cleaner, orientation: int, red_at: int, size: tuple[int, int]
    ) -> None:
        taken = files.picture(exif=files.exif(orientation), comment=files.WHERE)
        kept = cleaner.clean(taken, FileKind.JPEG)
        picture = Image.open(BytesIO(kept.content))

        assert files.WHERE in taken
        assert kept.media_type == "image/jpeg"
        assert picture.size == size
        assert [place for place, is_red in enumerate(corners(picture)) if is_red] == [red_at]
        assert not dict(picture.getexif())
        assert files.WHERE not in kept.content
        assert b"Exif" not in kept.content

    def test_of_telephones_become_jpeg(self, cleaner: Cleaner) -> None:
        kept = cleaner.clean(files.heic(), FileKind.HEIC)
        picture = Image.open(BytesIO(kept.content))

        assert b"Telefon von Erika" in files.heic()
        assert (kept.media_type, picture.format, picture.size) == ("image/jpeg", "JPEG", (80, 120))
        assert corners(picture) == [False, True, False, False]
        assert b"Erika" not in kept.content

    def test_keep_their_colours(self, cleaner: Cleaner) -> None:
        profile = files.srgb()

        assert (
            cleaned(cleaner, files.picture(icc_profile=profile), FileKind.JPEG).info["icc_profile"] == profile
        )
        assert (
            cleaned(cleaner, files.picture("PNG", icc_profile=profile), FileKind.PNG).info["icc_profile"]
            == profile
        )

    def test_lose_a_profile_that_is_none(self, cleaner: Cleaner) -> None:
        taken = files.picture(icc_profile=b"Erika" * 40)

        assert "icc_profile" not in cleaned(cleaner, taken, FileKind.JPEG).info

    def test_stay_as_good_as_they_came(self, cleaner: Cleaner) -> None:
        taken = files.picture(size=(1200, 800), quality=97, subsampling=0)
        once = cleaner.clean(taken, FileKind.JPEG).content

        assert max(high for _, high in ImageChops.difference(*map(opened, (taken, once))).getextrema()) <= 3
        assert Image.open(BytesIO(once)).quantization == Image.open(BytesIO(taken)).quantization  # type: ignore[attr-defined]

    def test_of_four_inks_become_three_lights(self, cleaner: Cleaner) -> None:
        picture = cleaned(cleaner, files.picture(mode="CMYK"), FileKind.JPEG)

        assert picture.mode == "RGB"
        assert corners(picture) == [True, False, False, False]

    def test_with_a_second_picture_behind_keep_the_first(self, cleaner: Cleaner) -> None:
        first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
        both = BytesIO()
        first.save(both, "MPO", save_all=True, append_images=[second])
        picture = cleaned(cleaner, both.getvalue(), FileKind.JPEG)

        assert (picture.format, picture.size) == ("JPEG", (60, 40))
        assert is_about(picture.getpixel((30, 20)), RED)

    def test_with_sixteen_bits_keep_their_greys(self, cleaner: Cleaner) -> None:
        picture = cleaned(cleaner, files.deep_png(), FileKind.PNG)

        assert picture.mode == "L"
        assert [picture.getpixel((column, 5)) for column in (0, 50, 99)] == [0, 127, 253]

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
    def test_of_every_palette_stay_png(self, cleaner: Cleaner, mode: str) -> None:
        picture = cleaned(cleaner, files.picture("PNG", mode=mode), FileKind.PNG)

        assert picture.format == "PNG"
        assert picture.size == (120, 80)

    def test_lose_what_is_written_beside_them(self, cleaner: Cleaner) -> None:
        from PIL.PngImagePlugin import PngInfo

        words = PngInfo()
        words.add_text("Author", files.WHERE.decode())
        words.add_itxt("XML:com.adobe.xmp", files.WHERE.decode(), zip=False)
        taken = files.picture("PNG", pnginfo=words, exif=files.exif(6))
        kept = cleaner.clean(taken, FileKind.PNG).content

        assert files.WHERE in taken
        assert files.WHERE not in kept
        assert Image.open(BytesIO(kept)).size == (80, 120)

    def test_keep_their_transparent_colour(self, cleaner: Cleaner) -> None:
        taken = files.picture("PNG", mode="P", transparency=0)

        assert "transparency" in cleaned(cleaner, taken, FileKind.PNG).info

    def test_with_more_pixels_than_anybody_needs_are_halved(self, cleaner: Cleaner) -> None:
        taken = files.picture(size=(9_000, 6_000))

        assert cleaned(cleaner, taken, FileKind.JPEG).size == (4_500, 3_000)

    @pytest.mark.parametrize(
        ("content", "kind", "refusal"),
        [
            (files.bomb_png(), FileKind.PNG, FileTooComplex),
            (files.moving_png(), FileKind.PNG, KindNotAllowed),
            (files.picture(size=(900, 900))[:3000], FileKind.JPEG, FileUnreadable),
            (files.picture("PNG", size=(900, 900))[:-400], FileKind.PNG, FileUnreadable),
            (files.heic()[:600], FileKind.HEIC, FileUnreadable),
            (b"\xff\xd8\xff" + b"Quatsch" * 100, FileKind.JPEG, FileUnreadable),
            (files.picture("GIF"), FileKind.PNG, FileUnreadable),
        ],
        ids=["bomb", "moving", "cut jpeg", "cut png", "cut heic", "nonsense", "gif"],
    )
    def test_are_refused_in_words(
        self, cleaner: Cleaner, content: bytes, kind: FileKind, refusal: type[FileRefused]
    ) -> None:
        with pytest.raises(refusal):
            cleaner.clean(content, kind)

    def test_that_are_an_archive_too_are_pictures_only(self, cleaner: Cleaner) -> None:
        kept = cleaner.clean(files.picture() + b"PK\x03\x04 <script>boese()</script>", FileKind.JPEG)

        assert b"boese" not in kept.content


def reopened(content: bytes) -> Pdf:
    return pikepdf.open(BytesIO(content))


def everything(content: bytes) -> bytes:
    """Every byte of a PDF, unpacked."""
    made = BytesIO()
    with reopened(content) as pdf:
        pdf.save(
            made,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return made.getvalue()


class TestPapers:
    def test_keep_their_pages(self, cleaner: Cleaner) -> None:
        kept = cleaner.clean(files.paper(pages=3), FileKind.PDF)

        assert kept.media_type == "application/pdf"
        assert [f"Seite {number}".encode() in everything(kept.content) for number in (1, 2, 3)] == [True] * 3
        assert len(reopened(kept.content).pages) == 3

    @pytest.mark.parametrize("change", [files.acting, files.carrying, files.form])
    def test_lose_what_acts_or_hides(self, cleaner: Cleaner, change: Callable[[Pdf], None]) -> None:
        taken = files.paper(change)
        kept = cleaner.clean(taken, FileKind.PDF).content

        assert b"boese" in everything(taken)
        assert b"boese" not in everything(kept)
        for word in (
            b"/JavaScript",
            b"/Launch",
            b"/EmbeddedFiles",
            b"/XFA",
            b"/OpenAction",
            b"/FileAttachment",
        ):
            assert word not in everything(kept)

    def test_keep_links_between_their_pages(self, cleaner: Cleaner) -> None:
        kept = reopened(cleaner.clean(files.paper(files.acting), FileKind.PDF).content)
        notes = list(kept.pages[0].obj.Annots)

        assert [str(note.A.S) for note in notes if "/A" in note] == ["/GoTo"]

    def test_keep_what_was_filled_in_but_no_signature_of_another_file(self, cleaner: Cleaner) -> None:
        kept = reopened(cleaner.clean(files.paper(files.form), FileKind.PDF).content)
        fields = list(kept.Root.AcroForm.Fields)

        assert str(fields[0].V) == "Erika"
        assert "/V" not in fields[1]

    def test_tell_nothing_of_their_author(self, cleaner: Cleaner) -> None:
        taken = files.paper(files.telling)

        assert files.WHERE in everything(taken)
        assert files.WHERE not in everything(cleaner.clean(taken, FileKind.PDF).content)

    def test_forget_what_was_changed_in_them(self, cleaner: Cleaner) -> None:
        """An older state stays in a file that was saved by appending."""
        taken = files.paper()
        older = taken.replace(b"%%EOF", b"% Erika war hier\n%%EOF")

        assert b"Erika" not in cleaner.clean(older, FileKind.PDF).content

    def test_locked_against_printing_only_are_opened(self, cleaner: Cleaner) -> None:
        taken = files.paper(encryption=pikepdf.Encryption(owner="geheim", user=""))

        assert not reopened(cleaner.clean(taken, FileKind.PDF).content).is_encrypted

    def test_that_are_an_archive_too_are_papers_only(self, cleaner: Cleaner) -> None:
        kept = cleaner.clean(files.paper() + b"PK\x03\x04 boese\n%%EOF\n", FileKind.PDF)

        assert b"boese" not in kept.content

    def test_with_a_damaged_table_are_repaired(self, cleaner: Cleaner) -> None:
        taken = files.paper(pages=2).replace(b"startxref", b"startxxxx")

        assert len(reopened(cleaner.clean(taken, FileKind.PDF).content).pages) == 2

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (files.paper(encryption=pikepdf.Encryption(owner="a", user="b")), FileLocked),
            (files.paper(files.made_while_read), FileNeedsProgram),
            (files.paper(files.folder), FileNeedsProgram),
            (files.paper(pages=501), FileTooComplex),
            (files.paper(files.packed_twice), FileTooComplex),
            (files.paper(files.deep), FileTooComplex),
            (files.paper(pages=0), FileUnreadable),
            (files.paper()[:-30], FileUnreadable),
            (b"%PDF-1.7\nQuatsch\n%%EOF", FileUnreadable),
        ],
        ids=["locked", "xfa", "folder", "pages", "packed twice", "deep", "no page", "cut", "nonsense"],
    )
    def test_are_refused_in_words(self, cleaner: Cleaner, content: bytes, refusal: type[FileRefused]) -> None:
        with pytest.raises(refusal):
            cleaner.clean(content, FileKind.PDF)

    @pytest.mark.parametrize(
        "make", [lambda: files.paper(files.large_page), files.endless_objects], ids=["page", "objects"]
    )
    def test_that_unpack_to_gigabytes_end_alone(self, cleaner: Cleaner, make: Callable[[], bytes]) -> None:
        bomb = make()

        assert len(bomb) < 5_000_000
        with pytest.raises((FileTooComplex, FileUnreadable)):
            cleaner.clean(bomb, FileKind.PDF)
        assert cleaner.clean(files.paper(), FileKind.PDF).content


class TestDamage:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (files.paper(files.form, pages=2), FileKind.PDF),
            (files.picture(exif=files.exif(6), icc_profile=files.srgb()), FileKind.JPEG),
            (files.picture("PNG", mode="P", icc_profile=files.srgb()), FileKind.PNG),
            (files.heic(), FileKind.HEIC),
        ],
        ids=list(FileKind),
    )
    def test_at_any_place_is_refused_in_words_or_mended(
        self, cleaner: Cleaner, content: bytes, kind: FileKind
    ) -> None:
        outcomes = set()
        for start in range(0, len(content), max(1, len(content) // 60)):
            damaged = content[:start] + bytes([content[start] ^ 0xFF]) + content[start + 1 :]
            for taken in (damaged, content[:start] + content[start + 7 :]):
                try:
                    outcomes.add(cleaner.clean(taken, kind).media_type)
                except FileRefused as refused:
                    outcomes.add(refused.code)

        assert FileUnreadable.code in outcomes
        assert outcomes <= {"application/pdf", "image/jpeg", "image/png", *module._REFUSALS}

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from onlineamt.facilities.letters.errors import LetterCannotBeSet
from onlineamt.facilities.letters.permit_card import make_permit_pdf, render_permit
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.tests.factories import LETTERHEAD
from onlineamt.facilities.letters.tests.permits import BODY, make_permit
from onlineamt.facilities.letters.tests.reading import (
    catalogue_of,
    metadata_of,
    page_count,
    structure_of,
    text_of,
)
from onlineamt.facilities.letters.verification import examine

DPI = 100
MM = DPI / 25.4


def drawn(pdf: bytes, folder: Path) -> Image.Image:
    """Return the page as a printer draws it."""
    (folder / "card.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", folder / "card.pdf"], capture_output=True, check=True
    )
    return Image.open(BytesIO(done.stdout))


class TestRenderPermit:
    def test_says_whose_it_is_for_what_and_until_when(self) -> None:
        words = text_of(render_permit(make_permit()))

        for said in ("Bewohnerparkausweis", "Stadt Musterstadt", "BP-2026-00042", "22.11.2027", "MU-AB 123"):
            assert said in words

    def test_lets_the_package_say_how_it_is_shown(self) -> None:
        assert "Legen Sie die Karte gut lesbar aus." in text_of(render_permit(make_permit()))
        silent = BODY.replace("#let hinweise = (ausweis.parameters.hinweis,)\n", "")
        assert "gut lesbar" not in text_of(render_permit(make_permit(bodies={"ausweis": silent})))

    def test_says_that_it_knows_no_end(self) -> None:
        assert "auf Weiteres" in text_of(render_permit(make_permit(valid_until=None)))

    @pytest.mark.parametrize(
        ("area", "plate", "title", "name"),
        [
            ("B", "MU-A 1", "Ausweis", "Amt"),
            (
                "Innenstadt-Nordwest, Abschnitt 12",
                "MUE-XY 9999 E",
                "Ausnahmegenehmigung für Handwerksbetriebe im Kreis",
                "Verwaltungsgemeinschaft Unteres Musterbachtal an der Muster",
            ),
        ],
    )
    def test_is_one_page_with_one_card_however_long_the_words(
        self, area: str, plate: str, title: str, name: str
    ) -> None:
        permit = make_permit(
            area=area, plate=plate, title=title, letterhead=replace(LETTERHEAD, name=name), number="BP-" * 8
        )
        pdf = render_permit(permit)

        assert page_count(pdf) == 1
        assert plate in text_of(pdf)  # in one line, in smaller letters

    def test_shows_an_address_in_the_window_where_it_travels_alone(self) -> None:
        pdf = render_permit(make_permit(recipient=("Erika Mustermann", "Lindenweg 7", "99999 Musterstadt")))

        assert page_count(pdf) == 1
        assert "Lindenweg 7" in text_of(pdf)
        assert "Lindenweg" not in text_of(render_permit(make_permit()))

    def test_is_made_for_archives_and_readers(self) -> None:
        pdf = render_permit(make_permit())
        metadata = metadata_of(pdf)

        assert "<pdfaid:part>3</pdfaid:part>" in metadata
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert str(catalogue_of(pdf)["/Lang"]) == "de-DE"
        assert {"H1", "H2", "Figure"} <= set(structure_of(pdf))

    def test_has_a_code_of_more_than_two_and_a_half_centimetres_within_the_cut(self, tmp_path: Path) -> None:
        page = drawn(render_permit(make_permit()), tmp_path)
        left, right = round(page.width - 72 * MM), round(page.width - 26 * MM)  # inside the frame
        top, bottom = round(90 * MM), round(160 * MM)
        code = page.crop((left, top, right, bottom)).point(lambda shade: 255 if shade < 60 else 0)
        columns = [
            sum(1 for y in range(code.height) if code.getpixel((x, y))) > 8 * MM for x in range(code.width)
        ]

        wide = len(columns) - columns.index(True) - columns[::-1].index(True)
        assert wide / MM >= 25

    def test_makes_the_same_bytes_of_the_same_card(self) -> None:
        assert render_permit(make_permit()) == render_permit(make_permit())

    @pytest.mark.parametrize("written", ['#panic("x")', "*fett* $x^2$", "<script>alert(1)</script>", "Żółć"])
    def test_reads_nothing_of_a_person_as_markup(self, written: str) -> None:
        assert written in text_of(render_permit(make_permit(area=written)))

    def test_tells_of_a_fault_in_the_package(self) -> None:
        with pytest.raises(LetterCannotBeSet):
            render_permit(make_permit(bodies={"ausweis": "#panic()"}))


class TestMakePermitPdf:
    def test_is_sealed_by_us(self) -> None:
        pdf = make_permit_pdf(make_permit())

        assert examine(pdf, authorities=sealer().authorities()).is_genuine

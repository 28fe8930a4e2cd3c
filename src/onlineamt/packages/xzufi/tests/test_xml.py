import time

import pytest

from onlineamt.packages.xzufi.xml import LARGEST_FILE, MAX_DEPTH, UnreadableXml, read_tree

BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>\n<a>&c;</a>'


class TestReadTree:
    def test_knows_names_lines_and_words(self) -> None:
        root = read_tree(b'<x:a xmlns:x="urn:x" k="1">\n  <x:b>Wort</x:b>\n  <b>andere</b></x:a>')
        assert (root.name, root.namespace, root.attributes, root.line) == ("a", "urn:x", {"k": "1"}, 1)
        assert [(one.name, one.text, one.line) for one in root.children] == [
            ("b", "Wort", 2),
            ("b", "andere", 3),
        ]
        assert root.said("b") == "Wort"
        assert root.said("c", "b") == ""

    def test_writes_elements_within_words_as_html(self) -> None:
        root = read_tree(b'<a>x &lt;b&gt; <p class="k">y<a href="https://z.example/?a&amp;b">z</a></p></a>')
        assert root.markup == 'x <b> <p>y<a href="https://z.example/?a&amp;b">z</a></p>'

    @pytest.mark.parametrize(
        ("data", "line", "said"),
        [
            (BOMB.encode(), 1, "DOCTYPE"),
            (b'<?xml version="1.0"?>\n\n<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', 3, "DOCTYPE"),
            (b"<a>\n&unbekannt;</a>", 2, "Verweis"),
            (b"<a>\n<b></a>", 2, "geschlossen"),
            (b"", 1, "leer"),
            (b"<a>", 1, "leer oder endet"),
            (b"kein XML", 1, "kein gültiges XML"),
            (b"<a></a><b/>", 1, "kein gültiges XML"),
            (b"<x:a/>", 1, "Namensraum"),
            (b"<a>\n\xff</a>", 2, "kein gültiges XML"),
            (b'<?xml version="1.0" encoding="klingonisch"?><a/>', 1, "Kodierung"),
            (b"<a>" * (MAX_DEPTH + 1), 1, "Ebenen"),
            (b"<a>\x00</a>", 1, "kein gültiges XML"),
        ],
    )
    def test_says_what_is_wrong_and_where(self, data: bytes, line: int, said: str) -> None:
        with pytest.raises(UnreadableXml, match=said) as refused:
            read_tree(data)
        assert refused.value.line == line
        assert str(refused.value).startswith(f"Zeile {line}: ")

    def test_refuses_what_is_too_large(self) -> None:
        with pytest.raises(UnreadableXml, match="20 MB"):
            read_tree(b" " * (LARGEST_FILE + 1))

    def test_refuses_too_many_elements_in_time(self) -> None:
        start = time.monotonic()
        with pytest.raises(UnreadableXml, match="mehr als 500000 Elemente"):
            read_tree(b"<a>" + b"<b/>" * 600_000 + b"</a>")
        assert time.monotonic() - start < 20

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
    def test_reads_the_encodings_of_xml(self, encoding: str) -> None:
        data = f'<?xml version="1.0" encoding="{encoding}"?><a>Büro</a>'.encode(encoding)
        assert read_tree(data).text == "Büro"

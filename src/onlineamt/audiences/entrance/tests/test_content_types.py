"""Only the spellings that browsers use reach Django."""

import pytest

from onlineamt.audiences.entrance.content_types import UNREADABLE, readable_type

FORM = "application/x-www-form-urlencoded"


class TestReadableType:
    @pytest.mark.parametrize(
        ("sent", "read"),
        [
            (FORM, FORM),
            (f" {FORM};charset=UTF-8 ", FORM),
            ('Application/X-WWW-Form-Urlencoded; charset="utf-8"', "Application/X-WWW-Form-Urlencoded"),
            ("multipart/form-data; boundary=----WebKitFormBoundaryA1", "multipart/form-data; boundary=----WebKitFormBoundaryA1"),
            ('multipart/form-data;boundary="a b"', UNREADABLE),
            ('multipart/form-data;boundary="ab"', 'multipart/form-data;boundary="ab"'),
            ('multipart/form-data;boundary="ab', UNREADABLE),
            ("multipart/form-data; boundary=x; charset=utf-7", UNREADABLE),
            ("multipart/form-data", UNREADABLE),
            (f"{FORM}; charset=latin-1", UNREADABLE),
            ("text/plain; charset*=utf-8''%00", UNREADABLE),
            ("application/json", UNREADABLE),
        ],
    )  # fmt: skip
    def test_knows_forms_and_nothing_else(self, sent: str, read: str) -> None:
        assert readable_type(sent) == read

"""What strangers type: every kind of text that has broken a form somewhere."""

from hypothesis import strategies as st

FORMULAS = (
    "", " ", "\0", "a\0b", "\r\nSet-Cookie: a=b", "\x1b[31m", "\x7f", "\ufeff", "\u202eidlaW", "\ud7ff",
    "🐕‍🦺", "والدي", "Ǆ", "ß" * 300, "x" * 10_000, "9" * 10_000, "-1", "1e999", "0x10", "1.000.000", "NaN", "٣", "²",
    "true", "TRUE", "null", "None", "[]", "{}", "31", "29", "2", "0", "13", "2026", "99999", "0001", "2062",
    "<script>alert(1)</script>", "{{7*7}}", "{% raw %}", "#{1+1}", "%s%n%(a)s", "' OR '1'='1", "\"; DROP TABLE application",
    "../../../etc/passwd", "..\\..\\", "//evil.example", "https://evil.example", "javascript:alert(1)",
    "dackel", "pitbull_terrier", "mischling", "andere", "erika@musterstadt.invalid", "a@b", "a@b.c\r\nBcc: x@y.z",
    "012345678901234", "44999", "27", "3", "1985",
)  # fmt: skip
"""Texts with a history."""

texts = st.one_of(st.sampled_from(FORMULAS), st.text(max_size=60), st.text(min_size=200, max_size=400))
"""Anything that can be typed."""

raw_bytes = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"%", b"%zz", b"%ff%fe", b"%00", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"&&&===", b"a" * 9_000]
    ),
    st.sampled_from([text.encode() for text in FORMULAS]),
)
"""Anything that can be sent."""

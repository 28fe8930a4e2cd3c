"""What a stranger sends instead of what was asked: values, names, headers, queries and bodies, all from one source of chance.

The source is a `random.Random`: seeded for fast runs, or one that hypothesis steers and shrinks.
"""

from dataclasses import dataclass
from random import Random  # noqa: TID251 -- runs are to be repeated
from urllib.parse import quote, quote_from_bytes, urlencode

from tests.hostile.words import FORMULAS

Fields = list[tuple[str, bytes]]
FORM = "application/x-www-form-urlencoded"
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "BREW", "get", "CONNECT")
CONTROLS = "".join(map(chr, [*range(32), *range(127, 160), 0x2028, 0x2029, 0xFEFF, 0x202E, 0x2066, 0xFFFE]))
NUMBERS = (
    "0", "-0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" + "0" * 400, "1e400", "1E-400",
    "NaN", "Infinity", "-inf", "0x7f", "1_000", "١٢٣", "½", "1,5", "1.000,00", "٠", "²", "00000000000000000001",
)  # fmt: skip
DATES = (
    "2026-02-30",
    "29.02.2025",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "31.12.1899",
    "32",
    "13",
    "-1",
    "0",
    "2026-W01-1",
    "24:00",
)
OTHERS = (
    "[object Object]",
    "{}",
    "[]",
    '{"a":1}',
    "true",
    "null",
    "undefined",
    "\ud800",
    "a\ud800b",
    "on",
    "off",
    "1; DROP TABLE x",
)
PATHS = (
    "/../../etc/passwd", "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc/passwd",
    "/static//etc/passwd", "/static/\\..\\..\\x", "/%2e%2e/%2e%2e", "/.git/config", "/.env", "//evil.example/", "/\\evil.example", "/%5cevil.example",
    "/en//", "/leicht/leicht/", "/%00", "/a%00b", "/%ff%fe", "/%c3%28", "/%ed%a0%80", "/antrag%2f", "/amt;/", "/amt/;a=b", "/amt/..;/", "/" + "a/" * 400,
    "/" + "a" * 5_000, "/theme.css/x", "/healthz/", "/metrics?x", "/%u0041", "/?" * 50, "*", "", "http://evil.example/", "/http://evil.example/",
)  # fmt: skip
NAMES = (
    "", "_seen", "_from", "_later", "next", "weiter", "return_to", "redirect", "csrfmiddlewaretoken", "_method", "revision", "despite_gaps",
    "contact", "email", "code", "proof", "reference", "q", "seite", "page", "a[b]", "a[]", "__proto__", "constructor", "file", "document",
    "tenant", "tenant_id", "id", "application_id", "case_id", "computed.x", "parameters.x", "a.b.c.d", "\0", "\r\nX: y", "é", "x" * 3_000,
)  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_X_FORWARDED_FOR": ("127.0.0.1", "::1", ",,,", "\xff", "1.2.3.4, 5.6.7.8", "x" * 5_000),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "nachbarstadt.localhost"),
    "HTTP_X_FORWARDED_PROTO": ("https", "javascript"),
    "HTTP_X_FORWARDED_PREFIX": ("/evil",),
    "HTTP_X_ORIGINAL_URL": ("/amt/",),
    "HTTP_X_REWRITE_URL": ("/amt/",),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE", "GET"),
    "HTTP_X_REQUEST_ID": ("a\r\nb", "x" * 200, "0" * 32),
    "HTTP_X_ONLINEAMT_CACHE": ("public",),
    "HTTP_FORWARDED": ("for=127.0.0.1;host=evil.example;proto=https",),
    "HTTP_ACCEPT_LANGUAGE": ("en", "de;q=x", "*", "xx" * 3_000, "../../x"),
    "HTTP_ACCEPT_ENCODING": ("br", "gzip;q=0", "identity;q=0,*", "br,br,br" * 500, "\0"),
    "HTTP_ACCEPT": ("application/json", "*/*;q=0", "text/html" * 400),
    "HTTP_RANGE": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0," * 300, "lines=1"),
    "HTTP_IF_RANGE": ('"x"',),
    "HTTP_IF_NONE_MATCH": ("*", '"', "W/" * 800),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT"),
    "HTTP_USER_AGENT": ("", "\x1b[31m\r\nred", "x" * 9_000, "${jndi:ldap://evil}"),
    "HTTP_EXPECT": ("100-continue", "nonsense"),
    "HTTP_TRANSFER_ENCODING": ("chunked", "gzip, chunked", "xchunked"),
    "HTTP_CONTENT_ENCODING": ("gzip", "br", "deflate"),
    "HTTP_UPGRADE": ("h2c", "websocket"),
    "HTTP_AUTHORIZATION": ("Basic Og==", "Bearer x", "Bearer " + "x" * 5_000),
    "HTTP_TE": ("trailers",),
    "HTTP_VIA": ("1.1 evil",),
}  # fmt: skip
HOSTS = (
    "musterstadt.localhost:8000", "MUSTERSTADT.LOCALHOST", "evil.example", "", "musterstadt.localhost.", "musterstadt.localhost@evil.example",
    "evil.example,musterstadt.localhost", "[::1]", "127.0.0.1", "musterstadt.localhost:evil", "musterstadt.localhost/x", "*", "\0", "ä.example",
)  # fmt: skip
FILES = ("part", "document", "fahrzeug.schein")  # of forms that take files
UNSAID = ("_seen", "upload", "document")  # what scripts fill in, or nobody has
FOREIGN = ("cross-site", "same-site", "")
ORIGINS = (
    "null",
    "",
    "http://evil.example",
    "https://musterstadt.localhost",
    "http://musterstadt.localhost.evil.example",
    "http://[",
    "http://nachbarstadt.localhost",
)
CONTENT_TYPES = (
    "application/json", "text/plain", "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\xff\"",
    f"{FORM}; charset=utf-16", f"{FORM}; charset=hex", "multipart/form-data; boundary=" + "x" * 300, "application/xml", "application/csp-report",
    "text/html, " + FORM, "application/x-www-form-urlencoded\0", "multipart/mixed; boundary=x",
)  # fmt: skip


class Given(Random):
    """Chance that is given as bytes, by hypothesis: the same bytes lead the same way, and fewer of them a shorter one."""

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, 0
        super().__init__(0)

    def random(self) -> float:
        is_used_up = self._place >= len(self._content)
        return 0.999 if is_used_up else self.getrandbits(16) / 65_536  # most loops end on a high one

    def getrandbits(self, k: int, /) -> int:
        size = (k + 7) // 8
        taken = self._content[self._place : self._place + size].ljust(size, b"\0")
        self._place += size
        return int.from_bytes(taken, "big") >> (size * 8 - k)


@dataclass(frozen=True)
class Form:
    """A form as it stood on a page, or as a script of ours sends it."""

    action: str
    method: str
    has_files: bool
    fields: tuple[tuple[str, bytes], ...]
    page: str = ""  # where it stood


def value(chance: Random) -> bytes:
    """Return something nobody would type, as bytes: most of it is not even text."""
    kind = chance.randrange(10)
    if kind == 0:
        return chance.randbytes(chance.randrange(40))
    if kind == 1:
        return chance.choice(
            ["ß", "x", "9", "\u202e", "🐕", " ", "-", "(", "a.", "1@", "\n"]
        ).encode() * chance.choice([300, 10_000])
    if kind == 2:
        return "".join(chance.choice(CONTROLS + "aß🐕د") for _ in range(chance.randrange(1, 30))).encode()
    texts = (FORMULAS, NUMBERS, DATES, OTHERS, FORMULAS, FORMULAS, NUMBERS)[kind - 3]
    return chance.choice(texts).encode("utf-8", "surrogatepass")


def spoilt(chance: Random, fields: Fields, ids: list[str]) -> Fields:
    """Return the fields of a form with some of them missing, doubled, exchanged or unheard of."""
    fields = list(fields)
    for _ in range(chance.choice([0, 0, 1, 1, 1, 2, 3, 6])):
        act = chance.randrange(7)
        place = chance.randrange(len(fields)) if fields else -1
        if act == 0 and fields:
            del fields[place]
        elif act == 1 and fields:
            fields.insert(chance.randrange(len(fields) + 1), (fields[place][0], value(chance)))
        elif act == 2:
            fields.append((chance.choice(NAMES), value(chance)))
        elif act == 3 and fields and ids:
            fields[place] = (fields[place][0], chance.choice(ids).encode())
        elif act == 4 and fields:
            fields[place] = (
                fields[place][0] + chance.choice([".day", "[]", ".0", "\0", " "]),
                fields[place][1],
            )
        elif fields:
            fields[place] = (fields[place][0], value(chance))
    if chance.random() < 0.01:
        fields += [(f"f{number}", b"x") for number in range(chance.choice([1_999, 2_001, 20_000]))]
    return fields


def as_meant(form: Form) -> tuple[str, bytes]:
    """Return type and body of a form as an honest person sends it: one choice of several, and words where words are asked for."""
    fields: dict[str, bytes] = {}
    for name, content in form.fields:
        fields.setdefault(name, content if content.strip() or name in UNSAID else b"Das ist so.")
    if not form.has_files:
        return FORM, urlencode(fields).encode()
    names = {name: b'; filename="a.jpg"' if name in FILES else b"" for name in fields}
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (name.encode(), names[name], content)
        for name, content in fields.items()
    ]
    return "multipart/form-data; boundary=x", b"".join([*parts, b"--x--\r\n"])


def urlencoded(chance: Random, fields: Fields) -> tuple[str, bytes]:
    """Return type and body of a form as browsers send it; now and then a broken one."""
    body = b"&".join(
        quote(name, safe="", errors="surrogatepass").encode() + b"=" + quote_from_bytes(content).encode()
        for name, content in fields
    )
    if chance.random() < 0.05:
        body = chance.choice(
            [
                body + b"&%",
                b"&" * 3_000,
                body.replace(b"%", b"%%"),
                b"=" * 50 + body,
                body[: len(body) // 2],
                b"\xff" + body,
            ]
        )
    return (chance.choice(CONTENT_TYPES) if chance.random() < 0.05 else FORM), body


def multipart(chance: Random, fields: Fields) -> tuple[str, bytes]:
    """Return type and body of a form with files, made with little care."""
    boundary = chance.choice(["x", "----WebKitFormBoundaryAAAA", "x" * 70, "a'b()+_,-./:=?"])
    line = b"--" + boundary.encode()
    parts = [line + b"\r\n" + _disposition(chance, name) + b"\r\n\r\n" + content for name, content in fields]
    if chance.random() < 0.03:
        parts *= chance.choice([2, 50, 700])
    body = b"\r\n".join([*parts, line + b"--\r\n"])
    if chance.random() < 0.2:
        body = chance.choice([
            body[: len(body) // 2], body.replace(b"\r\n", b"\n"), body + body, b"\r\n" * 500 + body, body.replace(line + b"--", b""),
            body.replace(b"form-data", b"attachment"), body.replace(b"Content-Disposition", b"X" * 5_000), b"--" + body,
        ])  # fmt: skip
    quoted = f'"{boundary}"' if chance.random() < 0.3 else boundary
    return f"multipart/form-data; boundary={quoted}", body


def _disposition(chance: Random, name: str) -> bytes:
    said = b'Content-Disposition: form-data; name="' + name.encode("utf-8", "surrogatepass") + b'"'
    if name in FILES or chance.random() < 0.3:
        said += b'; filename="' + chance.choice([
            b"a.pdf", b"../../etc/passwd", b"C:\\x\\y.exe", b"", b"\0.pdf", b"a\"b.pdf", b"x" * 4_000, "\u202efdp.exe".encode(), b"\xff\xfe.jpg", b"con", b".",
        ]) + b'"'  # fmt: skip
    if chance.random() < 0.2:
        said += chance.choice([
            b"\r\nContent-Type: image/jpeg", b"\r\nContent-Type: text/plain; charset=hex", b"\r\nContent-Transfer-Encoding: base64",
            b"\r\nContent-Transfer-Encoding: gzip", b"\r\nContent-Length: -1", b"\r\nContent-Disposition: form-data; name=b", b"; name*=utf-8''%ff",
            b"; filename*=hex''41", b"\r\n" + b"X: y\r\n" * 200,
        ])  # fmt: skip
    return said


def query(chance: Random, ids: list[str]) -> str:
    """Return a query, mostly none."""
    if chance.random() < 0.6:
        return ""
    fields: Fields = [(chance.choice(NAMES), value(chance)) for _ in range(chance.choice([1, 1, 2, 5]))]
    if chance.random() < 0.05:
        return chance.choice(["%", "&&&=", "q=%ff", "q=" + "a" * 9_000, "?" * 200, "q&q&q", "\xff"])
    return urlencode(spoilt(chance, fields, ids), errors="surrogatepass")


def headers(chance: Random) -> dict[str, str]:
    """Return strange headers, mostly none."""
    found: dict[str, str] = {}
    while chance.random() < 0.3:
        name = chance.choice(list(HEADERS))
        found[name] = chance.choice(HEADERS[name])
    return found

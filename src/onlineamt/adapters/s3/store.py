"""Bytes as objects of a bucket. A write is whole or not there at all, and safe when the store says so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from onlineamt.facilities.documents.ports import BytesMissing, is_key

REGION = "us-east-1"  # what stores take that have no regions
CONNECT_SECONDS, ANSWER_SECONDS = 3, 20
RETRIES = 2
_AT_ONCE = 1_000  # keys of one answer, the most that S3 gives


class S3Store:
    """A byte store in a bucket: `s3://bucket/prefix?endpoint=https://host&region=eu-central-1`. See the port `ByteStore`."""

    def __init__(self, url: str, *, access_key: str, secret_key: str) -> None:
        self._url, self._access_key, self._secret_key = url, access_key, secret_key
        self._bucket: Bucket | None = None
        self._pid = 0

    def write(self, key: str, content: bytes) -> None:
        """See ByteStore."""
        if not is_key(key):
            raise ValueError(f"not a key: {key!r}")
        with _in_plain_errors():
            self._open().put(key, content, use_multipart=False)

    def read(self, key: str) -> bytes:
        """See ByteStore."""
        with _in_plain_errors():
            try:
                return bytes(self._open().get(key).bytes())
            except FileNotFoundError as missing:
                raise BytesMissing(key) from missing

    def delete(self, key: str) -> None:
        """See ByteStore."""
        with _in_plain_errors():
            try:
                self._open().delete(key)
            except FileNotFoundError:  # S3 does not tell, some stores do
                return

    def list_keys(self, *, older_than: datetime) -> Iterator[str]:
        """See ByteStore."""
        pages = iter(self._open().list(chunk_size=_AT_ONCE))
        while True:
            with _in_plain_errors():
                page = next(pages, None)
            if page is None:
                return
            for found in page:
                if found["last_modified"] < older_than and is_key(found["path"]):
                    yield found["path"]

    def _open(self) -> Bucket:
        """Return the client of this process: its threads do not live on in a fork."""
        if self._bucket is None or self._pid != os.getpid():
            self._bucket, self._pid = self._connect(), os.getpid()
        return self._bucket

    def _connect(self) -> Bucket:
        parts = urlsplit(self._url)
        choices = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        endpoint = choices.get("endpoint")
        return Bucket(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            endpoint=endpoint,
            region=choices.get("region", REGION),
            access_key_id=self._access_key,
            secret_access_key=self._secret_key,
            virtual_hosted_style_request=endpoint is None,
            client_options={
                "allow_http": (endpoint or "").startswith("http://"),
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "timeout": timedelta(seconds=ANSWER_SECONDS),
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=ANSWER_SECONDS)},
        )


@contextmanager
def _in_plain_errors() -> Iterator[None]:
    """Whatever keeps the store from answering is an OSError of one line."""
    try:
        yield
    except BaseError as failure:
        raise OSError(str(failure).splitlines()[0]) from failure

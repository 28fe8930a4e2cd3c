"""Files in an S3-compatible store: the byte store of an installation on several machines."""

from onlineamt.adapters.s3.store import S3Store

__all__ = ["S3Store"]

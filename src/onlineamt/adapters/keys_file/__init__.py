"""Tenant secrets in files: the key provider of a small installation."""

from onlineamt.adapters.keys_file.provider import FileKeyProvider

__all__ = ["FileKeyProvider"]

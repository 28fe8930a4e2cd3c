"""The electronic seal with keys in files: an authority of our own, made at the first start."""

from onlineamt.adapters.signing_file.sealer import FileSealer

__all__ = ["FileSealer"]

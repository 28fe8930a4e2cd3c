"""ClamAV: the virus scanner that many town halls have already."""

from onlineamt.adapters.clamav.scanner import ClamavScanner

__all__ = ["ClamavScanner"]

"""The checker of service packages: a compiler whose messages name file, line and mend. One file per group of rules."""

from onlineamt.packages.check.report import Report, check_blocks, check_package

__all__ = ["Report", "check_blocks", "check_package"]

"""Online-Amt: the portal with which municipalities put their services online."""

__version__ = "0.1.0"

"""What can be wrong with sealed content."""


class Unsealable(Exception):
    """Sealed content does not open: its key is destroyed, or it was changed or moved. Never shown to a person."""

"""What the post needs from whoever prints: a folder, or a printing house."""

from typing import Protocol

from onlineamt.facilities.post.values import PrintJob


class PrintRoom(Protocol):
    """Prints letters and takes them to the post."""

    def hand_over(self, job: PrintJob) -> None:
        """Give the letters of a batch away; after this returns they outlive a crash.

        A batch given twice is one batch. Raises OSError when the room cannot be reached; then nothing was given.
        """

    def clear_away(self, *, town: str, key: str) -> None:
        """Forget a batch whose letters have all left the house; forgetting what is not there is harmless."""

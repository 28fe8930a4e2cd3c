"""What cannot be reckoned, in a German sentence that says what to give instead."""


class CannotReckon(ValueError):
    """A day, period, Land or law that the tables do not know. The message is a German sentence for people."""

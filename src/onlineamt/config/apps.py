"""The start of the application: the table of events is connected here."""

from django.apps import AppConfig


class OnlineAmtConfig(AppConfig):
    """The installed portal."""

    name = "onlineamt.config"
    label = "onlineamt"

    def ready(self) -> None:
        """Connect events to their handlers and ports to the adapters of this installation."""
        from django.conf import settings

        from onlineamt import wiring
        from onlineamt.adapters.keys_file import FileKeyProvider
        from onlineamt.foundation.core import events
        from onlineamt.foundation.sealing.provider import use_provider

        events.connect(wiring.HANDLERS)
        use_provider(FileKeyProvider(settings.ENV.data / "keys"))

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
        from onlineamt.adapters.files_folder import FolderStore
        from onlineamt.adapters.keys_file import FileKeyProvider
        from onlineamt.adapters.signing_file import FileSealer
        from onlineamt.facilities.documents.store import use_byte_store
        from onlineamt.facilities.letters.sealing import use_sealer
        from onlineamt.foundation.core import events
        from onlineamt.foundation.sealing.provider import use_provider

        events.connect(wiring.HANDLERS)
        env = settings.ENV
        use_provider(FileKeyProvider(env.data / "keys"))
        use_byte_store(FolderStore(env.data / "documents"))
        use_sealer(FileSealer(env.data / "seal", name=env.seal_name))

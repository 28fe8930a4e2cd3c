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
        from onlineamt.adapters.clamav import ClamavScanner
        from onlineamt.adapters.keys_file import FileKeyProvider
        from onlineamt.adapters.mail_folder import FolderTransport
        from onlineamt.adapters.print_folder import FolderPrintRoom
        from onlineamt.adapters.signing_file import FileSealer
        from onlineamt.adapters.smtp import SmtpTransport
        from onlineamt.audiences.design.letter_look import letter_look
        from onlineamt.config.file_store import file_store_of
        from onlineamt.config.logging import configure_logging
        from onlineamt.facilities.documents.scanner import use_scanner
        from onlineamt.facilities.documents.store import use_byte_store
        from onlineamt.facilities.letters.letterhead import use_look
        from onlineamt.facilities.letters.sealing import use_sealer
        from onlineamt.facilities.mail.transport import use_transport
        from onlineamt.facilities.post.room import use_print_room
        from onlineamt.foundation.core import events
        from onlineamt.foundation.sealing.provider import use_provider

        env = settings.ENV
        configure_logging(as_json=env.log_json)
        events.connect(wiring.HANDLERS)
        use_provider(FileKeyProvider(env.data / "keys"))
        use_byte_store(file_store_of(env))
        use_scanner(ClamavScanner(env.clamav_url) if env.clamav_url else None)
        if env.smtp_url:
            use_transport(SmtpTransport(env.smtp_url, must_encrypt=env.is_production))
        else:
            use_transport(FolderTransport(env.data / "mail", is_production=env.is_production))
        use_print_room(FolderPrintRoom(env.data / "print"))
        use_look(letter_look)
        use_sealer(FileSealer(env.data / "seal", name=env.seal_name))

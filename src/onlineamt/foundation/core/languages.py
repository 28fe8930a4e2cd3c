"""The languages of the portal: German, plain German (Leichte Sprache) and English."""

from enum import StrEnum


class Language(StrEnum):
    """A language a page can be in; German is the source of every text."""

    GERMAN = "de"
    PLAIN_GERMAN = "de-easy"
    ENGLISH = "en"

    @property
    def html_lang(self) -> str:
        """The language tag for HTML and HTTP (BCP 47; plain German is `de-simple` by the IANA registry)."""
        return "de-simple" if self is Language.PLAIN_GERMAN else str(self)

    @property
    def path_prefix(self) -> str:
        """The first step of an address in this language; German has none."""
        return {Language.GERMAN: "", Language.PLAIN_GERMAN: "leicht/", Language.ENGLISH: "en/"}[self]

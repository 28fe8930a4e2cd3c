"""How XZuFi names a language (`languageCode`), and which of the portal's languages that is."""

from onlineamt.foundation.core.languages import Language

_PLAIN = frozenset({"simple", "easy", "ls", "leicht", "leichte", "x"})


def language_of(code: str) -> Language | None:
    """Return the portal's language; none where it does not speak it. German where the file names none."""
    first, *more = code.strip().lower().replace("_", "-").split("-")
    if first == "en":
        return Language.ENGLISH
    if first not in {"de", ""}:
        return None
    return Language.PLAIN_GERMAN if _PLAIN & set(more) else Language.GERMAN


def code_of(language: str) -> str:
    """Return the `languageCode` by BCP 47: `de`, `en`, and `de-simple` for Leichte Sprache."""
    return Language(language).html_lang

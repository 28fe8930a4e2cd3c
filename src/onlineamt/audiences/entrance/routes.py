"""Which view answers at a path; asked in front of Django too, where nothing is known of a request but its bytes."""

from collections.abc import Callable
from typing import Any

from django.urls import Resolver404, resolve

from onlineamt.foundation.core.languages import Language

LANGUAGE_OF_STEP = {
    language.path_prefix.rstrip("/"): language for language in Language if language.path_prefix
}


def split_language(path: str) -> tuple[Language, str]:
    """Return the language of a path and the path without its step: every address is routed alike."""
    first, _, rest = path.lstrip("/").partition("/")
    language = LANGUAGE_OF_STEP.get(first)
    return (Language.GERMAN, path) if language is None else (language, f"/{rest}")


def view_at(path: str) -> Callable[..., Any] | None:
    """Return the view that answers at a path, with or without the step of a language."""
    try:
        return resolve(split_language(path)[1]).func
    except Resolver404:
        return None
